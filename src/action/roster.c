/* roster.c: the office's desk of assignment: asking for drafts, looking at them, publishing. */

#include "action/roster.h"

#include "action/conflict.h"
#include "action/roster_case.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/tx.h"

#define LISTED_MOST 30

static bool may(struct env *env, const struct actor *actor, const struct call *call, enum verb verb,
                struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, verb, err);
}

bool action_roster_desk(struct env *env, const struct actor *actor, const struct call *call,
                        struct roster_desk *desk, struct error *err)
{
    struct error no = {0};
    int64_t k = call->definition->reviewers_per_application;

    desk->may_make = may(env, actor, call, VERB_ASSIGNMENT_MAKE, &no);
    return may(env, actor, call, VERB_APPLICATION_LIST, err) &&
           store_roster_eligible(env, call->id, k, actor->person, &desk->rows, err) &&
           store_roster_live(env, call->id, actor->person, &desk->live, err) &&
           store_rosters(env, call->id, LISTED_MOST, &desk->rosters, err) &&
           store_roster_hands(env, call->id, actor->person, &desk->hands, err) &&
           store_expertise_list(env, call->id, &desk->reviewers, err) &&
           store_bid_counts(env, call->id, actor->person, &desk->bids, err);
}

/* ---- asking for a draft */

static bool take_form(const struct roster_form *form, struct roster_settings *settings,
                      struct problems *problems, struct error *err)
{
    *settings = (struct roster_settings){.k = form->k,
                                         .bridge = form->bridge ? ROSTER_BRIDGE : 0,
                                         .steady = form->steady ? ROSTER_STEADY : 0,
                                         .bottleneck = form->bottleneck};
    if (form->k < 1 || form->k > ROSTER_K_MOST)
        problem_number(problems_add(problems, SEVERITY_ERROR, "k", "roster-k"), "max",
                       ROSTER_K_MOST);
    if (!roster_balance_of(form->balance, &settings->balance))
        problems_add(problems, SEVERITY_ERROR, "balance", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

static int64_t new_seed(const struct env *env)
{
    uint32_t seed;

    env->random(&seed, sizeof seed);
    return seed;
}

static bool none_unfinished(struct env *env, const struct call *call, struct error *err)
{
    int64_t count;

    return store_roster_unfinished(env, call->id, &count, err) &&
           (count == 0 || error_set(err, ERROR_CONFLICT, "roster/busy"));
}

bool action_roster_make(struct env *env, const struct actor *actor, const struct call *call,
                        const struct roster_form *form, struct problems *problems, struct key *key,
                        struct error *err)
{
    struct roster roster = {.key = key_new(env), .seed = new_seed(env)};
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_ASSIGNMENT_MAKE, err) &&
                take_form(form, &roster.settings, problems, err) &&
                none_unfinished(env, call, err) &&
                store_roster_base(env, call->id, &roster.base, err) &&
                store_roster_add(env, call->id, &roster, actor->person, err) &&
                store_audit(env, actor, "secretary", AUDIT_ROSTER_MADE, roster.key.text, err);

    *key = roster.key;
    return tx_end(env, done, err);
}

/* ---- one draft */

/* MISSING to whoever may not look at all; what `verb` is refused for otherwise. */
static bool open_roster(struct env *env, const struct actor *actor, struct key key, enum verb verb,
                        struct roster *roster, const struct call **call, struct error *err)
{
    struct error denied = {0};

    if (!store_roster_get(env, key, roster, err) ||
        !service_call_by_id(env, roster->call, call, err))
        return false;
    if (!may(env, actor, *call, VERB_APPLICATION_LIST, &denied))
        return error_set(err, ERROR_MISSING, "missing");
    return may(env, actor, *call, verb, err);
}

static bool is_solved(const struct roster *roster)
{
    return text_equal(roster->state, "solved") || text_equal(roster->state, "partial");
}

bool action_roster_show(struct env *env, const struct actor *actor, struct key key,
                        struct roster_view *view, struct error *err)
{
    struct roster *roster = &view->roster;
    struct error no = {0};
    const struct call *call;

