/* calculate.c: grantd rank, assign, award: a document on standard input, the answer on output. */

#include "command/command.h"
#include "command/file.h"
#include "domain/allocation_json.h"
#include "domain/assignment_json.h"
#include "domain/calibration_json.h"

static int calculate(const char *name, int argc, char **argv, calculator *reply)
{
    struct arena *arena;
    struct buffer out;
    struct error err = {0};
    size_t length = 0;
    bool valid, written;
    char *bytes, nothing[1] = "";

    if (argc > 0)
        return command_usage(name, "reads standard input and takes no words", argv[0]);
    arena = arena_open();
    out = buffer_in(arena);
    bytes = file_read_input(arena, TAPE_LONGEST, &length, &err);
    if (bytes == NULL)
        command_refused(&err);
    valid = reply(arena, bytes == NULL ? nothing : bytes, length, &out);
    written = fwrite(out.bytes, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
    arena_close(arena);
    return valid && written ? 0 : 1;
}

int command_rank(int argc, char **argv)
{
    return calculate("rank", argc, argv, calibration_reply);
}

int command_assign(int argc, char **argv)
{
    return calculate("assign", argc, argv, assignment_reply);
}

int command_award(int argc, char **argv)
{
    return calculate("award", argc, argv, allocation_reply);
}
