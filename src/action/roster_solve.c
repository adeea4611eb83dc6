/* roster_solve.c: drafts solved by a chore: read, solve, look at the pairs once more, store. */

#include "action/conflict.h"
#include "action/roster.h"
#include "action/roster_case.h"
#include "base/digest.h"
#include "base/log.h"
#include "store/db.h"
#include "store/tx.h"

/* Conflicts found in what was solved are written down and it is solved again; each turn finds
 * fewer, and what is left at the end is refused at publishing. */
#define TURNS_MOST 8

struct solving {
    struct env *env;
    const struct call *call;
    struct roster *roster;
    struct roster_case given;
    const char *problem;
    struct roster_choices choices;
    int64_t took;
};

/* ---- solving */

static const char *write_problem(struct env *env, const struct roster_case *given, bool spare)
{
    struct buffer out = buffer_in(env->arena);

    roster_write(env->arena, given, spare, &out);
    return buffer_get(&out);
}

static bool solve(struct solving *s, const char *problem, struct assignment_document *document,
                  struct assignment_answer *answer, struct error *err)
{
    size_t length = strlen(problem);
    int64_t since = monotonic_ms();
    const char *wrong = assignment_read(s->env->arena, arena_copy(s->env->arena, problem, length),
                                        length, document);

    if (wrong != NULL)
        log_event("roster/invalid", "why", wrong, NULL);
    if (wrong != NULL || !assignment_solve(s->env->arena, &document->problem, answer))
        return error_set(err, ERROR_BROKEN, "roster/unsolved");
    s->took += monotonic_ms() - since;
    return true;
}

/* The places in the case of the document's ids. */
struct places {
    struct names applications, reviewers;
};

static struct places places_of(struct env *env, const struct roster_case *given)
{
    struct places p = {.applications = {.mask = 0}};
    bool is_new;

    for (size_t i = 0; i < given->applications.count; i++)
        names_add(env->arena, &p.applications, given->applications.items[i].key.text, KEY_LENGTH,
                  &is_new);
    for (size_t i = 0; i < given->reviewers.count; i++)
        names_add(env->arena, &p.reviewers, given->reviewers.items[i].key.text, KEY_LENGTH,
                  &is_new);
    return p;
}

static const char *held_by(unsigned marks)
{
    return (marks & MARK_LIVE) != 0  ? "live"
           : (marks & MARK_ADD) != 0 ? "add"
           : (marks & MARK_PIN) != 0 ? "pin"
                                     : "";
}

static void choose(struct solving *s, size_t a, size_t r)
{
    unsigned marks = s->given.marks[roster_pair(&s->given, a, r)];
    struct roster_choice *choice = list_add(s->env->arena, &s->choices);

    choice->application = s->given.applications.items[a].application;
    choice->reviewer = s->given.reviewers.items[r].person;
    choice->held = held_by(marks);
    choice->fit = roster_fit(&s->given, a, r);
    choice->cost = fit_cost(&choice->fit, 0);
    if (!s->given.has_base)
        choice->fit.moved = (marks & MARK_LIVE) == 0;
}

static void take_choices(struct solving *s, const struct assignment_document *document)
{
    struct places places = places_of(s->env, &s->given);

    s->choices.count = 0;
    s->roster->missing = 0;
    for (size_t i = 0; i < document->problem.application_count; i++) {
        const struct assignment_application *row = &document->problem.applications[i];
        const struct name *id = &document->applications.items[i];
        size_t a = names_find(&places.applications, id->text, id->length);

        for (int64_t c = 0; c < row->k; c++) {
            const struct name *who = &document->reviewers.items[row->chosen[c]];

            if (roster_is_spare(who->text, who->length))
                s->roster->missing++;
            else
                choose(s, a, names_find(&places.reviewers, who->text, who->length));
        }
    }
}

/* How many could review any of the cut's applications. */
static int64_t open_to(const struct solving *s, const struct assignment_document *document,
                       const struct assignment_cut *cut, const struct places *places)
{
    int64_t count = 0;

    for (size_t r = 0; r < s->given.reviewers.count; r++)
        for (size_t i = 0; i < cut->application_count; i++) {
            const struct name *id = &document->applications.items[cut->applications[i]];

            if (roster_is_open(&s->given, names_find(&places->applications, id->text, id->length),
                               r)) {
                count++;
                break;
            }
        }
    return count;
}

static json_t *explain(const struct solving *s, const struct assignment_document *document,
                       const struct assignment_cut *cut)
{
    struct places places = places_of(s->env, &s->given);
    json_t *told = json_root(s->env->arena), *list = json_put_array(told, "applications");

    for (size_t i = 0; i < cut->application_count; i++) {
        const struct name *id = &document->applications.items[cut->applications[i]];

        json_add_text(list, arena_copy(s->env->arena, id->text, id->length));
    }
    json_put_int(told, "reviewers", open_to(s, document, cut, &places));
    json_put_int(told, "need", cut->need);
    json_put_int(told, "have", cut->have);
    return told;
}

