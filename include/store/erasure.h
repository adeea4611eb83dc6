/* erasure.h: requests to be erased, and erasing, as rows.  What changes a row runs inside a
 * transaction. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/erasure.h"
#include "domain/ids.h"

struct erasure {
    int64_t id; /* 0: there is none */
    struct key key, person_key;
    struct person_id person;
    const char *name;
    enum erasure_state state;
    const char *reason, *answer; /* "" for none */
    int64_t asked_at, decided_at, due_at, ended_at;
};
struct erasures {
    LIST(struct erasure);
};

/* CONFLICT "erasure/open" when one is open already. */
bool store_erasure_add(struct env *env, struct person_id person, const char *reason,
                       struct error *err);
/* The newest of a person. */
bool store_erasure_of(struct env *env, struct person_id person, struct erasure *row,
                      struct error *err);
/* MISSING "missing". */
bool store_erasure_get(struct env *env, struct key key, struct erasure *row, struct error *err);
/* The newest 500, newest first. */
bool store_erasures(struct env *env, struct erasures *rows, struct error *err);
/* One accepted whose time has come. */
bool store_erasure_due(struct env *env, struct erasure *row, struct error *err);

/* Of an open one; CONFLICT "erasure/over".  `due` 0 when refused. */
bool store_erasure_decide(struct env *env, const struct erasure *row, enum erasure_state state,
                          const char *answer, struct person_id by, int64_t due, struct error *err);
bool store_erasure_end(struct env *env, const struct erasure *row, enum erasure_state state,
                       struct error *err);

bool store_erasure_facts(struct env *env, struct person_id person, struct erasure_facts *facts,
                         struct error *err);

/* Blanks or deletes everything personal; has the engine write it out of its log at the commit. */
bool store_person_erase(struct env *env, struct person_id person, struct error *err);
