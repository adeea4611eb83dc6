/* office.c: running a call. */

#include "action/office.h"

#include "action/filetype.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/policy.h"
#include "store/application.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/person.h"
#include "store/tx.h"
#include "world/world.h"

#define AHEAD ((int64_t)24 * 3600) /* a closing time is announced so long before */

bool action_front(struct env *env, const struct call *call, struct front_view *view,
                  struct error *err)
{
    return store_announcements(env, call->id, &view->announcements, err) &&
           store_downloads(env, call->id, &view->downloads, err);
}

bool action_announcement(struct env *env, struct key key, struct announcement *announcement,
                         struct error *err)
{
    return store_announcement_get(env, key, announcement, err);
}

bool action_download(struct env *env, struct key key, struct download *download, struct error *err)
{
    return store_download_get(env, key, download, err);
}

static bool may(struct env *env, const struct actor *actor, const struct call *call, enum verb verb,
                struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, verb, err);
}

bool action_clock_trust(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err)
{
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_CALL_EDIT, err) &&
                store_audit(env, actor, "secretary", AUDIT_CLOCK_TRUSTED, call->key, err);

    if (!tx_end(env, done, err))
        return false;
    clock_trust(env->world->clock);
    return true;
}

bool action_office_desk(struct env *env, const struct actor *actor, const struct call *call,
                        struct office_desk *desk, struct error *err)
{
    desk->clock_jump = clock_jump(env->world->clock);
    return may(env, actor, call, VERB_CALL_EDIT, err) &&
           store_application_counts(env, actor, call->id, desk->counts, err) &&
           store_notice_count_for(env, actor->person, &desk->notices, err) &&
           store_paper_count(env, call->id, actor->person, &desk->papers, err) &&
           action_outage_offer(env, call, &desk->outage, &desk->outage_offered, err) &&
           store_topics(env, call->id, &desk->topics, err) &&
           store_call_history(env, call->id, &desk->history, err) &&
           action_front(env, call, &desk->front, err);
}

static bool check_dates(struct env *env, const struct call *call, const struct call_form *form,
                        struct problems *problems, struct error *err)
{
    bool moved = form->closes_at != call->closes_at;

    if (form->closes_at != 0 && form->closes_at <= form->opens_at)
        problems_add(problems, SEVERITY_ERROR, "closes_at", "call/closing-order");
    else if (moved && form->closes_at != 0 && form->closes_at < env->now + AHEAD &&
             text_blank(form->reason))
        problems_add(problems, SEVERITY_ERROR, "closes_at", "call/closing-soon");
    if (call->closed_at != 0 && moved)
        problems_add(problems, SEVERITY_ERROR, "closes_at", "call/closing-done");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "call/form-wrong");
}

static bool known_value(const struct switch_definition *one, const char *value)
{
    if (one->options.count == 0)
        return strcmp(value, "on") == 0 || strcmp(value, "off") == 0;
    for (size_t i = 0; i < one->options.count; i++)
        if (strcmp(one->options.items[i].key, value) == 0)
            return true;
    return false;
}

/* Only switches the definition names, only values it offers. */
static const json_t *switches_after(struct env *env, const struct call *call,
                                    const struct call_form *form)
{
    json_t *after = json_own(env->arena, json_deep_copy(call->switches));

    for (size_t i = 0; i < call->definition->switches.count; i++) {
        const struct switch_definition *one = &call->definition->switches.items[i];
        const char *value = json_text(form->switches, one->key);

        if (value != NULL && known_value(one, value))
            json_put_text(after, one->key, value);
    }
    return after;
}

static bool set_quotas(struct env *env, const struct call *call, const struct call_form *form,
                       struct error *err)
{
    struct topic_rows topics = {0};

    if (!store_topics(env, call->id, &topics, err))
        return false;
    for (size_t i = 0; i < topics.count; i++) {
        int64_t quota = json_int(form->quotas, topics.items[i].code, -1);

        if (quota >= 0 && quota <= 1000 && !store_topic_quota(env, topics.items[i].id, quota, err))
            return false;
    }
    return true;
}

bool action_call_set(struct env *env, const struct actor *actor, const struct call *call,
                     const struct call_form *form, struct problems *problems, struct error *err)
{
    struct call after = *call;
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_CALL_EDIT, err) &&
                check_dates(env, call, form, problems, err);

    if (done) {
        after.opens_at = form->opens_at;
        after.closes_at = form->closes_at;
        after.grace = form->grace;
        after.budget = form->budget;
        after.switches = switches_after(env, call, form);
    }
    done = done && store_call_set(env, &after, err) && set_quotas(env, call, form, err) &&
           store_call_note(env, call->id, "dates", actor->person, form->reason, err) &&
           store_audit(env, actor, "secretary", AUDIT_CALL_CHANGED, call->key, err);
    return tx_end(env, done, err);
}

