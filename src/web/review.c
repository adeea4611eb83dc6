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
#include "web/review.h"

/* Of a draft too: how many criteria have a score. */
static int64_t given_in(struct request *req, const struct assignment *a)
{
    struct error ignored = {0};
    struct review review = {0};

    review_scores_read(req->env.arena, &review,
                       json_parse(req->env.arena, a->scores, strlen(a->scores), &ignored));
    return review_given(req->call->definition, &review);
}

static void put_mine(struct request *req, const struct assignment *a, json_t *item)
{
    json_put_text(item, "href", arena_format(req->env.arena, "/reviews/%s", a->key.text));
    json_put_text(item, "number", a->number);
    json_put_text(item, "heading", a->title);
    json_put_text(item, "topic_code", a->topic_code);
    json_put_text(item, "total", view_points(req->env.arena, a->total));
    json_put_int(item, "given", given_in(req, a));
    view_state(item, "state", req->env.language, "review", *a->state == '\0' ? "none" : a->state);
}

/* What is left, and the first of it. */
static void put_left(struct request *req, const struct assignments *mine, json_t *model)
{
    int64_t done = 0;
    json_t *next = NULL;

    for (size_t i = 0; i < mine->count; i++) {
        const struct assignment *a = &mine->items[i];
        bool submitted = text_equal(a->state, review_word(REVIEW_SUBMITTED));

        done += submitted;
        if (submitted || next != NULL)
            continue;
        next = json_put_object(model, "next");
        json_put_text(next, "href",
                      arena_format(req->env.arena, "/reviews/%s#score-h", a->key.text));
        json_put_text(next, "number", a->number);
    }
    json_put_int(model, "done", done);
    json_put_int(model, "of", (int64_t)mine->count);
}

struct reply page_reviews(struct request *req)
{
    struct error err = {0};
    struct assignments mine = {0};
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "reviews");

    if (!action_reviews_mine(&req->env, &req->actor, req->call, &mine, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < mine.count; i++)
        put_mine(req, &mine.items[i], json_add_object(list));
    put_left(req, &mine, model);
    json_put_int(model, "criteria_count", (int64_t)req->call->definition->criteria.count);
    view_time(model, "due_at", req->call->definition->review_by);
    json_put_text(model, "email", req->actor.email);
    json_put_flag(model, "open", call_gate(req->call, req->env.now) == GATE_CLOSED);
    json_put_flag(model, "bidding", call_switched_on(req->call, "bidding"));
    return reply_page(req, "review/list.html", model);
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

/* NULL when the form did not hold the field at all: a save may carry single fields. */
static const char *sent_text(const struct request *req, const char *name)
{
    for (size_t i = 0; i < req->form.count; i++)
        if (strcmp(req->form.items[i].name, name) == 0)
            return form_text(req, name);
    return NULL;
}

/* "base" for the whole form, "base.PART" for single parts that were read later. */
static json_t *typed_bases(struct request *req)
{
    json_t *bases = json_root(req->env.arena);
    int64_t revision;

    for (size_t i = 0; i < req->form.count; i++)
        if (text_starts(req->form.items[i].name, "base.") &&
            text_to_int(req->form.items[i].value, &revision))
            json_put_int(bases, req->form.items[i].name + strlen("base."), revision);
    return bases;
}

static struct review_form typed_review(struct request *req)
{
    struct uploaded_file *scan = form_file(req, "scan");

    return (struct review_form){.scores = typed_scores(req),
                                .recommendation = form_text(req, "recommendation"),
                                .to_committee = sent_text(req, "to_committee"),
                                .to_applicant = sent_text(req, "to_applicant"),
                                .reason = form_text(req, "reason"),
                                .familiarity = form_int(req, "familiarity"),
                                .revision = form_int(req, "base"),
                                .bases = typed_bases(req),
                                .submit = strcmp(form_text(req, "act"), "submit") == 0,
                                .scan_name = scan == NULL ? NULL : scan->name,
                                .scan = scan == NULL ? NULL : scan->upload};
}

struct reply page_review_show(struct request *req)
{
    struct error err = {0};
    struct review_view view;
    struct review_form typed;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_review_open(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    typed = typed_review(req);
    return review_page(req, &typed, &view);
}

struct reply page_review_save(struct request *req)
{
    struct error err = {0};
    struct review_view view = {0};
    struct key key;
    struct review_form form = typed_review(req);

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_review_save(&req->env, &req->actor, key, &form, &view, &req->problems, &err))
        return req->wants_json && !form.submit ? review_saved(req, &form, &view, NULL)
                                               : reply_redirect(req, "/reviews/%s", key.text);
    return req->wants_json && view.merge.conflicts > 0 ? review_saved(req, &form, &view, &err)
                                                       : reply_again(req, page_review_show, &err);
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
    enum decline why = DECLINE_CONFLICT;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    decline_of(form_text(req, "kind"), &why);
    if (!action_review_decline(&req->env, &req->actor, key, why, form_text(req, "reason"), &err))
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
                put_ranked(req, &view, &scale, &view.ranking.rows.items[i], json_add_object(rows));
    }
    view_severity(req->env.arena, &view.ranking, view.may_see_names, model);
    json_put_flag(model, "may_export", view.may_export);
    json_put_flag(model, "wide", true);
    return reply_page(req, "review/ranking.html", model);
}
