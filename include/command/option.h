/* option.h: settings of a command: flags, each with its twin in the environment.
 *
 * `--data DIR` and GRANTD_DATA mean the same; the flag wins.  An unknown flag, one given twice or
 * one without its value stops the command with a sentence.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct option_row {
    const char *flag;     /* "--data" */
    const char *variable; /* "GRANTD_DATA"; NULL: none */
    bool is_switch;       /* takes no value; set to "on" */
    const char *fallback;
    const char *value; /* out */
};

/* Reads flags into the rows (the last has a NULL flag); other words stay, in order, in argv[0 …
 * return − 1].  −1: wrong usage, said on standard error under the command's name. */
int options_read(const char *command, struct option_row *rows, int argc, char **argv);

const char *option_value(const struct option_row *rows, const char *flag);
