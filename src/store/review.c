/* review.c: assignments and reviews, as rows. */

#include "store/review.h"

#include "store/query.h"

static void read_assignment(struct env *env, struct statement *s, struct assignment *a)
{
    a->id.value = column_int(s, "id");
    a->key = column_key(s, "key");
    a->application.value = column_int(s, "application");
    a->reviewer.value = column_int(s, "reviewer");
    a->due_at = column_int(s, "due_at");
    a->assigned_at = column_int(s, "assigned_at");
    a->application_key = column_key(s, "application_key");
    a->number = column_text(s, env->arena, "number");
    a->title = column_text(s, env->arena, "title");
    a->topic_code = column_text(s, env->arena, "topic_code");
    a->reviewer_name = column_text(s, env->arena, "reviewer_name");
    a->state = column_text(s, env->arena, "state");
    a->scores = column_text(s, env->arena, "scores");
    a->total = column_int(s, "total");
    a->saved_at = column_int(s, "saved_at");
    a->submitted_at = column_int(s, "submitted_at");
}

bool store_assignment_add(struct env *env, struct call_id call, struct application_id application,
                          struct person_id reviewer, int64_t due_at, struct person_id by,
                          struct key key, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_ADD);

    bind_text(s, "key", key.text);
    bind_int(s, "call", call.value);
    bind_int(s, "application", application.value);
    bind_int(s, "reviewer", reviewer.value);
    bind_time(s, "due_at", due_at);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    if (query_run(s, err))
        return store_assignment_settle(env, application, NULL, err);
    if (err->kind == ERROR_CONFLICT)
        *err = (struct error){.kind = ERROR_CONFLICT, .code = "assignment/there"};
    return false;
}

bool store_assignment_decline(struct env *env, struct assignment_id id, enum decline decline,
                              const char *note, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_DECLINE);

    bind_int(s, "id", id.value);
    bind_text(s, "decline", decline_word(decline));
    bind_text(s, "note", note);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_assignment_settle(struct env *env, struct application_id application,
                             const struct key *key, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_SETTLE);

    bind_int(s, "application", application.value);
    bind_text(s, "key", key == NULL ? NULL : key->text);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_vacancies(struct env *env, struct call_id call, struct person_id actor,
                     struct vacant_places *vacancies, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_VACANT);
    struct arena *a = env->arena;

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    bind_int(s, "reads_all", true);
    while (query_row(s, err)) {
        struct vacant_place *v = list_add(a, vacancies);

        v->key = column_key(s, "key");
        v->application.value = column_int(s, "application");
        v->application_key = column_key(s, "application_key");
        v->reviewer.value = column_int(s, "reviewer");
        v->reviewer_name = column_text(s, a, "reviewer_name");
        v->number = column_text(s, a, "number");
        v->title = column_text(s, a, "title");
        v->topic_code = column_text(s, a, "topic_code");
        v->note = column_text(s, a, "note");
        decline_of(column_text(s, a, "decline"), &v->decline);
        v->at = column_int(s, "ended_at");
    }
    return err->kind == ERROR_NONE;
}

bool store_assignment_end(struct env *env, struct assignment_id id, const char *why,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_END);

    bind_int(s, "id", id.value);
    bind_text(s, "why", why);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

static bool read_assignments(struct env *env, struct statement *s, struct assignments *list,
                             struct error *err)
{
    while (query_row(s, err))
        read_assignment(env, s, list_add(env->arena, list));
    return err->kind == ERROR_NONE;
}

bool store_assignments_mine(struct env *env, struct call_id call, struct person_id reviewer,
                            struct assignments *assignments, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_MINE);

    bind_int(s, "call", call.value);
    bind_int(s, "reviewer", reviewer.value);
    return read_assignments(env, s, assignments, err);
}

bool store_assignments_of(struct env *env, struct application_id application,
                          struct assignments *assignments, struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_OF_APPLICATION);

    bind_int(s, "application", application.value);
    return read_assignments(env, s, assignments, err);
}

bool store_assignment_get(struct env *env, struct key key, struct assignment *assignment,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ASSIGNMENT_BY_KEY);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_assignment(env, s, assignment);
    query_end(s);
    return true;
}

static void read_review(struct env *env, struct statement *s, struct review *review)
{
    struct error ignored = {0};
    const char *scores, *changed;

    review->id.value = column_int(s, "id");
    review->key = column_key(s, "key");
    review_state_of(column_text(s, env->arena, "state"), &review->state);
    review->version = column_int(s, "version");
    review->revision = column_int(s, "revision");
    scores = column_text(s, env->arena, "scores");
    review_scores_read(env->arena, review,
                       json_parse(env->arena, scores, strlen(scores), &ignored));
    changed = column_text(s, env->arena, "changed");
    review_changed_read(review, json_parse(env->arena, changed, strlen(changed), &ignored));
    review->total = column_int(s, "total");
    review->recommendation = column_text(s, env->arena, "recommendation");
    review->familiarity = column_int(s, "familiarity");
    review->to_committee = column_text(s, env->arena, "to_committee");
    review->to_applicant = column_text(s, env->arena, "to_applicant");
    review->on_paper = column_int(s, "on_paper") != 0;
    review->scan = column_text(s, env->arena, "scan");
    review->scan_name = column_text(s, env->arena, "scan_name");
    review->saved_at = column_int(s, "saved_at");
    review->submitted_at = column_int(s, "submitted_at");
}

bool store_review_get(struct env *env, const struct assignment *assignment, struct review *review,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_OF_ASSIGNMENT);

    *review = (struct review){.key = key_new(env),
                              .total = REVIEW_NO_TOTAL,
                              .recommendation = "",
                              .to_committee = "",
                              .to_applicant = "",
                              .scan = "",
                              .scan_name = ""};
    bind_int(s, "assignment", assignment->id.value);
    if (query_row(s, err))
        read_review(env, s, review);
    query_end(s);
    review->assignment = assignment->id;
    review->application = assignment->application;
    review->reviewer = assignment->reviewer;
    return err->kind == ERROR_NONE;
}

