/* replacement.c: who steps in where a reviewer stepped back: proposed by the kernel. */

#include "action/replacement.h"

#include "action/review.h"
#include "base/text.h"
#include "domain/assignment.h"
#include "store/audit.h"
#include "store/tx.h"

#define BALANCE 20 /* a load more weighs as much as a keyword less */

/* An application with vacancies, and who could fill them. */
struct opening {
    struct application_id application;
    size_t first, count; /* its vacancies, which stand side by side */
    struct roster_candidates candidates;
};

struct filling {
    struct env *env;
    struct expertise_rows reviewers;
    struct roster_choices live;
    struct {
        LIST(struct opening);
    } openings;
    size_t most; /* vacancies of one application */
};

static int64_t free_places(const struct filling *f, const struct expertise *who)
{
    int64_t load = 0;

    for (size_t i = 0; i < f->live.count; i++)
        load += f->live.items[i].reviewer.value == who->person.value;
    return load < who->load ? who->load - load : 0;
}

static bool could(const struct roster_candidate *candidate)
{
    return (candidate->marks & (MARK_LIVE | MARK_FORBID | MARK_CONFLICT)) == 0 &&
           !text_equal(candidate->who.answer, "declined");
}

static bool read_openings(struct filling *f, const struct actor *actor,
                          const struct replacements *list, struct error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct vacant_place *v = &list->items[i].vacancy;
        struct opening *last = f->openings.count > 0 ? &f->openings.items[f->openings.count - 1]
                                                     : NULL;

        if (last == NULL || last->application.value != v->application.value) {
            last = list_add(f->env->arena, &f->openings);
            last->application = v->application;
            last->first = i;
            if (!action_roster_candidates(f->env, actor, v->application_key, &last->candidates,
                                          err))
                return false;
        }
        last->count++;
        f->most = last->count > f->most ? last->count : f->most;
    }
    return true;
}

static uint32_t place_of(const struct filling *f, struct person_id person)
{
    uint32_t r = 0;

    while (r < f->reviewers.count && f->reviewers.items[r].person.value != person.value)
        r++;
    return r;
}

/* Beside true reviewers as many spare ones as an application may want, each dearer than any: what
 * they get stays vacant, and everything else is still the best. */
static void put_opening(struct filling *f, const struct opening *opening,
                        struct assignment_application *row)
{
    struct arena *arena = f->env->arena;
    size_t places = opening->candidates.count + f->most, n = 0;
    struct assignment_cost *costs = arena_alloc(arena, places * sizeof *costs);

    for (size_t i = 0; i < opening->candidates.count; i++)
        if (could(&opening->candidates.items[i]))
            costs[n++] = (struct assignment_cost){
                place_of(f, opening->candidates.items[i].who.person),
                opening->candidates.items[i].cost};
    for (size_t i = 0; i < f->most; i++)
        costs[n++] = (struct assignment_cost){(uint32_t)(f->reviewers.count + i),
                                              ASSIGNMENT_DEAREST};
    *row = (struct assignment_application){
        .k = (int64_t)opening->count,
        .costs = costs,
        .cost_count = n,
        .chosen = arena_alloc(arena, opening->count * sizeof(uint32_t)),
    };
}

static bool solve(struct filling *f, struct assignment_problem *problem, struct error *err)
{
    struct arena *arena = f->env->arena;
    struct assignment_answer answer;

    problem->balance = BALANCE;
    problem->reviewer_count = f->reviewers.count + f->most;
    problem->reviewers = arena_alloc(arena, problem->reviewer_count * sizeof *problem->reviewers);
    for (size_t r = 0; r < problem->reviewer_count; r++)
        problem->reviewers[r].load = r < f->reviewers.count ? free_places(f, &f->reviewers.items[r])
                                                            : (int64_t)f->openings.count;
    problem->application_count = f->openings.count;
    problem->applications = arena_alloc(arena, f->openings.count * sizeof *problem->applications);
    for (size_t i = 0; i < f->openings.count; i++)
        put_opening(f, &f->openings.items[i], &problem->applications[i]);
    return (assignment_solve(arena, problem, &answer) && answer.feasible) ||
           error_set(err, ERROR_BROKEN, "roster/unsolved");
}

