/* rank.c: grantd rank: reviews on standard input, the calibrated ranking on standard output. */

#include "base/tape.h"
#include "command/command.h"
#include "command/file.h"
#include "domain/calibration_json.h"

int command_rank(int argc, char **argv)
{
    struct arena *arena;
    struct buffer out;
    struct error err = {0};
    size_t length = 0;
    bool valid, written;
    char *bytes, nothing[1] = "";

    if (argc > 0)
        return command_usage("rank", "reads standard input and takes no words", argv[0]);
    arena = arena_open();
    out = buffer_in(arena);
    bytes = file_read_input(arena, TAPE_LONGEST, &length, &err);
    if (bytes == NULL)
        command_refused(&err);
    valid = calibration_answer(arena, bytes == NULL ? nothing : bytes, length, &out);
    written = fwrite(out.bytes, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
    arena_close(arena);
    return valid && written ? 0 : 1;
}
