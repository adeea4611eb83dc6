/* backup.c: grantd backup and grantd restore. */

#include "action/backup.h"

#include "command/command.h"
#include "command/option.h"

int command_backup(int argc, char **argv)
{
    struct option_row rows[] = {{"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    struct service_settings settings = {.public_url = "", .any_kind = true};
    struct error err = {0};
    struct service *service;
    int64_t files = 0;
    bool done;

    if (options_read("backup", rows, argc, argv) != 1)
        return command_usage("backup", "needs the name of a file to write", "");
    settings.data = option_value(rows, "--data");
    service = service_open(&settings, &err);
    if (service == NULL)
        return command_refused(&err);
    done = action_backup(service, argv[0], &files, &err);
    service_close(service);
    if (!done)
        return command_refused(&err);
    printf("%s: %lld parts, verified; keys are not in it\n", argv[0], (long long)files);
    return 0;
}

int command_restore(int argc, char **argv)
{
    struct option_row rows[] = {{"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    struct error err = {0};
    int64_t files = 0;

    if (options_read("restore", rows, argc, argv) != 1)
        return command_usage("restore", "needs the name of a backup", "");
    if (!action_restore(argv[0], option_value(rows, "--data"), &files, &err))
        return command_refused(&err);
    printf("%s: %lld parts laid out\n", option_value(rows, "--data"), (long long)files);
    return 0;
}
