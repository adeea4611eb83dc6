/* award.c: grantd award: a problem on standard input, who is awarded on standard output. */

#include "base/tape.h"
#include "command/command.h"
#include "command/file.h"
#include "domain/allocation_json.h"

int command_award(int argc, char **argv)
{
    struct arena *arena;
    struct buffer out;
    struct error err = {0};
    size_t length = 0;
    bool valid, written;
    char *bytes, nothing[1] = "";

    if (argc > 0)
        return command_usage("award", "reads standard input and takes no words", argv[0]);
    arena = arena_open();
    out = buffer_in(arena);
    bytes = file_read_input(arena, TAPE_LONGEST, &length, &err);
    if (bytes == NULL)
        command_refused(&err);
    valid = allocation_reply(arena, bytes == NULL ? nothing : bytes, length, &out);
    written = fwrite(out.bytes, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
    arena_close(arena);
    return valid && written ? 0 : 1;
}
