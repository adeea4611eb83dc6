/* mail_office.c: the outbox as the office sees it, and a person's own notices (declared in mail.h).
 */

#include "action/mail.h"

#include "base/log.h"
#include "domain/policy.h"
#include "store/audit.h"
#include "store/setting.h"
#include "store/tx.h"
#include "world/world.h"

#define PAGE 25

static bool may_list(const struct actor *actor, const struct call *call, struct env *env,
                     struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, VERB_NOTICE_LIST, err);
}

/* Pages name their last row by its key; rows are counted by ids, which never leave this floor. */
static bool row_before(struct env *env, const struct key *after, struct person_id person,
                       int64_t *before, struct error *err)
{
    struct notice last;

    *before = 0;
    if (after == NULL)
        return true;
    if (!store_notice_get(env, *after, &last, err))
        return false;
    *before = last.id.value;
    return person.value == 0 || last.person.value == person.value ||
           error_set(err, ERROR_MISSING, "missing");
}

static bool cut(struct mail_page *page)
{
    page->more = page->notices.count > PAGE;
    if (page->more)
        page->notices.count = PAGE;
    return true;
}

bool action_mail_list(struct env *env, const struct actor *actor, const struct call *call,
                      const char *state, const struct key *after, struct mail_page *page,
                      struct error *err)
{
    int64_t before;

    *page = (struct mail_page){.holds = mailer_holds(env->world->mailer)};
    return may_list(actor, call, env, err) &&
           row_before(env, after, (struct person_id){0}, &before, err) &&
           store_notice_list_for(env, actor->person, state, before, PAGE + 1, &page->notices,
                                 err) &&
           cut(page) && store_notice_count_for(env, actor->person, &page->counts, err) &&
           action_mail_paused(env, &page->paused_until, &page->paused_why, err);
}

bool action_mail_get(struct env *env, const struct actor *actor, const struct call *call,
                     struct key key, struct notice *notice, struct error *err)
{
    return may_list(actor, call, env, err) &&
           store_notice_get_for(env, actor->person, key, notice, err);
}

bool action_mail_retry(struct env *env, const struct actor *actor, const struct call *call,
                       struct key key, struct error *err)
{
    struct notice notice;
    bool done = tx_begin(env, err) && may_list(actor, call, env, err) &&
                store_notice_get_for(env, actor->person, key, &notice, err) &&
                store_notice_revive(env, key, err) &&
                store_audit(env, actor, "secretary", AUDIT_NOTICE_RETRIED, key.text, err);

    return tx_end(env, done, err);
}

bool action_mail_resume(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err)
{
    bool done = tx_begin(env, err) && may_list(actor, call, env, err) &&
                store_setting_put(env, "mail.paused", "", err) &&
                store_audit(env, actor, "secretary", AUDIT_MAIL_RESUMED, "mail", err);

    return tx_end(env, done, err);
}

bool action_notices_mine(struct env *env, const struct actor *actor, const struct key *after,
                         struct mail_page *page, struct error *err)
{
    int64_t before;

    *page = (struct mail_page){.more = false};
    return row_before(env, after, actor->person, &before, err) &&
           store_notice_of_person(env, actor->person, before, PAGE + 1, &page->notices, err) &&
           cut(page);
}

/* Nobody is kept from reading because it could not be noted. */
static void note_read(struct env *env, const struct notice *notice)
{
    struct error err = {0};
    bool done = tx_begin(env, &err) && store_notice_read(env, notice->id, &err);

    if (!tx_end(env, done, &err))
        log_event("notice/read", "code", err.code, NULL);
}

bool action_notice_mine(struct env *env, const struct actor *actor, struct key key,
                        struct notice *notice, struct error *err)
{
    if (!store_notice_get(env, key, notice, err))
        return false;
    if (notice->person.value == 0 || notice->person.value != actor->person.value)
        return error_set(err, ERROR_MISSING, "missing");
    if (notice->read_at == 0)
        note_read(env, notice);
    return true;
}
