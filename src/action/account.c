/* account.c: signing up, forgotten passwords, and one's own account. */

#include "action/account.h"

#include "action/guess.h"
#include "action/link.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/orcid.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/world.h"

#define PASSWORD_LEAST 8
#define PASSWORD_MOST  1024

static void add(struct problems *problems, const char *path, const char *code)
{
    problems_add(problems, SEVERITY_ERROR, path, code);
}

void account_check_password(struct problems *problems, const char *path, const char *password,
                            const char *email)
{
    if (text_characters(password) < PASSWORD_LEAST)
        problem_number(problems_add(problems, SEVERITY_ERROR, path, "password-short"), "min",
                       PASSWORD_LEAST);
    else if (strlen(password) > PASSWORD_MOST)
        problem_number(problems_add(problems, SEVERITY_ERROR, path, "too-long"), "max",
                       PASSWORD_MOST);
    else if (password_is_common(password, email))
        add(problems, path, "password-common");
}

void account_check_privacy(struct problems *problems, const char *version, const char *shown,
                           bool agrees)
{
    if (!agrees)
        add(problems, "agree", "privacy-needed");
    else if (!text_equal(version, shown))
        add(problems, "agree", "privacy-changed");
}

static void check_address(struct problems *problems, const char *email)
{
    if (!address_is_valid(email))
        add(problems, "email", "not-an-address");
}

