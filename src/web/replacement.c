/* replacement.c: the office's list of places that reviewers left, and who could step in. */

#include "action/replacement.h"

#include "base/text.h"
#include "view/common.h"
#include "view/roster.h"
#include "view/wording.h"
#include "web/pages.h"

static void put_candidate(struct request *req, const struct roster_candidate *candidate, bool first,
                          json_t *item)
{
    json_put_text(item, "key", candidate->who.key.text);
    json_put_text(item, "name", candidate->who.name);
    json_put_text(item, "institution", candidate->who.institution);
    json_put_text(item, "why", view_fit(req->env.arena, req->env.language, &candidate->fit));
    view_state(item, "grade", req->env.language, "fit", fit_grade(candidate->cost));
    json_put_flag(item, "first", first);
}

static void put_vacancy(struct request *req, const struct replacement *r, json_t *item)
{
    const struct vacant_place *v = &r->vacancy;
    json_t *list = json_put_array(item, "candidates");

    json_put_text(item, "number", v->number);
    json_put_text(item, "heading", v->title);
    json_put_text(item, "topic_code", v->topic_code);
    json_put_text(item, "reviewer", v->reviewer_name);
    json_put_text(item, "reason",
                  wording(req->env.language, arena_format(req->env.arena, "review.decline.kinds.%s",
                                                          decline_word(v->decline))));
    json_put_text(item, "note", v->note);
    view_minutes(item, "at", v->at);
    json_put_text(item, "href",
                  arena_format(req->env.arena, "/office/assignment/applications/%s",
                               v->application_key.text));
    json_put_text(item, "action",
                  arena_format(req->env.arena, "/office/assignment/replacements/%s", v->key.text));
    for (size_t i = 0; i < r->proposed.count; i++)
        put_candidate(req, &r->proposed.items[i], i == 0, json_add_object(list));
}

struct reply page_replacements(struct request *req)
{
    struct error err = {0};
    struct replacements all = {0};
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "vacancies");

    if (!action_replacements(&req->env, &req->actor, req->call, &all, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < all.count; i++)
        put_vacancy(req, &all.items[i], json_add_object(list));
    json_put_flag(model, "may_assign", all.may_assign);
    return reply_page(req, "roster/replacements.html", model);
}

struct reply page_replacement(struct request *req)
{
    struct error err = {0};
    struct key key, reviewer = {.text = ""};

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    key_parse(form_text(req, "reviewer"), &reviewer);
    if (!action_replacement(&req->env, &req->actor, req->call, key, reviewer, form_text(req, "act"),
                            &err))
        return reply_again(req, page_replacements, &err);
    return reply_redirect(req, "/office/assignment/replacements");
}