    *view = (struct roster_view){.whole = false};
    if (!open_roster(env, actor, key, VERB_APPLICATION_LIST, roster, &call, err))
        return false;
    view->may_publish = is_solved(roster) && may(env, actor, call, VERB_ASSIGNMENT_MAKE, &no);
    if (!store_roster_applications(env, roster->id, actor->person, &view->rows, err) ||
        !store_roster_pairs(env, roster->id, actor->person, &view->choices, err) ||
        !store_expertise_list(env, call->id, &view->reviewers, err))
        return false;
    view->whole = (int64_t)view->rows.count == roster->applications;
    return roster->base.value == 0 ||
           store_roster_pairs(env, roster->base, actor->person, &view->before, err);
}

bool action_roster_problem(struct env *env, const struct actor *actor, struct key key,
                           const char **problem, struct error *err)
{
    struct roster_view view;

    return action_roster_show(env, actor, key, &view, err) &&
           store_roster_problem(env, view.roster.id, problem, err) &&
           ((view.whole && **problem != '\0') || error_set(err, ERROR_MISSING, "missing"));
}

/* ---- publishing */

static bool is_fresh(struct env *env, const struct roster *roster, struct error *err)
{
    int64_t live, newest, gone;

    if (text_equal(roster->state, "overtaken"))
        return error_set(err, ERROR_CONFLICT, "roster/stale");
    if (!is_solved(roster))
        return error_set(err, ERROR_CONFLICT, "roster/published");
    return store_roster_live_mark(env, roster->call, &live, &newest, err) &&
           store_roster_gone(env, roster->id, &gone, err) &&
           ((live == roster->live && newest == roster->newest && gone == 0) ||
            error_set(err, ERROR_CONFLICT, "roster/stale"));
}

/* What came up since: said by name, but for what is hidden from the actor. */
static bool none_barred(struct env *env, const struct actor *actor, const struct roster *roster,
                        struct problems *problems, struct error *err)
{
    struct barred_pairs barred = {0};

    if (!store_roster_barred(env, roster, actor->person, &barred, err))
        return false;
    for (size_t i = 0; i < barred.count; i++) {
        const struct barred_pair *pair = &barred.items[i];
        struct problem *problem;

        if (!pair->visible)
            continue;
        problem = problems_add(problems, SEVERITY_ERROR, "", "roster-conflict");
        problem_text(problem_text(problem, "name", pair->name), "number", pair->number);
    }
    return barred.count == 0 || error_set(err, ERROR_CONFLICT, "roster/conflict");
}

static bool tell_reviewer(struct env *env, const struct roster *roster, struct person_id reviewer,
                          struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_flag(detail, "several", true);
    json_put_text(detail, "path", "/reviews");
    return tell_person(env, reviewer, "assigned", roster->call, "roster", roster->id.value, detail,
                       err);
}

/* Pairs come reviewer by reviewer: each is told once. */
static bool assign_all(struct env *env, const struct actor *actor, const struct roster *roster,
                       const struct new_pairs *pairs, struct error *err)
{
    for (size_t i = 0; i < pairs->count; i++) {
        struct person_id reviewer = pairs->items[i].reviewer;
        bool is_last = i + 1 == pairs->count ||
                       pairs->items[i + 1].reviewer.value != reviewer.value;

        if (!store_roster_assign(env, roster, &pairs->items[i], actor->person, err) ||
            (is_last && !tell_reviewer(env, roster, reviewer, err)))
            return false;
    }
    return pairs->count > 0 || error_set(err, ERROR_CONFLICT, "roster/nothing");
}

/* What was found stays found, also when publishing is refused for it. */
static bool seek_new(struct env *env, const struct call *call, const struct roster *roster,
                     struct new_pairs *pairs, struct error *err)
{
    size_t found;

    return store_roster_new(env, roster->id, pairs, err) &&
           conflicts_seek_pairs(env, call, pairs, &found, err);
}

bool action_roster_publish(struct env *env, const struct actor *actor, struct key key,
                           struct problems *problems, struct error *err)
{
    struct new_pairs pairs = {0};
    const struct call *call;
    struct roster roster;
    bool done;

    if (!open_roster(env, actor, key, VERB_ASSIGNMENT_MAKE, &roster, &call, err) ||
        !seek_new(env, call, &roster, &pairs, err))
        return false;
    done = tx_begin(env, err) &&
           open_roster(env, actor, key, VERB_ASSIGNMENT_MAKE, &roster, &call, err) &&
           is_fresh(env, &roster, err) && none_barred(env, actor, &roster, problems, err) &&
           store_roster_publish(env, &roster, actor->person, err) &&
           assign_all(env, actor, &roster, &pairs, err) &&
           store_audit(env, actor, "secretary", AUDIT_ROSTER_PUBLISHED, key.text, err);
    return tx_end(env, done, err);
}

/* ---- by hand */

static int by_cost(const void *a, const void *b)
{
    const struct roster_candidate *x = a, *y = b;

    return x->cost != y->cost ? (x->cost > y->cost) - (x->cost < y->cost)
                              : strcmp(x->who.key.text, y->who.key.text);
}

static bool read_candidates(struct env *env, const struct call *call, struct application_id id,
                            struct roster_case *given, struct error *err)
{
    struct roster roster = {.settings = {.k = call->definition->reviewers_per_application}};

