/* review.c: what reviewers do, and the ranking their reviews give. */

#include "action/review.h"

#include "action/filetype.h"
#include "action/remind.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/roster.h"
#include "store/tx.h"
#include "world/world.h"

#define SCAN_MOST ((int64_t)20 * 1024 * 1024)

bool action_reviews_mine(struct env *env, const struct actor *actor, const struct call *call,
                         struct assignments *assignments, struct error *err)
{
    return store_assignments_mine(env, call->id, actor->person, assignments, err);
}

/* A reviewer's draft is nobody else's: the office enters a signed sheet into an empty form. */
static void hide_draft(struct review *review)
{
    if (review->state != REVIEW_DRAFT || review->on_paper)
        return;
    review->scores = (struct review_scores){0};
    review->total = REVIEW_NO_TOTAL;
    review->recommendation = review->to_committee = review->to_applicant = "";
    review->familiarity = 0;
}

static bool is_mine(const struct actor *actor, const struct review_view *view)
{
    return view->assignment.reviewer.value == actor->person.value;
}

/* Mine, or any for the office; a conflict that came up since hides it like anything else. */
static bool open_assignment(struct env *env, const struct actor *actor, struct key key,
                            struct review_view *view, struct error *err)
{
    const struct standing *standing = &view->version.base.standing;
    struct error denied = {0};

    if (!store_assignment_get(env, key, &view->assignment, err) ||
        !action_application_version(env, actor, view->assignment.application_key, 0, &view->version,
                                    err))
        return false;
    /* whoever leads or joined the application stands to it as its team, whatever else they are */
    if (!policy_may(standing, is_mine(actor, view) ? VERB_REVIEW_OPEN : VERB_APPLICATION_OFFICE,
                    &denied))
        return error_set(err, ERROR_MISSING, "missing");
    if (!store_review_get(env, &view->assignment, &view->review, err))
        return false;
    if (!is_mine(actor, view))
        hide_draft(&view->review);
    return true;
}

static enum verb write_verb(const struct actor *actor, const struct review_view *view)
{
    return is_mine(actor, view) ? VERB_REVIEW_WRITE : VERB_REVIEW_ENTER;
}

/* Where the reviewer stands in the own list, and what comes next in it: the first after this one
 * that is not submitted, and then from the beginning. */
static bool find_next(struct env *env, struct review_view *view, struct error *err)
{
    struct assignments mine = {0};
    bool past = false, after = false;

    if (!store_assignments_mine(env, view->version.base.call->id, view->assignment.reviewer, &mine,
                                err))
        return false;
    view->of = (int64_t)mine.count;
    for (size_t i = 0; i < mine.count; i++) {
        const struct assignment *a = &mine.items[i];
        bool here = a->id.value == view->assignment.id.value;
        bool submitted = text_equal(a->state, review_word(REVIEW_SUBMITTED));

        past = past || here;
        view->done += submitted;
        if (here || submitted || (view->has_next && (after || !past)))
            continue;
        view->has_next = true;
        view->next = *a;
        after = past;
    }
    return true;
}

bool action_review_open(struct env *env, const struct actor *actor, struct key assignment,
                        struct review_view *view, struct error *err)
{
    struct error no = {0}, late = {0};
    const struct standing *standing = &view->version.base.standing;

    *view = (struct review_view){0};
    if (!open_assignment(env, actor, assignment, view, err))
        return false;
    if (is_mine(actor, view) &&
        (!store_review_begun(env, &view->assignment, &view->begun, &view->has_begun, err) ||
         !find_next(env, view, err)))
        return false;
    if (!store_review_versions(env, view->assignment.id, &view->versions, err))
        return false;
    view->writable = policy_may(standing, write_verb(actor, view), &late);
    view->sees_others = policy_may(standing, VERB_REVIEW_READ_OTHERS, &no) &&
                        policy_may_see(standing, SECRET_REVIEW_SCORES);
    return !view->sees_others ||
           store_reviews_of(env, view->assignment.application, &view->others, err);
}

/* What the form holds, part by part; "" and 0 are no choice of a button, so nothing is taken back.
 */