static bool sound(const struct problems *problems, struct error *err)
{
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

/* ---- signing up */

static bool send(struct env *env, const char *event, struct person_id person, const char *email,
                 enum language language, const char *link, struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct notice_new notice = {
        .event = event, .person = person, .email = email, .language = language, .detail = detail};

    json_put_text(detail, "link", link);
    return store_notice_add(env, &notice, err);
}

/* What the link will make an account from; nobody's account exists before. */
static bool ask_for_proof(struct env *env, const struct sign_up *form, const char *phc,
                          struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct token token = {.purpose = TOKEN_VERIFY, .email = form->email, .detail = detail};
    const char *link;

    json_put_text(detail, "name", form->name);
    json_put_text(detail, "password", phc);
    json_put_text(detail, "privacy", form->privacy);
    json_put_text(detail, "language", language_tag(env->language));
    return action_link_add(env, &token, &link, err) &&
           send(env, "verify", token.person, form->email, env->language, link, err);
}

static bool say_it_exists(struct env *env, const struct sign_up *form, struct person_id id,
                          struct error *err)
{
    struct person person;
    const char *link = arena_format(env->arena, "%s/forgot", service_public_url(service_of(env)));

    return store_person_get(env, id, &person, err) &&
           send(env, "already-registered", id, form->email, person.language, link, err);
}

static bool answer_by_mail(struct env *env, const struct sign_up *form, const char *phc,
                           struct error *err)
{
    struct account account;
    bool allowed;

    if (!action_mail_allowed(env, form->email, &allowed, err) ||
        !store_account_by_email(env, form->email, &account, err))
        return false;
    if (!allowed)
        return true;
    return account.verified && account.password != NULL
               ? say_it_exists(env, form, account.person, err)
               : ask_for_proof(env, form, phc, err);
}

/* Names an address in the log without telling it. */
static const char *veiled(const struct env *env, const char *email)
{
    return action_tries(env, email).account;
}

bool action_account_sign_up(struct env *env, const struct call *call, const struct sign_up *form,
                            struct problems *problems, struct error *err)
{
    const char *phc;
    bool done;

    if (call == NULL)
        return error_set(err, ERROR_CONFLICT, "account/no-call");
    check_address(problems, form->email);
    if (text_blank(form->name))
        add(problems, "name", "required");
    account_check_password(problems, "password", form->password, form->email);
    account_check_privacy(problems, call->definition->privacy.version, form->privacy, form->agrees);
    if (!sound(problems, err) ||
        !password_hash(env->world->passwords, env->arena, form->password, &phc, err))
        return false;
    done = tx_begin(env, err) && answer_by_mail(env, form, phc, err) &&
           store_audit(env, NULL, "anonymous", AUDIT_ACCOUNT_ASKED, veiled(env, form->email), err);
    return tx_end(env, done, err);
}

/* ---- a forgotten password */

static bool send_reset(struct env *env, const char *email, struct error *err)
{
    struct account account;
    struct person person;
    struct token token = {.purpose = TOKEN_RESET, .email = email};
    const char *link;
    bool allowed;

    if (!action_mail_allowed(env, email, &allowed, err) ||
        !store_account_by_email(env, email, &account, err))
        return false;
    if (!allowed || !account.verified || account.disabled)
        return true;
    token.person = account.person;
    return store_person_get(env, account.person, &person, err) &&
           action_link_add(env, &token, &link, err) &&
           send(env, "reset", account.person, email, person.language, link, err);
}

bool action_account_forgot(struct env *env, const char *email, struct problems *problems,
                           struct error *err)
{
    bool done;

    check_address(problems, email);
    if (!sound(problems, err))
        return false;
    done = tx_begin(env, err) && send_reset(env, email, err) &&
           store_audit(env, NULL, "anonymous", AUDIT_ACCOUNT_RESET_ASKED, veiled(env, email), err);
    return tx_end(env, done, err);
}

/* ---- one's own account */

bool action_profile(struct env *env, const struct actor *actor, struct person *person,
                    struct error *err)
{
    return store_person_get(env, actor->person, person, err);
}

static bool looks_like_phone(const char *text)
{
    return strlen(text) >= 7 && text[strspn(text, "0123456789+-() ")] == '\0';
}

static void check_profile(const struct profile_form *form, struct problems *problems)
{
    if (text_blank(form->name))
        add(problems, "name", "required");
    if (*form->orcid != '\0' && !orcid_is_valid(form->orcid))
        add(problems, "orcid", "not-an-orcid");
    if (*form->phone != '\0' && !looks_like_phone(form->phone))
        add(problems, "phone", "not-a-phone");
}

bool action_profile_save(struct env *env, const struct actor *actor,
                         const struct profile_form *form, struct problems *problems,
                         struct error *err)
{
    struct person_details details = {
        .name = form->name,
        .latin_name = form->latin_name,
        .institution = form->institution,
        .orcid = form->orcid,
        .phone = form->phone,
        .language = language_of(form->language, actor->language),
    };
    bool done;

    check_profile(form, problems);
    if (!sound(problems, err))
        return false;
    done = tx_begin(env, err) && store_person_change(env, actor->person, &details, err) &&
           store_audit(env, actor, "person", AUDIT_PERSON_CHANGED, actor->key.text, err);
    return tx_end(env, done, err);
}

static bool is_still(struct env *env, const struct account *account, struct error *err)
{
    struct account now;

    return store_account_of(env, account->person, &now, err) &&
           ((!now.disabled && text_equal(now.password, account->password)) ||
            error_set(err, ERROR_SIGN_IN, "account/wrong"));
}

static bool put_password(struct env *env, const struct actor *actor, const char *phc,
                         struct error *err)
{
    return store_account_password(env, actor->person, phc, err) &&
           store_session_end_all(env, actor->person, actor->session, err) &&
           store_token_end(env, actor->person, TOKEN_SECOND, err) &&
           store_token_end(env, actor->person, TOKEN_ADDRESS, err) &&
           store_audit(env, actor, "person", AUDIT_ACCOUNT_PASSWORD, actor->key.text, err) &&
           tell_person(env, actor->person, "password-changed", (struct call_id){0}, NULL, 0, NULL,
                       err);
}

bool action_profile_password(struct env *env, const struct actor *actor, const char *old,
                             const char *password, struct problems *problems, struct error *err)
{
    struct tries tries = action_tries(env, actor->email);
    struct account account;
    const char *phc;
    bool weaker, done;

    account_check_password(problems, "password", password, actor->email);
    if (!sound(problems, err) || !store_account_of(env, actor->person, &account, err) ||
        !action_password_check(env, &tries, actor->person, account.password, old, &weaker, err) ||
        !password_hash(env->world->passwords, env->arena, password, &phc, err))
        return false;
    done = tx_begin(env, err) && is_still(env, &account, err) &&
           put_password(env, actor, phc, err) && action_tries_done(env, &tries, err);
    return tx_end(env, done, err);
}

bool action_profile_language(struct env *env, const struct actor *actor, enum language language,
                             struct error *err)
{
    bool done = tx_begin(env, err) && store_person_language(env, actor->person, language, err) &&
                store_audit(env, actor, "person", AUDIT_PERSON_CHANGED, actor->key.text, err);

    return tx_end(env, done, err);
}
