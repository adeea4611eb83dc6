/* same.c: persons who may be one human being: told apart or joined by the secretary. */

#include "action/same.h"

#include "action/award.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/decision.h"
#include "store/person.h"
#include "store/same.h"
#include "store/tx.h"

bool same_pairs_of(struct env *env, const struct call *call, struct pair_list *pairs,
                   struct error *err)
{
    struct likenesses persons = {0};
    struct same_pairs found;

    if (!store_likenesses(env, call->id, &persons, err))
        return false;
    found = same_persons(env->arena, &persons);
    for (size_t i = 0; i < found.count; i++) {
        const struct same_pair *p = &found.items[i];
        bool different;

        if (!store_different_has(env, call->id, p->first->person, p->second->person, &different,
                                 err))
            return false;
        if (!different)
            *list_add(env->arena, pairs) = (struct pair_facts){p->first->name,
                                                               p->second->name,
                                                               p->first->institution,
                                                               p->second->institution,
                                                               p->first->key,
                                                               p->second->key,
                                                               p->phone,
                                                               p->orcid,
                                                               p->institution};
    }
    return true;
}

static bool may_join(struct env *env, const struct actor *actor, const struct call *call,
                     struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, VERB_PERSON_JOIN, err);
}

bool action_same_pairs(struct env *env, const struct actor *actor, const struct call *call,
                       struct pair_list *pairs, struct error *err)
{
    return may_join(env, actor, call, err) && same_pairs_of(env, call, pairs, err);
}

static bool find(struct env *env, const char *text, struct person *person, struct error *err)
{
    struct key key;

    return (key_parse(text, &key) || error_set(err, ERROR_MISSING, "missing")) &&
           store_person_by_key(env, key, person, err);
}

static bool check(const struct same_form *form, struct problems *problems, struct error *err)
{
    if (text_equal(form->first, form->second))
        return error_set(err, ERROR_INVALID, "person/same");
    if (!text_equal(form->act, "different") && !text_equal(form->act, "join"))
        problems_add(problems, SEVERITY_ERROR, "act", "unknown-choice");
    if (text_blank(form->reason))
        problems_add(problems, SEVERITY_ERROR, "reason", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "person/reason");
}

static bool tell_apart(struct env *env, const struct actor *actor, const struct call *call,
                       const struct person *a, const struct person *b, const char *reason,
                       struct error *err)
{
    return store_different_add(env, call->id, a->id, b->id, reason, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_PERSON_DIFFERENT,
                       arena_format(env->arena, "%s %s", a->key.text, b->key.text), err);
}

static bool join(struct env *env, const struct actor *actor, const struct person *into,
                 const struct person *from, struct error *err)
{
    return store_person_join(env, from->id, into->id, err) &&
           store_audit(env, actor, "secretary", AUDIT_PERSON_JOINED,
                       arena_format(env->arena, "%s %s", into->key.text, from->key.text), err);
}

bool action_same_decide(struct env *env, const struct actor *actor, const struct call *call,
                        const struct same_form *form, struct problems *problems, struct error *err)
{
    struct person first, second;
    bool done = tx_begin(env, err) && may_join(env, actor, call, err) &&
                check(form, problems, err) && find(env, form->first, &first, err) &&
                find(env, form->second, &second, err) &&
                (text_equal(form->act, "join")
                     ? join(env, actor, &first, &second, err)
                     : tell_apart(env, actor, call, &first, &second, form->reason, err));

    return tx_end(env, done, err);
}
