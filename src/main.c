/* main.c: finds the subcommand and runs it. */

#include "command/command.h"

int main(int argc, char **argv)
{
    const struct command *command = argc < 2 ? NULL : command_find(argv[1]);

    json_setup();
    if (command == NULL) {
        fprintf(stderr, "grantd: %s; try: grantd help\n",
                argc < 2 ? "a command is missing" : "no such command");
        return 2;
    }
    return command->run(argc - 2, argv + 2);
}
