/* paper.c: the PDFs of submitted versions, as rows. */

#include "store/paper.h"

#include "store/query.h"

bool store_papers_ask(struct env *env, struct submission_id submission, struct error *err)
{
    for (int kind = 0; kind < PAPER_COUNT; kind++) {
        struct statement *s = query(env->db, Q_PAPER_ASK);

        bind_int(s, "submission", submission.value);
        bind_text(s, "kind", paper_word((enum paper_kind)kind));
        bind_int(s, "now", env->now);
        if (!query_run(s, err))
            return false;
    }
    return true;
}

static void read_paper(struct env *env, struct statement *s, struct paper *paper)
{
    paper->submission.value = column_int(s, "submission");
    paper_of(column_text(s, env->arena, "kind"), &paper->kind);
    paper->sha256 = column_text(s, env->arena, "blob");
    paper->size = column_int(s, "size");
    paper->pages = column_int(s, "pages");
    paper->made_at = column_int(s, "made_at");
    paper->attempts = column_int(s, "attempts");
    paper->failure = column_text(s, env->arena, "failure");
    query_end(s);
}

bool store_paper_get(struct env *env, struct submission_id submission, enum paper_kind kind,
                     struct paper *paper, struct error *err)
{
    struct statement *s = query(env->db, Q_PAPER_GET);

    bind_int(s, "submission", submission.value);
    bind_text(s, "kind", paper_word(kind));
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_paper(env, s, paper);
    return true;
}

bool store_paper_due(struct env *env, struct paper *paper, bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_PAPER_DUE);

    bind_int(s, "now", env->now);
    *found = query_row(s, err);
    if (*found)
        read_paper(env, s, paper);
    return err->kind == ERROR_NONE;
}

bool store_paper_made(struct env *env, const struct paper *paper, struct error *err)
{
    struct statement *s = query(env->db, Q_PAPER_MADE);

    bind_int(s, "submission", paper->submission.value);
    bind_text(s, "kind", paper_word(paper->kind));
    bind_text(s, "blob", paper->sha256);
    bind_int(s, "size", paper->size);
    bind_int(s, "pages", paper->pages);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_paper_failed(struct env *env, const struct paper *paper, const char *failure,
                        int64_t next_at, struct error *err)
{
    struct statement *s = query(env->db, Q_PAPER_FAILED);

    bind_int(s, "submission", paper->submission.value);
    bind_text(s, "kind", paper_word(paper->kind));
    bind_text(s, "failure", failure);
    bind_int(s, "next_at", next_at);
    return query_run(s, err);
}

bool store_paper_count(struct env *env, struct call_id call, struct person_id actor,
                       struct paper_counts *counts, struct error *err)
{
    struct statement *s = query(env->db, Q_PAPER_COUNT);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    bind_int(s, "reads_all", 1);
    if (!query_row(s, err))
        return false;
    counts->waiting = column_int(s, "waiting");
    counts->failing = column_int(s, "failing");
    query_end(s);
    return true;
}
