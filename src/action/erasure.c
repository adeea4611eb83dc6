/* erasure.c: from being asked to erase what is kept of somebody, to having done it. */

#include "action/erasure.h"

#include "action/guess.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/tx.h"

#define PAUSE ((int64_t)ERASURE_PAUSE_DAYS * 24 * 3600)

static bool find_hindrance(struct env *env, struct person_id person, const char **code,
                           struct error *err)
{
    struct erasure_facts facts = {0};

    if (!store_erasure_facts(env, person, &facts, err))
        return false;
    *code = erasure_hindrance(&facts);
    return true;
}

static bool refuse_hindered(struct env *env, struct person_id person, struct error *err)
{
    const char *code;

    if (!find_hindrance(env, person, &code, err))
        return false;
    return code == NULL || error_set(err, ERROR_CONFLICT, code);
}

bool action_erasure(struct env *env, const struct actor *actor, struct erasure *row,
                    const char **hindrance, struct error *err)
{
    return store_erasure_of(env, actor->person, row, err) &&
           find_hindrance(env, actor->person, hindrance, err);
}

/* ---- the person */

static bool tell_office(struct env *env, const struct call *call, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_int(detail, "days", ERASURE_ANSWER_DAYS);
    return call == NULL || tell_mailbox(env, call, "erasure-asked", NULL, 0, detail, err);
}

bool action_erasure_ask(struct env *env, const struct actor *actor, const struct call *call,
                        const char *password, const char *reason, struct error *err)
{
    struct tries tries = action_tries(env, actor->email);
    struct account account;
    bool weaker, done;

    if (!store_account_of(env, actor->person, &account, err) ||
        !action_password_check(env, &tries, actor->person, account.password, password, &weaker,
                               err))
        return false;
    done = tx_begin(env, err) && refuse_hindered(env, actor->person, err) &&
           store_erasure_add(env, actor->person, reason, err) && tell_office(env, call, err) &&
           store_audit(env, actor, "person", AUDIT_ERASURE_ASKED, actor->key.text, err) &&
           action_tries_done(env, &tries, err);
    return tx_end(env, done, err);
}

bool action_erasure_withdraw(struct env *env, const struct actor *actor, struct error *err)
{
    struct erasure row;
    bool done = tx_begin(env, err) && store_erasure_of(env, actor->person, &row, err) &&
                store_erasure_end(env, &row, ERASURE_WITHDRAWN, err) &&
                store_audit(env, actor, "person", AUDIT_ERASURE_WITHDRAWN, actor->key.text, err);

    return tx_end(env, done, err);
}

/* ---- the office */

static bool may_decide(struct env *env, const struct actor *actor, const struct call *call,
                       struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, VERB_ERASURE_DECIDE, err);
}

static bool add_case(struct env *env, const struct erasure *row, struct erasure_cases *cases,
                     struct error *err)
{
    struct erasure_case *c = list_add(env->arena, cases);
    const char *language;

    *c = (struct erasure_case){.row = *row, .email = "", .hindrance = NULL};
    return store_notice_address(env, row->person, &c->email, &language, err) &&
           find_hindrance(env, row->person, &c->hindrance, err);
}

bool action_erasures(struct env *env, const struct actor *actor, const struct call *call,
                     struct erasure_cases *cases, struct error *err)
{
    struct erasures rows = {0};

    if (!may_decide(env, actor, call, err) || !store_erasures(env, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!add_case(env, &rows.items[i], cases, err))
            return false;
    return true;
}

static bool tell_answer(struct env *env, const struct erasure *row, enum erasure_state state,
                        const char *answer, int64_t due, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_flag(detail, erasure_word(state), true);
    json_put_text(detail, "answer", answer);
    json_put_text(detail, "due", due == 0 ? "" : text_time(env->arena, due));
    return tell_person(env, row->person, "erasure-answered", (struct call_id){0}, NULL, 0, detail,
                       err);
}

static bool accept(struct env *env, const struct actor *actor, const struct erasure *row,
                   const char *answer, struct error *err)
{
    int64_t due = env->now + PAUSE;

    return refuse_hindered(env, row->person, err) &&
           store_erasure_decide(env, row, ERASURE_ACCEPTED, answer, actor->person, due, err) &&
           tell_answer(env, row, ERASURE_ACCEPTED, answer, due, err) &&
           store_audit(env, actor, "secretary", AUDIT_ERASURE_ACCEPTED, row->person_key.text, err);
}

static bool refuse(struct env *env, const struct actor *actor, const struct erasure *row,
                   const char *answer, struct error *err)
{
    return store_erasure_decide(env, row, ERASURE_REFUSED, answer, actor->person, 0, err) &&
           tell_answer(env, row, ERASURE_REFUSED, answer, 0, err) &&
           store_audit(env, actor, "secretary", AUDIT_ERASURE_REFUSED, row->person_key.text, err);
}

static bool check(const char *act, const char *answer, struct problems *problems, struct error *err)
{
    if (!text_equal(act, "accept") && !text_equal(act, "refuse"))
        problems_add(problems, SEVERITY_ERROR, "act", "unknown-choice");
    if (text_equal(act, "refuse") && text_blank(answer))
        problems_add(problems, SEVERITY_ERROR, "answer", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

bool action_erasure_decide(struct env *env, const struct actor *actor, const struct call *call,
                           struct key key, const char *act, const char *answer,
                           struct problems *problems, struct error *err)
{
    struct erasure row;
    bool done = tx_begin(env, err) && may_decide(env, actor, call, err) &&
                store_erasure_get(env, key, &row, err) && check(act, answer, problems, err) &&
                (text_equal(act, "accept") ? accept(env, actor, &row, answer, err)
                                           : refuse(env, actor, &row, answer, err));

    return tx_end(env, done, err);
}

/* ---- the clock */

static bool audit_done(struct env *env, const struct erasure *row, enum audit_action action,
                       struct error *err)
{
    return store_audit(env, NULL, "clock", action, row->person_key.text, err);
}

/* Something came into the way while it waited: said to the person instead. */
static bool give_up(struct env *env, const struct erasure *row, struct error *err)
{
    return store_erasure_decide(env, row, ERASURE_REFUSED, "", (struct person_id){0}, 0, err) &&
           tell_answer(env, row, ERASURE_REFUSED, "", 0, err) &&
           audit_done(env, row, AUDIT_ERASURE_REFUSED, err);
}

static bool erase(struct env *env, const struct erasure *row, struct error *err)
{
    return store_erasure_end(env, row, ERASURE_DONE, err) &&
           store_person_erase(env, row->person, err) &&
           audit_done(env, row, AUDIT_ERASURE_DONE, err);
}

bool action_erasures_work(struct env *env, bool *again, struct error *err)
{
    struct erasure row;
    const char *hindrance;
    bool done;

    *again = false;
    if (!store_erasure_due(env, &row, err) || row.id == 0)
        return err->kind == ERROR_NONE;
    done = tx_begin(env, err) && find_hindrance(env, row.person, &hindrance, err) &&
           (hindrance == NULL ? erase(env, &row, err) : give_up(env, &row, err));
    *again = tx_end(env, done, err);
    return *again;
}
