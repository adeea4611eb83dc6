/* application.c: the rules an application obeys from draft to eligible. */

#include "domain/application.h"

#include "base/text.h"

static const char *const state_words[] = {
#define AS_WORD(name, word) [APPLICATION_##name] = word,
    APPLICATION_STATES(AS_WORD)
#undef AS_WORD
};

const char *application_word(enum application_state state)
{
    return state_words[state];
}

bool application_state_of(const char *word, enum application_state *state)
{
    for (int i = 0; i < APPLICATION_STATE_COUNT; i++)
        if (strcmp(state_words[i], word) == 0) {
            *state = (enum application_state)i;
            return true;
        }
    return false;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t application_gate(const struct application *application, const struct call *call)
{
    bool by_hand = call->closed_at != 0 &&
                   (call->closes_at == 0 || call->closed_at < call->closes_at);
    /* What comes in the second of the deed comes after it; the second of a deadline is in time. */
    int64_t closing = by_hand ? call->closed_at - 1 : call->closes_at;
    int64_t due = application->state == APPLICATION_RETURNED ? application->due_at : 0;

    if (closing == 0)
        return 0;
    return later(later(closing, application->extended_until), due);
}

bool application_writable(const struct application *application, const struct call *call,
                          int64_t now)
{
    int64_t gate = application_gate(application, call);

    if (call_gate(call, now) == GATE_BEFORE)
        return false;
    /* The moment counts at which a request came, also when the closing was written since; that no
     * clock comes back to before it is the clock's own promise (world/clock.h). */
    return gate == 0 || now <= gate;
}

bool application_open_for_answers(const struct application *application, struct error *err)
{
    switch (application->state) {
    case APPLICATION_DRAFT:
    case APPLICATION_SUBMITTED:
    case APPLICATION_RETURNED:
        return true;
    case APPLICATION_WITHDRAWN:
        return error_set(err, ERROR_CONFLICT, "application/withdrawn");
    case APPLICATION_INELIGIBLE:
    case APPLICATION_ELIGIBLE:
        return error_set(err, ERROR_CONFLICT, "application/settled");
    }
    return false;
}

bool application_submit(struct application *application, const struct call *call, int64_t now,
                        int64_t upload_began, bool *in_grace, struct error *err)
{
    int64_t gate = application_gate(application, call);

    *in_grace = false;
    if (call_gate(call, now) == GATE_BEFORE)
        return error_set(err, ERROR_CONFLICT, "call/not-open");
    if (!application_open_for_answers(application, err))
        return false;
    if (!application_writable(application, call, now)) {
        *in_grace = upload_began != 0 && upload_began <= gate && now <= gate + call->grace;
        if (!*in_grace)
            return error_set(err, ERROR_CONFLICT, "call/closed");
    }
    application->state = APPLICATION_SUBMITTED;
    application->submitted_at = now;
    return true;
}

bool application_withdraw(struct application *application, const struct call *call, int64_t now,
                          struct error *err)
{
    if (application->state != APPLICATION_DRAFT && application->state != APPLICATION_SUBMITTED)
        return error_set(err, ERROR_CONFLICT,
                         application->state == APPLICATION_WITHDRAWN ? "application/withdrawn"
                                                                     : "application/settled");
    if (!application_writable(application, call, now))
        return error_set(err, ERROR_CONFLICT, "call/closed");
    application->state = APPLICATION_WITHDRAWN;
    return true;
}

bool application_reopen(struct application *application, const struct call *call, int64_t now,
                        struct error *err)
{
    if (application->state != APPLICATION_WITHDRAWN)
        return error_set(err, ERROR_CONFLICT, "application/not-withdrawn");
    if (!application_writable(application, call, now))
        return error_set(err, ERROR_CONFLICT, "call/closed");
    application->state = APPLICATION_DRAFT;
    return true;
}

bool application_register(struct application *application, const struct call *call, int64_t now,
                          int64_t received_at, struct error *err)
{
    if (application->version > 0 || application->state != APPLICATION_DRAFT)
        return error_set(err, ERROR_CONFLICT, "register/exists");
    if (!application_writable(application, call, received_at))
        return error_set(err, ERROR_CONFLICT, "register/late");
    application->state = APPLICATION_SUBMITTED;
    application->by_mail = true;
    application->submitted_at = now;
    return true;
}

char *application_canonical(struct arena *arena, const struct call *call,
                            const struct application *application, const json_t *sections,
                            const struct submitted_files *files)
{
    json_t *root = json_root(arena), *list;

    json_put_text(root, "format", "grantd-application-1");
    json_put_text(root, "call", call->key);
    json_put_int(root, "definition", call->version);
    json_put_text(root, "number", application->number);
    json_put_text(root, "topic", application->topic_code);
    json_put_int(root, "version", application->version);
    json_put(root, "sections", json_deep_copy(sections));
    list = json_put_array(root, "files");
    for (size_t i = 0; i < files->count; i++) {
        json_t *file = json_add_object(list);

        json_put_text(file, "slot", files->items[i].slot);
        json_put_text(file, "name", files->items[i].name);
        json_put_text(file, "type", files->items[i].type);
        json_put_text(file, "sha256", files->items[i].sha256);
        json_put_int(file, "size", files->items[i].size);
    }
    return json_canonical(arena, root);
}
