/* account.c: sign-ins, as rows. */

#include "store/account.h"

#include "base/text.h"
#include "store/query.h"

static bool one_account(struct env *env, struct statement *s, struct account *account,
                        struct error *err)
{
    *account = (struct account){0};
    if (query_row(s, err)) {
        account->person.value = column_int(s, "person");
        account->password = column_is_null(s, "password") ? NULL
                                                          : column_text(s, env->arena, "password");
        account->verified = column_int(s, "verified") != 0;
        account->disabled = column_int(s, "disabled") != 0;
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_account_by_email(struct env *env, const char *email, struct account *account,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_ACCOUNT_BY_EMAIL);

    bind_text(s, "folded", text_lower(env->arena, email));
    return one_account(env, s, account, err);
}

bool store_account_of(struct env *env, struct person_id person, struct account *account,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_ACCOUNT_OF_PERSON);

    bind_int(s, "person", person.value);
    return one_account(env, s, account, err);
}

bool store_account_password(struct env *env, struct person_id person, const char *phc,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_ACCOUNT_PASSWORD);

    bind_int(s, "person", person.value);
    bind_text(s, "password", phc);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_account_disable(struct env *env, struct person_id person, bool disabled,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_ACCOUNT_DISABLE);

    bind_int(s, "person", person.value);
    bind_time(s, "at", disabled ? env->now : 0);
    return query_run(s, err);
}

static bool consent_given(struct env *env, struct person_id person, const char *kind,
                          const char *version, struct error *err)
{
    struct statement *s = query(env->db, Q_CONSENT_HAS);
    bool given;

    bind_int(s, "person", person.value);
    bind_text(s, "kind", kind);
    bind_text(s, "version", version);
    given = query_row(s, err);
    query_end(s);
    return given;
}

bool store_consent_add(struct env *env, struct person_id person, const char *kind,
                       const char *version, struct error *err)
{
    struct statement *s;

    if (consent_given(env, person, kind, version, err) || err->kind != ERROR_NONE)
        return err->kind == ERROR_NONE;
    s = query(env->db, Q_CONSENT_ADD);
    bind_int(s, "person", person.value);
    bind_text(s, "kind", kind);
    bind_text(s, "version", version);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_consent_withdraw(struct env *env, struct person_id person, const char *kind,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_CONSENT_WITHDRAW);

    bind_int(s, "person", person.value);
    bind_text(s, "kind", kind);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_consents(struct env *env, struct person_id person, struct consent_rows *rows,
                    struct error *err)
{
    struct statement *s = query(env->db, Q_CONSENT_LIST);

    bind_int(s, "person", person.value);
    while (query_row(s, err)) {
        struct consent_row *row = list_add(env->arena, rows);

        row->kind = column_text(s, env->arena, "kind");
        row->version = column_text(s, env->arena, "version");
        row->given_at = column_int(s, "given_at");
        row->withdrawn_at = column_int(s, "withdrawn_at");
    }
    return err->kind == ERROR_NONE;
}
