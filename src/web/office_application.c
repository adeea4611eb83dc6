/* office_application.c: the office's list of applications, and one of them: screening, reviewers.
 */

#include "action/register.h"
#include "action/review.h"

#include "base/text.h"
#include "view/common.h"
#include "view/review.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/consent.h"
#include "web/membership.h"
#include "web/pages.h"

#define PAGE 50

static void put_counts(struct request *req, const int64_t *counts, json_t *model)
{
    json_t *list = json_put_array(model, "counts");

    for (int i = 0; i < APPLICATION_STATE_COUNT; i++) {
        json_t *item;

        if (counts[i] == 0)
            continue;
        item = json_add_object(list);
        view_state(item, "state", req->env.language, "application",
                   application_word((enum application_state)i));
        json_put_int(item, "count", counts[i]);
        json_put_text(item, "href",
                      arena_format(req->env.arena, "/office/applications?state=%s",
                                   application_word((enum application_state)i)));
    }
}

struct reply page_office_applications(struct request *req)
{
    struct error err = {0};
    struct application_rows rows = {0};
    int64_t counts[APPLICATION_STATE_COUNT] = {0};
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "applications");
    const char *topic = request_query(req, "topic"), *state = request_query(req, "state");

    if (!action_office_applications(&req->env, &req->actor, req->call, topic, state,
                                    request_query(req, "after"), &rows, counts, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < rows.count && i < PAGE; i++)
        view_office_row(req->env.arena, &rows.items[i].application, req->call, req->env.language,
                        json_add_object(list));
    if (rows.count > PAGE)
        json_put_text(model, "next",
                      arena_format(req->env.arena,
                                   "/office/applications?state=%s&topic=%s&after=%s", state, topic,
                                   rows.items[PAGE - 1].application.number));
    put_counts(req, counts, model);
    json_put_flag(model, "may_register",
                  action_register_may(&req->env, &req->actor, req->call, &err));
    return reply_page(req, "office/applications.html", model);
}

static void put_screenings(struct request *req, const struct office_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "screenings");

    for (size_t i = 0; i < view->screenings.count; i++) {
        const struct screening *s = &view->screenings.items[i];
        json_t *item = json_add_object(list);

        view_state(item, "verdict", req->env.language, "verdict", s->verdict);
        json_put_int(item, "version", s->version);
        json_put_text(item, "note", s->note);
        json_put_text(item, "by", s->by);
        view_minutes(item, "at", s->at);
        view_minutes(item, "until", s->until);
    }
}

static void put_reviewers(const struct office_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "candidates");

    for (size_t i = 0; i < view->reviewers.count; i++) {
        const struct reviewer_row *r = &view->reviewers.items[i];
        json_t *item;

        if (r->assigned)
            continue;
        item = json_add_object(list);
        json_put_text(item, "key", r->key.text);
        json_put_text(item, "name", r->name);
        json_put_text(item, "institution", r->institution);
        json_put_int(item, "load", r->load);
        json_put_flag(item, "conflicted", r->conflicts > 0);
    }
}

static void put_assignments(struct request *req, const struct office_view *view, json_t *model)
{
    struct arena *arena = req->env.arena;
    json_t *list = json_put_array(model, "assignments"), *conflicts;

    for (size_t i = 0; i < view->assignments.count; i++) {
        const struct assignment *a = &view->assignments.items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "name", a->reviewer_name);
        view_state(item, "state", req->env.language, "review",
                   *a->state == '\0' ? "none" : a->state);
        json_put_text(item, "end", arena_format(arena, "/office/assignments/%s/end", a->key.text));
        json_put_text(item, "enter", arena_format(arena, "/reviews/%s", a->key.text));
    }
    conflicts = json_put_array(model, "conflicts");
    for (size_t i = 0; i < view->conflicts.count; i++) {
        const struct conflict_row *c = &view->conflicts.items[i];
        json_t *item = json_add_object(conflicts);

        json_put_text(item, "name", c->name);
        json_put_text(item, "reviewer", c->reviewer.text);
        json_put_text(item, "source", c->source);
        json_put_text(
            item, "source_text",
            wording(req->env.language, arena_format(arena, "conflict.sources.%s", c->source)));
        view_state(item, "state", req->env.language, "conflict", c->state);
        json_put_text(item, "reason", c->reason);
        json_put_flag(item, "open",
                      !c->found || strcmp(c->state, "confirmed") != 0 ||
                          (strcmp(c->source, "self") != 0 && strcmp(c->source, "member") != 0));
    }
}

struct reply page_office_application(struct request *req)
{
    struct error err = {0};
    struct office_view view;
    struct application_facts facts;
    struct key key;
    json_t *model;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_office_application(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    view.version.base.problems = view.problems;
    facts = application_facts_of(req, &view.version.base, &view.version.files);
    model = view_application_show(req->env.arena, &facts);
    json_put_flag(model, "eligible", view.version.base.application.state == APPLICATION_ELIGIBLE);
    if (req->failed != NULL)
        json_put_flag(json_put_object(model, "chosen"), form_text(req, "verdict"), true);
    json_put_text(model, "base", arena_format(req->env.arena, "/office/applications/%s", key.text));
    put_screenings(req, &view, model);
    put_reviewers(&view, model);
    put_assignments(req, &view, model);
    if (!put_consents(req, view.version.base.application.applicant, view.version.base.call, model,
                      &err) ||
        !put_objections(req, &view.version.base, model, &err))
        return reply_error(req, &err);
    return reply_page(req, "office/application.html", model);
}

static struct reply back_to(struct request *req, struct key key)
{
    return reply_redirect(req, "/office/applications/%s", key.text);
}

struct reply page_screen(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_screen(&req->env, &req->actor, key, form_text(req, "verdict"),
                      form_text(req, "note"), form_time(req, "until"), &req->problems, &err))
        return back_to(req, key);
    return err.kind == ERROR_INVALID ? reply_again(req, page_office_application, &err)
                                     : reply_error(req, &err);
}

struct reply page_assign(struct request *req)
{
    struct error err = {0};
    struct key key, reviewer;

    if (!request_key(req, "key", &key) || !key_parse(form_text(req, "reviewer"), &reviewer))
        return reply_missing(req);
    if (action_assign(&req->env, &req->actor, key, reviewer, &err))
        return back_to(req, key);
    return reply_again(req, page_office_application, &err);
}

struct reply page_assignment_end(struct request *req)
{
    struct error err = {0};
    struct key key, application;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_assignment_end(&req->env, &req->actor, key, &application, &err))
        return reply_error(req, &err);
    return back_to(req, application);
}

struct reply page_conflict_decide(struct request *req)
{
    struct error err = {0};
    struct key key, reviewer;

    if (!request_key(req, "key", &key) || !key_parse(form_text(req, "reviewer"), &reviewer))
        return reply_missing(req);
    if (action_conflict_decide(&req->env, &req->actor, key, reviewer, form_text(req, "source"),
                               form_text(req, "state"), form_text(req, "reason"), &err))
        return back_to(req, key);
    return reply_again(req, page_office_application, &err);
}
