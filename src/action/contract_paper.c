/* contract_paper.c: a contract as a PDF to sign, as its columns stand. */

#include "action/contract_find.h"
#include "action/meaning.h"
#include "action/paper.h"

static bool gather(struct env *env, const struct actor *actor, struct key key,
                   struct contract_paper_facts *facts, struct error *err)
{
    struct contract_row *row = arena_alloc(env->arena, sizeof *row);
    struct standing standing;
    const struct call *call;

    if (!contract_find(env, actor, key, row, &call, &standing, err))
        return false;
    facts->contract = contract_facts_of(env, actor, call, row);
    facts->definition = call->definition;
    facts->topic = definition_topic(call->definition, row->topic_code);
    facts->sections = submitted_sections(env, row->application, row->version, err);
    facts->subtopic = meaning_subtopic(call->definition, facts->sections, row->topic_code,
                                       LANGUAGE_ZH);
    return err->kind == ERROR_NONE &&
           (facts->topic != NULL || error_set(err, ERROR_MISSING, "missing"));
}

bool action_contract_paper(struct env *env, const struct actor *actor, struct key key,
                           struct typeset *made, const char **name, struct error *err)
{
    struct contract_paper_facts facts = {.definition = NULL};

    if (!gather(env, actor, key, &facts, err))
        return false;
    *name = arena_format(env->arena, "%s.pdf", facts.contract.contract->number);
    return paper_typeset(env, TYPESET_PATIENCE, view_contract_paper(env->arena, &facts), made, err);
}
