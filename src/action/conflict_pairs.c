/* conflict_pairs.c: looking for conflicts of many pairs at once. */

#include "action/conflict.h"

#include "store/tx.h"

struct finding {
    struct new_pair pair;
    const char *source, *state, *whom;
};

/* What is asked for over and over is asked for once. */
struct seeker {
    struct env *env;
    const struct call *call;
    struct roster_case rows; /* applications of the call */
    struct roster_contents contents;
    struct institution_aliases store;
    struct names aliases; /* folded names that were looked up … */
    struct {
        LIST(const char *);
    } institutions; /* … and what they stand for, NULL for themselves */
    struct known_reviewer {
        struct person_id person;
        struct conflict_reviewer parties;
    } * reviewers; /* those without a team of their own: the same for every application */
    size_t reviewer_count;
    struct names known; /* "application reviewer source state" of what is written down */
    struct {
        LIST(struct finding);
    } found;
};

static const char *find_alias(const void *context, const char *folded)
{
    struct seeker *s = (struct seeker *)(uintptr_t)context;
    uint32_t at = names_find(&s->aliases, folded, strlen(folded));
    const char *institution;
    bool is_new;

    if (at != NAMES_NONE)
        return s->institutions.items[at];
    institution = s->store.find(s->store.context, folded);
    folded = arena_text(s->env->arena, folded);
    names_add(s->env->arena, &s->aliases, folded, strlen(folded), &is_new);
    *list_add(s->env->arena, &s->institutions) = institution;
    return institution;
}

static const char *spell(struct arena *arena, const struct new_pair *pair, const char *source,
                         const char *state)
{
    return arena_format(arena, "%lld %lld %s %s", (long long)pair->application.value,
                        (long long)pair->reviewer.value, source, state);
}

/* What somebody decided is known in every state; what was found only as it was found. */
static bool read_known(struct seeker *s, struct error *err)
{
    struct known_conflicts known = {0};

    if (!store_roster_found(s->env, s->call->id, &known, err))
        return false;
    for (size_t i = 0; i < known.count; i++) {
        const struct known_conflict *row = &known.items[i];
        struct new_pair pair = {row->application, row->reviewer};

        for (int state = 0; state < CONFLICT_STATE_COUNT; state++) {
            const char *word = conflict_state_word((enum conflict_state)state), *text;
            bool is_new;

            if (row->found && strcmp(word, row->state) != 0)
                continue;
            text = spell(s->env->arena, &pair, row->source, word);
            names_add(s->env->arena, &s->known, text, strlen(text), &is_new);
        }
    }
    return true;
}

static void note(struct seeker *s, const struct new_pair *pair,
                 const struct conflict_findings *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const char *source = conflict_source_word(found->items[i].source);
        const char *state = conflict_state_word(found->items[i].state);
        const char *text = spell(s->env->arena, pair, source, state);

        if (names_find(&s->known, text, strlen(text)) != NAMES_NONE)
            continue;
        *list_add(s->env->arena, &s->found) = (struct finding){
            *pair, source, state, arena_text(s->env->arena, found->items[i].whom)};
    }
}

static bool reviewer_of(struct seeker *s, struct env *scratch, struct person_id reviewer,
                        struct person_id applicant, struct conflict_reviewer *parties,
                        struct error *err)
{
    const struct person_id nobody = {0};

    for (size_t i = 0; i < s->reviewer_count; i++)
        if (s->reviewers[i].person.value == reviewer.value) {
            *parties = s->reviewers[i].parties;
            return true;
        }
    if (!store_reviewer_parties(s->env, s->call->id, reviewer, nobody, parties, err))
        return false;
    if (parties->companions.count == 0) {
        s->reviewers[s->reviewer_count++] = (struct known_reviewer){reviewer, *parties};
        return true;
    }
    return store_reviewer_parties(scratch, s->call->id, reviewer, applicant, parties, err);
}

static const char *content_of(const struct seeker *s, struct application_id id)
{
    for (size_t i = 0; i < s->rows.applications.count; i++)
        if (s->rows.applications.items[i].application.value == id.value)
            return s->contents.items[i];
    return NULL;
}

/* The pairs of one application, which stand in a row. */
static bool seek_row(struct seeker *s, struct env *scratch, const struct new_pair *pairs,
                     size_t count, struct error *err)
{
    const struct institution_aliases aliases = {find_alias, s};
    const char *content = content_of(s, pairs[0].application);
    struct conflict_application application;
    struct conflict_reviewer parties;
    const json_t *document;

    if (content == NULL) /* not eligible any more */
        return true;
    document = json_parse(scratch->arena, content, strlen(content), err);
    if (document == NULL ||
        !conflicts_application(scratch, s->call->definition, pairs[0].application,
                               json_at(document, "sections"), &application, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct conflict_findings found;

        if (!reviewer_of(s, scratch, pairs[i].reviewer, application.leader.person, &parties, err))
            return false;
        found = conflict_find(scratch->arena, &application, &parties, &aliases);
        note(s, &pairs[i], &found);
    }
    return true;
}

static int by_application(const void *a, const void *b)
{
    const struct new_pair *x = a, *y = b;
    int64_t left = x->application.value, right = y->application.value;

    return (left > right) - (left < right);
}

static bool seek_all(struct seeker *s, const struct new_pairs *pairs, struct error *err)
{
    struct new_pair *sorted = arena_array(s->env->arena, pairs->count, sizeof *sorted);
    size_t count;

    memcpy(sorted, pairs->items, pairs->count * sizeof *sorted);
    qsort(sorted, pairs->count, sizeof *sorted, by_application);
    for (size_t i = 0; i < pairs->count; i += count) {
        struct env scratch = *s->env;
        bool done;

        for (count = 1; i + count < pairs->count &&
                        sorted[i + count].application.value == sorted[i].application.value;)
            count++;
        scratch.arena = arena_open();
        done = seek_row(s, &scratch, sorted + i, count, err);
        arena_close(scratch.arena);
        if (!done)
            return false;
    }
    return true;
}

static bool write_found(struct seeker *s, struct error *err)
{
    const struct person_id nobody = {0};
    bool done;

    if (s->found.count == 0)
        return true;
    done = tx_begin(s->env, err);
    for (size_t i = 0; done && i < s->found.count; i++) {
        const struct finding *f = &s->found.items[i];

        done = store_conflict_add(s->env, f->pair.application, f->pair.reviewer, f->source,
                                  f->state, f->whom, nobody, err);
    }
    return tx_end(s->env, done, err);
}

bool conflicts_seek_pairs(struct env *env, const struct call *call, const struct new_pairs *pairs,
                          size_t *found, struct error *err)
{
    struct seeker s = {.env = env, .call = call, .store = store_aliases(env)};
    bool done;

    *found = 0;
    if (pairs->count == 0)
        return true;
    s.reviewers = arena_array(env->arena, pairs->count, sizeof *s.reviewers);
    done = store_roster_case_rows(env, call->id, (struct application_id){0}, &s.rows, &s.contents,
                                  err) &&
           read_known(&s, err) && seek_all(&s, pairs, err) && write_found(&s, err);
    *found = s.found.count;
    return done;
}
