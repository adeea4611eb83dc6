/* transfer.c: a file that comes part by part. */

#include "action/transfer.h"

#include "action/attachment.h"
#include "base/digest.h"
#include "base/text.h"
#include "store/blob.h"
#include "store/tx.h"
#include "world/part.h"
#include "world/world.h"

static bool forget(struct env *env, const struct transfer *t, struct error *err)
{
    bool done = tx_begin(env, err) && store_transfer_drop(env, t->id, err);

    if (!tx_end(env, done, err))
        return false;
    part_drop(env->world->blobs, t->key.text);
    return true;
}

static bool is_same(const struct transfer *t, struct application_id application,
                    const struct transfer *wanted)
{
    return t->application.value == application.value && *wanted->sha256 != '\0' &&
           text_equal(t->sha256, wanted->sha256) && text_equal(t->slot, wanted->slot) &&
           text_equal(t->name, wanted->name) && t->size == wanted->size;
}

/* The one begun before, with its bytes still there: after a restore from a backup they are not. */
static const struct transfer *find_same(struct env *env, const struct transfers *all,
                                        struct application_id application,
                                        const struct transfer *wanted)
{
    for (size_t i = 0; i < all->count; i++)
        if (is_same(&all->items[i], application, wanted) &&
            part_size(env->world->blobs, all->items[i].key.text) >= all->items[i].arrived)
            return &all->items[i];
    return NULL;
}

static bool add(struct env *env, const struct actor *actor, const struct application_view *view,
                struct transfer *t, struct error *err)
{
    struct transfers others = {0};

    t->key = key_new(env);
    t->application = view->application.id;
    t->application_key = view->application.key;
    t->begun_at = env->now;
    return action_attachment_fits(env, view, t->slot, t->name, t->size, err) &&
           store_transfers(env, actor->person, &others, err) &&
           (others.count < TRANSFER_MOST || error_set(err, ERROR_INVALID, "transfer/many")) &&
           store_transfer_add(env, t, actor->person, err);
}

static bool begin_anew(struct env *env, const struct actor *actor, struct key application,
                       struct transfer *t, struct error *err)
{
    struct application_view view = {0};
    struct digest digest;
    bool done;

    if (*t->sha256 != '\0' && !digest_unhex(t->sha256, &digest))
        return error_set(err, ERROR_INVALID, "transfer/hash");
    done = tx_begin(env, err) &&
           action_attachment_may(env, actor, application, env->now, &view, err) &&
           add(env, actor, &view, t, err);
    return tx_end(env, done, err);
}

bool action_transfer_begin(struct env *env, const struct actor *actor, struct key application,
                           const struct transfer *wanted, struct transfer *t, struct error *err)
{
    struct application_view view = {0};
    struct transfers all = {0};
    const struct transfer *same;

    if (!action_application_open(env, actor, application, &view, err) ||
        !store_transfers(env, actor->person, &all, err))
        return false;
    same = find_same(env, &all, view.application.id, wanted);
    *t = same != NULL ? *same : *wanted;
    return same != NULL ? action_attachment_may(env, actor, application, t->begun_at, &view, err)
                        : begin_anew(env, actor, application, t, err);
}

/* Its own, and still allowed. */
static bool find(struct env *env, const struct actor *actor, struct key key, struct transfer *t,
                 struct application_view *view, struct error *err)
{
    return store_transfer_get(env, key, actor->person, t, err) &&
           action_attachment_may(env, actor, t->application_key, t->begun_at, view, err);
}

static bool in_order(const struct transfer *t, int64_t offset, int64_t length, struct error *err)
{
    int64_t left = t->size - offset;

    if (offset < 0 || offset % TRANSFER_PART != 0 || left <= 0 ||
        length != (left < TRANSFER_PART ? left : TRANSFER_PART))
        return error_set(err, ERROR_INVALID, "transfer/part");
    return offset <= t->arrived || error_set(err, ERROR_CONFLICT, "transfer/order");
}

/* Durable before the row says so. */
static bool take(struct env *env, const struct transfer *t, int64_t offset,
                 const struct upload *part, struct error *err)
{
    bool done = part_write(env->world->blobs, env->arena, t->key.text, offset, part, err) &&
                tx_begin(env, err);

    if (!done)
        return false;
    return tx_end(env, store_transfer_advance(env, t, offset + upload_size(part), err), err);
}

bool action_transfer_part(struct env *env, const struct actor *actor, struct key key,
                          int64_t offset, const struct upload *part, struct transfer *t,
                          struct error *err)
{
    struct application_view view;
    struct error late = {0};

    if (!find(env, actor, key, t, &view, err) || !in_order(t, offset, upload_size(part), err))
        return false;
    if (offset + upload_size(part) <= t->arrived || t->ended)
        return true;
    if (offset == 0 && !action_attachment_looks(&view, t->slot, t->name, part, err)) {
        forget(env, t, &late);
        return false;
    }
    return take(env, t, offset, part, err) && store_transfer_get(env, key, actor->person, t, err);
}

/* The attachment and the end of the transfer are one transaction: of two that finish it at once,
 * one finds it ended, as it wished. */
static bool finish(struct env *env, const struct actor *actor, struct transfer *t,
                   struct error *err)
{
    struct incoming in = {.slot = t->slot,
                          .name = t->name,
                          .sha256 = t->sha256,
                          .began = t->begun_at,
                          .transfer = t->id};
    struct error late = {0};
    bool done;

    in.upload = part_join(env->world->blobs, env->arena, t->key.text, t->size, err);
    done = in.upload != NULL && action_attachment_add(env, actor, t->application_key, &in, err);
    if (done || text_equal(err->code, "transfer/ended")) {
        *err = (struct error){0};
        part_drop(env->world->blobs, t->key.text);
        return true;
    }
    if (text_equal(err->code, "transfer/changed"))
        forget(env, t, &late);
    return false;
}

bool action_transfer_finish(struct env *env, const struct actor *actor, struct key key,
                            struct transfer *t, struct error *err)
{
    struct application_view view;

    if (!find(env, actor, key, t, &view, err))
        return false;
    if (t->ended)
        return true;
    if (t->arrived < t->size)
        return error_set(err, ERROR_CONFLICT, "transfer/order");
    return finish(env, actor, t, err);
}

/* One's own may always be thrown away. */
bool action_transfer_cancel(struct env *env, const struct actor *actor, struct key key,
                            struct transfer *t, struct error *err)
{
    return store_transfer_get(env, key, actor->person, t, err) && forget(env, t, err);
}

bool action_transfers(struct env *env, const struct actor *actor, struct key application,
                      struct transfers *transfers, struct error *err)
{
    struct transfers all = {0};

    if (!store_transfers(env, actor->person, &all, err))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(all.items[i].application_key.text, application.text))
            *list_add(env->arena, transfers) = all.items[i];
    return true;
}

static bool is_wanted(void *env, const char *name)
{
    return text_starts(name, PART_PREFIX)
               ? store_transfer_wanted(env, name + sizeof PART_PREFIX - 1)
               : store_blob_wanted(env, name);
}

bool action_files_sweep(struct env *env, int64_t life, struct error *err)
{
    bool done = tx_begin(env, err) && store_transfers_sweep(env, env->now - life, err);

    if (!tx_end(env, done, err))
        return false;
    blobs_sweep(env->world->blobs, life, is_wanted, env);
    return true;
}
