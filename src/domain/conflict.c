/* conflict.c: the rules of 回避, one function per source. */

#include "domain/conflict.h"

#include "base/text.h"

#define AS_WORD(name, word) [CONFLICT_##name] = word,
static const char *const source_words[] = {CONFLICT_SOURCES(AS_WORD)};
static const char *const state_words[] = {CONFLICT_STATES(AS_WORD)};
#undef AS_WORD

const char *conflict_source_word(enum conflict_source source)
{
    return source_words[source];
}

const char *conflict_state_word(enum conflict_state state)
{
    return state_words[state];
}

/* Place of a word among `count`; -1 when it is none of them. */
static int place_of(const char *const *words, int count, const char *word)
{
    for (int i = 0; i < count; i++)
        if (text_equal(words[i], word))
            return i;
    return -1;
}

bool conflict_source_of(const char *word, enum conflict_source *source)
{
    int place = place_of(source_words, CONFLICT_SOURCE_COUNT, word);

    if (place >= 0)
        *source = (enum conflict_source)place;
    return place >= 0;
}

bool conflict_state_of(const char *word, enum conflict_state *state)
{
    int place = place_of(state_words, CONFLICT_STATE_COUNT, word);

    if (place >= 0)
        *state = (enum conflict_state)place;
    return place >= 0;
}

struct search {
    struct arena *arena;
    const struct conflict_application *application;
    const struct conflict_reviewer *reviewer;
    const struct institution_aliases *aliases;
    struct conflict_findings found;
};

/* One finding per source; a certain one takes the place of a suspicion. */
static void note(struct search *s, enum conflict_source source, enum conflict_state state,
                 const struct party *whom)
{
    struct conflict_finding finding = {source, state, arena_text(s->arena, whom->name)};

    for (size_t i = 0; i < s->found.count; i++)
        if (s->found.items[i].source == source) {
            if (state == CONFLICT_CONFIRMED && s->found.items[i].state == CONFLICT_SUSPECTED)
                s->found.items[i] = finding;
            return;
        }
    *list_add(s->arena, &s->found) = finding;
}

static bool same_email(struct arena *arena, const char *a, const char *b)
{
    const char *left = text_lower(arena, text_trim(arena, arena_text(arena, a)));

    return *left != '\0' &&
           strcmp(left, text_lower(arena, text_trim(arena, arena_text(arena, b)))) == 0;
}

static bool share_email(struct arena *arena, const struct party *a, const struct party *b)
{
    for (size_t i = 0; i < a->emails.count; i++)
        for (size_t k = 0; k < b->emails.count; k++)
            if (same_email(arena, a->emails.items[i], b->emails.items[k]))
                return true;
    return false;
}

/* Width, case, spaces and marks do not tell people apart, as they do not tell institutions. */
static bool same_name(struct arena *arena, const struct party *a, const struct party *b)
{
    const char *left = institution_fold(arena, arena_text(arena, a->name));

    return *left != '\0' && strcmp(left, institution_fold(arena, arena_text(arena, b->name))) == 0;
}

static bool share_institution(const struct search *s, const struct party *a, const struct party *b)
{
    return same_institution(s->arena, a->institution, b->institution, s->aliases);
}

/* One human being?  Person or address is proof; name and institution together are a suspicion. */
static bool same_party(const struct search *s, const struct party *a, const struct party *b,
                       enum conflict_state *state)
{
    bool proof = (a->person.value != 0 && a->person.value == b->person.value) ||
                 share_email(s->arena, a, b);

    *state = proof ? CONFLICT_CONFIRMED : CONFLICT_SUSPECTED;
    return proof || (same_name(s->arena, a, b) && share_institution(s, a, b));
}

static void find_self(struct search *s)
{
    enum conflict_state state;

    if (same_party(s, &s->application->leader, &s->reviewer->self, &state))
        note(s, CONFLICT_SELF, state, &s->application->leader);
}

static void find_member(struct search *s, const struct party *member)
{
    enum conflict_state state;

    if (same_party(s, member, &s->reviewer->self, &state))
        note(s, CONFLICT_MEMBER, state, member);
}

static void find_co_member(struct search *s, const struct party *party)
{
    enum conflict_state state;

    for (size_t i = 0; i < s->reviewer->companions.count; i++)
        if (same_party(s, party, &s->reviewer->companions.items[i], &state))
            note(s, CONFLICT_CO_MEMBER, state, party);
}

static void find_institution(struct search *s, const struct party *party)
{
    if (share_institution(s, party, &s->reviewer->self))
        note(s, CONFLICT_INSTITUTION, CONFLICT_SUSPECTED, party);
}

/* A Chinese name of two or three characters: thousands share it. */
static bool is_common_name(struct arena *arena, const char *name)
{
    const char *folded = institution_fold(arena, arena_text(arena, name));
    size_t count = 0;

    for (uint32_t c; (c = text_next(&folded)) != 0; count++)
        if (c < 0x3400 || (c > 0x9FFF && c < 0x20000))
            return false;
    return count <= 3;
}

static void find_named(struct search *s, const struct party *named)
{
    const struct party *self = &s->reviewer->self;
    enum conflict_state state;

    if (same_party(s, named, self, &state) ||
        (text_blank(named->institution) && same_name(s->arena, named, self) &&
         !is_common_name(s->arena, named->name)))
        note(s, CONFLICT_NAMED, CONFLICT_SUSPECTED, named);
}

static void for_each(struct search *s, const struct party_list *parties,
                     void (*find)(struct search *, const struct party *))
{
    for (size_t i = 0; i < parties->count; i++)
        find(s, &parties->items[i]);
}

struct conflict_findings conflict_find(struct arena *arena,
                                       const struct conflict_application *application,
                                       const struct conflict_reviewer *reviewer,
                                       const struct institution_aliases *aliases)
{
    struct search s = {arena, application, reviewer, aliases, {0}};

    find_self(&s);
    for_each(&s, &application->members, find_member);
    find_co_member(&s, &application->leader);
    for_each(&s, &application->members, find_co_member);
    find_institution(&s, &application->leader);
    for_each(&s, &application->members, find_institution);
    for_each(&s, &application->avoid, find_named);
    return s.found;
}

bool conflict_is_final(enum conflict_source source, enum conflict_state state)
{
    return (source == CONFLICT_SELF || source == CONFLICT_MEMBER) && state == CONFLICT_CONFIRMED;
}
