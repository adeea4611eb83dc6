/* review_show.c: the page of one review: the application beside the score form. */

#include "web/review.h"

#include "base/text.h"
#include "view/common.h"
#include "view/history.h"
#include "view/review.h"
#include "view/wording.h"
#include "web/application.h"

static const struct definition *definition_of(const struct review_view *view)
{
    return view->version.base.call->definition;
}

/* Co-reviewers are letters, never names (security.md §5). */
static const char *name_of(struct request *req, const struct standing *standing,
                           const struct other_review *other, size_t place)
{
    if (other->person.value == req->actor.person.value)
        return wording(req->env.language, "review.self");
    return policy_may_see(standing, SECRET_REVIEWER_NAME)
               ? other->reviewer
               : arena_format(req->env.arena, "%c", (char)('A' + place % 26));
}

static void put_others(struct request *req, const struct review_view *view, json_t *model)
{
    const struct standing *standing = &view->version.base.standing;
    json_t *list = json_put_array(model, "others");

    json_put_flag(model, "sees_others", view->sees_others);
    for (size_t i = 0; i < view->others.count; i++) {
        const struct other_review *other = &view->others.items[i];
        struct review words = {.recommendation = other->recommendation};
        json_t *item = json_add_object(list);

        json_put_text(item, "name", name_of(req, standing, other, i));
        json_put_text(item, "total", view_points(req->env.arena, other->total));
        json_put_text(item, "recommendation",
                      view_review_part(req->env.arena, definition_of(view), &words,
                                       REVIEW_PART_RECOMMENDATION, req->env.language));
        if (policy_may_see(standing, SECRET_REVIEW_COMMENT_COMMITTEE))
            json_put_text(item, "comment", other->to_committee);
        if (policy_may_see(standing, SECRET_REVIEW_COMMENT_APPLICANT))
            json_put_text(item, "to_applicant", other->to_applicant);
        json_put_flag(item, "amended", other->version > 1);
        json_put_int(item, "version", other->version);
        json_put_text(item, "reason", other->reason);
    }
}

/* What was submitted before is never lost: each version, with why it was changed. */
static bool put_versions(struct request *req, const struct review_view *view, json_t *model,
                         struct error *err)
{
    json_t *list = json_put_array(model, "versions");

    json_put_flag(model, "several_versions", view->versions.count > 1);
    for (size_t i = 0; i < view->versions.count; i++) {
        const struct review_version *version = &view->versions.items[i];
        json_t *item = json_add_object(list);
        struct review kept;

        if (!review_content_read(req->env.arena, version->content, &kept, err))
            return false;
        json_put_int(item, "version", version->version);
        json_put_text(item, "reason", version->reason);
        json_put_flag(item, "by_office", version->by_office);
        view_minutes(item, "at", version->at);
        view_review_kept(req->env.arena, definition_of(view), &kept, req->env.language, item);
    }
    return true;
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

/* What another page saved meanwhile, beside what was typed here. */
static void put_conflicts(struct request *req, const struct review_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "conflicts");
    struct arena *arena = req->env.arena;

    for (int i = 0; i < REVIEW_PART_COUNT; i++) {
        enum review_part part = (enum review_part)i;
        const char *word = review_part_word(part);
        json_t *item = view->merge.stale[i] ? json_add_object(list) : NULL;

        if (item == NULL)
            continue;
        json_put_text(item, "field", word);
        json_put_text(item, "label",
                      wording(req->env.language, arena_format(arena, "review.part.%s", word)));
        json_put_text(
            item, "typed",
            view_review_part(arena, definition_of(view), &view->review, part, req->env.language));
        json_put_text(
            item, "stored",
            view_review_part(arena, definition_of(view), &view->stored, part, req->env.language));
        view_difference(arena, json_word(item, "typed"), json_word(item, "stored"), item);
    }
}

/* How far the reviewer is, and what to score next. */
static void put_progress(struct request *req, const struct review_view *view, json_t *model)
{
    json_t *next;

    json_put_int(model, "done", view->done);
    json_put_int(model, "of", view->of);
    if (!view->has_next)
        return;
    next = json_put_object(model, "next");
    json_put_text(next, "href",
                  arena_format(req->env.arena, "/reviews/%s#score-h", view->next.key.text));
    json_put_text(next, "number", view->next.number);
    json_put_text(next, "heading", view->next.title);
}

