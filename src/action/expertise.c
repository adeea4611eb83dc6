/* expertise.c: what a reviewer brings to a call, by the reviewer or the office; and bids. */

#include "action/expertise.h"

#include "base/text.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/tx.h"

static bool may(struct env *env, const struct actor *actor, const struct call *call, enum verb verb,
                struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, verb, err);
}

/* Whose it is: one's own, or for the office anybody's who reviews. */
static bool find_person(struct env *env, const struct actor *actor, const struct call *call,
                        const struct key *who, struct person_id *person, struct error *err)
{
    struct person found;

    *person = actor->person;
    if (who == NULL)
        return true;
    if (!may(env, actor, call, VERB_APPLICATION_LIST, err) ||
        !store_person_by_key(env, *who, &found, err))
        return false;
    *person = found.id;
    return true;
}

bool action_expertise(struct env *env, const struct actor *actor, const struct call *call,
                      const struct key *who, struct expertise *expertise, struct error *err)
{
    struct person_id person;

    return find_person(env, actor, call, who, &person, err) &&
           store_expertise_get(env, call->id, person, expertise, err);
}

static bool is_known_topic(const struct call *call, const char *word)
{
    return definition_topic(call->definition, word) != NULL;
}

static bool is_known_language(const struct call *call, const char *word)
{
    (void)call;
    return language_of(word, LANGUAGE_COUNT) != LANGUAGE_COUNT;
}

static json_t *known_words(struct env *env, const struct call *call, const json_t *typed,
                           bool is_known(const struct call *, const char *))
{
    json_t *list = json_root_array(env->arena);

    for (size_t i = 0; i < json_array_size(typed); i++) {
        const char *word = json_string_value(json_array_get(typed, i));

        if (word != NULL && is_known(call, word))
            json_add_text(list, word);
    }
    return list;
}

static bool take_form(struct env *env, const struct call *call, const struct expertise_form *form,
                      struct expertise *e, struct problems *problems, struct error *err)
{
    e->topics = known_words(env, call, form->topics, is_known_topic);
    e->languages = known_words(env, call, form->languages, is_known_language);
    e->keywords = form->keywords;
    e->answer = form->answer;
    if (!text_to_int(form->load, &e->load) || e->load < 0 || e->load > EXPERTISE_LOAD_MOST)
        problem_number(problems_add(problems, SEVERITY_ERROR, "load", "expertise-load"), "max",
                       EXPERTISE_LOAD_MOST);
    if (*e->answer != '\0' && !text_equal(e->answer, "accepted") &&
        !text_equal(e->answer, "declined"))
        problems_add(problems, SEVERITY_ERROR, "answer", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

bool action_expertise_save(struct env *env, const struct actor *actor, const struct call *call,
                           const struct key *who, const struct expertise_form *form,
                           struct problems *problems, struct error *err)
{
    struct expertise e = {.load = 0};
    bool done = tx_begin(env, err) && action_expertise(env, actor, call, who, &e, err) &&
                may(env, actor, call, VERB_EXPERTISE_EDIT, err) &&
                take_form(env, call, form, &e, problems, err) &&
                store_expertise_put(env, call->id, &e, actor->person, err) &&
                store_audit(env, actor, who == NULL ? "reviewer" : "secretary",
                            AUDIT_EXPERTISE_SAVED, e.key.text, err);

    return tx_end(env, done, err);
}

/* ---- bids */

static bool may_bid(struct env *env, const struct actor *actor, const struct call *call,
                    struct error *err)
{
    return (call_switched_on(call, "bidding") || error_set(err, ERROR_MISSING, "missing")) &&
           may(env, actor, call, VERB_BID, err);
}

bool action_bids(struct env *env, const struct actor *actor, const struct call *call,
                 struct bid_rows *rows, struct error *err)
{
    return may_bid(env, actor, call, err) && store_bids(env, call->id, actor->person, rows, err);
}

bool action_bids_save(struct env *env, const struct actor *actor, const struct call *call,
                      const struct bid_forms *forms, struct error *err)
{
    bool done = tx_begin(env, err) && may_bid(env, actor, call, err);

    for (size_t i = 0; done && i < forms->count; i++) {
        enum wish wish;

        done = wish_of(forms->items[i].wish, &wish)
                   ? store_bid_put(env, call->id, actor->person, forms->items[i].application, wish,
                                   err)
                   : error_set(err, ERROR_INVALID, "form/invalid");
    }
    done = done && store_audit(env, actor, "reviewer", AUDIT_BIDS_SAVED, actor->key.text, err);
    return tx_end(env, done, err);
}
