/* command.h: the subcommands of grantd: a table whose rows carry their duties.
 *
 * Exit codes: 0 done, 1 refused with a reason on standard error, 2 wrong usage.
 */
#pragma once

#include "action/service.h"
#include "base/json.h"
#include "base/text.h"

struct command {
    const char *name, *usage, *help;
    int (*run)(int argc, char **argv); /* argv[0] is the first word after the command's name */
};

/* Ends with a NULL name. */
extern const struct command commands[];
const struct command *command_find(const char *name); /* NULL for none */

int command_serve(int argc, char **argv);
int command_account(int argc, char **argv);
int command_call(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_check(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_version(int argc, char **argv);
int command_help(int argc, char **argv);

/* One sentence on standard error, in English; returns the exit code. */
int command_refused(const struct error *err);
int command_usage(const char *name, const char *why, const char *word);
