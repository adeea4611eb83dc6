/* contract.c: what the office does with contracts. */

#include "action/contract.h"

#include "action/contract_find.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/contract.h"
#include "store/decision.h"
#include "store/tx.h"
#include "view/wording.h"
#include "world/world.h"

static struct standing standing_to(const struct env *env, const struct actor *actor,
                                   const struct call *call, const struct contract_row *row)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    standing.owner = row->owner;
    return standing;
}

static bool may_edit(const struct standing *standing, const struct contract *contract)
{
    struct error ignored = {0};

    return policy_may(standing, VERB_CONTRACT_EDIT, &ignored) && !contract_ended(contract->state);
}

static bool may_fill(const struct standing *standing, const struct contract *contract)
{
    struct error ignored = {0};

    return policy_may(standing, VERB_CONTRACT_FILL, &ignored) && !contract_agreed(contract->state);
}

struct contract_facts contract_facts_of(struct env *env, const struct actor *actor,
                                        const struct call *call, struct contract_row *row)
{
    struct standing standing = standing_to(env, actor, call, row);

    if (policy_may_see(&standing, SECRET_CONTRACT_ACCOUNT))
        contract_account_open(env, row);
    return (struct contract_facts){
        .contract = &row->contract,
        .application = row->application_key,
        .application_number = row->application_number,
        .title = row->title,
        .leader = row->leader,
        .topic_code = row->topic_code,
        .standing = standing,
        .may_edit = may_edit(&standing, &row->contract),
        .may_fill = may_fill(&standing, &row->contract),
        .party_at = row->party_at,
    };
}

bool action_contracts(struct env *env, const struct actor *actor, const struct call *call,
                      struct contract_list_facts *facts, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct contract_rows rows = {0};
    struct error ignored = {0};

    if (!policy_may(&standing, VERB_CONTRACT_READ, err) ||
        !store_contracts(env, actor, call->id, &rows, err))
        return false;
    facts->call = call;
    facts->may_export = policy_may(&standing, VERB_EXPORT, &ignored);
    for (size_t i = 0; i < rows.count; i++)
        *list_add(env->arena, &facts->rows) = contract_facts_of(env, actor, call, &rows.items[i]);
    return true;
}

bool contract_find(struct env *env, const struct actor *actor, struct key key,
                   struct contract_row *row, const struct call **call, struct standing *standing,
                   struct error *err)
{
    struct error late = {0};

    if (!store_contract_get(env, actor, key, row, err) ||
        !service_call_by_id(env, row->contract.call, call, err))
        return false;
    *standing = standing_to(env, actor, *call, row);
    return policy_may(standing, VERB_CONTRACT_READ, &late) ||
           error_set(err, ERROR_MISSING, "missing");
}

static bool read_steps(struct env *env, struct contract_id id, struct contract_facts *facts,
                       struct error *err)
{
    struct contract_steps steps = {0};

    if (!store_contract_steps(env, id, &steps, err))
        return false;
    for (size_t i = 0; i < steps.count; i++)
        *list_add(env->arena, &facts->steps) = (struct contract_event){
            steps.items[i].state, steps.items[i].day, steps.items[i].note, steps.items[i].by,
            steps.items[i].at};
    return true;
}

bool action_contract_open(struct env *env, const struct actor *actor, struct key key,
                          struct contract_facts *facts, struct error *err)
{
    struct contract_row *row = arena_alloc(env->arena, sizeof *row);
    struct problems *checks = arena_alloc(env->arena, sizeof *checks);
    struct standing standing;
    const struct call *call;

    *facts = (struct contract_facts){0};
    *checks = problems_in(env->arena);
    if (!contract_find(env, actor, key, row, &call, &standing, err))
        return false;
    *facts = contract_facts_of(env, actor, call, row);
    if (facts->may_edit || facts->may_fill) {
        contract_check(&row->contract, checks);
        facts->checks = checks;
    }
    return read_steps(env, row->contract.id, facts, err) &&
           contract_large_read(env, call, row, facts, err) &&
           contract_baseline_read(env, row->contract.id, facts, err);
}

/* ---- editing */

static bool take_fields(struct contract *contract, const struct contract *form, bool party,
                        struct error *err)
{
    const struct contract_field *field;

    for (size_t i = 0; (field = contract_field(i)) != NULL; i++) {
        if ((party && !field->party) || contract_same(contract, form, field))
            continue;
        if (field->agreed && contract_agreed(contract->state))
            return error_set(err, ERROR_CONFLICT, "contract/agreed");
        contract_take(contract, form, field);
    }
    contract->revision = form->revision;
    return true;
}

bool contract_find_to_edit(struct env *env, const struct actor *actor, struct key key,
                           enum verb verb, struct contract_row *row, const struct call **call,
                           struct error *err)
{
    struct standing standing;

    return contract_find(env, actor, key, row, call, &standing, err) &&
           policy_may(&standing, verb, err) &&
           (!contract_ended(row->contract.state) ||
            error_set(err, ERROR_CONFLICT, "contract/ended"));
}

