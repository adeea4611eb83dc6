/* export.c: grantd export PRESET: a list of the call as a file. */

#include <unistd.h>
#include "base/text.h"
#include "command/command.h"
#include "command/control.h"
#include "command/file.h"
#include "command/option.h"

static int put(struct arena *arena, const json_t *answer, const char *path)
{
    const char *hex = json_word(answer, "file");
    size_t length = strlen(hex) / 2;
    uint8_t *bytes = arena_alloc(arena, length + 1);
    struct error err = {0};

    if (!text_unhex(hex, bytes, length))
        return 1;
    if (path != NULL)
        return file_write(path, bytes, length, &err) ? 0 : command_refused(&err);
    return fwrite(bytes, 1, length, stdout) == length && fflush(stdout) == 0 ? 0 : 1;
}

static int run(const struct option_row *rows, const char *preset)
{
    struct arena *arena = arena_open();
    json_t *request = json_root(arena);
    const json_t *answer;
    int code = 1;

    json_put_text(request, "errand", "export");
    json_put_text(request, "preset", preset);
    json_put_text(request, "format", option_value(rows, "--format"));
    json_put_text(request, "call", option_value(rows, "--call"));
    answer = control_ask(arena, option_value(rows, "--data"), request);
    if (answer != NULL)
        code = control_say(answer);
    if (answer != NULL && code == 0)
        code = put(arena, answer, option_value(rows, "--output"));
    arena_close(arena);
    return code;
}

int command_export(int argc, char **argv)
{
    struct option_row rows[] = {{"--call", NULL, false, NULL, NULL},
                                {"--format", NULL, false, "xlsx", NULL},
                                {"--output", NULL, false, NULL, NULL},
                                {"--data", "GRANTD_DATA", false, "./var", NULL},
                                {0}};
    int words = options_read("export", rows, argc, argv);

    if (words < 0)
        return 2;
    if (words != 1)
        return command_usage("export", "one list is needed", "");
    if (text_equal(option_value(rows, "--format"), "xlsx") &&
        option_value(rows, "--output") == NULL && isatty(STDOUT_FILENO))
        return command_usage("export", "an XLSX file needs --output", "");
    return run(rows, argv[0]);
}
