/* own_data.c: everything the service keeps of a person, for that person. */

#include "action/own_data.h"

#include "action/application.h"
#include "action/second.h"
#include "action/session.h"
#include "base/text.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/collaborator.h"
#include "store/membership.h"
#include "store/notice.h"
#include "store/paper.h"
#include "store/person.h"
#include "store/receipt.h"

#define NOTICES_AT_ONCE 200

static void put_moment(struct env *env, json_t *into, const char *key, int64_t at)
{
    json_put_text(into, key, at == 0 ? NULL : text_rfc3339(env->arena, at));
}

/* ---- the account */

static bool put_person(struct env *env, const struct actor *actor, json_t *into, struct error *err)
{
    struct person p;

    if (!store_person_get(env, actor->person, &p, err))
        return false;
    json_put_text(into, "key", p.key.text);
    json_put_text(into, "name", p.name);
    json_put_text(into, "latin_name", p.latin_name);
    json_put_text(into, "institution", p.institution);
    json_put_text(into, "orcid", p.orcid);
    json_put_text(into, "phone", p.phone);
    json_put_text(into, "language", language_tag(p.language));
    return true;
}

static bool put_addresses(struct env *env, const struct actor *actor, json_t *list,
                          struct error *err)
{
    struct address_rows rows = {0};

    if (!store_addresses(env, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "email", rows.items[i].email);
        json_put_flag(item, "primary", rows.items[i].is_primary);
        json_put_flag(item, "verified", rows.items[i].verified);
    }
    return true;
}

static bool put_consents(struct env *env, const struct actor *actor, json_t *list,
                         struct error *err)
{
    struct consent_rows rows = {0};

    if (!store_consents(env, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "kind", rows.items[i].kind);
        json_put_text(item, "version", rows.items[i].version);
        put_moment(env, item, "given_at", rows.items[i].given_at);
        put_moment(env, item, "withdrawn_at", rows.items[i].withdrawn_at);
    }
    return true;
}

static bool put_sessions(struct env *env, const struct actor *actor, json_t *list,
                         struct error *err)
{
    struct session_rows rows = {0};

    if (!action_sessions(env, actor, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "source", rows.items[i].source);
        json_put_text(item, "agent", rows.items[i].agent);
        put_moment(env, item, "opened_at", rows.items[i].created_at);
        put_moment(env, item, "seen_at", rows.items[i].seen_at);
    }
    return true;
}

static bool put_second(struct env *env, const struct actor *actor, json_t *into, struct error *err)
{
    struct second_view view;

    if (!action_second(env, actor, &view, err))
        return false;
    json_put_flag(into, "enabled", view.enabled);
    json_put_int(into, "recovery_codes_left", view.left);
    return true;
}

static bool put_roles(struct env *env, const struct actor *actor, json_t *list, struct error *err)
{
    for (size_t i = 0; i < actor->roles.count; i++) {
        const struct role_grant *grant = &actor->roles.items[i];
        json_t *item = json_add_object(list);
        const struct call *call = NULL;

        if (grant->call.value != 0 && !service_call_by_id(env, grant->call, &call, err))
            return false;
        json_put_text(item, "role", role_word(grant->role));
        json_put_text(item, "call", call == NULL ? NULL : call->key);
    }
    return true;
}

static bool put_notices(struct env *env, const struct actor *actor, json_t *list, struct error *err)
{
    int64_t before = 0;

    for (;;) {
        struct notices page = {0};

        if (!store_notice_of_person(env, actor->person, before, NOTICES_AT_ONCE, &page, err))
            return false;
        for (size_t i = 0; i < page.count; i++) {
            json_t *item = json_add_object(list);

            json_put_text(item, "event", page.items[i].event);
            json_put_text(item, "email", page.items[i].email);
            json_put_text(item, "subject", page.items[i].subject);
            put_moment(env, item, "created_at", page.items[i].created_at);
            put_moment(env, item, "sent_at", page.items[i].sent_at);
            before = page.items[i].id.value;
        }
        if (page.count < NOTICES_AT_ONCE)
            return true;
    }
}

/* ---- applications */

static void put_file(struct env *env, const struct attachment *file, json_t *into)
{
    json_put_text(into, "slot", file->slot);
    json_put_text(into, "name", file->name);
    json_put_int(into, "size", file->size);
    json_put_text(into, "sha256", file->sha256);
    json_put_text(into, "href", arena_format(env->arena, "/attachments/%s", file->key.text));
    if (file->pages > 0)
        json_put_int(into, "pages", file->pages);
    put_moment(env, into, "added_at", file->added_at);
}

static bool put_json(struct env *env, json_t *into, const char *key, const char *text,
                     struct error *err)
{
    json_t *value = json_parse(env->arena, text, strlen(text), err);

    if (value == NULL)
        return false;
    json_put(into, key, json_incref(value));
    return true;
}

static bool put_papers(struct env *env, struct submission_id submission, json_t *list,
                       struct error *err)
{
    for (int kind = 0; kind < PAPER_COUNT; kind++) {
        struct paper paper = {.sha256 = ""};
        struct error none = {0};
        json_t *item;

        if (!store_paper_get(env, submission, (enum paper_kind)kind, &paper, &none)) {
            if (none.kind == ERROR_MISSING)
                continue;
            return error_set(err, none.kind, none.code);
        }
        if (*paper.sha256 == '\0')
            continue;
        item = json_add_object(list);
        json_put_text(item, "kind", paper_word((enum paper_kind)kind));
        json_put_text(item, "sha256", paper.sha256);
        json_put_int(item, "pages", paper.pages);
    }
    return true;
}