/* What is submitted is left for a conflict only. */
static void put_declines(struct request *req, const struct review_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "declines");
    enum decline chosen = DECLINE_CONFLICT;

    decline_of(form_text(req, "kind"), &chosen);
    for (int i = 0; i < DECLINE_COUNT; i++) {
        const char *word = decline_word((enum decline)i);
        json_t *item;

        if (i != DECLINE_CONFLICT && view->review.state == REVIEW_SUBMITTED)
            continue;
        item = json_add_object(list);
        json_put_text(item, "key", word);
        json_put_text(item, "label",
                      wording(req->env.language,
                              arena_format(req->env.arena, "review.decline.kinds.%s", word)));
        json_put_flag(item, "checked", i == (int)chosen);
    }
}

static void put_desk(struct request *req, const struct review_view *view, bool office,
                     json_t *model)
{
    const char *key = view->assignment.key.text;
    struct arena *arena = req->env.arena;

    json_put_text(model, "action",
                  arena_format(arena, office ? "/office/reviews/%s" : "/reviews/%s", key));
    json_put_text(model, "decline", arena_format(arena, "/reviews/%s/decline", key));
    json_put_flag(model, "can_write", view->writable);
    json_put_flag(model, "office", office);
    json_put_text(model, "reviewer", view->assignment.reviewer_name);
    json_put_flag(model, "wide", true);
    json_put_flag(model, "scoring", true);
    /* what is submitted changes by a new version only, and a file is not sent in passing */
    json_put_flag(model, "saves", view->writable && !office && view->review.state == REVIEW_DRAFT);
    json_put_text(model, "me", req->actor.key.text);
    put_scan(req, view, model);
    if (office)
        return;
    put_progress(req, view, model);
    put_declines(req, view, model);
}

struct reply review_page(struct request *req, const struct review_form *typed,
                         struct review_view *view)
{
    struct application_facts facts = application_facts_of(req, &view->version.base,
                                                          &view->version.files);
    bool declining = req->failed != NULL && text_ends(req->path, "/decline");
    struct review_facts review = {definition_of(view), &view->review,
                                  declining ? NULL : &req->problems, req->env.language};
    json_t *model = view_application_show(req->env.arena, &facts);
    struct error err = {0};

    if (req->failed != NULL && !declining)
        action_review_typed(&req->env, typed, view);
    json_put(model, "missing", json_array());
    put_places(req, definition_of(view), model);
    put_conflicts(req, view, model);
    json_put_flag(model, "declining", declining);
    json_put_text(model, "change_id", declining ? "change-reason" : "reason");
    json_put_text(model, "typed_reason", declining ? "" : form_text(req, "reason"));
    view_review_form(req->env.arena, &review, model);
    put_others(req, view, model);
    if (view->has_begun)
        view_review_kept(req->env.arena, definition_of(view), &view->begun, req->env.language,
                         json_put_object(model, "begun"));
    if (!put_versions(req, view, model, &err))
        return reply_error(req, &err);
    put_desk(req, view, view->assignment.reviewer.value != req->actor.person.value, model);
    return reply_page(req, "review/show.html", model);
}

struct reply review_saved(struct request *req, const struct review_form *form,
                          struct review_view *view, const struct error *err)
{
    json_t *model = json_root(req->env.arena), *error;
    struct review_merge merge = view->merge;
    struct reply reply;

    json_put_int(model, "revision", view->review.revision);
    json_put_text(model, "saved", text_clock(req->env.arena, req->env.now));
    json_put_text(model, "total", view_points(req->env.arena, view->review.total));
    json_put_array(model, "refused");
    action_review_typed(&req->env, form, view);
    view->merge = merge;
    put_conflicts(req, view, model);
    if (err != NULL) {
        error = json_put_object(model, "error");
        json_put_text(error, "code", err->code);
        json_put_text(error, "text", wording_error(req->env.arena, req->env.language, err));
    }
    reply = reply_page(req, "review/show.html", model);
    if (err != NULL)
        reply.status = error_status(err->kind);
    return reply;
}