static struct review_typed read_form(struct env *env, const struct review_form *form,
                                     const struct definition *definition)
{
    struct review_typed typed = {.values = {.recommendation = form->recommendation,
                                            .familiarity = form->familiarity,
                                            .to_committee = form->to_committee,
                                            .to_applicant = form->to_applicant}};

    for (size_t i = 0; i < definition->criteria.count; i++) {
        const char *key = definition->criteria.items[i].key;
        int64_t score;

        if (text_to_int(json_word(form->scores, key), &score))
            review_score_set(env->arena, &typed.values, key, score);
    }
    typed.sent[REVIEW_PART_SCORES] = typed.values.scores.count > 0;
    typed.sent[REVIEW_PART_RECOMMENDATION] = !text_blank(form->recommendation);
    typed.sent[REVIEW_PART_FAMILIARITY] = form->familiarity != 0;
    typed.sent[REVIEW_PART_TO_COMMITTEE] = form->to_committee != NULL;
    typed.sent[REVIEW_PART_TO_APPLICANT] = form->to_applicant != NULL;
    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        typed.base[i] = json_int(form->bases, review_part_word((enum review_part)i),
                                 form->revision);
    return typed;
}

/* A draft takes what is not stale; a submission all of it or nothing. */
static bool judge(struct env *env, const struct review_change *change,
                  const struct definition *definition, struct review_view *view,
                  struct problems *problems, struct error *err)
{
    struct review *review = &view->review;

    if (review->state == REVIEW_SUBMITTED && !change->submit)
        return error_set(err, ERROR_CONFLICT, "review/submitted");
    view->merge = review_merge(env->arena, review, &change->typed);
    if (!change->submit)
        return review_save(review, definition, env->now, problems, err);
    if (view->merge.conflicts > 0)
        return error_set(err, ERROR_CONFLICT, "review/stale");
    return review_submit(review, definition, change->reason, env->now, problems, err);
}

void action_review_over(struct env *env, const struct review_typed *typed, struct review_view *view)
{
    struct review_typed forced = *typed;
    struct review tried = review_copy(env->arena, &view->review);

    view->stored = review_copy(env->arena, &view->review);
    view->merge = review_merge(env->arena, &tried, typed);
    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        forced.base[i] = view->review.revision;
    review_merge(env->arena, &view->review, &forced);
}

void action_review_typed(struct env *env, const struct review_form *form, struct review_view *view)
{
    struct review_typed typed = read_form(env, form, view->version.base.call->definition);

    action_review_over(env, &typed, view);
}

/* A signed sheet, durable under its hash before any row names it. */
static bool keep_scan(const struct review_form *form, struct digest *sha256,
                      struct problems *problems, struct error *err)
{
    static const char *const types[] = {"pdf", "jpg", "png", NULL};
    const uint8_t *head;
    size_t length;

    head = upload_head(form->scan, &length);
    if (upload_size(form->scan) == 0 || upload_size(form->scan) > SCAN_MOST ||
        !filetype_allowed(form->scan_name, types, head, length)) {
        problems_add(problems, SEVERITY_ERROR, "scan", "review/scan");
        return error_set(err, ERROR_INVALID, "review/invalid");
    }
    return upload_keep(form->scan, sha256, err);
}

static bool take_scan(struct env *env, const struct review_form *form, const struct digest *sha256,
                      struct review *review, struct error *err)
{
    if (form->scan == NULL)
        return true;
    review->scan = digest_hex(env->arena, sha256);
    review->scan_name = form->scan_name;
    return store_blob_add(env, review->scan, upload_size(form->scan), err);
}

/* The member is told and may correct it; without correction it stands (domain.md §3). */
static bool tell_entered(struct env *env, const struct review_view *view, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", view->assignment.number);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/reviews/%s", view->assignment.key.text));
    return tell_person(env, view->assignment.reviewer, "review-entered",
                       view->version.base.call->id, "application",
                       view->assignment.application.value, detail, err);
}

/* What the reviewer had begun and the sheet replaces: kept as version 0, for the reviewer to read.
 */