static bool put_version(struct env *env, const struct submission *listed, json_t *into,
                        struct error *err)
{
    struct submission s;
    struct receipt_row receipt;
    bool is_signed;

    if (!store_submission_by_id(env, listed->id, &s, err) ||
        !store_receipt_get(env, listed->id, &receipt, &is_signed, err))
        return false;
    json_put_int(into, "version", s.version);
    put_moment(env, into, "submitted_at", s.submitted_at);
    json_put_text(into, "sha256", s.sha256);
    if (!put_json(env, into, "content", s.content, err) ||
        !put_papers(env, listed->id, json_put_array(into, "papers"), err))
        return false;
    if (!is_signed)
        return true;
    if (!put_json(env, into, "receipt", receipt.content, err))
        return false;
    json_put_text(json_at(into, "receipt"), "signature", receipt.signature);
    return true;
}

static bool put_application(struct env *env, const struct actor *actor, struct key key,
                            json_t *into, struct error *err)
{
    struct application_view view;
    json_t *files, *versions;

    if (!action_application_open(env, actor, key, &view, err))
        return false;
    json_put_text(into, "call", view.call->key);
    json_put_text(into, "key", key.text);
    json_put_text(into, "number", view.application.number);
    json_put_text(into, "topic", view.application.topic_code);
    json_put_text(into, "state", application_word(view.application.state));
    json_put_int(into, "preference", view.application.preference);
    put_moment(env, into, "created_at", view.application.created_at);
    json_put(into, "sections", json_deep_copy(view.sections));
    files = json_put_array(into, "files");
    for (size_t i = 0; i < view.attachments.count; i++)
        put_file(env, &view.attachments.items[i], json_add_object(files));
    versions = json_put_array(into, "versions");
    for (size_t i = 0; i < view.submissions.count; i++)
        if (!put_version(env, &view.submissions.items[i], json_add_object(versions), err))
            return false;
    return true;
}

static bool put_applications(struct env *env, const struct actor *actor, const struct call *call,
                             json_t *list, struct error *err)
{
    struct application_rows rows = {0};

    if (!store_applications_mine(env, actor, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (rows.items[i].standing.owner &&
            !put_application(env, actor, rows.items[i].application.key, json_add_object(list), err))
            return false;
    return true;
}

/* ---- beside other people's applications */

static bool put_helping(struct env *env, const struct actor *actor, const struct call *call,
                        json_t *list, struct error *err)
{
    struct helping_rows rows = {0};

    if (!store_helping(env, call->id, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "call", call->key);
        json_put_text(item, "application", rows.items[i].application.text);
        json_put(item, "sections", json_deep_copy(rows.items[i].sections));
    }
    return true;
}

static bool put_named(struct env *env, const struct actor *actor, const struct call *call,
                      json_t *list, struct error *err)
{
    struct memberships rows = {0};

    if (!store_memberships_mine(env, call->id, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct membership *row = &rows.items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "call", call->key);
        json_put_text(item, "leader", row->leader_name);
        json_put_text(item, "name", row->name);
        json_put_text(item, "institution", row->institution);
        json_put_text(item, "email", row->email);
        json_put_text(item, "word", row->word);
        json_put_text(item, "note", row->note);
        put_moment(env, item, "said_at", row->said_at);
    }
    return true;
}

static const struct {
    const char *name;
    bool is_list;
    bool (*put)(struct env *, const struct actor *, json_t *into, struct error *);
    bool (*put_in)(struct env *, const struct actor *, const struct call *, json_t *list,
                   struct error *); /* once for each call, instead */
} parts[] = {{"person", false, put_person, NULL},
             {"addresses", true, put_addresses, NULL},
             {"roles", true, put_roles, NULL},
             {"consents", true, put_consents, NULL},
             {"second_step", false, put_second, NULL},
             {"sessions", true, put_sessions, NULL},
             {"applications", true, NULL, put_applications},
             {"helping", true, NULL, put_helping},
             {"named", true, NULL, put_named},
             {"notices", true, put_notices, NULL}};

static bool put_part(struct env *env, const struct actor *actor, size_t which, json_t *into,
                     struct error *err)
{
    struct call_rows calls = {0};

    if (parts[which].put != NULL)
        return parts[which].put(env, actor, into, err);
    if (!store_call_list(env, &calls, err))
        return false;
    for (size_t i = 0; i < calls.count; i++) {
        const struct call *call;

        if (!service_call(env, calls.items[i].key, &call, err) ||
            !parts[which].put_in(env, actor, call, into, err))
            return false;
    }
    return true;
}

bool action_own_data(struct env *env, const struct actor *actor, const json_t **document,
                     struct error *err)
{
    json_t *root = json_root(env->arena);

    json_put_text(root, "format", "grantd-my-data-1");
    json_put_text(root, "service", service_public_url(service_of(env)));
    put_moment(env, root, "made_at", env->now);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!put_part(env, actor, i,
                      parts[i].is_list ? json_put_array(root, parts[i].name)
                                       : json_put_object(root, parts[i].name),
                      err))
            return false;
    *document = root;
    return true;
}
