/* tell.c: the notices of what happened. */

#include "action/tell.h"

#include "base/text.h"
#include "store/notice.h"
#include "store/reminder.h"

bool tell_person(struct env *env, struct person_id person, const char *event, struct call_id call,
                 const char *object_kind, int64_t object, const json_t *detail, struct error *err)
{
    struct notice_new n = {.event = event,
                           .call = call,
                           .person = person,
                           .object_kind = object_kind,
                           .object = object,
                           .detail = detail};
    const char *language = "";

    if (!store_notice_address(env, person, &n.email, &language, err))
        return false;
    n.language = language_of(language, LANGUAGE_ZH);
    return *n.email == '\0' || store_notice_add(env, &n, err);
}

bool tell_address(struct env *env, const char *email, const char *event,
                  const struct application_view *view, const json_t *detail, struct error *err)
{
    struct notice_new n = {.event = event,
                           .call = view->call->id,
                           .email = email,
                           .language = env->language,
                           .object_kind = "application",
                           .object = view->application.id.value,
                           .detail = detail};

    return store_notice_add(env, &n, err);
}

bool tell_mailbox(struct env *env, const struct call *call, const char *event,
                  const char *object_kind, int64_t object, const json_t *detail, struct error *err)
{
    struct notice_new n = {.event = event,
                           .call = call->id,
                           .email = call->definition->mailbox,
                           .language = LANGUAGE_ZH,
                           .object_kind = object_kind,
                           .object = object,
                           .detail = detail};

    return store_notice_add(env, &n, err);
}

static json_t *about(struct env *env, const struct application_view *view)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "number", view->application.number);
    json_put_text(detail, "title", view->application.title);
    json_put_text(detail, "topic", view->topic->code);
    json_put_text(detail, "leader", view->application.leader);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/applications/%s", view->application.key.text));
    json_put_text(detail, "at", text_time(env->arena, env->now));
    return detail;
}

static json_t *about_version(struct env *env, const struct application_view *view,
                             const struct submission *submission)
{
    json_t *detail = about(env, view);

    json_put_int(detail, "version", submission->version);
    json_put_text(detail, "sha256", submission->sha256);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/applications/%s/receipts/%lld",
                               view->application.key.text, (long long)submission->version));
    return detail;
}

bool tell_submitted(struct env *env, const struct application_view *view,
                    const struct submission *submission, struct error *err)
{
    json_t *detail = about_version(env, view, submission);

    return tell_person(env, view->application.applicant, "submitted", view->call->id, NULL, 0,
                       detail, err) &&
           tell_mailbox(env, view->call, "received", "submission", submission->id.value, detail,
                        err);
}

bool tell_registered(struct env *env, const struct application_view *view,
                     const struct submission *submission, const char *email, enum language language,
                     const char *link, struct error *err)
{
    json_t *detail = about_version(env, view, submission);
    json_t *own = json_own(env->arena, json_copy(detail));
    struct notice_new n = {.event = "registered",
                           .call = view->call->id,
                           .person = view->application.applicant,
                           .email = email,
                           .language = language,
                           .detail = own};

    json_put_text(own, "link", link);
    return store_notice_add(env, &n, err) && tell_mailbox(env, view->call, "received", "submission",
                                                          submission->id.value, detail, err);
}

bool tell_withdrawn(struct env *env, const struct application_view *view, struct error *err)
{
    json_t *detail = about(env, view);

    return tell_person(env, view->application.applicant, "withdrawn", view->call->id, NULL, 0,
                       detail, err) &&
           tell_mailbox(env, view->call, "withdrawn-mailbox", "application",
                        view->application.id.value, detail, err);
}

bool tell_order_changed(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err)
{
    struct application_rows rows = {0};
    json_t *detail = json_root(env->arena), *list = json_put_array(detail, "order");

    if (!store_applications_mine(env, actor, call->id, &rows, err))
        return false;
    for (size_t rank = 1; rank <= rows.count; rank++)
        for (size_t i = 0; i < rows.count; i++)
            if (rows.items[i].application.preference == (int64_t)rank) {
                json_t *item = json_add_object(list);

                json_put_int(item, "rank", (int64_t)rank);
                json_put_text(item, "topic", rows.items[i].application.topic_code);
                json_put_text(item, "title", rows.items[i].application.title);
            }
    json_put_text(detail, "path", "/applications");
    return tell_person(env, actor->person, "order-changed", call->id, NULL, 0, detail, err);
}

bool tell_extended(struct env *env, const struct call *call, struct person_id person,
                   struct topic_id topic, int64_t until, const char *reason, struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct reminder_people people = {0};

    if (!store_extension_people(env, call->id, person, topic, &people, err))
        return false;
    json_put_text(detail, "until", text_time(env->arena, until));
    json_put_text(detail, "reason", reason);
    json_put_text(detail, "path", "/applications");
    for (size_t i = 0; i < people.count; i++)
        if (!tell_person(env, people.items[i], "extended", call->id, NULL, 0, detail, err))
            return false;
    return true;
}
