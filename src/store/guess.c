/* guess.c: how often somebody failed lately, as rows. */

#include "store/guess.h"

#include "store/query.h"

bool store_guess_get(struct env *env, const char *subject, struct guess *guess, struct error *err)
{
    struct statement *s = query(env->db, Q_GUESS_GET);

    *guess = (struct guess){0};
    bind_text(s, "subject", subject);
    if (query_row(s, err)) {
        guess->count = column_int(s, "count");
        guess->last_at = column_int(s, "since");
        guess->next_at = column_int(s, "next_at");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_guess_put(struct env *env, const char *subject, const struct guess *guess,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_GUESS_PUT);

    bind_text(s, "subject", subject);
    bind_int(s, "count", guess->count);
    bind_int(s, "since", guess->last_at);
    bind_int(s, "next_at", guess->next_at);
    return query_run(s, err);
}

bool store_guess_clear(struct env *env, const char *subject, struct error *err)
{
    struct statement *s = query(env->db, Q_GUESS_CLEAR);

    bind_text(s, "subject", subject);
    return query_run(s, err);
}

bool store_guess_sweep(struct env *env, int64_t before, struct error *err)
{
    struct statement *s = query(env->db, Q_GUESS_SWEEP);

    bind_int(s, "before", before);
    return query_run(s, err);
}
