/* screening.c: the office's look at applications: verdicts, reviewers, conflicts. */

#include "action/conflict.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/tx.h"

#define PAGE 50

bool action_office_applications(struct env *env, const struct actor *actor, const struct call *call,
                                const char *topic, const char *state, const char *after,
                                struct application_rows *rows,
                                int64_t counts[APPLICATION_STATE_COUNT], struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct application_filter filter = {.call = call->id, .after = after, .limit = PAGE + 1};
    struct topic_row row = {0};
    enum application_state known;

    if (!policy_may(&standing, VERB_APPLICATION_LIST, err))
        return false;
    if (*topic != '\0' && !store_topic_get(env, call->id, topic, &row, err))
        return false;
    filter.topic = row.id;
    filter.state = application_state_of(state, &known) ? state : NULL;
    return store_applications(env, actor, &filter, rows, err) &&
           store_application_counts(env, actor, call->id, counts, err);
}

bool action_office_version(struct env *env, const struct actor *actor, struct key key,
                           struct version_view *view, struct error *err)
{
    struct error denied = {0};

    if (!action_application_version(env, actor, key, 0, view, err))
        return false;
    return policy_may(&view->base.standing, VERB_APPLICATION_OFFICE, &denied) ||
           error_set(err, ERROR_MISSING, "missing");
}

static struct answers answers_of(struct arena *arena, const struct version_view *view)
{
    struct answers answers = {.sections = view->base.sections};

    for (size_t i = 0; i < view->files.count; i++)
        *list_add(arena, &answers.attachments) = view->files.items[i].slot;
    return answers;
}

bool action_office_application(struct env *env, const struct actor *actor, struct key key,
                               struct office_view *view, struct error *err)
{
    struct application_id id;
    struct answers answers;

    *view = (struct office_view){0};
    if (!action_office_version(env, actor, key, &view->version, err))
        return false;
    id = view->version.base.application.id;
    view->problems = problems_in(env->arena);
    answers = answers_of(env->arena, &view->version);
    application_check(view->version.base.call, view->version.base.topic, &answers, &view->problems);
    return store_screenings(env, id, &view->screenings, err) &&
           store_reviewers(env, view->version.base.call->id, id, &view->reviewers, err) &&
           store_conflicts(env, id, &view->conflicts, err) &&
           store_assignments_of(env, id, &view->assignments, err);
}

static const struct {
    const char *verdict;
    enum application_state state;
} verdicts[] = {{"pass", APPLICATION_ELIGIBLE},
                {"return", APPLICATION_RETURNED},
                {"ineligible", APPLICATION_INELIGIBLE}};

static bool verdict_state(const char *verdict, enum application_state *state)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        if (strcmp(verdicts[i].verdict, verdict) == 0) {
            *state = verdicts[i].state;
            return true;
        }
    return false;
}

static bool check_verdict(struct env *env, enum application_state state, const char *note,
                          int64_t until, struct problems *problems, struct error *err)
{
    if (state != APPLICATION_ELIGIBLE && text_blank(note))
        problems_add(problems, SEVERITY_ERROR, "note", "required");
    if (state == APPLICATION_RETURNED && until <= env->now)
        problems_add(problems, SEVERITY_ERROR, "until", "screening/until");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "screening/invalid");
}

static bool tell_verdict(struct env *env, const struct version_view *view, const char *verdict,
                         const char *note, int64_t until, struct error *err)
{
    json_t *detail = json_root(env->arena);
    const struct application *a = &view->base.application;

    if (strcmp(verdict, "pass") == 0)
        return true;
    json_put_text(detail, "number", a->number);
    json_put_text(detail, "title", a->title);
    json_put_text(detail, "note", note);
    json_put_text(detail, "at", text_time(env->arena, env->now));
    json_put_text(detail, "until", until == 0 ? "" : text_time_minutes(env->arena, until));
    json_put_text(detail, "path", arena_format(env->arena, "/applications/%s", a->key.text));
    return tell_person(env, a->applicant,
                       strcmp(verdict, "return") == 0 ? "returned" : "ineligible",
                       view->base.call->id, NULL, 0, detail, err);
}

