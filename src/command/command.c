/* command.c: the table of subcommands, and how they refuse. */

#include "command/command.h"
#include "view/wording.h"
#include "world/sandbox.h"

const struct command commands[] = {
    {"serve",
     "serve [--rehearse] [--listen 127.0.0.1:8080] [--data ./var] [--smtp URL] [--mail-from ADDR] "
     "[--mail-per-minute N] [--mail-per-day N] [--public-url URL] [--workers N] [--proxy ADDR] "
     "[--allow-root] [--require-sandbox]",
     "runs the service; --rehearse runs a season with sample people and a movable clock",
     command_serve},
    {"account",
     "account add|role|link|no-second [--role ROLE] [--name NAME] [--call KEY] [--end] EMAIL",
     "makes an account, gives or ends a role, prints another one-time link, or ends the second "
     "step "
     "of signing in",
     command_account},
    {"call", "call check FILE | import FILE | show [KEY]",
     "checks, takes in or prints a call's definition", command_call},
    {"export", "export PRESET [--call KEY] [--format xlsx|csv|json] [--output FILE] [--data ./var]",
     "writes a list of the call: contracts, awards, public, scores, applications", command_export},
    {"backup", "backup FILE [--data ./var]",
     "copies database and files into one file, verified, while a server works on", command_backup},
    {"restore", "restore FILE [--data ./var]", "lays a backup out as a new data folder",
     command_restore},
    {"assign", "assign <FILE >FILE",
     "finds reviewers offline: a problem as JSON (grantd-assign-1) in, the cheapest answer out",
     command_assign},
    {"check", "check [--data ./var]", "verifies database, audit log and files", command_check},
    {"key", "key show|rotate [--data ./var]",
     "prints the public keys of receipts, or signs with a fresh one from now on", command_key},
    {"verify", "verify RECEIPT [FILE…] [--keys FILE | --data ./var]",
     "says what a receipt proves, and whether files are those that were submitted", command_verify},
    {"--dump-routes", "--dump-routes", "lists every address: method, path, name, who may enter",
     command_routes},
    {"award", "award <FILE >FILE",
     "says who is awarded offline: scores, wishes and quotas as JSON (grantd-award-1) in, awards "
     "with reasons out",
     command_award},
    {"rank", "rank <FILE >FILE",
     "calibrates scores offline: reviews as JSON (grantd-rank-1) in, ranking as JSON out",
     command_rank},
    {"--sandbox-check", "--sandbox-check",
     "tries whether this kernel keeps a server to its data folder and from starting programs",
     command_sandbox_check},
    {"version", "version", "prints the version", command_version},
    {"help", "help [COMMAND]", "explains a command", command_help},
    {NULL, NULL, NULL, NULL}};

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

int command_usage(const char *name, const char *why, const char *word)
{
    const struct command *command = command_find(name);

    fprintf(stderr, "grantd %s: %s%s%s\n", name, why, *word == '\0' ? "" : ": ", word);
    if (command != NULL)
        fprintf(stderr, "usage: grantd %s\n", command->usage);
    return 2;
}

int command_refused(const struct error *err)
{
    struct arena *arena = arena_open();
    struct error ignored = {0};

    wordings_load(&ignored);
    fprintf(stderr, "grantd: %s [%s]\n", wording_error(arena, LANGUAGE_EN, err), err->code);
    arena_close(arena);
    return 1;
}

int command_version(int argc, char **argv)
{
    (void)argv;
    if (argc > 0)
        return command_usage("version", "takes no words", "");
    puts("grantd 0.1");
    return 0;
}

int command_sandbox_check(int argc, char **argv)
{
    struct error err = {0};

    (void)argv;
    if (argc > 0)
        return command_usage("--sandbox-check", "takes no words", "");
    if (!sandbox_check(&err))
        return command_refused(&err);
    puts("files: only the data folder; programs: none can be started");
    return 0;
}

int command_help(int argc, char **argv)
{
    const struct command *one = argc > 0 ? command_find(argv[0]) : NULL;

    if (argc > 1 || (argc == 1 && one == NULL))
        return command_usage("help", "no such command", argv[0]);
    if (one != NULL) {
        printf("grantd %s\n  %s\n", one->usage, one->help);
        return 0;
    }
    puts("grantd: a grant application and review service\n");
    for (const struct command *command = commands; command->name != NULL; command++)
        printf("  %-9s %s\n", command->name, command->help);
    puts("\nEvery --flag has a twin in the environment: --data is GRANTD_DATA.\n"
         "Exit codes: 0 done, 1 refused with a reason, 2 wrong usage.");
    return 0;
}
