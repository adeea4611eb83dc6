/* roster_case.c: what the solver reads of a call, and what publishing checks and writes, as rows.
 */

#include "base/text.h"
#include "store/expertise.h"
#include "store/query.h"
#include "store/review.h"
#include "store/roster.h"

static bool read_reviewers(struct env *env, struct call_id call, struct roster_case *given,
                           struct error *err)
{
    struct expertise_rows rows = {0};

    if (!store_expertise_list(env, call, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct expertise *e = &rows.items[i];
        struct roster_reviewer *r = list_add(env->arena, &given->reviewers);

        *r = (struct roster_reviewer){.person = e->person,
                                      .key = e->key,
                                      .name = e->name,
                                      .institution = e->institution,
                                      .load = e->load,
                                      .topics = e->topics,
                                      .languages = e->languages,
                                      .declined = text_equal(e->answer, "declined")};
        keywords_add(env->arena, &r->keywords, e->keywords);
    }
    return true;
}

static void bind_scope(struct statement *s, struct call_id call, struct application_id only)
{
    bind_int(s, "call", call.value);
    bind_id(s, "only", only.value);
}

bool store_roster_case_rows(struct env *env, struct call_id call, struct application_id only,
                            struct roster_case *given, struct roster_contents *contents,
                            struct error *err)
{
    struct statement *s;

    if (!read_reviewers(env, call, given, err))
        return false;
    s = query(env->db, Q_ROSTER_CASE_APPLICATIONS);
    bind_scope(s, call, only);
    while (query_row(s, err)) {
        struct roster_application *a = list_add(env->arena, &given->applications);
        const char *title;

        a->application.value = column_int(s, "id");
        a->key = column_key(s, "key");
        title = column_text(s, env->arena, "title");
        a->topic = column_text(s, env->arena, "topic_code");
        a->is_chinese = title_is_chinese(title);
        keywords_add(env->arena, &a->keywords, title);
        *list_add(env->arena, contents) = column_text(s, env->arena, "content");
    }
    return err->kind == ERROR_NONE;
}

/* Row numbers to places: both lists are looked up by halving. */
struct place {
    int64_t id;
    size_t at;
};

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct place *)a)->id, y = ((const struct place *)b)->id;

    return (x > y) - (x < y);
}

struct places {
    struct place *applications, *reviewers;
};

static struct places places_of(struct arena *arena, const struct roster_case *given)
{
    struct places p = {arena_array(arena, given->applications.count, sizeof(struct place)),
                       arena_array(arena, given->reviewers.count, sizeof(struct place))};

    for (size_t i = 0; i < given->applications.count; i++)
        p.applications[i] = (struct place){given->applications.items[i].application.value, i};
    for (size_t i = 0; i < given->reviewers.count; i++)
        p.reviewers[i] = (struct place){given->reviewers.items[i].person.value, i};
    qsort(p.applications, given->applications.count, sizeof(struct place), by_id);
    qsort(p.reviewers, given->reviewers.count, sizeof(struct place), by_id);
    return p;
}

/* The pair a row names; false when it is of nobody who reviews here, or of another application. */
static bool pair_of(struct statement *s, const struct roster_case *given, const struct places *p,
                    size_t *pair)
{
    struct place application = {.id = column_int(s, "application")}, *a, *r, reviewer;

    reviewer.id = column_int(s, "reviewer");
    a = bsearch(&application, p->applications, given->applications.count, sizeof *a, by_id);
    r = bsearch(&reviewer, p->reviewers, given->reviewers.count, sizeof *r, by_id);
    if (a == NULL || r == NULL)
        return false;
    *pair = roster_pair(given, a->at, r->at);
    return true;
}

static unsigned char hand_mark(const char *act)
{
    return text_equal(act, "pin") ? MARK_PIN : text_equal(act, "add") ? MARK_ADD : MARK_FORBID;
}

static void mark(struct env *env, struct statement *s, enum query_name name, size_t pair,
                 struct roster_case *given)
{
    enum wish wish = WISH_NONE;