bool action_screen(struct env *env, const struct actor *actor, struct key key, const char *verdict,
                   const char *note, int64_t until, struct problems *problems, struct error *err)
{
    struct version_view view;
    enum application_state state = APPLICATION_ELIGIBLE;
    struct application *a = &view.base.application;
    bool done = tx_begin(env, err) && action_office_version(env, actor, key, &view, err) &&
                policy_may(&view.base.standing, VERB_APPLICATION_SCREEN, err);

    if (done && !verdict_state(verdict, &state)) {
        problems_add(problems, SEVERITY_ERROR, "verdict", "required");
        done = error_set(err, ERROR_INVALID, "screening/invalid");
    }
    done = done && check_verdict(env, state, note, until, problems, err);
    if (done) {
        a->state = state;
        a->due_at = state == APPLICATION_RETURNED ? until : 0;
    }
    done = done && store_application_save(env, a, err) &&
           store_screening_add(env, a, verdict, note, until, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_APPLICATION_SCREENED, key.text, err) &&
           (state != APPLICATION_ELIGIBLE || conflicts_seek_all(env, &view, err)) &&
           tell_verdict(env, &view, verdict, note, until, err);
    return tx_end(env, done, err);
}

/* What was found stays found, also when the assignment is refused for it. */
static bool find_conflicts(struct env *env, const struct version_view *view,
                           const struct person *reviewer, struct error *err)
{
    bool done = tx_begin(env, err) && conflicts_seek(env, view, reviewer->id, err);

    return tx_end(env, done, err);
}

static bool may_assign(struct env *env, const struct actor *actor, struct key key,
                       struct key reviewer_key, struct version_view *view, struct person *reviewer,
                       struct error *err)
{
    return action_office_version(env, actor, key, view, err) &&
           policy_may(&view->base.standing, VERB_ASSIGNMENT_MAKE, err) &&
           store_person_by_key(env, reviewer_key, reviewer, err) &&
           (view->base.application.state == APPLICATION_ELIGIBLE ||
            error_set(err, ERROR_CONFLICT, "assignment/not-eligible"));
}

static bool tell_assigned(struct env *env, const struct version_view *view,
                          const struct person *reviewer, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", view->base.application.number);
    json_put_text(detail, "path", "/reviews");
    return tell_person(env, reviewer->id, "assigned", view->base.call->id, "application",
                       view->base.application.id.value, detail, err);
}

bool action_assign(struct env *env, const struct actor *actor, struct key application,
                   struct key reviewer_key, struct error *err)
{
    struct version_view view;
    struct person reviewer;
    bool stands = true, done;

    if (!may_assign(env, actor, application, reviewer_key, &view, &reviewer, err) ||
        !find_conflicts(env, &view, &reviewer, err))
        return false;
    done = tx_begin(env, err) &&
           may_assign(env, actor, application, reviewer_key, &view, &reviewer, err) &&
           store_conflict_stands(env, view.base.application.id, reviewer.id, &stands, err) &&
           (!stands || error_set(err, ERROR_CONFLICT, "assignment/conflict")) &&
           store_assignment_add(env, view.base.call->id, view.base.application.id, reviewer.id, 0,
                                actor->person, key_new(env), err) &&
           store_audit(env, actor, "secretary", AUDIT_ASSIGNMENT_MADE, application.text, err) &&
           tell_assigned(env, &view, &reviewer, err);
    return tx_end(env, done, err);
}

bool action_assignment_end(struct env *env, const struct actor *actor, struct key key,
                           struct key *application, struct error *err)
{
    struct assignment assignment = {0};
    struct version_view view;
    bool done = tx_begin(env, err) && store_assignment_get(env, key, &assignment, err) &&
                action_office_version(env, actor, assignment.application_key, &view, err) &&
                policy_may(&view.base.standing, VERB_ASSIGNMENT_MAKE, err) &&
                store_assignment_end(env, assignment.id, "office", err) &&
                store_audit(env, actor, "secretary", AUDIT_ASSIGNMENT_ENDED, key.text, err);

    *application = assignment.application_key;
    return tx_end(env, done, err);
}

bool action_conflict_decide(struct env *env, const struct actor *actor, struct key application,
                            struct key reviewer_key, const char *source, const char *state,
                            const char *reason, struct error *err)
{
    struct version_view view;
    struct person reviewer;
    bool known = strcmp(state, "confirmed") == 0 || strcmp(state, "dismissed") == 0;
    bool done = tx_begin(env, err) && action_office_version(env, actor, application, &view, err) &&
                policy_may(&view.base.standing, VERB_CONFLICT_DECIDE, err) &&
                ((known && !text_blank(reason)) ||
                 error_set(err, ERROR_INVALID, "conflict/reason")) &&
                store_person_by_key(env, reviewer_key, &reviewer, err) &&
                store_conflict_decide(env, view.base.application.id, reviewer.id, source, state,
                                      reason, actor->person, err) &&
                store_audit(env, actor, "secretary", AUDIT_CONFLICT_DECIDED, application.text, err);

    return tx_end(env, done, err);
}
