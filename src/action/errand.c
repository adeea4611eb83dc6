/* errand.c: what commands ask of a data folder. */

#include "action/errand.h"

#include "action/call.h"
#include "action/contract.h"
#include "action/people.h"
#include "action/receipt.h"
#include "action/second.h"
#include "base/text.h"
#include "view/receipt.h"
#include "view/wording.h"

struct errand {
    struct env *env;
    const json_t *request;
    struct buffer out, err;
    struct actor local;
    json_t *answer;
};

static bool account(struct errand *e, struct error *err)
{
    const char *act = json_word(e->request, "act"), *link = NULL;
    struct account_local account = {.email = json_word(e->request, "email"),
                                    .name = json_word(e->request, "name"),
                                    .role = json_word(e->request, "role"),
                                    .call = json_text(e->request, "call")};
    bool done = strcmp(act, "add") == 0 ? action_account_add_local(e->env, &account, &link, err)
                : strcmp(act, "no-second") == 0
                    ? action_second_end_local(e->env, account.email, err)
                : strcmp(act, "link") == 0
                    ? action_account_link_local(e->env, account.email, &link, err)
                    : action_account_role_local(e->env, &account, !json_flag(e->request, "end"),
                                                err);

    if (done && link != NULL)
        buffer_format(&e->out, "%s\n", link);
    return done;
}

static bool import_call(struct errand *e, struct error *err)
{
    const char *text = json_word(e->request, "definition"), *key = "";
    struct problems problems = problems_in(e->env->arena);
    bool done = action_call_import(e->env, &e->local, text, strlen(text), &problems, &key, err);

    for (size_t i = 0; i < problems.count; i++)
        buffer_format(&e->err, "%s: %s\n", problems.items[i].path,
                      wording_problem(e->env->arena, LANGUAGE_EN, &problems.items[i]));
    if (done)
        buffer_format(&e->out, "call %s is in\n", key);
    return done;
}

/* The file's bytes as hexadecimal digits: JSON takes no others than text. */
static bool export_list(struct errand *e, struct error *err)
{
    const struct call *call;
    struct export_file file;

    if (!service_call(e->env, json_text(e->request, "call"), &call, err) ||
        !action_export(e->env, &e->local, call, json_word(e->request, "preset"),
                       json_word(e->request, "format"), &file, err))
        return false;
    json_put_text(e->answer, "file", text_hex(e->env->arena, file.bytes, file.length));
    json_put_text(e->answer, "name", file.name);
    return true;
}

static bool key(struct errand *e, struct error *err)
{
    bool renews = strcmp(json_word(e->request, "act"), "rotate") == 0;
    struct published_keys keys = {0};
    const char *id;
    json_t *model;

    if (renews && !action_key_renew(e->env, &id, err))
        return false;
    if (!action_keys(e->env, &keys, err))
        return false;
    model = view_keys(e->env->arena, service_public_url(service_of(e->env)), &keys);
    if (renews)
        buffer_format(&e->out, "key %s signs from now on; the old private key is gone\n", id);
    else
        buffer_format(&e->out, "%s\n", json_write(e->env->arena, model));
    return true;
}

static const struct {
    const char *name;
    bool (*run)(struct errand *, struct error *);
} errands[] = {
    {"account", account}, {"call-import", import_call}, {"export", export_list}, {"key", key}};

static bool run(struct errand *e, struct error *err)
{
    const char *name = json_word(e->request, "errand");

    for (size_t i = 0; i < sizeof errands / sizeof errands[0]; i++)
        if (strcmp(errands[i].name, name) == 0)
            return errands[i].run(e, err);
    return error_set(err, ERROR_MALFORMED, "control/unknown");
}

json_t *action_errand(struct service *service, struct arena *arena, const json_t *request)
{
    struct env env;
    struct error err = {0};
    struct errand e = {.env = &env,
                       .request = request,
                       .out = buffer_in(arena),
                       .err = buffer_in(arena),
                       .local = {.local = true, .name = ""}};
    json_t *answer = e.answer = json_root(arena);
    bool done = wordings_load(&err) && service_enter(service, arena, &env, &err) && run(&e, &err);

    service_leave(service, &env);
    if (!done)
        buffer_format(&e.err, "grantd: %s [%s]\n", wording_error(arena, LANGUAGE_EN, &err),
                      err.code);
    json_put_int(answer, "code", done ? 0 : 1);
    json_put_text(answer, "out", buffer_get(&e.out));
    json_put_text(answer, "err", buffer_get(&e.err));
    return answer;
}
