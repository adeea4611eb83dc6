/* review.c: pages of reviewers, and the ranking. */

#include "action/filetype.h"
#include "action/review.h"

#include "base/text.h"
#include "view/common.h"
#include "view/ranking.h"
#include "view/review.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/pages.h"

struct reply page_reviews(struct request *req)
{
    struct error err = {0};
    struct assignments mine = {0};
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "reviews");

    if (!action_reviews_mine(&req->env, &req->actor, req->call, &mine, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < mine.count; i++) {
        const struct assignment *a = &mine.items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "href", arena_format(req->env.arena, "/reviews/%s", a->key.text));
        json_put_text(item, "number", a->number);
        json_put_text(item, "heading", a->title);
        json_put_text(item, "topic_code", a->topic_code);
        json_put_text(item, "total", view_points(req->env.arena, a->total));
        view_state(item, "state", req->env.language, "review",
                   *a->state == '\0' ? "none" : a->state);
    }
    json_put_text(model, "email", req->actor.email);
    json_put_flag(model, "open", call_gate(req->call, req->env.now) == GATE_CLOSED);
    json_put_flag(model, "bidding", call_switched_on(req->call, "bidding"));
    return reply_page(req, "review/list.html", model);
}

static void put_others(struct request *req, const struct review_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "others");

    json_put_flag(model, "sees_others", view->sees_others);
    for (size_t i = 0; i < view->others.count; i++) {
        json_t *item = json_add_object(list);

        /* Co-reviewers are letters, never names (security.md §5). */
        json_put_text(item, "name",
                      policy_may_see(&view->version.base.standing, SECRET_REVIEWER_NAME)
                          ? view->others.items[i].reviewer
                          : arena_format(req->env.arena, "%c", (char)('A' + i % 26)));
        json_put_text(item, "total", view_points(req->env.arena, view->others.items[i].total));
        json_put_text(item, "comment", view->others.items[i].to_committee);
    }
}

/* Fields "scores.CRITERION" into an object by criterion. */
static json_t *typed_scores(struct request *req)
{
    json_t *scores = json_root(req->env.arena);

    for (size_t i = 0; i < req->form.count; i++)
        if (text_starts(req->form.items[i].name, "scores."))
            json_put_text(scores, req->form.items[i].name + 7, req->form.items[i].value);
    return scores;
}

static struct review_form typed_review(struct request *req)
{
    struct uploaded_file *scan = form_file(req, "scan");

    return (struct review_form){.scores = typed_scores(req),
                                .recommendation = form_text(req, "recommendation"),
                                .to_committee = form_text(req, "to_committee"),
                                .to_applicant = form_text(req, "to_applicant"),
                                .reason = form_text(req, "reason"),
                                .familiarity = form_int(req, "familiarity"),
                                .revision = form_int(req, "revision"),
                                .submit = strcmp(form_text(req, "act"), "submit") == 0,
                                .scan_name = scan == NULL ? NULL : scan->name,
                                .scan = scan == NULL ? NULL : scan->upload};
}

/* The signed sheet of a review that the office entered. */
static void put_scan(struct request *req, const struct review_view *view, json_t *model)
{
    if (*view->review.scan == '\0')
        return;
    json_put_text(model, "scan_name", view->review.scan_name);
    json_put_text(model, "scan",
                  arena_format(req->env.arena, "/reviews/%s/scan", view->assignment.key.text));
}

static void put_places(struct request *req, const struct definition *definition, json_t *model)
{
    json_t *places = json_put_object(model, "places");

    for (size_t i = 0; i < definition->criteria.count; i++)
        json_put_text(places,
                      arena_format(req->env.arena, "scores.%s", definition->criteria.items[i].key),
                      words_in(&definition->criteria.items[i].title, req->env.language));
}

static struct reply show(struct request *req, struct review_view *view)
{
    struct application_facts facts = application_facts_of(req, &view->version.base,
                                                          &view->version.files);
    const struct definition *definition = view->version.base.call->definition;
    bool declining = req->failed != NULL && text_ends(req->path, "/decline");
    struct review_facts review = {definition, &view->review, declining ? NULL : &req->problems,
                                  req->env.language};
    json_t *model = view_application_show(req->env.arena, &facts);
    const char *key = view->assignment.key.text;
    bool office = view->assignment.reviewer.value != req->actor.person.value;
    struct review_form typed = typed_review(req);

    if (req->failed != NULL && !declining)
        action_review_typed(&req->env, &typed, view);
    json_put(model, "missing", json_array());
    put_places(req, definition, model);
    json_put_flag(model, "declining", declining);
    json_put_text(model, "change_id", declining ? "change-reason" : "reason");
    json_put_text(model, "typed_reason", declining ? "" : form_text(req, "reason"));
    view_review_form(req->env.arena, &review, model);
    put_others(req, view, model);
    put_scan(req, view, model);
    if (view->has_begun)
        view_review_begun(req->env.arena, definition, &view->begun, req->env.language, model);
    json_put_text(model, "action",
                  arena_format(req->env.arena, office ? "/office/reviews/%s" : "/reviews/%s", key));
    json_put_text(model, "decline", arena_format(req->env.arena, "/reviews/%s/decline", key));
    json_put_flag(model, "can_write", view->writable);
    json_put_flag(model, "office", office);
    json_put_text(model, "reviewer", view->assignment.reviewer_name);
    json_put_flag(model, "wide", true);
    return reply_page(req, "review/show.html", model);
}

