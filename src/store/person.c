/* person.c: people and their mail addresses, as rows. */

#include "store/person.h"

#include "base/text.h"
#include "store/query.h"

struct person person_of_row(struct env *env, struct statement *s)
{
    struct person person = {.id = {column_int(s, "id")}, .key = column_key(s, "key")};
    struct arena *a = env->arena;

    person.name = column_text(s, a, "name");
    person.latin_name = column_text(s, a, "latin_name");
    person.institution = column_text(s, a, "institution");
    person.orcid = column_text(s, a, "orcid");
    person.phone = column_text(s, a, "phone");
    person.language = language_of(column_text(s, a, "language"), LANGUAGE_ZH);
    person.email = column_text(s, a, "email");
    person.has_account = column_int(s, "has_account") != 0;
    person.disabled = column_int(s, "disabled") != 0;
    return person;
}

static const char *or_null(const char *text)
{
    return text_blank(text) ? NULL : text;
}

static void bind_details(struct statement *s, const struct person_details *details)
{
    bind_text(s, "name", details->name);
    bind_text(s, "latin_name", or_null(details->latin_name));
    bind_text(s, "institution", or_null(details->institution));
    bind_text(s, "orcid", or_null(details->orcid));
    bind_text(s, "phone", or_null(details->phone));
    bind_text(s, "language", language_tag(details->language));
}

bool store_person_add(struct env *env, const struct person_details *details,
                      struct person_id *person, struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_ADD);

    bind_text(s, "key", key_new(env).text);
    bind_details(s, details);
    bind_int(s, "now", env->now);
    return query_insert(s, &person->value, err);
}

bool store_person_change(struct env *env, struct person_id person,
                         const struct person_details *details, struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_CHANGE);

    bind_details(s, details);
    bind_int(s, "id", person.value);
    return query_run(s, err);
}

bool store_person_language(struct env *env, struct person_id person, enum language language,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_LANGUAGE);

    bind_text(s, "language", language_tag(language));
    bind_int(s, "id", person.value);
    return query_run(s, err);
}

/* The only row, if there is one. */
static bool one_person(struct env *env, struct statement *s, struct person *person, bool *found,
                       struct error *err)
{
    *found = query_row(s, err);
    if (*found)
        *person = person_of_row(env, s);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_person_get(struct env *env, struct person_id id, struct person *person,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_BY_ID);
    bool found;

    bind_int(s, "id", id.value);
    return one_person(env, s, person, &found, err) &&
           (found || error_set(err, ERROR_MISSING, "account/missing"));
}

bool store_person_by_key(struct env *env, struct key key, struct person *person, struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_BY_KEY);
    bool found;

    bind_text(s, "key", key.text);
    return one_person(env, s, person, &found, err) &&
           (found || error_set(err, ERROR_MISSING, "account/missing"));
}

bool store_person_by_email(struct env *env, const char *email, struct person *person, bool *found,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_BY_EMAIL);

    bind_text(s, "folded", text_lower(env->arena, email));
    return one_person(env, s, person, found, err);
}

bool store_person_search(struct env *env, const char *words, int64_t limit, struct persons *persons,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_PERSON_SEARCH);

    bind_text(s, "words", words);
    bind_text(s, "folded", text_lower(env->arena, words));
    bind_int(s, "limit", limit);
    while (query_row(s, err))
        *list_add(env->arena, persons) = person_of_row(env, s);
    return err->kind == ERROR_NONE;
}

bool store_address_add(struct env *env, struct person_id person, const char *email, bool verified,
                       struct error *err)
{
    struct statement *s = query(env->db, Q_ADDRESS_ADD);

    bind_int(s, "person", person.value);
    bind_text(s, "email", email);
    bind_text(s, "folded", text_lower(env->arena, email));
    bind_time(s, "verified_at", verified ? env->now : 0);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_address_verify(struct env *env, struct person_id person, const char *email,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ADDRESS_VERIFY);

    bind_int(s, "person", person.value);
    bind_text(s, "folded", text_lower(env->arena, email));
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_addresses(struct env *env, struct person_id person, struct address_rows *rows,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_ADDRESS_LIST);

    bind_int(s, "person", person.value);
    while (query_row(s, err)) {
        struct address_row *row = list_add(env->arena, rows);

        row->email = column_text(s, env->arena, "email");
        row->is_primary = column_int(s, "is_primary") != 0;
        row->verified = column_int(s, "verified") != 0;
    }
    return err->kind == ERROR_NONE;
}

bool store_address_primary(struct env *env, struct person_id person, const char *email,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_ADDRESS_PRIMARY);

    bind_int(s, "person", person.value);
    bind_text(s, "folded", text_lower(env->arena, email));
    return query_run(s, err);
}

bool store_address_remove(struct env *env, struct person_id person, const char *email,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ADDRESS_REMOVE);

    bind_int(s, "person", person.value);
    bind_text(s, "folded", text_lower(env->arena, email));
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_MISSING, "account/no-address"));
}
