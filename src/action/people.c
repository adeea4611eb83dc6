/* people.c: the office's people, and the same for the command line. */

#include "action/people.h"

#include "action/link.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/policy.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/mailer.h"

#define FOUND_MOST   50
#define INVITED_MOST 500

static const char *capacity(const struct actor *actor, const struct call *call)
{
    struct call_id id = call == NULL ? (struct call_id){0} : call->id;

    return actor->local                          ? "local"
           : actor_is(actor, ROLE_SECRETARY, id) ? "secretary"
                                                 : "administrator";
}

static bool may(const struct env *env, const struct actor *actor, const struct call *call,
                enum verb verb, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, verb, err);
}

/* ---- the list */

static bool concerns(const struct token *token, const struct call *call)
{
    const char *key = json_text(token->detail, "call");

    return key == NULL || strcmp(key, call->key) == 0;
}

static bool find_invited(struct env *env, const struct call *call, struct tokens *invited,
                         struct error *err)
{
    struct tokens all = {0};

    if (!store_token_open(env, TOKEN_INVITE, INVITED_MOST, &all, err))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (concerns(&all.items[i], call))
            *list_add(env->arena, invited) = all.items[i];
    return true;
}

static bool search(struct env *env, const char *words, struct role_people *found, struct error *err)
{
    struct persons persons = {0};

    if (text_blank(words))
        return true;
    if (!store_person_search(env, words, FOUND_MOST, &persons, err))
        return false;
    for (size_t i = 0; i < persons.count; i++) {
        struct role_person *person = list_add(env->arena, found);

        person->person = persons.items[i];
        if (!store_role_of(env, person->person.id, &person->roles, err))
            return false;
    }
    return true;
}

bool action_people(struct env *env, const struct actor *actor, const struct call *call,
                   const char *words, struct people *people, struct error *err)
{
    if (call == NULL)
        return error_set(err, ERROR_MISSING, "call/missing");
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct error no = {0};

        people->may_give[i] = role_may_be_given(actor, (enum role)i, call->id, &no);
    }
    people->may_disable = actor_is(actor, ROLE_ADMINISTRATOR, call->id);
    return may(env, actor, call, VERB_ROLE_GRANT, err) &&
           store_role_people(env, call->id, &people->holders, err) &&
           find_invited(env, call, &people->invited, err) &&
           search(env, words, &people->found, err);
}

/* ---- inviting */

static bool known_person(struct env *env, const struct invitation *form, struct person *person,
                         struct error *err)
{
    struct person_details details = {
        .name = form->name, .institution = form->institution, .language = env->language};
    struct person_id id;
    bool found;

    if (!store_person_by_email(env, form->email, person, &found, err))
        return false;
    return found || (store_person_add(env, &details, &id, err) &&
                     store_address_add(env, id, form->email, false, err) &&
                     store_person_get(env, id, person, err));
}

/* Rights of the role are named by a member of its own, so that the template words it. */
static json_t *role_detail(struct env *env, enum role role)
{
    json_t *detail = json_root(env->arena);

    json_put_flag(json_put_object(detail, "role"), role_word(role), true);
    return detail;
}

static bool offer(struct env *env, const struct actor *actor, const struct call *call,
                  const struct invitation *form, enum role role, struct error *err)
{
    json_t *detail = json_root(env->arena), *told = role_detail(env, role);
    struct token token = {.purpose = TOKEN_INVITE, .email = form->email, .detail = detail};
    struct notice_new notice = {
        .event = "invitation", .call = call->id, .email = form->email, .detail = told};
    struct person person;
    const char *link;

    json_put_text(detail, "role", role_word(role));
    json_put_text(detail, "name", form->name);
    json_put_int(detail, "by", actor->person.value);
    if (role_is_per_call(role))
        json_put_text(detail, "call", call->key);
    if (!known_person(env, form, &person, err))
        return false;
    token.person = notice.person = person.id;
    notice.language = person.language;
    if (!action_link_add(env, &token, &link, err))
        return false;
    json_put_text(told, "link", link);
    json_put_text(told, "until", text_time_minutes(env->arena, token.expires_at));
    return store_notice_add(env, &notice, err) &&
           store_audit(env, actor, capacity(actor, call), AUDIT_PERSON_INVITED, person.key.text,
                       err);
}

