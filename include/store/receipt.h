/* receipt.h: receipts and the keys they are signed with, as rows. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/ids.h"

struct receipt_row {
    struct submission_id submission;
    const char *content, *key, *signature; /* what is signed; id of the key; base64 */
    int64_t signed_at;
};

bool store_receipt_get(struct env *env, struct submission_id submission, struct receipt_row *row,
                       bool *found, struct error *err);
/* The first one stays. */
bool store_receipt_add(struct env *env, const struct receipt_row *row, struct error *err);

/* What a receipt tells beside its version. */
bool store_receipt_subject(struct env *env, struct submission_id submission,
                           struct key *application, struct call_id *call, struct error *err);

struct submission_ids {
    LIST(struct submission_id);
};
/* Versions without a receipt, oldest first. */
bool store_receipts_missing(struct env *env, int64_t limit, struct submission_ids *ids,
                            struct error *err);

/* Was this very receipt given? */
bool store_receipt_known(struct env *env, const char *content, const char *signature, bool *known,
                         struct error *err);

struct signing_key {
    const char *id, *public; /* 16 and 64 hex digits */
    int64_t from, until;     /* until 0: in force */
};
struct signing_keys {
    LIST(struct signing_key);
};
/* Newest first. */
bool store_signing_keys(struct env *env, struct signing_keys *keys, struct error *err);
/* This one is in force from now, and no other. */
bool store_signing_key_begin(struct env *env, const char *id, const char *public,
                             struct error *err);
