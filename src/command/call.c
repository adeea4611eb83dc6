/* call.c: grantd call check|import|show. */

#include "base/digest.h"
#include "command/command.h"
#include "command/control.h"
#include "command/file.h"
#include "command/option.h"
#include "domain/call.h"
#include "store/call.h"
#include "view/wording.h"

static int check(struct arena *arena, const char *path)
{
    struct error err = {0};
    struct problems problems = problems_in(arena);
    size_t length;
    const char *text = file_read(arena, path, &length, &err);
    const json_t *document = text == NULL ? NULL : json_parse(arena, text, length, &err);

    if (document == NULL || !wordings_load(&err))
        return command_refused(&err);
    if (definition_read(arena, document, &problems) != NULL) {
        puts("the definition is sound");
        return 0;
    }
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "%s: %s\n", problems.items[i].path,
                wording_problem(arena, LANGUAGE_EN, &problems.items[i]));
    fprintf(stderr, "grantd: %zu mistakes\n", problems.count);
    return 1;
}

static int import(struct arena *arena, const char *path, const char *data)
{
    struct error err = {0};
    size_t length;
    const char *text = file_read(arena, path, &length, &err);
    json_t *request = json_root(arena);

    if (text == NULL)
        return command_refused(&err);
    json_put_text(request, "errand", "call-import");
    json_put_text(request, "definition", text);
    return control_run(data, request);
}

static int show(struct arena *arena, const char *key, const char *data)
{
    struct service_settings settings = {.data = data, .public_url = "", .any_kind = true};
    struct error err = {0};
    struct service *service = service_open(&settings, &err);
    struct env env;
    struct call call;
    const char *definition = NULL;

    if (service == NULL)
        return command_refused(&err);
    if (service_enter(service, arena, &env, &err) && store_call_get(&env, key, &call, &err) &&
        store_call_definition(&env, call.id, call.version, &definition, &err))
        puts(definition);
    service_leave(service, &env);
    service_close(service);
    return definition == NULL ? command_refused(&err) : 0;
}

int command_call(int argc, char **argv)
{
    struct option_row rows[] = {{"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    int words = options_read("call", rows, argc, argv), code;
    const char *data = option_value(rows, "--data");
    struct arena *arena;

    if (words < 0)
        return 2;
    if (words == 0 || words > 2)
        return command_usage("call", "check, import or show", "");
    arena = arena_open();
    if (strcmp(argv[0], "check") == 0 && words == 2)
        code = check(arena, argv[1]);
    else if (strcmp(argv[0], "import") == 0 && words == 2)
        code = import(arena, argv[1], data);
    else if (strcmp(argv[0], "show") == 0)
        code = show(arena, words == 2 ? argv[1] : NULL, data);
    else
        code = command_usage("call", "check FILE, import FILE or show [KEY]", "");
    arena_close(arena);
    return code;
}