    return store_roster_base(env, call->id, &roster.base, err) &&
           roster_case_read(env, call, &roster, id, given, err) &&
           (given->applications.count == 1 ||
            error_set(err, ERROR_CONFLICT, "assignment/not-eligible"));
}

static void add_candidate(struct env *env, const struct roster_case *given, size_t reviewer,
                          const struct expertise *who, struct roster_candidates *candidates)
{
    struct roster_candidate *candidate;

    if ((given->marks[reviewer] & MARK_CONFLICT) != 0) {
        candidates->barred++;
        return;
    }
    candidate = list_add(env->arena, candidates);
    candidate->who = *who;
    candidate->marks = given->marks[reviewer];
    candidate->fit = roster_fit(given, 0, reviewer);
    candidate->cost = fit_cost(&candidate->fit, 0);
}

bool action_roster_candidates(struct env *env, const struct actor *actor, struct key application,
                              struct roster_candidates *candidates, struct error *err)
{
    struct expertise_rows reviewers = {0};
    struct error no = {0};
    struct version_view view;
    struct roster_case given;
    const struct application *a = &view.base.application;

    *candidates = (struct roster_candidates){.barred = 0};
    if (!action_office_version(env, actor, application, &view, err) ||
        !read_candidates(env, view.base.call, a->id, &given, err) ||
        !store_expertise_list(env, view.base.call->id, &reviewers, err))
        return false;
    candidates->row = (struct roster_row){.application = a->id,
                                          .key = a->key,
                                          .number = a->number,
                                          .title = a->title,
                                          .topic_code = a->topic_code};
    candidates->may_change = policy_may(&view.base.standing, VERB_ASSIGNMENT_MAKE, &no);
    for (size_t r = 0; r < given.reviewers.count && r < reviewers.count; r++)
        add_candidate(env, &given, r, &reviewers.items[r], candidates);
    qsort(candidates->items, candidates->count, sizeof *candidates->items, by_cost);
    return true;
}

static bool may_set(struct env *env, const struct actor *actor, struct key application,
                    struct key reviewer, struct version_view *view, struct person *person,
                    struct error *err)
{
    struct expertise who;

    return action_office_version(env, actor, application, view, err) &&
           policy_may(&view->base.standing, VERB_ASSIGNMENT_MAKE, err) &&
           store_person_by_key(env, reviewer, person, err) &&
           store_expertise_get(env, view->base.call->id, person->id, &who, err) &&
           (view->base.application.state == APPLICATION_ELIGIBLE ||
            error_set(err, ERROR_CONFLICT, "assignment/not-eligible"));
}

static bool is_assigned(struct env *env, const struct version_view *view, struct person_id reviewer,
                        bool *is, struct error *err)
{
    struct assignments assignments = {0};

    if (!store_assignments_of(env, view->base.application.id, &assignments, err))
        return false;
    *is = false;
    for (size_t i = 0; i < assignments.count; i++)
        *is = *is || assignments.items[i].reviewer.value == reviewer.value;
    return true;
}

/* Nothing is set against a conflict, and nothing that stands is forbidden. */
static bool can_set(struct env *env, const struct version_view *view, struct person_id reviewer,
                    const char *act, struct error *err)
{
    bool conflict, assigned;

    if (strcmp(act, "free") == 0)
        return true;
    if (!store_conflict_stands(env, view->base.application.id, reviewer, &conflict, err) ||
        !is_assigned(env, view, reviewer, &assigned, err))
        return false;
    if (assigned)
        return error_set(err, ERROR_CONFLICT, "roster/assigned");
    return !conflict || error_set(err, ERROR_CONFLICT, "assignment/conflict");
}

static bool seek_pair(struct env *env, const struct version_view *view, struct person_id reviewer,
                      struct error *err)
{
    bool done = tx_begin(env, err) && conflicts_seek(env, view, reviewer, err);

    return tx_end(env, done, err);
}

bool action_roster_hand(struct env *env, const struct actor *actor, struct key application,
                        struct key reviewer, const char *act, struct error *err)
{
    static const char *const acts[] = {"pin", "add", "forbid", "free"};
    struct version_view view;
    struct person person;
    bool known = false, done;

    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        known = known || text_equal(act, acts[i]);
    if (!may_set(env, actor, application, reviewer, &view, &person, err) ||
        (!known && !error_set(err, ERROR_INVALID, "roster/act")) ||
        !seek_pair(env, &view, person.id, err))
        return false;
    done = tx_begin(env, err) && may_set(env, actor, application, reviewer, &view, &person, err) &&
           can_set(env, &view, person.id, act, err) &&
           store_roster_hand_put(env, view.base.application.id, person.id,
                                 strcmp(act, "free") == 0 ? "" : act, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_ROSTER_HAND, application.text, err);
    return tx_end(env, done, err);
}
