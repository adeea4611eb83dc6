/* golden.c: texts kept in tests/golden. */

#include "support/golden.h"

#include "base/arena.h"
#include "support/test.h"

static char *read_whole(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    long length;
    char *text;

    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    length = ftell(file);
    rewind(file);
    text = arena_alloc(arena, (size_t)length + 1);
    if (fread(text, 1, (size_t)length, file) != (size_t)length)
        text = NULL;
    fclose(file);
    return text;
}

static void write_whole(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

void golden_check(const char *name, const char *text)
{
    struct arena *arena = arena_open();
    const char *path = arena_format(arena, "tests/golden/%s", name),
               *mode = getenv("GRANTD_GOLDEN");
    const char *kept;
    int line = 1;

    if (mode != NULL && strcmp(mode, "write") == 0)
        write_whole(path, text);
    kept = read_whole(arena, path);
    if (kept == NULL)
        fail_msg("%s is not there; GRANTD_GOLDEN=write makes it", path);
    for (; *kept != '\0' && *kept == *text; kept++, text++)
        line += *kept == '\n';
    if (*kept != *text)
        fail_msg("%s line %d: kept \"%.60s\", now \"%.60s\"", path, line, kept, text);
    arena_close(arena);
}