    if (name == Q_ROSTER_CASE_CONFLICTS)
        given->marks[pair] |= MARK_CONFLICT;
    else if (name == Q_ROSTER_CASE_LIVE)
        given->marks[pair] |= MARK_LIVE;
    else if (name == Q_ROSTER_CASE_STOOD)
        given->marks[pair] |= MARK_STOOD;
    else if (name == Q_ROSTER_CASE_HANDS)
        given->marks[pair] |= hand_mark(column_text(s, env->arena, "act"));
    else if (wish_of(column_text(s, env->arena, "wish"), &wish))
        given->wishes[pair] = (unsigned char)wish;
}

bool store_roster_case_marks(struct env *env, struct call_id call, struct application_id only,
                             struct roster_id base, struct roster_case *given, struct error *err)
{
    static const enum query_name names[] = {Q_ROSTER_CASE_CONFLICTS, Q_ROSTER_CASE_LIVE,
                                            Q_ROSTER_CASE_HANDS, Q_ROSTER_CASE_BIDS,
                                            Q_ROSTER_CASE_STOOD};
    struct places places = places_of(env->arena, given);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct statement *s = query(env->db, names[i]);
        size_t pair;

        if (names[i] == Q_ROSTER_CASE_STOOD) {
            bind_id(s, "base", base.value);
            bind_id(s, "only", only.value);
        } else {
            bind_scope(s, call, only);
        }
        while (query_row(s, err))
            if (pair_of(s, given, &places, &pair))
                mark(env, s, names[i], pair, given);
        if (err->kind != ERROR_NONE)
            return false;
    }
    return true;
}

bool store_roster_live_mark(struct env *env, struct call_id call, int64_t *live, int64_t *newest,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_LIVE_MARK);

    bind_int(s, "call", call.value);
    if (!query_row(s, err))
        return false;
    *live = column_int(s, "live");
    *newest = column_int(s, "newest");
    query_end(s);
    return true;
}

bool store_roster_found(struct env *env, struct call_id call, struct known_conflicts *known,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_FOUND);

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct known_conflict *row = list_add(env->arena, known);

        row->application.value = column_int(s, "application");
        row->reviewer.value = column_int(s, "reviewer");
        row->source = column_text(s, env->arena, "source");
        row->state = column_text(s, env->arena, "state");
        row->found = column_int(s, "found") != 0;
    }
    return err->kind == ERROR_NONE;
}

/* ---- publishing */

bool store_roster_barred(struct env *env, const struct roster *roster, struct person_id actor,
                         struct barred_pairs *barred, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_BARRED);

    bind_int(s, "call", roster->call.value);
    bind_int(s, "actor", actor.value);
    bind_int(s, "reads_all", 1);
    bind_int(s, "roster", roster->id.value);
    while (query_row(s, err)) {
        struct barred_pair *pair = list_add(env->arena, barred);

        pair->name = column_text(s, env->arena, "name");
        pair->number = column_text(s, env->arena, "number");
        pair->visible = column_int(s, "visible") != 0;
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_new(struct env *env, struct roster_id roster, struct new_pairs *pairs,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_NEW);

    bind_int(s, "roster", roster.value);
    while (query_row(s, err)) {
        struct new_pair *pair = list_add(env->arena, pairs);

        pair->application.value = column_int(s, "application");
        pair->reviewer.value = column_int(s, "reviewer");
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_assign(struct env *env, const struct roster *roster, const struct new_pair *pair,
                         struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_ASSIGN);

    bind_text(s, "key", key_new(env).text);
    bind_int(s, "call", roster->call.value);
    bind_int(s, "application", pair->application.value);
    bind_int(s, "reviewer", pair->reviewer.value);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    bind_int(s, "roster", roster->id.value);
    return query_run(s, err) && store_assignment_settle(env, pair->application, NULL, err);
}

bool store_roster_publish(struct env *env, const struct roster *roster, struct person_id by,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_PUBLISH);

    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    bind_int(s, "id", roster->id.value);
    if (!query_run(s, err))
        return false;
    if (query_changes(s) == 0)
        return error_set(err, ERROR_CONFLICT, "roster/published");
    s = query(env->db, Q_ROSTER_OVERTAKE);
    bind_int(s, "call", roster->call.value);
    bind_int(s, "id", roster->id.value);
    return query_run(s, err);
}
