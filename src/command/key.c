/* key.c: grantd key: the keys that receipts are signed with. */

#include "command/command.h"
#include "command/control.h"
#include "command/option.h"

static int ask(const char *data, const char *act)
{
    struct arena *arena = arena_open();
    json_t *request = json_root(arena);
    int code;

    json_put_text(request, "errand", "key");
    json_put_text(request, "act", act);
    code = control_run(data, request);
    arena_close(arena);
    return code;
}

int command_key(int argc, char **argv)
{
    struct option_row rows[] = {{"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    int words = options_read("key", rows, argc, argv);

    if (words < 0)
        return 2;
    if (words != 1 || (strcmp(argv[0], "show") != 0 && strcmp(argv[0], "rotate") != 0))
        return command_usage("key", "show or rotate is needed", "");
    return ask(option_value(rows, "--data"), argv[0]);
}
