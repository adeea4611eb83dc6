/* rank.c: fuzzes the calculator of rankings with whole documents. */

#include "base/tape.h"
#include "domain/calibration_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Every answer is JSON, so no number in it is infinite or none, and it is always the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    struct buffer first = buffer_in(arena), again = buffer_in(arena);
    bool valid = calibration_reply(arena, arena_copy(arena, bytes, length), length, &first);

    if (calibration_reply(arena, arena_copy(arena, bytes, length), length, &again) != valid ||
        strcmp(first.bytes, again.bytes) != 0)
        die("fuzz: another answer to the same document");
    if (!tape_is_text(tape_get(tape_read(arena, first.bytes, first.length), "status"),
                      valid ? "ok" : "invalid"))
        die("fuzz: no answer");
    arena_close(arena);
    return 0;
}
