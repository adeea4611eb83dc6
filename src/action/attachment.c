/* attachment.c: files of an application, in and out. */

#include "action/attachment.h"

#include "action/filetype.h"
#include "domain/team.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/parts.h"
#include "store/tx.h"
#include "world/world.h"

#define QUOTA_MOST ((int64_t)200 * 1024 * 1024)

bool attachment_may_change(struct env *env, const struct actor *actor, struct key key,
                           struct application_view *view, struct error *err)
{
    return action_application_open(env, actor, key, view, err) &&
           action_part_may(view, TEAM_FILES, err);
}

const struct attachment_slot *attachment_slot_open(const struct application_view *view,
                                                   const char *key)
{
    const struct attachment_slot *slot = definition_slot(view->call->definition, key);

    return slot == NULL || slot->by_office ||
                   !policy_may_see(&view->standing, secret_of_audience(slot->audience))
               ? NULL
               : slot;
}

static bool fits(struct env *env, const struct application_view *view, const char *slot_key,
                 const char *name, const struct upload *upload, struct error *err)
{
    const struct attachment_slot *slot = attachment_slot_open(view, slot_key);
    int64_t total = 0, there = 0;
    size_t length;
    const uint8_t *head = upload_head(upload, &length);

    if (slot == NULL)
        return error_set(err, ERROR_MISSING, "missing");
    for (size_t i = 0; i < view->attachments.count; i++)
        there += strcmp(view->attachments.items[i].slot, slot_key) == 0;
    if (upload_size(upload) == 0 || !filetype_allowed(name, slot->types, head, length))
        return error_set(err, ERROR_INVALID, "attachment/type");
    if (upload_size(upload) > ATTACHMENT_MOST)
        return error_set(err, ERROR_INVALID, "attachment/size");
    if (slot->most > 1 && there >= slot->most)
        return error_set(err, ERROR_INVALID, "attachment/many");
    return store_attachment_total(env, view->application.id, &total, err) &&
           (total + upload_size(upload) <= QUOTA_MOST ||
            error_set(err, ERROR_INVALID, "attachment/quota"));
}

/* Where one file is asked for, a new one replaces it. */
static bool replace_single(struct env *env, const struct application_view *view,
                           const char *slot_key, struct error *err)
{
    const struct attachment_slot *slot = definition_slot(view->call->definition, slot_key);

    for (size_t i = 0; i < view->attachments.count; i++)
        if (slot->most <= 1 && strcmp(view->attachments.items[i].slot, slot_key) == 0 &&
            !store_attachment_remove(env, view->attachments.items[i].id, err))
            return false;
    return true;
}

bool attachment_add(struct env *env, const struct actor *actor, struct key application,
                    const char *slot, const char *name, struct upload *upload,
                    const struct parts_upload *from, struct error *err)
{
    struct application_view view;
    struct attachment file = {.key = key_new(env), .slot = slot, .name = name};
    struct env then = *env;
    struct digest sha256;
    bool done;

    then.now = file.added_at = from == NULL ? env->now : from->began_at;
    if (!attachment_may_change(&then, actor, application, &view, err) ||
        !fits(env, &view, slot, name, upload, err))
        return false;
    file.size = upload_size(upload);
    file.type = filetype_of(name);
    /* Durable under its hash before any row names it; checked again inside the transaction. */
    if (!upload_keep(upload, &sha256, err))
        return false;
    file.sha256 = digest_hex(env->arena, &sha256);
    file.stored_at = clock_now(env->world->clock);
    done = tx_begin(env, err) && attachment_may_change(&then, actor, application, &view, err) &&
           replace_single(env, &view, slot, err) &&
           store_blob_add(env, file.sha256, file.size, err);
    file.application = view.application.id;
    done = done && store_attachment_add(env, &file, actor->person, err) &&
           (from == NULL || store_parts_remove(env, from->id, err)) &&
           store_audit_add(env, actor, application_capacity(&view),
                           audit_word(AUDIT_ATTACHMENT_ADDED), "attachment", file.key.text, NULL,
                           file.sha256, err);
    return tx_end(env, done, err);
}

bool action_attachment_add(struct env *env, const struct actor *actor, struct key application,
                           const char *slot, const char *name, struct upload *upload,
                           struct error *err)
{
    return attachment_add(env, actor, application, slot, name, upload, NULL, err);
}

bool action_attachment_remove(struct env *env, const struct actor *actor, struct key key,
                              struct key *application, struct error *err)
{
    struct attachment file;
    struct application_view view = {0};
    bool done = tx_begin(env, err) && store_attachment_get(env, key, &file, err) &&
                store_application_by_id(env, actor, file.application, &view.application,
                                        &view.standing, err);

    *application = view.application.key;
    done = done && attachment_may_change(env, actor, *application, &view, err) &&
           (view.standing.owner || attachment_slot_open(&view, file.slot) != NULL ||
            error_set(err, ERROR_MISSING, "missing")) &&
           store_attachment_remove(env, file.id, err) &&
           store_audit(env, actor, application_capacity(&view), AUDIT_ATTACHMENT_REMOVED, key.text,
                       err);
    return tx_end(env, done, err);
}

/* Readers get what was submitted, by the audience of its slot; the draft's files are its team's. */
static bool may_read(const struct application_view *view, const struct attachment *file,
                     bool submitted)
{
    const struct attachment_slot *slot = definition_slot(view->call->definition, file->slot);
    bool own = view->standing.owner || view->standing.member;

    return slot != NULL && policy_may_see(&view->standing, secret_of_audience(slot->audience)) &&
           (submitted || (own && file->removed_at == 0));
}

bool action_attachment_get(struct env *env, const struct actor *actor, struct key key,
                           struct attachment *file, struct error *err)
{
    struct application_view view = {0};
    struct error late = {0};
    bool submitted;

    if (!store_attachment_get(env, key, file, err) ||
        !store_application_by_id(env, actor, file->application, &view.application, &view.standing,
                                 err) ||
        !action_application_open(env, actor, view.application.key, &view, err) ||
        !store_attachment_submitted(env, file, &submitted, err))
        return false;
    if (!policy_may(&view.standing, VERB_ATTACHMENT_READ, &late) ||
        !may_read(&view, file, submitted))
        return error_set(err, ERROR_MISSING, "missing");
    return true;
}

static int64_t pages_of(struct env *env, const char *sha256, struct error *err)
{
    struct error damaged = {0};
    int64_t size, pages = 0;
    int file = blob_open(env->world->blobs, sha256, &size, &damaged);

    if (file < 0)
        return 0;
    counter_count(env->world->counter, file, &pages, err);
    close(file);
    return pages;
}

bool action_attachments_count(struct env *env, bool *again, struct error *err)
{
    struct error gone = {0};
    const char *sha256;
    int64_t pages;
    bool done;

    *again = false;
    if (!store_attachment_uncounted(env, &sha256, err) || sha256 == NULL)
        return err->kind == ERROR_NONE;
    pages = pages_of(env, sha256, &gone);
    if (gone.kind != ERROR_NONE) /* the counter has logged it; they stay uncounted */
        return true;
    done = tx_begin(env, err) && store_attachment_counted(env, sha256, pages, err);
    *again = tx_end(env, done, err);
    return *again;
}
