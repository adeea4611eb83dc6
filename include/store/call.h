/* call.h: calls, their definitions by version, topics, events and extensions, as rows. */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/call.h"

/* The row of a call: struct call without its definition, which the caller attaches by version.
 * `key` NULL asks for the current one (setting 'call').  MISSING "call/missing". */
bool store_call_get(struct env *env, const char *key, struct call *call, struct error *err);
bool store_call_by_id(struct env *env, struct call_id id, struct call *call, struct error *err);

struct call_row {
    const char *key;
    int64_t version, opens_at, closes_at;
    bool current;
};
struct call_rows {
    LIST(struct call_row);
};
bool store_call_list(struct env *env, struct call_rows *rows, struct error *err);

/* The document of one version. */
bool store_call_definition(struct env *env, struct call_id call, int64_t version,
                           const char **definition, struct error *err);

/* A new call from a definition, version 1, with its topics; becomes the current one when there is
 * none. */
bool store_call_add(struct env *env, const struct definition *definition, const char *document,
                    struct person_id by, struct call_id *id, struct error *err);

/* A new version of the definition in force; topics that are new are added. */
bool store_call_add_version(struct env *env, struct call_id call,
                            const struct definition *definition, const char *document,
                            struct person_id by, int64_t *version, struct error *err);

/* Dates, budget and switches as the office sets them. */
bool store_call_set(struct env *env, const struct call *call, struct error *err);

/* Writes an event once; false with CONFLICT "call/event-done" when it had happened. */
enum call_event { CALL_OPENING, CALL_CLOSING, CALL_RELEASE };
bool store_call_event(struct env *env, struct call_id call, enum call_event event, int64_t at,
                      struct person_id by, const char *reason, struct error *err);
/* Undoes closing (reopening) by hand; a closing time that has passed goes with it. */
bool store_call_reopen(struct env *env, struct call_id call, struct person_id by,
                       const char *reason, struct error *err);
/* A remark in the call's history: 'dates'. */
bool store_call_note(struct env *env, struct call_id call, const char *event, struct person_id by,
                     const char *reason, struct error *err);

struct call_history_row {
    const char *event, *by, *reason;
    int64_t at;
};
struct call_history {
    LIST(struct call_history_row);
};
/* When the latest event of any call was written; 0 for none. */
bool store_call_event_newest(struct env *env, int64_t *at, struct error *err);
bool store_call_history(struct env *env, struct call_id call, struct call_history *history,
                        struct error *err);

struct topic_row {
    struct topic_id id;
    const char *code;
    int64_t quota;
};
struct topic_rows {
    LIST(struct topic_row);
};
bool store_topics(struct env *env, struct call_id call, struct topic_rows *rows, struct error *err);
bool store_topic_get(struct env *env, struct call_id call, const char *code,
                     struct topic_row *topic, struct error *err);
bool store_topic_quota(struct env *env, struct topic_id topic, int64_t quota, struct error *err);

/* More time for a person, a topic or all (0: any). */
bool store_extension_add(struct env *env, struct call_id call, struct person_id person,
                         struct topic_id topic, int64_t until, const char *reason,
                         struct person_id by, struct error *err);
/* The best one that fits; 0 for none. */
bool store_extension_until(struct env *env, struct call_id call, struct person_id person,
                           struct topic_id topic, int64_t *until, struct error *err);

/* Whether anybody has answered or applied: then definitions may not break what is there. */
bool store_call_answered(struct env *env, struct call_id call, bool *answered, struct error *err);

/* A definition uploaded and not yet confirmed; a person's earlier one is dropped. */
struct candidate_row {
    const char *definition, *by;
    int64_t at;
};
bool store_candidate_add(struct env *env, struct key key, const char *definition,
                         struct person_id by, struct error *err);
bool store_candidate_get(struct env *env, struct key key, struct candidate_row *row,
                         struct error *err);
bool store_candidate_remove(struct env *env, struct key key, struct error *err);
