/* outbox.c: the messages of a release as they will go. */

#include "action/outbox.h"

#include "action/release.h"
#include "domain/policy.h"
#include "store/notice.h"

static size_t count_of(const struct decided_list *list, struct person_id person)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        count += list->items[i].candidate.person.value == person.value;
    return count;
}

static bool add(struct env *env, const struct call *call, const struct decided_list *list,
                size_t at, struct outbox *outbox, struct error *err)
{
    struct person_id person = list->items[at].candidate.person;
    struct outbox_message *message = list_add(env->arena, outbox);
    struct notice notice = {.event = "decision", .call = call->id, .person = person};
    const char *language;

    notice.detail = release_message(env, call, list, at, &message->subject);
    if (!store_notice_address(env, person, &message->email, &language, err))
        return false;
    notice.language = language_of(language, LANGUAGE_ZH);
    notice.email = message->email;
    message->name = notice.name = list->items[at].candidate.name;
    message->decisions = json_array_size(json_at(notice.detail, "rows"));
    message->text = action_mail_text(env, &notice, NULL);
    outbox->counts[message->subject]++;
    outbox->without_address += *message->email == '\0';
    return true;
}

bool action_outbox(struct env *env, const struct actor *actor, const struct call *call,
                   struct outbox *outbox, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct decided_list seen = {0}, all = {0};

    *outbox = (struct outbox){.without_address = 0};
    if (!policy_may(&standing, VERB_DECISION_RELEASE, err) ||
        !store_decided_for(env, call->id, actor->person, &seen, err) ||
        !store_decided(env, call->id, &all, err))
        return false;
    for (size_t i = 0; i < seen.count; i++) {
        struct person_id person = seen.items[i].candidate.person;

        if (release_tells(&seen, i) && count_of(&seen, person) == count_of(&all, person) &&
            !add(env, call, &seen, i, outbox, err))
            return false;
    }
    return true;
}