static bool keep_begun(struct env *env, const struct review_view *view, struct error *err)
{
    struct review begun;

    if (!store_review_get(env, &view->assignment, &begun, err))
        return false;
    return begun.state != REVIEW_DRAFT || begun.on_paper || begun.revision == 0 ||
           store_review_version_add(env, &begun, "", begun.reviewer, err);
}

static bool put_review(struct env *env, const struct actor *actor,
                       const struct review_change *change, const struct review_view *view,
                       bool office, struct error *err)
{
    struct person_id nobody = {0};

    return (!office || keep_begun(env, view, err)) &&
           store_review_put(env, &view->review, office ? actor->person : nobody, err) &&
           (!change->submit ||
            store_review_version_add(env, &view->review, change->reason, actor->person, err)) &&
           (!change->submit || !office || tell_entered(env, view, err)) &&
           (!change->submit ||
            action_thank_reviewer(env, view->version.base.call, view->review.reviewer, err)) &&
           store_audit(env, actor, office ? "secretary" : "reviewer",
                       office           ? AUDIT_REVIEW_ENTERED
                       : change->submit ? AUDIT_REVIEW_SUBMITTED
                                        : AUDIT_REVIEW_SAVED,
                       view->assignment.key.text, err);
}

static bool open_to_write(struct env *env, const struct actor *actor, struct key key,
                          struct review_view *view, struct error *err)
{
    *view = (struct review_view){0};
    return open_assignment(env, actor, key, view, err) &&
           policy_may(&view->version.base.standing, write_verb(actor, view), err);
}

bool action_review_apply(struct env *env, const struct actor *actor, struct key key,
                         const struct review_change *change, struct review_view *view,
                         struct problems *problems, struct error *err)
{
    return open_to_write(env, actor, key, view, err) &&
           judge(env, change, view->version.base.call->definition, view, problems, err) &&
           ((!view->merge.changed && !change->submit) ||
            put_review(env, actor, change, view, false, err));
}

/* What the reviewer's own form brings, or the office's with a scan. */
static bool save_form(struct env *env, const struct actor *actor, const struct review_form *form,
                      const struct digest *scan, struct review_view *view,
                      struct problems *problems, struct error *err)
{
    const struct definition *definition = view->version.base.call->definition;
    struct review_change change = {read_form(env, form, definition), form->reason, form->submit};
    bool office = !is_mine(actor, view);

    /* whoever saves a draft last owns it: a reviewer who corrects the office's makes it his own */
    if (office || view->review.state == REVIEW_DRAFT)
        view->review.on_paper = office;
    return (!office || take_scan(env, form, scan, &view->review, err)) &&
           judge(env, &change, definition, view, problems, err) &&
           ((!view->merge.changed && !form->submit && form->scan == NULL) ||
            put_review(env, actor, &change, view, office, err));
}

bool action_review_save(struct env *env, const struct actor *actor, struct key key,
                        const struct review_form *form, struct review_view *view,
                        struct problems *problems, struct error *err)
{
    struct digest scan;
    bool done;

    /* a file is kept before the transaction, and only for whom it will be taken from */
    if (form->scan != NULL &&
        (!open_to_write(env, actor, key, view, err) || !keep_scan(form, &scan, problems, err)))
        return false;
    done = tx_begin(env, err) && open_to_write(env, actor, key, view, err) &&
           save_form(env, actor, form, &scan, view, problems, err);
    return tx_end(env, done, err) &&
           (view->merge.conflicts == 0 || error_set(err, ERROR_CONFLICT, "review/stale"));
}

bool action_review_scan(struct env *env, const struct actor *actor, struct key key,
                        struct review *review, struct error *err)
{
    struct review_view view = {0};
    bool own;

    if (!store_assignment_get(env, key, &view.assignment, err) ||
        !action_application_version(env, actor, view.assignment.application_key, 0, &view.version,
                                    err) ||
        !store_review_get(env, &view.assignment, &view.review, err))
        return false;
    own = view.assignment.reviewer.value == actor->person.value;
    *review = view.review;
    return (*review->scan != '\0' &&
            (own || policy_may_see(&view.version.base.standing, SECRET_REVIEWER_NAME))) ||
           error_set(err, ERROR_MISSING, "missing");
}

