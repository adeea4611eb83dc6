/* account.c: grantd account add|role|link|no-second. */

#include "command/command.h"
#include "command/control.h"
#include "command/option.h"

int command_account(int argc, char **argv)
{
    struct option_row rows[] = {{"--role", NULL, false, NULL, NULL},
                                {"--name", NULL, false, "", NULL},
                                {"--call", NULL, false, NULL, NULL},
                                {"--end", NULL, true, NULL, NULL},
                                {"--data", "GRANTD_DATA", false, "./var", NULL},
                                {0}};
    int words = options_read("account", rows, argc, argv), code;
    struct arena *arena;
    json_t *request;

    if (words < 0)
        return 2;
    if (words != 2 || (strcmp(argv[0], "add") != 0 && strcmp(argv[0], "role") != 0 &&
                       strcmp(argv[0], "link") != 0 && strcmp(argv[0], "no-second") != 0))
        return command_usage("account", "an act and an address are needed", "");
    if ((strcmp(argv[0], "add") == 0 || strcmp(argv[0], "role") == 0) &&
        option_value(rows, "--role") == NULL)
        return command_usage("account", "needs --role", "");
    arena = arena_open();
    request = json_root(arena);
    json_put_text(request, "errand", "account");
    json_put_text(request, "act", argv[0]);
    json_put_text(request, "email", argv[1]);
    json_put_text(request, "name", option_value(rows, "--name"));
    json_put_text(request, "role", option_value(rows, "--role"));
    json_put_text(request, "call", option_value(rows, "--call"));
    json_put_flag(request, "end", option_value(rows, "--end") != NULL);
    code = control_run(option_value(rows, "--data"), request);
    arena_close(arena);
    return code;
}
