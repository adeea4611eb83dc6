/* option.c: settings of a command. */

#include "command/option.h"

#include "command/command.h"

static struct option_row *find(struct option_row *rows, const char *flag, size_t length)
{
    for (; rows->flag != NULL; rows++)
        if (strlen(rows->flag) == length && strncmp(rows->flag, flag, length) == 0)
            return rows;
    return NULL;
}

/* "--flag value" or "--flag=value"; how many words it took, or −1. */
static int read_flag(const char *command, struct option_row *rows, int argc, char **argv)
{
    const char *equals = strchr(argv[0], '=');
    size_t length = equals == NULL ? strlen(argv[0]) : (size_t)(equals - argv[0]);
    struct option_row *row = find(rows, argv[0], length);

    if (row == NULL)
        return command_usage(command, "unknown setting", argv[0]), -1;
    if (row->value != NULL)
        return command_usage(command, "given twice", argv[0]), -1;
    if (row->is_switch && equals != NULL)
        return command_usage(command, "takes no value", argv[0]), -1;
    if (row->is_switch || equals != NULL) {
        row->value = row->is_switch ? "on" : equals + 1;
        return 1;
    }
    if (argc < 2)
        return command_usage(command, "needs a value", argv[0]), -1;
    row->value = argv[1];
    return 2;
}

int options_read(const char *command, struct option_row *rows, int argc, char **argv)
{
    int words = 0;

    for (int i = 0, took; i < argc; i += took) {
        took = 1;
        if (argv[i][0] != '-' || argv[i][1] == '\0')
            argv[words++] = argv[i];
        else if ((took = read_flag(command, rows, argc - i, argv + i)) < 0)
            return -1;
    }
    for (; rows->flag != NULL; rows++) {
        if (rows->value == NULL && rows->variable != NULL)
            rows->value = getenv(rows->variable);
        if (rows->value == NULL)
            rows->value = rows->fallback;
    }
    return words;
}

const char *option_value(const struct option_row *rows, const char *flag)
{
    for (; rows->flag != NULL; rows++)
        if (strcmp(rows->flag, flag) == 0)
            return rows->value;
    die("no such option");
}