static bool tell_declined(struct env *env, const struct review_view *view, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", view->assignment.number);
    json_put_text(detail, "path", "/office/assignment/replacements");
    return tell_mailbox(env, view->version.base.call, "review-declined", "application",
                        view->assignment.application.value, detail, err);
}

/* A conflict hides the application for good; whoever lacks the time is only not proposed again. */
static bool keep_away(struct env *env, const struct actor *actor, const struct review_view *view,
                      enum decline decline, const char *reason, struct error *err)
{
    if (decline == DECLINE_CONFLICT)
        return store_conflict_add(env, view->assignment.application, actor->person, "declared",
                                  "confirmed", reason, actor->person, err);
    return store_roster_hand_put(env, view->assignment.application, actor->person, "forbid",
                                 actor->person, err);
}

bool action_review_decline(struct env *env, const struct actor *actor, struct key key,
                           enum decline decline, const char *reason, struct error *err)
{
    struct review_view view = {0};
    bool conflict = decline == DECLINE_CONFLICT;
    bool done = tx_begin(env, err) && open_assignment(env, actor, key, &view, err) &&
                policy_may(&view.version.base.standing, VERB_CONFLICT_DECLARE, err) &&
                (!text_blank(reason) || error_set(err, ERROR_INVALID, "conflict/reason")) &&
                (conflict || view.review.state == REVIEW_DRAFT ||
                 error_set(err, ERROR_CONFLICT, "review/decline-submitted")) &&
                keep_away(env, actor, &view, decline, reason, err) &&
                store_assignment_decline(env, view.assignment.id, decline, reason, err) &&
                store_audit(env, actor, "reviewer",
                            conflict ? AUDIT_CONFLICT_DECLARED : AUDIT_ASSIGNMENT_DECLINED,
                            key.text, err) &&
                tell_declined(env, &view, err);

    return tx_end(env, done, err);
}

/* Leaving each of very many out takes seconds, which a page does not have. */
#define LEFT_OUT_MOST 5000

bool action_ranking_order(struct env *env, const struct actor *actor, const struct call *call,
                          struct ranking *ranking, struct error *err)
{
    struct ranking_reviews reviews = {0};

    if (!store_ranking_reviews(env, call->id, actor->person, &reviews, err))
        return false;
    ranking->by_calibrated = text_equal(call_switch(call, "ranking"), "calibrated");
    ranking->leave_out = ranking->leave_out && reviews.count <= LEFT_OUT_MOST;
    ranking_calibrate(env->arena, ranking, &reviews);
    ranking_make(ranking);
    return true;
}

static bool make_ranking(struct env *env, const struct actor *actor, const struct call *call,
                         struct ranking_view *view, struct error *err)
{
    for (size_t i = 0; i < view->ranked.count; i++)
        *list_add(env->arena, &view->ranking.rows) = view->ranked.items[i].row;
    for (size_t i = 0; i < view->topics.count; i++)
        *list_add(env->arena, &view->ranking.topics) = (struct ranking_topic){
            .code = view->topics.items[i].code, .quota = view->topics.items[i].quota};
    view->ranking.leave_out = true;
    return action_ranking_order(env, actor, call, &view->ranking, err);
}

bool action_ranking(struct env *env, const struct actor *actor, const struct call *call,
                    const char *topic, struct ranking_view *view, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct topic_row row = {0};
    struct error no = {0};

    if (!policy_may(&standing, VERB_RANKING_READ, err) ||
        (*topic != '\0' && !store_topic_get(env, call->id, topic, &row, err)) ||
        !store_ranking(env, call->id, actor->person, row.id, &view->ranked, err) ||
        !store_topics(env, call->id, &view->topics, err))
        return false;
    view->may_see_names = policy_may_see(&standing, SECRET_REVIEWER_NAME);
    view->may_export = policy_may(&standing, VERB_EXPORT, &no);
    return make_ranking(env, actor, call, view, err);
}
