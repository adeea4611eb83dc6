/* contract.h: contracts, their steps, and the log of lists made, as rows. */
#pragma once

#include "domain/award.h"
#include "domain/contract.h"
#include "domain/person.h"

/* A contract with what it is about.  Its account (holder, bank, number, SWIFT) is still sealed. */
struct contract_row {
    struct contract contract; /* account_name, bank, account_number, swift "" */
    const void *sealed;       /* NULL: none was told */
    size_t sealed_length;
    struct person_id person; /* leads it */
    struct application_id application;
    struct key application_key;
    const char *application_number, *title, *leader, *topic_code;
    int64_t version, party_at; /* when the leader last told party B's data; 0: never */
    bool owner;                /* the actor's own */
};
struct contract_rows {
    LIST(struct contract_row);
};

/* MISSING "missing" when absent or not visible: the same. */
bool store_contract_get(struct env *env, const struct actor *actor, struct key key,
                        struct contract_row *row, struct error *err);
/* By number.  The command line reads all. */
bool store_contracts(struct env *env, const struct actor *actor, struct call_id call,
                     struct contract_rows *rows, struct error *err);

bool store_contract_add(struct env *env, const struct contract *contract, struct error *err);

/* CONFLICT "contract/stale" when somebody saved since it was read.  `sealed` NULL: as it was; an
 * empty one: none. */
bool store_contract_save(struct env *env, const struct contract *contract, const void *sealed,
                         size_t length, struct error *err);

/* The leader has told party B's data now. */
bool store_contract_party(struct env *env, struct contract_id contract, struct error *err);

/* The contract of an application's live award; *found tells. */
bool store_contract_of(struct env *env, struct application_id application, struct key *key,
                       bool *found, struct error *err);

struct contract_step {
    const char *state, *day, *note, *by;
    int64_t at;
};
struct contract_steps {
    LIST(struct contract_step); /* newest first */
};
bool store_contract_step(struct env *env, struct contract_id contract, enum contract_state state,
                         const char *day, const char *note, struct person_id by, struct error *err);
bool store_contract_steps(struct env *env, struct contract_id contract,
                          struct contract_steps *steps, struct error *err);

/* 鹏城·脑海: every word of the project group on a contract; the newest, whose `at` is 0 when there
 * is none. */
struct contract_choice {
    bool selected;
    const char *resources, *reason, *by;
    int64_t at;
};
bool store_contract_choice(struct env *env, struct contract_id contract,
                           struct contract_choice *choice, struct error *err);
bool store_contract_choice_add(struct env *env, struct contract_id contract,
                               const struct large_choice *choice, struct person_id by,
                               struct error *err);

/* What the project is measured against (domain/baseline.h), newest first; version 1 was frozen at
 * the signature.  None before it. */
struct contract_baseline {
    int64_t version, at;
    const char *content, *sha256; /* canonical JSON and its digest */
    const char *reason, *by;
};
struct contract_baselines {
    LIST(struct contract_baseline);
};
bool store_contract_baselines(struct env *env, struct contract_id contract,
                              struct contract_baselines *baselines, struct error *err);
bool store_contract_baseline_add(struct env *env, struct contract_id contract, const char *content,
                                 const char *sha256, const char *reason, struct person_id by,
                                 struct error *err);

struct export_row {
    const char *preset, *format, *sha256, *by; /* by "": the command line */
    int64_t rows, at;
};
struct export_rows {
    LIST(struct export_row);
};
bool store_export_add(struct env *env, struct call_id call, const struct export_row *row,
                      struct person_id by, struct error *err);
bool store_exports(struct env *env, struct call_id call, int64_t limit, struct export_rows *rows,
                   struct error *err);
