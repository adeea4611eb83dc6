/* roster.c: drafts of who reviews what, and their pages, as rows. */

#include "store/roster.h"

#include "base/text.h"
#include "store/query.h"

static const json_t *read_json(struct env *env, struct statement *s, const char *name)
{
    struct error ignored = {0};
    const char *text = column_text(s, env->arena, name);

    return *text == '\0' ? NULL : json_parse(env->arena, text, strlen(text), &ignored);
}

static void read_roster(struct env *env, struct statement *s, struct roster *r)
{
    r->id.value = column_int(s, "id");
    r->key = column_key(s, "key");
    r->call.value = column_int(s, "call");
    r->state = column_text(s, env->arena, "state");
    r->settings = roster_settings_read(read_json(env, s, "settings"));
    r->seed = column_int(s, "seed");
    r->base.value = column_int(s, "base");
    r->digest = column_text(s, env->arena, "digest");
    r->total = column_int(s, "total");
    r->missing = column_int(s, "missing");
    r->cut = read_json(env, s, "cut");
    r->live = column_int(s, "live");
    r->newest = column_int(s, "newest");
    r->failure = column_text(s, env->arena, "failure");
    r->took = column_int(s, "took");
    r->made_by = column_text(s, env->arena, "made_by");
    r->made_at = column_int(s, "made_at");
    r->solved_at = column_int(s, "solved_at");
    r->published_by = column_text(s, env->arena, "published_by");
    r->published_at = column_int(s, "published_at");
    r->applications = column_int(s, "applications");
}

bool store_roster_get(struct env *env, struct key key, struct roster *roster, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_BY_KEY);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_roster(env, s, roster);
    query_end(s);
    return true;
}

bool store_rosters(struct env *env, struct call_id call, int64_t limit, struct rosters *list,
                   struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_LIST);

    bind_int(s, "call", call.value);
    bind_int(s, "limit", limit);
    while (query_row(s, err))
        read_roster(env, s, list_add(env->arena, list));
    return err->kind == ERROR_NONE;
}

bool store_roster_due(struct env *env, struct roster *roster, bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_DUE);

    *found = query_row(s, err);
    if (*found) {
        read_roster(env, s, roster);
        query_end(s);
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_add(struct env *env, struct call_id call, const struct roster *roster,
                      struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_ADD);

    bind_text(s, "key", roster->key.text);
    bind_int(s, "call", call.value);
    bind_text(s, "settings",
              json_write(env->arena, roster_settings_write(env->arena, &roster->settings)));
    bind_int(s, "seed", roster->seed);
    bind_id(s, "base", roster->base.value);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

/* The one number a statement about a call gives; 0 when it gives none. */
static bool number_of(struct env *env, enum query_name name, const char *about, int64_t id,
                      const char *column, int64_t *number, struct error *err)
{
    struct statement *s = query(env->db, name);

    bind_int(s, about, id);
    *number = query_row(s, err) ? column_int(s, column) : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_roster_base(struct env *env, struct call_id call, struct roster_id *base,
                       struct error *err)
{
    return number_of(env, Q_ROSTER_BASE, "call", call.value, "id", &base->value, err);
}

bool store_roster_unfinished(struct env *env, struct call_id call, int64_t *count,
                             struct error *err)
{
    return number_of(env, Q_ROSTER_UNFINISHED, "call", call.value, "count", count, err);
}

bool store_roster_gone(struct env *env, struct roster_id roster, int64_t *count, struct error *err)
{
    return number_of(env, Q_ROSTER_GONE, "roster", roster.value, "count", count, err);
}

bool store_roster_step(struct env *env, struct roster_id id, const char *state, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_STEP);

    bind_text(s, "state", state);
    bind_int(s, "id", id.value);
    return query_run(s, err);
}

bool store_roster_failed(struct env *env, struct roster_id id, const char *code, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_FAILED);

    bind_text(s, "failure", code);
    bind_int(s, "id", id.value);
    return query_run(s, err);
}

bool store_roster_solved(struct env *env, const struct roster *r, const char *problem,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_SOLVED);

    bind_text(s, "state", r->missing > 0 ? "partial" : "solved");
    bind_text(s, "problem", problem);
    bind_text(s, "digest", r->digest);
    if (r->total >= 0)
        bind_int(s, "total", r->total);
    bind_int(s, "missing", r->missing);
    bind_text(s, "cut", r->cut == NULL ? NULL : json_write(env->arena, r->cut));
    bind_int(s, "live", r->live);
    bind_int(s, "newest", r->newest);
    bind_int(s, "took", r->took);
    bind_int(s, "now", env->now);
    bind_int(s, "id", r->id.value);
    return query_run(s, err);
}

bool store_roster_problem(struct env *env, struct roster_id id, const char **problem,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_PROBLEM);

    bind_int(s, "id", id.value);
    *problem = query_row(s, err) ? column_text(s, env->arena, "problem") : "";
    query_end(s);
    return err->kind == ERROR_NONE;
}

/* ---- rows of pages */

static void bind_looker(struct statement *s, struct person_id actor)
{
    bind_int(s, "actor", actor.value);
    bind_int(s, "reads_all", 1);
}

