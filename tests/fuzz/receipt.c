/* receipt.c: fuzzes what reads a receipt, keys and evidence that anybody brings. */

#include "action/verify.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define RFC_KEY                                                                                    \
    "-----BEGIN PUBLIC KEY-----\n"                                                                 \
    "MCowBQYDK2VwAyEA/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=\n"                               \
    "-----END PUBLIC KEY-----\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    const char *text = arena_copy(arena, bytes, length);
    struct receipt receipt;
    struct evidences evidence = {0};
    struct findings findings = {0};
    struct error err = {0};

    action_evidence_bytes(arena, &evidence, "bytes", text, length);
    if (receipt_read(arena, text, length, &receipt, &err)) {
        action_verify_with(arena, &receipt, &evidence, RFC_KEY, &findings, &err);
        action_verify_with(arena, &receipt, &evidence, text, &findings, &err);
    }
    arena_close(arena);
    return 0;
}
