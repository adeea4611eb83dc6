/* routes.c: grantd --dump-routes: every address the service answers, for the tests that walk them.
 */

#include "command/command.h"
#include "web/router.h"

#define AS_NAME(name) [ENTER_##name] = #name,
static const char *const entries[] = {ENTRIES(AS_NAME)};
#undef AS_NAME

int command_routes(int argc, char **argv)
{
    (void)argv;
    if (argc > 0)
        return command_usage("--dump-routes", "takes no words", "");
    for (size_t i = 0; i < route_count; i++)
        printf("%s %s %s %s\n", routes[i].method == GET ? "GET" : "POST", routes[i].path,
               routes[i].name, entries[routes[i].entry]);
    return 0;
}
