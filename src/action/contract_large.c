/* contract_large.c: 鹏城·脑海: the project group's own selection among those who asked for it. */

#include "action/consent.h"
#include "action/contract_find.h"
#include "action/meaning.h"
#include "action/release.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/tx.h"

#define LABORATORY "share/pcl" /* the consent without which nothing is handed on */

static bool consents(struct env *env, struct person_id person, const struct call *call,
                     bool *stands, struct error *err)
{
    struct consent_states states = {0};

    *stands = false;
    if (!action_consents(env, person, call, &states, err))
        return false;
    for (size_t i = 0; i < states.count; i++)
        if (text_equal(states.items[i].consent->key, LABORATORY))
            *stands = states.items[i].stands;
    return true;
}

/* What the applicant wrote beside the wish, so that who selects need not open each. */
static const char *wish_of(struct env *env, const struct definition *d, const json_t *sections)
{
    const struct section *section;
    struct buffer out = buffer_in(env->arena);

    if (definition_meaning(d, MEANS_LARGE_MODEL, &section) == NULL)
        return "";
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const char *text = json_word(json_at(sections, section->key), field->key);

        if (field->means == MEANS_LARGE_MODEL || field->audience != AUDIENCE_READERS ||
            text_blank(text))
            continue;
        buffer_format(&out, "%s%s：%s", out.length > 0 ? "\n" : "",
                      words_in(&field->label, env->language), text);
    }
    return buffer_get(&out);
}

bool contract_large_read(struct env *env, const struct call *call, const struct contract_row *row,
                         struct contract_facts *facts, struct error *err)
{
    struct large_word *word = &facts->large;
    struct contract_choice said;
    struct error ignored = {0};
    const json_t *sections;

    if (!row->contract.large_asked)
        return true;
    sections = submitted_sections(env, row->application, row->version, err);
    if (err->kind != ERROR_NONE || !consents(env, row->person, call, &word->consents, err) ||
        !store_contract_choice(env, row->contract.id, &said, err))
        return false;
    word->wish = wish_of(env, call->definition, sections);
    word->may_select = policy_may(&facts->standing, VERB_CONTRACT_SELECT, &ignored) &&
                       !contract_agreed(row->contract.state);
    word->reason = said.reason;
    word->by = said.by;
    word->at = said.at;
    return true;
}

bool action_large_models(struct env *env, const struct actor *actor, const struct call *call,
                         struct large_list *list, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct contract_rows rows = {0};

    list->call = call;
    if (!policy_may(&standing, VERB_CONTRACT_READ, err) ||
        !store_contracts(env, actor, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct contract_facts *facts;

        if (!rows.items[i].contract.large_asked ||
            rows.items[i].contract.state == CONTRACT_DECLINED)
            continue;
        facts = list_add(env->arena, list);
        *facts = contract_facts_of(env, actor, call, &rows.items[i]);
        if (!contract_large_read(env, call, &rows.items[i], facts, err))
            return false;
    }
    return true;
}

static bool tell(struct env *env, const struct call *call, const struct contract_row *row,
                 struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", row->contract.number);
    json_put_text(detail, "title", row->title);
    json_put_flag(detail, "selected", row->contract.large_model);
    json_put_text(detail, "resources", row->contract.resources);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/contracts/%s", row->contract.key.text));
    return tell_person(env, row->person, "large-model", call->id, "contract",
                       row->contract.id.value, detail, err);
}

bool action_large_model_select(struct env *env, const struct actor *actor, struct key key,
                               const struct large_choice *choice, struct problems *problems,
                               struct error *err)
{
    struct contract_row row = {0};
    const struct call *call;
    bool done;

    contract_choice_check(choice, problems);
    done = tx_begin(env, err) &&
           contract_find_to_edit(env, actor, key, VERB_CONTRACT_SELECT, &row, &call, err) &&
           contract_choose(&row.contract, choice, problems, err) &&
           store_contract_save(env, &row.contract, NULL, 0, err) &&
           store_contract_choice_add(env, row.contract.id, choice, actor->person, err) &&
           store_audit(env, actor, committee_capacity(actor, call), AUDIT_CONTRACT_SELECTED,
                       row.contract.number, err) &&
           tell(env, call, &row, err);
    return tx_end(env, done, err);
}