static bool save(struct env *env, const struct actor *actor, struct key key,
                 const struct contract *form, bool party, struct error *err)
{
    struct contract_row row = {0};
    const struct call *call;
    size_t length = 0;
    /* sealed before the transaction, which runs SQL and rules only */
    const void *sealed = contract_account_seal(env, key, form, &length);
    bool done = tx_begin(env, err) &&
                contract_find_to_edit(env, actor, key,
                                      party ? VERB_CONTRACT_FILL : VERB_CONTRACT_EDIT, &row, &call,
                                      err) &&
                (!party || !contract_agreed(row.contract.state) ||
                 error_set(err, ERROR_CONFLICT, "contract/agreed")) &&
                take_fields(&row.contract, form, party, err) &&
                store_contract_save(env, &row.contract, sealed, length, err) &&
                (!party || store_contract_party(env, row.contract.id, err)) &&
                store_audit(env, actor, party ? "applicant" : "secretary", AUDIT_CONTRACT_CHANGED,
                            row.contract.number, err);

    return tx_end(env, done, err);
}

bool action_contract_save(struct env *env, const struct actor *actor, struct key key,
                          const struct contract *form, struct error *err)
{
    return save(env, actor, key, form, false, err);
}

bool action_contract_fill(struct env *env, const struct actor *actor, struct key key,
                          const struct contract *form, struct error *err)
{
    return save(env, actor, key, form, true, err);
}

/* ---- steps */

static const char *event_of(enum contract_state state)
{
    switch (state) {
    case CONTRACT_SENT:
        return "contract-sent";
    case CONTRACT_SIGNED:
        return "contract-signed";
    case CONTRACT_EFFECTIVE:
        return "contract-effective";
    case CONTRACT_DRAFT:
    case CONTRACT_NEGOTIATING:
    case CONTRACT_FILED:
    case CONTRACT_RUNNING:
    case CONTRACT_COMPLETED:
    case CONTRACT_DECLINED:
    case CONTRACT_TERMINATED:
    case CONTRACT_STATE_COUNT:
        return NULL;
    }
    return NULL;
}

/* Number, title, state, link: nothing of accounts is ever mailed. */
static bool tell_step(struct env *env, const struct call *call, const struct contract_row *row,
                      const char *day, struct error *err)
{
    const struct contract *c = &row->contract;
    const char *event = event_of(c->state);
    json_t *detail = json_root(env->arena);

    if (event == NULL)
        return true;
    json_put_text(detail, "number", c->number);
    json_put_text(detail, "title", row->title);
    json_put_text(detail, "leader", row->leader);
    json_put_text(detail, "day", day);
    json_put_text(detail, "state",
                  wording(LANGUAGE_ZH,
                          arena_format(env->arena, "state.contract.%s", contract_word(c->state))));
    json_put_text(detail, "path", arena_format(env->arena, "/contracts/%s", c->key.text));
    return tell_person(env, row->person, event, call->id, "contract", c->id.value, detail, err) &&
           tell_mailbox(env, call, "contract-mailbox", "contract", c->id.value, detail, err);
}

/* Party B does not take it: the award ends, its number stays used, its place falls free. */
static bool free_place(struct env *env, const struct actor *actor, const struct contract *contract,
                       const char *why, struct error *err)
{
    struct awards awards = {0};

    if (contract->state != CONTRACT_DECLINED)
        return true;
    if (!store_awards(env, contract->call, &awards, err))
        return false;
    for (size_t i = 0; i < awards.count; i++)
        if (awards.items[i].id.value == contract->award.value)
            return award_end(&awards.items[i], why, env->now, err) &&
                   store_award_end(env, &awards.items[i], err) &&
                   store_audit(env, actor, "secretary", AUDIT_AWARD_ENDED, awards.items[i].number,
                               err);
    return error_set(err, ERROR_MISSING, "missing");
}

bool action_contract_move(struct env *env, const struct actor *actor, struct key key,
                          const struct contract_move *move, struct problems *problems,
                          struct error *err)
{
    struct contract_row row = {0};
    enum contract_state to = CONTRACT_DRAFT;
    const struct call *call;
    bool done;

    if (!contract_state_of(move->state, &to)) {
        problems_add(problems, SEVERITY_ERROR, "state", "unknown-choice");
        return error_set(err, ERROR_INVALID, "contract/invalid");
    }
    done = tx_begin(env, err) &&
           contract_find_to_edit(env, actor, key, VERB_CONTRACT_EDIT, &row, &call, err) &&
           contract_become(&row.contract, to, move->day, move->reason, problems, err) &&
           store_contract_save(env, &row.contract, NULL, 0, err) &&
           store_contract_step(env, row.contract.id, to, move->day, move->reason, actor->person,
                               err) &&
           contract_baseline_freeze(env, actor, call, &row, err) &&
           free_place(env, actor, &row.contract, move->reason, err) &&
           store_audit(env, actor, "secretary", AUDIT_CONTRACT_MOVED, row.contract.number, err) &&
           tell_step(env, call, &row, move->day, err);
    return tx_end(env, done, err);
}
