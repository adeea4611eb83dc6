/* contract.c: the pages of contracts and of the lists made. */

#include "action/contract.h"

#include "base/text.h"
#include "web/form.h"
#include "web/pages.h"
#include "web/paper.h"

struct reply page_contracts(struct request *req)
{
    struct contract_list_facts facts = {.state = request_query(req, "state"),
                                        .words = request_query(req, "q")};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_contracts(&req->env, &req->actor, req->call, &facts, &err))
        return reply_error(req, &err);
    return reply_page(req, "contract/list.html",
                      view_contracts(req->env.arena, req->env.language, &facts));
}

struct reply page_contract(struct request *req)
{
    struct error err = {0};
    struct contract_facts facts;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_contract_open(&req->env, &req->actor, key, &facts, &err))
        return reply_error(req, &err);
    return reply_page(req, "contract/show.html",
                      view_contract(req->env.arena, req->env.language, &facts));
}

/* Every field of the table, as the form holds it. */
static struct contract typed(const struct request *req)
{
    struct contract contract = {.revision = form_int(req, "revision")};
    const struct contract_field *field;

    for (size_t i = 0; (field = contract_field(i)) != NULL; i++) {
        switch (field->kind) {
        case CONTRACT_TEXT:
        case CONTRACT_LONG:
            *contract_text_at(&contract, field) = form_text(req, field->name);
            break;
        case CONTRACT_MONEY:
            *contract_number_at(&contract, field) = form_fen(req, field->name);
            break;
        case CONTRACT_COUNT:
            *contract_number_at(&contract, field) = form_int(req, field->name);
            break;
        }
    }
    return contract;
}

struct reply page_contract_save(struct request *req)
{
    struct contract contract = typed(req);
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_contract_save(&req->env, &req->actor, key, &contract, &err))
        return reply_again(req, page_contract, &err);
    return reply_redirect(req, "/contracts/%s", key.text);
}

struct reply page_contract_party(struct request *req)
{
    struct contract contract = typed(req);
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_contract_fill(&req->env, &req->actor, key, &contract, &err))
        return reply_again(req, page_contract, &err);
    return reply_redirect(req, "/contracts/%s", key.text);
}

struct reply page_contract_move(struct request *req)
{
    struct contract_move move = {form_text(req, "state"), form_text(req, "day"),
                                 form_text(req, "reason")};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_contract_move(&req->env, &req->actor, key, &move, &req->problems, &err))
        return reply_again(req, page_contract, &err);
    return reply_redirect(req, "/contracts/%s", key.text);
}

struct reply page_contract_paper(struct request *req)
{
    struct error err = {0};
    struct typeset made;
    const char *name;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_contract_paper(&req->env, &req->actor, key, &made, &name, &err))
        return reply_bytes(req, "application/pdf", name, made.bytes, made.length);
    if (text_equal(err.code, "typesetter/busy"))
        return reply_paper_later(req, "", false,
                                 arena_format(req->env.arena, "/contracts/%s", key.text));
    return reply_error(req, &err);
}

struct reply page_large_models(struct request *req)
{
    struct large_list list = {.call = NULL};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_large_models(&req->env, &req->actor, req->call, &list, &err))
        return reply_error(req, &err);
    return reply_page(req, "contract/large.html",
                      view_large_models(req->env.arena, req->env.language, &list));
}

struct reply page_large_model(struct request *req)
{
    struct large_choice choice = {text_equal(form_text(req, "act"), "select"),
                                  form_text(req, "resources"), form_text(req, "why"),
                                  form_int(req, "revision")};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_large_model_select(&req->env, &req->actor, key, &choice, &req->problems, &err))
        return reply_again(req, page_contract, &err);
    return reply_redirect(req, "/contracts/%s", key.text);
}

struct reply page_contract_confirm(struct request *req)
{
    struct baseline_change change = {form_text(req, "baseline"),    form_text(req, "target"),
                                     form_text(req, "value"),       form_text(req, "unit"),
                                     form_text(req, "environment"), form_text(req, "why")};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_contract_confirm(&req->env, &req->actor, key, &change, &req->problems, &err))
        return reply_again(req, page_contract, &err);
    return reply_redirect(req, "/contracts/%s", key.text);
}

/* A GET that writes: what it makes is a reading and changes nothing of the call; that somebody
 * took the list away is logged, and a link must stay one a clerk can keep. */
struct reply page_export(struct request *req)
{
    struct error err = {0};
    struct export_file file;
    const char *format = request_query(req, "format");

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_export(&req->env, &req->actor, req->call, request_param(req, "preset"),
                       *format == '\0' ? "xlsx" : format, &file, &err))
        return reply_error(req, &err);
    return reply_bytes(req, file.type, file.name, file.bytes, file.length);
}

struct reply page_export_papers(struct request *req)
{
    struct error err = {0};
    const char *name;
    int64_t size;
    int fd;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_export_papers(&req->env, &req->actor, req->call, request_param(req, "topic"), &name,
                              &fd, &size, &err))
        return reply_error(req, &err);
    return reply_stream(req, "application/zip", name, fd, size);
}

struct reply page_exports(struct request *req)
{
    struct error err = {0};
    struct export_list made = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_exports(&req->env, &req->actor, req->call, &made, &err))
        return reply_error(req, &err);
    return reply_page(req, "office/exports.html",
                      view_exports(req->env.arena, req->env.language, req->call, &made));
}
