/* address.c: fuzzes the grammar of mail addresses: none may end a line or start a header. */

#include "base/text.h"
#include "world/mailer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    const char *address = arena_copy(arena, (const char *)bytes, length);

    if (address_is_valid(address)) {
        if (strlen(address) > 254 || strchr(address, '@') != strrchr(address, '@'))
            die("fuzz: no address");
        for (const char *at = address; *at != '\0'; at++)
            if (*at <= 0x20 || *at >= 0x7f || strchr("<>()[],;:\\\"", *at) != NULL)
                die("fuzz: an address that breaks a line or a list");
    }
    arena_close(arena);
    return 0;
}
