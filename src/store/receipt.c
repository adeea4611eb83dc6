/* receipt.c: receipts and the keys they are signed with, as rows. */

#include "store/receipt.h"

#include "store/query.h"

bool store_receipt_get(struct env *env, struct submission_id submission, struct receipt_row *row,
                       bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_RECEIPT_GET);

    *row = (struct receipt_row){.submission = submission};
    bind_int(s, "submission", submission.value);
    *found = query_row(s, err);
    if (*found) {
        row->content = column_text(s, env->arena, "content");
        row->key = column_text(s, env->arena, "signing_key");
        row->signature = column_text(s, env->arena, "signature");
        row->signed_at = column_int(s, "signed_at");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_receipt_add(struct env *env, const struct receipt_row *row, struct error *err)
{
    struct statement *s = query(env->db, Q_RECEIPT_ADD);

    bind_int(s, "submission", row->submission.value);
    bind_text(s, "content", row->content);
    bind_text(s, "signing_key", row->key);
    bind_text(s, "signature", row->signature);
    bind_int(s, "signed_at", row->signed_at);
    return query_run(s, err);
}

bool store_receipt_subject(struct env *env, struct submission_id submission,
                           struct key *application, struct call_id *call, struct error *err)
{
    struct statement *s = query(env->db, Q_RECEIPT_SUBJECT);

    bind_int(s, "submission", submission.value);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    *application = column_key(s, "key");
    call->value = column_int(s, "call");
    query_end(s);
    return true;
}

bool store_receipts_missing(struct env *env, int64_t limit, struct submission_ids *ids,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_RECEIPT_MISSING);

    bind_int(s, "limit", limit);
    while (query_row(s, err))
        list_add(env->arena, ids)->value = column_int(s, "id");
    return err->kind == ERROR_NONE;
}

bool store_receipt_known(struct env *env, const char *content, const char *signature, bool *known,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_RECEIPT_KNOWN);

    bind_text(s, "content", content);
    bind_text(s, "signature", signature);
    *known = query_row(s, err) && column_int(s, "known") != 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_signing_keys(struct env *env, struct signing_keys *keys, struct error *err)
{
    struct statement *s = query(env->db, Q_SIGNING_KEY_LIST);

    while (query_row(s, err)) {
        struct signing_key *key = list_add(env->arena, keys);

        key->id = column_text(s, env->arena, "id");
        key->public = column_text(s, env->arena, "public");
        key->from = column_int(s, "valid_from");
        key->until = column_int(s, "valid_until");
    }
    return err->kind == ERROR_NONE;
}

bool store_signing_key_begin(struct env *env, const char *id, const char *public, struct error *err)
{
    struct statement *s = query(env->db, Q_SIGNING_KEY_END);

    bind_text(s, "id", id);
    bind_int(s, "now", env->now);
    if (!query_run(s, err))
        return false;
    s = query(env->db, Q_SIGNING_KEY_BEGIN);
    bind_text(s, "id", id);
    bind_text(s, "public", public);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}
