/* erasure.c: requests to be erased, and erasing, as rows. */

#include "store/erasure.h"

#include <string.h>

#include "store/query.h"
#include "store/tx.h"

bool store_erasure_add(struct env *env, struct person_id person, const char *reason,
                       struct error *err)
{
    struct erasure last;
    struct statement *s;

    if (!store_erasure_of(env, person, &last, err))
        return false;
    if (last.id != 0 && (last.state == ERASURE_ASKED || last.state == ERASURE_ACCEPTED))
        return error_set(err, ERROR_CONFLICT, "erasure/open");
    s = query(env->db, Q_ERASURE_ADD);
    bind_text(s, "key", key_new(env).text);
    bind_int(s, "person", person.value);
    bind_text(s, "reason", reason);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

static void read_row(struct env *env, struct statement *s, struct erasure *row)
{
    row->id = column_int(s, "id");
    row->key = column_key(s, "key");
    row->person.value = column_int(s, "person");
    row->person_key = column_key(s, "person_key");
    row->name = column_text(s, env->arena, "name");
    row->state = erasure_of(column_text(s, env->arena, "state"));
    row->reason = column_text(s, env->arena, "reason");
    row->asked_at = column_int(s, "asked_at");
    row->answer = column_text(s, env->arena, "answer");
    row->decided_at = column_int(s, "decided_at");
    row->due_at = column_int(s, "due_at");
    row->ended_at = column_int(s, "ended_at");
}

/* `id` 0 when there is none. */
static bool one(struct env *env, struct statement *s, struct erasure *row, struct error *err)
{
    *row = (struct erasure){.name = "", .reason = "", .answer = ""};
    if (query_row(s, err))
        read_row(env, s, row);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_erasure_of(struct env *env, struct person_id person, struct erasure *row,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_OF);

    bind_int(s, "person", person.value);
    return one(env, s, row, err);
}

bool store_erasure_get(struct env *env, struct key key, struct erasure *row, struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_GET);

    bind_text(s, "key", key.text);
    return one(env, s, row, err) && (row->id != 0 || error_set(err, ERROR_MISSING, "missing"));
}

bool store_erasures(struct env *env, struct erasures *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_LIST);

    while (query_row(s, err))
        read_row(env, s, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_erasure_due(struct env *env, struct erasure *row, struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_DUE);

    bind_int(s, "now", env->now);
    return one(env, s, row, err);
}

static bool was_open(struct env *env, struct statement *s, struct error *err)
{
    (void)env;
    return query_run(s, err) &&
           (query_changes(s) > 0 || error_set(err, ERROR_CONFLICT, "erasure/over"));
}

bool store_erasure_decide(struct env *env, const struct erasure *row, enum erasure_state state,
                          const char *answer, struct person_id by, int64_t due, struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_DECIDE);

    bind_int(s, "id", row->id);
    bind_text(s, "state", erasure_word(state));
    bind_text(s, "answer", answer);
    bind_id(s, "by", by.value);
    bind_int(s, "now", env->now);
    bind_id(s, "due", due);
    return was_open(env, s, err);
}

bool store_erasure_end(struct env *env, const struct erasure *row, enum erasure_state state,
                       struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_END);

    bind_int(s, "id", row->id);
    bind_text(s, "state", erasure_word(state));
    bind_int(s, "now", env->now);
    return was_open(env, s, err);
}

bool store_erasure_facts(struct env *env, struct person_id person, struct erasure_facts *facts,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_ERASURE_FACTS);

    bind_int(s, "person", person.value);
    if (query_row(s, err))
        *facts = (struct erasure_facts){column_int(s, "awards"), column_int(s, "in_review"),
                                        column_int(s, "roles")};
    query_end(s);
    return err->kind == ERROR_NONE;
}

/* In this order: what points at a row goes before it. */
static const enum query_name steps[] = {
    Q_ERASE_TOKEN,        Q_ERASE_SESSION,     Q_ERASE_TOTP,
    Q_ERASE_RECOVERY,     Q_ERASE_ACCOUNT,     Q_ERASE_NOTICE,
    Q_ERASE_MEMBER,       Q_ERASE_MEMBERSHIP,  Q_ERASE_TEAM,
    Q_ERASE_COLLABORATOR, Q_ERASE_UPLOAD_PART, Q_ERASE_UPLOAD,
    Q_ERASE_PAPER,        Q_ERASE_RECEIPT,     Q_ERASE_SUBMISSION_FILE,
    Q_ERASE_SUBMISSION,   Q_ERASE_ATTACHMENT,  Q_ERASE_REVISION,
    Q_ERASE_ANSWER,       Q_ERASE_SCREENING,   Q_ERASE_REVIEW_VERSION,
    Q_ERASE_REVIEW,       Q_ERASE_DECISION,    Q_ERASE_AWARD_CASE,
    Q_ERASE_CONFLICT,     Q_ERASE_ASSIGNMENT,  Q_ERASE_EXTENSION,
    Q_ERASE_DIFFERENT,    Q_ERASE_REVIEWER,    Q_ERASE_SCORE_UPLOAD,
    Q_ERASE_APPLICATION,  Q_ERASE_ADDRESS,     Q_ERASE_PERSON,
    Q_ERASE_WORDS,
};

bool store_person_erase(struct env *env, struct person_id person, struct error *err)
{
    bool done = true;

    for (size_t i = 0; done && i < sizeof steps / sizeof steps[0]; i++) {
        struct statement *s = query(env->db, steps[i]);

        bind_int(s, "person", person.value);
        if (steps[i] == Q_ERASE_COLLABORATOR)
            bind_int(s, "now", env->now);
        done = query_run(s, err);
    }
    tx_write_out(env);
    return done && query_run(query(env->db, Q_ERASE_BLOB), err);
}