static bool read_rows(struct env *env, struct statement *s, struct roster_rows *rows,
                      struct error *err)
{
    while (query_row(s, err)) {
        struct roster_row *row = list_add(env->arena, rows);

        row->application.value = column_int(s, "id");
        row->key = column_key(s, "key");
        row->number = column_text(s, env->arena, "number");
        row->title = column_text(s, env->arena, "title");
        row->topic_code = column_text(s, env->arena, "topic_code");
        row->wanted = column_int(s, "wanted");
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_applications(struct env *env, struct roster_id roster, struct person_id actor,
                               struct roster_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_APPLICATIONS);

    bind_int(s, "roster", roster.value);
    bind_looker(s, actor);
    return read_rows(env, s, rows, err);
}

bool store_roster_eligible(struct env *env, struct call_id call, int64_t k, struct person_id actor,
                           struct roster_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_ELIGIBLE);

    bind_int(s, "k", k);
    bind_int(s, "call", call.value);
    bind_looker(s, actor);
    return read_rows(env, s, rows, err);
}

static void read_choice(struct env *env, struct statement *s, struct roster_choice *choice)
{
    choice->application.value = column_int(s, "application");
    choice->reviewer.value = column_int(s, "reviewer");
    choice->key = column_key(s, "key");
    choice->name = column_text(s, env->arena, "name");
    choice->held = "live";
}

bool store_roster_pairs(struct env *env, struct roster_id roster, struct person_id actor,
                        struct roster_choices *choices, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_PAIRS);

    bind_int(s, "roster", roster.value);
    bind_looker(s, actor);
    while (query_row(s, err)) {
        struct roster_choice *choice = list_add(env->arena, choices);

        read_choice(env, s, choice);
        choice->held = column_text(s, env->arena, "held");
        choice->cost = column_int(s, "cost");
        nearness_of(column_text(s, env->arena, "nearness"), &choice->fit.nearness);
        choice->fit.keywords = column_int(s, "keywords");
        wish_of(column_text(s, env->arena, "wish"), &choice->fit.wish);
        choice->fit.unread = column_int(s, "unread") != 0;
        choice->fit.moved = column_int(s, "moved") != 0;
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_live(struct env *env, struct call_id call, struct person_id actor,
                       struct roster_choices *choices, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_LIVE);

    bind_int(s, "call", call.value);
    bind_looker(s, actor);
    while (query_row(s, err))
        read_choice(env, s, list_add(env->arena, choices));
    return err->kind == ERROR_NONE;
}

bool store_roster_clear(struct env *env, struct roster_id roster, struct error *err)
{
    static const enum query_name names[] = {Q_ROSTER_PAIR_CLEAR, Q_ROSTER_APPLICATION_CLEAR};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct statement *s = query(env->db, names[i]);

        bind_int(s, "roster", roster.value);
        if (!query_run(s, err))
            return false;
    }
    return true;
}

bool store_roster_application_add(struct env *env, struct roster_id roster,
                                  struct application_id application, int64_t wanted,
                                  struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_APPLICATION_ADD);

    bind_int(s, "roster", roster.value);
    bind_int(s, "application", application.value);
    bind_int(s, "wanted", wanted);
    return query_run(s, err);
}

bool store_roster_pair_add(struct env *env, struct roster_id roster,
                           const struct roster_choice *choice, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_PAIR_ADD);

    bind_int(s, "roster", roster.value);
    bind_int(s, "application", choice->application.value);
    bind_int(s, "reviewer", choice->reviewer.value);
    bind_text(s, "held", choice->held);
    bind_int(s, "cost", choice->cost);
    bind_text(s, "nearness", nearness_word(choice->fit.nearness));
    bind_int(s, "keywords", choice->fit.keywords);
    bind_text(s, "wish", wish_word(choice->fit.wish));
    bind_int(s, "unread", choice->fit.unread);
    bind_int(s, "moved", choice->fit.moved);
    return query_run(s, err);
}

/* ---- by hand */

bool store_roster_hands(struct env *env, struct call_id call, struct person_id actor,
                        struct roster_hands *hands, struct error *err)
{
    struct statement *s = query(env->db, Q_ROSTER_HANDS);

    bind_int(s, "call", call.value);
    bind_looker(s, actor);
    while (query_row(s, err)) {
        struct roster_hand *hand = list_add(env->arena, hands);

        hand->row.application.value = column_int(s, "application");
        hand->reviewer.value = column_int(s, "reviewer");
        hand->act = column_text(s, env->arena, "act");
        hand->row.key = column_key(s, "application_key");
        hand->row.number = column_text(s, env->arena, "number");
        hand->row.title = column_text(s, env->arena, "title");
        hand->row.topic_code = column_text(s, env->arena, "topic_code");
        hand->key = column_key(s, "key");
        hand->name = column_text(s, env->arena, "name");
        hand->by = column_text(s, env->arena, "by");
        hand->at = column_int(s, "at");
    }
    return err->kind == ERROR_NONE;
}

bool store_roster_hand_put(struct env *env, struct application_id application,
                           struct person_id reviewer, const char *act, struct person_id by,
                           struct error *err)
{
    struct statement *s = query(env->db, *act == '\0' ? Q_ROSTER_HAND_REMOVE : Q_ROSTER_HAND_PUT);

    bind_int(s, "application", application.value);
    bind_int(s, "reviewer", reviewer.value);
    if (*act != '\0') {
        bind_text(s, "act", act);
        bind_int(s, "by", by.value);
        bind_int(s, "now", env->now);
    }
    return query_run(s, err);
}
