/* consent.c: what a person agrees to beside the privacy notice. */

#include "action/consent.h"

#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/tx.h"

static struct consent_state state_of(const struct consent_definition *consent,
                                     const struct consent_rows *rows)
{
    struct consent_state state = {.consent = consent, .given_version = ""};

    for (size_t i = 0; i < rows->count; i++) {
        const struct consent_row *row = &rows->items[i];

        if (!text_equal(row->kind, consent->key))
            continue;
        state.given_at = row->given_at;
        state.withdrawn_at = row->withdrawn_at;
        state.given_version = row->version;
        state.stands = row->withdrawn_at == 0 && text_equal(row->version, consent->version);
    }
    return state;
}

bool action_consents(struct env *env, struct person_id person, const struct call *call,
                     struct consent_states *states, struct error *err)
{
    const struct definition *d = call->definition;
    struct consent_rows rows = {0};

    if (!store_consents(env, person, &rows, err))
        return false;
    for (size_t i = 0; i < d->consents.count; i++)
        *list_add(env->arena, states) = state_of(&d->consents.items[i], &rows);
    return true;
}

static bool find(const struct definition *d, const char *key, const char *version,
                 struct error *err)
{
    for (size_t i = 0; i < d->consents.count; i++)
        if (text_equal(d->consents.items[i].key, key))
            return text_equal(d->consents.items[i].version, version) ||
                   error_set(err, ERROR_CONFLICT, "consent/stale");
    return error_set(err, ERROR_MISSING, "missing");
}

bool action_consent_set(struct env *env, const struct actor *actor, const struct call *call,
                        const char *key, const char *version, bool given, struct error *err)
{
    const struct call *now = call;
    bool done = tx_begin(env, err) && service_call_by_id(env, call->id, &now, err) &&
                find(now->definition, key, version, err) &&
                (given ? store_consent_add(env, actor->person, key, version, err)
                       : store_consent_withdraw(env, actor->person, key, err)) &&
                store_audit(env, actor, "applicant",
                            given ? AUDIT_CONSENT_GIVEN : AUDIT_CONSENT_WITHDRAWN, key, err);

    return tx_end(env, done, err);
}