struct reply page_review_show(struct request *req)
{
    struct error err = {0};
    struct review_view view;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_review_open(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    return show(req, &view);
}

struct reply page_review_save(struct request *req)
{
    struct error err = {0};
    struct review_view view;
    struct key key;
    struct review_form form = typed_review(req);

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_review_save(&req->env, &req->actor, key, &form, &view, &req->problems, &err))
        return reply_redirect(req, "/reviews/%s", key.text);
    return reply_again(req, page_review_show, &err);
}

struct reply page_review_enter(struct request *req)
{
    return page_review_save(req);
}

struct reply page_review_scan(struct request *req)
{
    struct error err = {0};
    struct review review;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_review_scan(&req->env, &req->actor, key, &review, &err))
        return reply_error(req, &err);
    return reply_blob(req, filetype_of(review.scan_name), review.scan_name, review.scan);
}

struct reply page_review_decline(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_review_decline(&req->env, &req->actor, key, form_text(req, "reason"), &err))
        return reply_again(req, page_review_show, &err);
    return reply_redirect(req, "/reviews");
}

static const struct ranked *ranked_of(const struct ranking_view *view, struct application_id id)
{
    for (size_t i = 0; i < view->ranked.count; i++)
        if (view->ranked.items[i].row.application.value == id.value)
            return &view->ranked.items[i];
    return NULL;
}

static void put_ranked(struct request *req, const struct ranking_view *view,
                       const struct ranking_scale *scale, const struct ranking_row *row,
                       json_t *item)
{
    struct arena *arena = req->env.arena;
    const struct ranked *facts = ranked_of(view, row->application);
    bool reviewed = row->totals.count > 0;

    json_put_text(item, "number", row->number);
    json_put_text(item, "heading", facts->title);
    json_put_text(item, "topic_code", row->topic);
    json_put_text(item, "leader", facts->leader);
    json_put_text(item, "institution", facts->institution);
    json_put_int(item, "reviews", (int64_t)row->totals.count);
    json_put_text(item, "mean", reviewed ? view_points(arena, row->raw) : "");
    json_put_text(item, "lowest", reviewed ? view_points(arena, row->lowest) : "");
    json_put_text(item, "highest", reviewed ? view_points(arena, row->highest) : "");
    json_put_text(item, "spread", row->totals.count > 1 ? view_points(arena, row->spread) : "");
    json_put_flag(item, "reviewed", reviewed);
    view_calibrated(arena, &view->ranking, scale, row, item);
    json_put_int(item, "rank_topic", row->rank_topic);
    json_put_int(item, "rank_overall", row->rank_overall);
    json_put_flag(item, "within", row->side == QUOTA_WITHIN);
    json_put_flag(item, "tied", row->side == QUOTA_TIED);
    json_put_text(item, "href", arena_format(arena, "/applications/%s", facts->key.text));
}

/* A table per topic, best first; all topics together under the sum of them. */
struct reply page_ranking(struct request *req)
{
    struct error err = {0};
    struct ranking_view view = {0};
    struct ranking_scale scale;
    json_t *model = json_root(req->env.arena), *topics = json_put_array(model, "topics");
    const char *only = request_query(req, "topic");

    if (!action_ranking(&req->env, &req->actor, req->call, only, &view, &err))
        return reply_error(req, &err);
    scale = view_scale(&view.ranking);
    for (size_t t = 0; t < view.topics.count; t++) {
        const char *code = view.topics.items[t].code;
        const struct topic_definition *topic = definition_topic(req->call->definition, code);
        json_t *item, *rows;

        if (topic == NULL || (*only != '\0' && strcmp(only, code) != 0))
            continue;
        item = json_add_object(topics);
        json_put_text(item, "code", code);
        json_put_text(item, "title", words_in(&topic->title, req->env.language));
        json_put_int(item, "quota", view.topics.items[t].quota);
        json_put_int(item, "components", view.ranking.topics.items[t].components);
        json_put_flag(item, "apart", view.ranking.topics.items[t].components > 1);
        rows = json_put_array(item, "rows");
        for (size_t i = 0; i < view.ranking.rows.count; i++)
            if (strcmp(view.ranking.rows.items[i].topic, code) == 0)
                put_ranked(req, &view, &scale, &view.ranking.rows.items[i],
                           json_add_object(rows));
    }
    view_severity(req->env.arena, &view.ranking, view.may_see_names, model);
    json_put_flag(model, "wide", true);
    return reply_page(req, "review/ranking.html", model);
}
