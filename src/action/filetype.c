/* filetype.c: the table of file types we take. */

#include "action/filetype.h"

#include <strings.h>

/* The first bytes refuse an accident or a crude disguise; they prove nothing (R41), so files are
 * only ever served as downloads of these types. */
static const struct {
    const char *extension, *type, *magic;
    size_t length;
} types[] = {
    {"pdf", "application/pdf", "%PDF-", 5},
    {"doc", "application/msword", "\xD0\xCF\x11\xE0", 4},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "PK\x03\x04", 4},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04", 4},
    {"wps", "application/vnd.ms-works", "\xD0\xCF\x11\xE0", 4},
    {"jpg", "image/jpeg", "\xFF\xD8\xFF", 3},
    {"jpeg", "image/jpeg", "\xFF\xD8\xFF", 3},
    {"png", "image/png", "\x89PNG", 4},
};

static int place_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcasecmp(dot + 1, types[i].extension) == 0)
            return (int)i;
    return -1;
}

const char *filetype_of(const char *name)
{
    int place = place_of(name);

    return place < 0 ? NULL : types[place].type;
}

/* jpeg is spelt two ways. */
static bool same_extension(const char *listed, const char *extension)
{
    return strcasecmp(listed, extension) == 0 ||
           (strcasecmp(listed, "jpg") == 0 && strcasecmp(extension, "jpeg") == 0);
}

bool filetype_allowed(const char *name, const char *const *allowed, const uint8_t *head,
                      size_t length)
{
    int place = place_of(name);

    if (place < 0 || length < types[place].length ||
        memcmp(head, types[place].magic, types[place].length) != 0)
        return false;
    for (size_t i = 0; allowed[i] != NULL; i++)
        if (same_extension(allowed[i], types[place].extension))
            return true;
    return false;
}