static bool check_invitation(const struct invitation *form, enum role *role,
                             struct problems *problems, struct error *err)
{
    if (!address_is_valid(form->email))
        problems_add(problems, SEVERITY_ERROR, "email", "not-an-address");
    if (text_blank(form->name))
        problems_add(problems, SEVERITY_ERROR, "name", "required");
    if (!role_of(form->role, role))
        problems_add(problems, SEVERITY_ERROR, "role", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

bool action_people_invite(struct env *env, const struct actor *actor, const struct call *call,
                          const struct invitation *form, struct problems *problems,
                          struct error *err)
{
    enum role role;
    bool done;

    if (call == NULL)
        return error_set(err, ERROR_MISSING, "call/missing");
    if (!check_invitation(form, &role, problems, err))
        return false;
    done = tx_begin(env, err) && may(env, actor, call, VERB_ROLE_GRANT, err) &&
           role_may_be_given(actor, role, call->id, err) &&
           offer(env, actor, call, form, role, err);
    return tx_end(env, done, err);
}

/* ---- giving and taking roles */

bool person_may_hold(struct env *env, struct person_id person, enum role role, struct error *err)
{
    struct role_grants grants = {0};
    struct actor holder = {.person = person};

    if (!store_role_of(env, person, &grants, err))
        return false;
    holder.roles.items = grants.items;
    holder.roles.count = grants.count;
    return role_may_join(&holder, role, err);
}

static bool may_hold(struct env *env, const struct person *person, enum role role,
                     struct error *err)
{
    return (person->has_account || error_set(err, ERROR_CONFLICT, "account/none")) &&
           person_may_hold(env, person->id, role, err);
}

/* Whoever runs the service cannot lock themselves out by a slip. */
static bool may_lose(struct env *env, const struct actor *actor, const struct person *person,
                     enum role role, struct error *err)
{
    int64_t holders;

    if (role_is_staff(role) && person->id.value == actor->person.value)
        return error_set(err, ERROR_CONFLICT, "role/self");
    if (role != ROLE_ADMINISTRATOR)
        return true;
    return store_role_holders(env, role, (struct call_id){0}, &holders, err) &&
           (holders > 1 || error_set(err, ERROR_CONFLICT, "role/last"));
}

static bool give(struct env *env, const struct actor *actor, const struct call *call,
                 const struct person *person, enum role role, struct error *err)
{
    return may_hold(env, person, role, err) &&
           store_role_grant(env, person->id, role, call->id, actor->person, err) &&
           tell_person(env, person->id, "role-granted", call->id, NULL, 0, role_detail(env, role),
                       err);
}

static bool take(struct env *env, const struct actor *actor, const struct call *call,
                 const struct person *person, enum role role, struct error *err)
{
    return may_lose(env, actor, person, role, err) &&
           store_role_end(env, person->id, role, call->id, err);
}

static bool change_role(struct env *env, const struct actor *actor, const struct call *call,
                        const struct person *person, enum role role, bool gives, struct error *err)
{
    const char *object = arena_format(env->arena, "%s %s", person->key.text, role_word(role));

    return role_may_be_given(actor, role, call->id, err) &&
           (gives ? give(env, actor, call, person, role, err)
                  : take(env, actor, call, person, role, err)) &&
           (!role_is_staff(role) ||
            store_session_end_all(env, person->id, (struct session_id){0}, err)) &&
           store_audit(env, actor, capacity(actor, call),
                       gives ? AUDIT_ROLE_GRANTED : AUDIT_ROLE_ENDED, object, err);
}

bool action_people_role(struct env *env, const struct actor *actor, const struct call *call,
                        struct key key, const char *word, bool gives, struct error *err)
{
    struct person person;
    enum role role;
    bool done;

    if (call == NULL)
        return error_set(err, ERROR_MISSING, "call/missing");
    if (!role_of(word, &role))
        return error_set(err, ERROR_INVALID, "role/unknown");
    done = tx_begin(env, err) && may(env, actor, call, VERB_ROLE_GRANT, err) &&
           store_person_by_key(env, key, &person, err) &&
           change_role(env, actor, call, &person, role, gives, err);
    return tx_end(env, done, err);
}

/* ---- disabling */

static bool set_disabled(struct env *env, const struct actor *actor, const struct person *person,
                         bool disabled, struct error *err)
{
    if (person->id.value == actor->person.value)
        return error_set(err, ERROR_CONFLICT, "account/self");
    if (!person->has_account)
        return error_set(err, ERROR_CONFLICT, "account/none");
    return store_account_disable(env, person->id, disabled, err) &&
           (!disabled || (store_session_end_all(env, person->id, (struct session_id){0}, err) &&
                          store_token_end(env, person->id, TOKEN_RESET, err)));
}

bool action_people_account(struct env *env, const struct actor *actor, struct key key,
                           bool disabled, struct error *err)
{
    struct person person;
    bool done = tx_begin(env, err) && may(env, actor, NULL, VERB_ACCOUNT_MANAGE, err) &&
                store_person_by_key(env, key, &person, err) &&
                set_disabled(env, actor, &person, disabled, err) &&
                store_audit(env, actor, capacity(actor, NULL),
                            disabled ? AUDIT_ACCOUNT_DISABLED : AUDIT_ACCOUNT_ENABLED, key.text,
                            err);

    return tx_end(env, done, err);
}
