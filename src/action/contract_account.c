/* contract_account.c: a contract's bank account, sealed as one. */

#include "action/contract_find.h"
#include "base/json.h"
#include "base/text.h"
#include "world/world.h"

static const char *context_of(struct env *env, struct key key)
{
    return arena_format(env->arena, "contract:%s", key.text);
}

static const json_t *unseal(struct env *env, const struct contract_row *row)
{
    struct error broken = {0};
    const char *plain = row->sealed_length == 0 ? NULL
                                                : cipher_unseal(env->world->cipher, env->arena,
                                                                context_of(env, row->contract.key),
                                                                row->sealed, row->sealed_length);

    return plain == NULL ? NULL : json_parse(env->arena, plain, strlen(plain), &broken);
}

void contract_account_open(struct env *env, struct contract_row *row)
{
    struct contract *c = &row->contract;
    const json_t *account = unseal(env, row);

    if (row->sealed_length == 0)
        c->account_name = c->party_b;
    if (account == NULL)
        return;
    c->account_name = json_word(account, "account_name");
    c->bank = json_word(account, "bank");
    c->account_number = json_word(account, "account_number");
    c->swift = json_word(account, "swift");
}

const void *contract_account_seal(struct env *env, struct key key, const struct contract *form,
                                  size_t *length)
{
    json_t *account = json_root(env->arena);

    json_put_text(account, "account_name", form->account_name);
    json_put_text(account, "bank", form->bank);
    json_put_text(account, "account_number", form->account_number);
    json_put_text(account, "swift", form->swift);
    return cipher_seal(env->world->cipher, env->arena, context_of(env, key),
                       json_canonical(env->arena, account), length);
}