static bool is_proposed(const struct replacement *r, const struct roster_candidate *candidate)
{
    for (size_t i = 0; i < r->proposed.count; i++)
        if (r->proposed.items[i].who.person.value == candidate->who.person.value)
            return true;
    return false;
}

static void propose(struct filling *f, const struct opening *opening, uint32_t chosen,
                    struct replacement *into)
{
    for (size_t i = 0; i < opening->candidates.count; i++) /* the kernel's first */
        if (place_of(f, opening->candidates.items[i].who.person) == chosen)
            *list_add(f->env->arena, &into->proposed) = opening->candidates.items[i];
    for (size_t i = 0; i < opening->candidates.count && into->proposed.count < REPLACEMENTS_SHOWN;
         i++) {
        const struct roster_candidate *candidate = &opening->candidates.items[i];

        if (could(candidate) && !is_proposed(into, candidate) &&
            free_places(f, &candidate->who) > 0)
            *list_add(f->env->arena, &into->proposed) = *candidate;
    }
}

bool action_replacements(struct env *env, const struct actor *actor, const struct call *call,
                         struct replacements *replacements, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct assignment_problem problem = {.balance = 0};
    struct filling f = {.env = env};
    struct vacant_places vacancies = {0};
    struct error no = {0};

    if (!policy_may(&standing, VERB_APPLICATION_LIST, err) ||
        !store_vacancies(env, call->id, actor->person, &vacancies, err))
        return false;
    replacements->may_assign = policy_may(&standing, VERB_ASSIGNMENT_MAKE, &no);
    for (size_t i = 0; i < vacancies.count; i++)
        ((struct replacement *)list_add(env->arena, replacements))->vacancy = vacancies.items[i];
    if (vacancies.count == 0)
        return true;
    if (!store_expertise_list(env, call->id, &f.reviewers, err) ||
        !store_roster_live(env, call->id, actor->person, &f.live, err) ||
        !read_openings(&f, actor, replacements, err) || !solve(&f, &problem, err))
        return false;
    for (size_t i = 0; i < f.openings.count; i++)
        for (size_t n = 0; n < f.openings.items[i].count; n++)
            propose(&f, &f.openings.items[i], problem.applications[i].chosen[n],
                    &replacements->items[f.openings.items[i].first + n]);
    return true;
}

static bool find_vacancy(struct env *env, const struct actor *actor, const struct call *call,
                         struct key key, struct vacant_place *vacancy, struct error *err)
{
    struct vacant_places vacancies = {0};

    if (!store_vacancies(env, call->id, actor->person, &vacancies, err))
        return false;
    for (size_t i = 0; i < vacancies.count; i++)
        if (text_equal(vacancies.items[i].key.text, key.text))
            return *vacancy = vacancies.items[i], true;
    return error_set(err, ERROR_MISSING, "missing");
}

static bool settle(struct env *env, const struct actor *actor, const struct call *call,
                   struct key key, struct error *err)
{
    struct vacant_place vacancy;
    bool done = tx_begin(env, err) && find_vacancy(env, actor, call, key, &vacancy, err) &&
                store_assignment_settle(env, vacancy.application, &key, err) &&
                store_audit(env, actor, "secretary", AUDIT_ASSIGNMENT_ENDED, key.text, err);

    return tx_end(env, done, err);
}

bool action_replacement(struct env *env, const struct actor *actor, const struct call *call,
                        struct key key, struct key reviewer, const char *act, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct vacant_place vacancy;

    if (!policy_may(&standing, VERB_ASSIGNMENT_MAKE, err) ||
        !find_vacancy(env, actor, call, key, &vacancy, err))
        return false;
    return text_equal(act, "settle")
               ? settle(env, actor, call, key, err)
               : action_assign(env, actor, vacancy.application_key, reviewer, err);
}