bool store_review_begun(struct env *env, const struct assignment *assignment, struct review *review,
                        bool *there, struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_BEGUN);
    const char *content = NULL;

    bind_int(s, "assignment", assignment->id.value);
    if (query_row(s, err))
        content = column_text(s, env->arena, "content");
    query_end(s);
    *there = content != NULL;
    return *there ? review_content_read(env->arena, content, review, err) : err->kind == ERROR_NONE;
}

bool store_review_put(struct env *env, const struct review *r, struct person_id entered_by,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_PUT);

    bind_text(s, "key", r->key.text);
    bind_int(s, "assignment", r->assignment.value);
    bind_int(s, "application", r->application.value);
    bind_int(s, "reviewer", r->reviewer.value);
    bind_text(s, "state", review_word(r->state));
    bind_int(s, "version", r->version);
    bind_int(s, "revision", r->revision);
    bind_text(s, "changed", json_write(env->arena, review_changed_write(env->arena, r)));
    bind_text(s, "scores", json_write(env->arena, review_scores_write(env->arena, r)));
    if (r->total != REVIEW_NO_TOTAL)
        bind_int(s, "total", r->total);
    bind_text(s, "recommendation", *r->recommendation == '\0' ? NULL : r->recommendation);
    bind_id(s, "familiarity", r->familiarity);
    bind_text(s, "to_committee", r->to_committee);
    bind_text(s, "to_applicant", r->to_applicant);
    bind_int(s, "on_paper", r->on_paper);
    bind_text(s, "scan", *r->scan == '\0' ? NULL : r->scan);
    bind_text(s, "scan_name", *r->scan == '\0' ? NULL : r->scan_name);
    bind_id(s, "entered_by", entered_by.value);
    bind_int(s, "saved_at", r->saved_at);
    bind_time(s, "submitted_at", r->submitted_at);
    return query_run(s, err);
}

bool store_review_versions(struct env *env, struct assignment_id assignment,
                           struct review_versions *versions, struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_VERSIONS);

    bind_int(s, "assignment", assignment.value);
    while (query_row(s, err))
        *list_add(env->arena, versions) = (struct review_version){
            .version = column_int(s, "version"),
            .at = column_int(s, "at"),
            .content = column_text(s, env->arena, "content"),
            .reason = column_text(s, env->arena, "reason"),
            .by_office = column_int(s, "by_office") != 0};
    return err->kind == ERROR_NONE;
}

bool store_review_version_add(struct env *env, const struct review *review, const char *reason,
                              struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_VERSION_ADD);

    bind_int(s, "assignment", review->assignment.value);
    bind_text(s, "content", review_content(env->arena, review));
    bind_text(s, "reason", reason);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

/* Rows come application by application, one for each total. */
bool store_ranking(struct env *env, struct call_id call, struct person_id actor,
                   struct topic_id topic, struct ranked_list *list, struct error *err)
{
    struct statement *s = query(env->db, Q_RANKING_TOTALS);
    struct arena *a = env->arena;

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    bind_id(s, "topic", topic.value);
    while (query_row(s, err)) {
        struct application_id id = {column_int(s, "id")};
        struct ranked *r = list->count > 0 ? &list->items[list->count - 1] : NULL;

        if (r == NULL || r->row.application.value != id.value) {
            r = list_add(a, list);
            r->row.application = id;
            r->key = column_key(s, "key");
            r->row.number = column_text(s, a, "number");
            r->title = column_text(s, a, "title");
            r->leader = column_text(s, a, "leader");
            r->institution = column_text(s, a, "institution");
            r->row.topic = column_text(s, a, "topic_code");
            r->applicant.value = column_int(s, "applicant");
            r->asked = column_int(s, "amount");
            r->outcome = column_text(s, a, "outcome");
            r->granted = column_int(s, "granted");
            r->reason = column_text(s, a, "reason");
            r->outer = column_text(s, a, "outer");
            application_state_of(column_text(s, a, "state"), &r->state);
            r->preference = column_int(s, "preference");
        }
        if (!column_is_null(s, "total"))
            *list_add(a, &r->row.totals) = column_int(s, "total");
    }
    return err->kind == ERROR_NONE;
}

bool store_ranking_reviews(struct env *env, struct call_id call, struct person_id actor,
                           struct ranking_reviews *reviews, struct error *err)
{
    struct statement *s = query(env->db, Q_RANKING_REVIEWS);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    while (query_row(s, err)) {
        struct ranking_review *review = list_add(env->arena, reviews);

        review->application.value = column_int(s, "application");
        review->reviewer.value = column_int(s, "reviewer");
        review->total = column_int(s, "total");
        review->name = column_text(s, env->arena, "name");
    }
    return err->kind == ERROR_NONE;
}

bool store_reviews_of(struct env *env, struct application_id application,
                      struct other_reviews *reviews, struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEW_OTHERS);

    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct other_review *other = list_add(env->arena, reviews);

        other->person.value = column_int(s, "reviewer");
        other->reviewer = column_text(s, env->arena, "reviewer_name");
        other->version = column_int(s, "version");
        other->reason = column_text(s, env->arena, "reason");
        other->total = column_int(s, "total");
        other->recommendation = column_text(s, env->arena, "recommendation");
        other->to_committee = column_text(s, env->arena, "to_committee");
        other->to_applicant = column_text(s, env->arena, "to_applicant");
    }
    return err->kind == ERROR_NONE;
}
