/* account.h: sign-ins, as rows: password, disabling, and texts accepted.
 *
 * A person without a row cannot sign in.  What changes a row runs inside a transaction.
 */
#pragma once

#include "base/list.h"
#include "domain/person.h"

struct account {
    struct person_id person; /* 0: nobody has that address */
    const char *password;    /* PHC string; NULL while none is set */
    bool verified;           /* the address asked for; by person: any of them */
    bool disabled;
};

/* The account an address belongs to; all zero when it is nobody's. */
bool store_account_by_email(struct env *env, const char *email, struct account *account,
                            struct error *err);
/* All zero when the person has none. */
bool store_account_of(struct env *env, struct person_id person, struct account *account,
                      struct error *err);

/* Makes the account when there was none; `phc` NULL leaves the password as it is. */
bool store_account_password(struct env *env, struct person_id person, const char *phc,
                            struct error *err);
bool store_account_disable(struct env *env, struct person_id person, bool disabled,
                           struct error *err);

/* `kind` "privacy", "share/…". Accepting a version twice is one row. */
bool store_consent_add(struct env *env, struct person_id person, const char *kind,
                       const char *version, struct error *err);

/* Every version of the kind that stands; none is no error. */
bool store_consent_withdraw(struct env *env, struct person_id person, const char *kind,
                            struct error *err);
struct consent_row {
    const char *kind, *version;
    int64_t given_at, withdrawn_at; /* withdrawn_at 0: it stands */
};
struct consent_rows {
    LIST(struct consent_row);
};
bool store_consents(struct env *env, struct person_id person, struct consent_rows *rows,
                    struct error *err);