static bool make_event(struct env *env, const struct actor *actor, const struct call *call,
                       const char *event, const char *reason, struct error *err)
{
    if (strcmp(event, "reopening") == 0)
        return store_call_reopen(env, call->id, actor->person, reason, err) &&
               store_audit(env, actor, "secretary", AUDIT_CALL_REOPENED, call->key, err);
    if (strcmp(event, "opening") == 0)
        return store_call_event(env, call->id, CALL_OPENING, env->now, actor->person, reason,
                                err) &&
               store_audit(env, actor, "secretary", AUDIT_CALL_OPENED, call->key, err);
    if (strcmp(event, "closing") != 0)
        return error_set(err, ERROR_INVALID, "call/form-wrong");
    if (call->closes_at == 0)
        return error_set(err, ERROR_CONFLICT, "call/no-closing");
    return store_call_event(env, call->id, CALL_CLOSING, env->now, actor->person, reason, err) &&
           store_audit(env, actor, "secretary", AUDIT_CALL_CLOSED, call->key, err);
}

bool action_call_event(struct env *env, const struct actor *actor, const struct call *call,
                       const char *event, const char *reason, struct error *err)
{
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_CALL_EDIT, err) &&
                (!text_blank(reason) || error_set(err, ERROR_INVALID, "call/reason")) &&
                make_event(env, actor, call, event, reason, err);

    return tx_end(env, done, err);
}

bool action_extend(struct env *env, const struct actor *actor, const struct call *call,
                   const struct extension_form *form, struct problems *problems, struct error *err)
{
    struct person person = {0};
    struct topic_row topic = {0};
    bool found = true, done;

    if (form->until <= env->now)
        problems_add(problems, SEVERITY_ERROR, "until", "screening/until");
    if (!text_blank(form->email) && store_person_by_email(env, form->email, &person, &found, err) &&
        !found)
        problems_add(problems, SEVERITY_ERROR, "email", "call/nobody");
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "call/form-wrong");
    done = tx_begin(env, err) && may(env, actor, call, VERB_EXTEND, err) &&
           (text_blank(form->topic) || store_topic_get(env, call->id, form->topic, &topic, err)) &&
           store_extension_add(env, call->id, person.id, topic.id, form->until, form->reason,
                               actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_CALL_EXTENDED, call->key, err) &&
           tell_extended(env, call, person.id, topic.id, form->until, form->reason, err);
    return tx_end(env, done, err);
}

bool action_announce(struct env *env, const struct actor *actor, const struct call *call,
                     const struct announcement *announcement, struct error *err)
{
    struct announcement new = *announcement;
    bool done;

    new.key = key_new(env);
    done = tx_begin(env, err) && may(env, actor, call, VERB_ANNOUNCE, err) &&
           store_announcement_add(env, call->id, &new, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_ANNOUNCEMENT_PUBLISHED, new.key.text, err);
    return tx_end(env, done, err);
}

bool action_announcement_withdraw(struct env *env, const struct actor *actor,
                                  const struct call *call, struct key key, struct error *err)
{
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_ANNOUNCE, err) &&
                store_announcement_withdraw(env, call->id, key, err) &&
                store_audit(env, actor, "secretary", AUDIT_ANNOUNCEMENT_WITHDRAWN, key.text, err);

    return tx_end(env, done, err);
}

bool action_download_add(struct env *env, const struct actor *actor, const struct call *call,
                         const char *slot, const char *name, struct upload *upload,
                         struct error *err)
{
    static const char *const types[] = {"pdf", "doc", "docx", "xlsx", "jpg", "png", NULL};
    struct download file = {.key = key_new(env), .slot = slot, .name = name};
    struct digest sha256;
    size_t length;
    const uint8_t *head = upload_head(upload, &length);
    bool done;

    if (!may(env, actor, call, VERB_CALL_EDIT, err))
        return false;
    if (!filetype_allowed(name, types, head, length))
        return error_set(err, ERROR_INVALID, "attachment/type");
    file.type = filetype_of(name);
    file.size = upload_size(upload);
    if (!upload_keep(upload, &sha256, err))
        return false;
    file.sha256 = digest_hex(env->arena, &sha256);
    done = tx_begin(env, err) && may(env, actor, call, VERB_CALL_EDIT, err) &&
           store_blob_add(env, file.sha256, file.size, err) &&
           store_download_add(env, call->id, &file, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_DOWNLOAD_ADDED, file.key.text, err);
    return tx_end(env, done, err);
}

bool action_download_remove(struct env *env, const struct actor *actor, const struct call *call,
                            struct key key, struct error *err)
{
    bool done = tx_begin(env, err) && may(env, actor, call, VERB_CALL_EDIT, err) &&
                store_download_remove(env, call->id, key, err) &&
                store_audit(env, actor, "secretary", AUDIT_DOWNLOAD_REMOVED, key.text, err);

    return tx_end(env, done, err);
}
