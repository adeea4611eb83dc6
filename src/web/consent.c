/* consent.c: the page of what a person agrees to. */

#include "action/consent.h"

#include "base/text.h"
#include "view/consent.h"
#include "web/consent.h"
#include "web/form.h"
#include "web/pages.h"

bool put_consents(struct request *req, struct person_id person, const struct call *call,
                  json_t *model, struct error *err)
{
    json_t *list = json_put_array(model, "consents");
    struct consent_states states = {0};

    if (!action_consents(&req->env, person, call, &states, err))
        return false;
    for (size_t i = 0; i < states.count; i++) {
        const struct consent_state *one = &states.items[i];
        struct consent_facts facts = {one->consent, one->given_at, one->withdrawn_at, one->stands};

        view_consent(&facts, req->env.language, json_add_object(list));
    }
    return true;
}

struct reply page_consents(struct request *req)
{
    json_t *model = json_root(req->env.arena);
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!put_consents(req, req->actor.person, req->call, model, &err))
        return reply_error(req, &err);
    json_put_flag(model, "any", json_array_size(json_at(model, "consents")) > 0);
    return reply_page(req, "account/consents.html", model);
}

struct reply page_consent_set(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_consent_set(&req->env, &req->actor, req->call, form_text(req, "consent"),
                            form_text(req, "version"), text_equal(form_text(req, "act"), "give"),
                            &err))
        return reply_again(req, page_consents, &err);
    return reply_redirect(req, "/profile/consents");
}
