/* contract_baseline.c: what a project is measured against: frozen at the signature, confirmed
 * later.
 */

#include "action/contract_find.h"
#include "action/meaning.h"
#include "action/tell.h"
#include "store/audit.h"
#include "store/tx.h"

static bool add(struct env *env, const struct actor *actor, const struct contract *contract,
                const json_t *document, const char *reason, enum audit_action act,
                struct error *err)
{
    const char *content = json_canonical(env->arena, document);
    struct digest digest = digest_of(content, strlen(content));
    const char *sha256 = digest_hex(env->arena, &digest);

    return store_contract_baseline_add(env, contract->id, content, sha256, reason, actor->person,
                                       err) &&
           store_audit_add(env, actor, "secretary", audit_word(act), "contract", contract->number,
                           NULL, sha256, err);
}

bool contract_baseline_freeze(struct env *env, const struct actor *actor, const struct call *call,
                              const struct contract_row *row, struct error *err)
{
    struct baseline_facts facts = {.definition = call->definition,
                                   .contract = &row->contract,
                                   .topic = row->topic_code,
                                   .application = row->application_number,
                                   .version = row->version};

    if (row->contract.state != CONTRACT_EFFECTIVE)
        return true;
    facts.sections = submitted_sections(env, row->application, row->version, err);
    return err->kind == ERROR_NONE &&
           add(env, actor, &row->contract, baseline_document(env->arena, &facts), "",
               AUDIT_CONTRACT_FROZEN, err);
}

bool contract_baseline_read(struct env *env, struct contract_id id, struct contract_facts *facts,
                            struct error *err)
{
    struct contract_baselines rows = {0};

    if (!store_contract_baselines(env, id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contract_baseline *from = &rows.items[i];

        *list_add(env->arena, &facts->baselines) = (struct contract_record){
            .version = from->version,
            .at = from->at,
            .document = json_parse(env->arena, from->content, strlen(from->content), err),
            .sha256 = from->sha256,
            .reason = from->reason,
            .by = from->by,
        };
    }
    facts->may_confirm = facts->may_edit && rows.count > 0 && baseline_open(facts->contract->state);
    return err->kind == ERROR_NONE;
}

static bool tell(struct env *env, const struct call *call, const struct contract_row *row,
                 const char *reason, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", row->contract.number);
    json_put_text(detail, "title", row->title);
    json_put_text(detail, "reason", reason);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/contracts/%s", row->contract.key.text));
    return tell_person(env, row->person, "contract-confirmed", call->id, "contract",
                       row->contract.id.value, detail, err);
}

/* Of what the newest version says; it is read in the transaction that makes the next. */
static bool amend(struct env *env, const struct actor *actor, const struct contract *contract,
                  const struct baseline_change *change, struct error *err)
{
    struct contract_baselines rows = {0};
    const json_t *document;

    if (!store_contract_baselines(env, contract->id, &rows, err))
        return false;
    if (rows.count == 0 || !baseline_open(contract->state))
        return error_set(err, ERROR_CONFLICT, "contract/no-baseline");
    document = json_parse(env->arena, rows.items[0].content, strlen(rows.items[0].content), err);
    return document != NULL &&
           add(env, actor, contract, baseline_amend(env->arena, document, change), change->reason,
               AUDIT_CONTRACT_CONFIRMED, err);
}

bool action_contract_confirm(struct env *env, const struct actor *actor, struct key key,
                             const struct baseline_change *change, struct problems *problems,
                             struct error *err)
{
    struct contract_row row = {0};
    const struct call *call;
    bool done;

    baseline_check(change, problems);
    done = tx_begin(env, err) &&
           contract_find_to_edit(env, actor, key, VERB_CONTRACT_EDIT, &row, &call, err) &&
           (problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "contract/invalid")) &&
           amend(env, actor, &row.contract, change, err) &&
           tell(env, call, &row, change->reason, err);
    return tx_end(env, done, err);
}