static bool solve_case(struct solving *s, struct error *err)
{
    struct assignment_document document;
    struct assignment_answer answer;

    s->problem = write_problem(s->env, &s->given, false);
    if (!solve(s, s->problem, &document, &answer, err))
        return false;
    s->roster->total = answer.feasible ? answer.total : -1;
    s->roster->cut = answer.feasible ? NULL : explain(s, &document, &answer.cut);
    if (!answer.feasible &&
        !solve(s, write_problem(s->env, &s->given, true), &document, &answer, err))
        return false;
    take_choices(s, &document);
    return true;
}

/* ---- reading and looking again */

static bool read_case(struct solving *s, struct error *err)
{
    bool done = db_read_begin(s->env->db, err) &&
                store_roster_live_mark(s->env, s->call->id, &s->roster->live, &s->roster->newest,
                                       err) &&
                roster_case_read(s->env, s->call, s->roster, (struct application_id){0}, &s->given,
                                 err);

    db_read_end(s->env->db);
    return done;
}

static bool look_again(struct solving *s, size_t *found, struct error *err)
{
    struct new_pairs pairs = {0};

    for (size_t i = 0; i < s->choices.count; i++)
        if (strcmp(s->choices.items[i].held, "live") != 0)
            *list_add(s->env->arena, &pairs) = (struct new_pair){s->choices.items[i].application,
                                                                 s->choices.items[i].reviewer};
    return conflicts_seek_pairs(s->env, s->call, &pairs, found, err);
}

static bool step(struct env *env, const struct roster *roster, const char *state, struct error *err)
{
    bool done = tx_begin(env, err) && store_roster_step(env, roster->id, state, err);

    return tx_end(env, done, err);
}

static bool solve_until_clean(struct solving *s, struct error *err)
{
    size_t found = 1;

    for (int turn = 0; turn < TURNS_MOST && found > 0; turn++)
        if (!read_case(s, err) || !solve_case(s, err) || !look_again(s, &found, err))
            return false;
    return true;
}

/* ---- storing */

static bool store_rows(struct solving *s, struct error *err)
{
    struct roster_id id = s->roster->id;

    for (size_t a = 0; a < s->given.applications.count; a++)
        if (!store_roster_application_add(s->env, id, s->given.applications.items[a].application,
                                          roster_wanted(&s->given, a), err))
            return false;
    for (size_t i = 0; i < s->choices.count; i++)
        if (!store_roster_pair_add(s->env, id, &s->choices.items[i], err))
            return false;
    return true;
}

static bool store_solved(struct solving *s, struct error *err)
{
    struct digest digest = digest_of(s->problem, strlen(s->problem));
    bool done;

    s->roster->digest = digest_hex(s->env->arena, &digest);
    s->roster->took = s->took;
    done = tx_begin(s->env, err) && store_roster_clear(s->env, s->roster->id, err) &&
           store_rows(s, err) && store_roster_solved(s->env, s->roster, s->problem, err);
    return tx_end(s->env, done, err);
}

static bool give_up(struct env *env, const struct roster *roster, struct error *err)
{
    const char *why = arena_text(env->arena, err->code);
    bool done;

    log_event("roster/failed", "key", roster->key.text, "why", why, NULL);
    *err = (struct error){0};
    done = tx_begin(env, err) && store_roster_failed(env, roster->id, why, err);
    return tx_end(env, done, err);
}

static bool solve_due(struct env *env, struct roster *roster, struct error *err)
{
    struct solving s = {.env = env, .roster = roster};

    return (service_call_by_id(env, roster->call, &s.call, err) &&
            step(env, roster, "solving", err) && solve_until_clean(&s, err) &&
            store_solved(&s, err)) ||
           give_up(env, roster, err);
}

/* ---- somebody new */

/* Every eligible application of the call beside one reviewer. */
static bool pairs_with(struct env *env, const struct call *call, struct person_id reviewer,
                       struct new_pairs *pairs, struct error *err)
{
    struct roster_case rows = {.definition = call->definition};
    struct roster_contents contents = {0};

    if (!store_roster_case_rows(env, call->id, (struct application_id){0}, &rows, &contents, err))
        return false;
    for (size_t i = 0; i < rows.applications.count; i++)
        *list_add(env->arena, pairs) = (struct new_pair){rows.applications.items[i].application,
                                                         reviewer};
    return true;
}

static bool seek_for(struct env *env, struct call_id id, struct person_id reviewer,
                     struct error *err)
{
    struct new_pairs pairs = {0};
    const struct call *call;
    size_t found;
    bool done;

    if (!service_call_by_id(env, id, &call, err) || !pairs_with(env, call, reviewer, &pairs, err) ||
        !conflicts_seek_pairs(env, call, &pairs, &found, err))
        return false;
    done = tx_begin(env, err) && store_expertise_sought(env, id, reviewer, err);
    return tx_end(env, done, err);
}

/* A draft somebody waits for comes first; its own pairs are looked at anyway. */
bool action_rosters_work(struct env *env, bool *again, struct error *err)
{
    struct call_id call;
    struct person_id reviewer;
    struct roster roster;

    if (!store_roster_due(env, &roster, again, err))
        return false;
    if (*again)
        return solve_due(env, &roster, err);
    if (!store_expertise_unsought(env, &call, &reviewer, again, err) || !*again)
        return err->kind == ERROR_NONE;
    return seek_for(env, call, reviewer, err);
}
