/* reminder.c: who has been reminded of what, and what the daily digest counts. */

#include "store/reminder.h"

#include "store/query.h"

static bool people_of(struct env *env, enum query_name name, struct call_id call,
                      struct reminder_people *people, struct error *err)
{
    struct statement *s = query(env->db, name);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        *list_add(env->arena, people) = (struct person_id){column_int(s, "person")};
    return err->kind == ERROR_NONE;
}

bool store_reminder_people(struct env *env, struct call_id call, struct reminder_people *people,
                           struct error *err)
{
    return people_of(env, Q_REMINDER_PEOPLE, call, people, err);
}

bool store_reminder_reviewers(struct env *env, struct call_id call, struct reminder_people *people,
                              struct error *err)
{
    return people_of(env, Q_REMINDER_REVIEWERS, call, people, err);
}

bool store_extension_people(struct env *env, struct call_id call, struct person_id person,
                            struct topic_id topic, struct reminder_people *people,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_EXTENSION_PEOPLE);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    bind_int(s, "topic", topic.value);
    while (query_row(s, err))
        *list_add(env->arena, people) = (struct person_id){column_int(s, "person")};
    return err->kind == ERROR_NONE;
}

static struct statement *about(struct env *env, enum query_name name, struct call_id call,
                               struct person_id person, const char *mark, int64_t gate)
{
    struct statement *s = query(env->db, name);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    bind_text(s, "mark", mark);
    bind_int(s, "gate", gate);
    return s;
}

bool store_reminder_fresh(struct env *env, struct call_id call, struct person_id person,
                          const char *mark, int64_t gate, bool *fresh, struct error *err)
{
    struct statement *s = about(env, Q_REMINDER_THERE, call, person, mark, gate);

    *fresh = query_row(s, err) && column_int(s, "there") == 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_reminder_add(struct env *env, struct call_id call, struct person_id person,
                        const char *mark, int64_t gate, struct error *err)
{
    struct statement *s = about(env, Q_REMINDER_ADD, call, person, mark, gate);

    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_digest_counts(struct env *env, struct call_id call, int64_t since,
                         struct digest_counts *counts, struct error *err)
{
    struct statement *s = query(env->db, Q_DIGEST_COUNTS);

    *counts = (struct digest_counts){0};
    bind_int(s, "call", call.value);
    bind_int(s, "since", since);
    if (query_row(s, err))
        *counts = (struct digest_counts){
            .drafts = column_int(s, "drafts"),
            .submitted = column_int(s, "submitted"),
            .submitted_since = column_int(s, "submitted_since"),
            .reviews = column_int(s, "reviews"),
            .mail_waiting = column_int(s, "mail_waiting"),
            .mail_failed = column_int(s, "mail_failed"),
        };
    query_end(s);
    return err->kind == ERROR_NONE;
}
