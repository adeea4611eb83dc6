/* parts.c: a file on its way in parts of 1 MiB. */

#include "action/parts.h"

#include "action/attachment.h"
#include "action/filetype.h"
#include "base/text.h"
#include "store/tx.h"
#include "world/world.h"

#define UNFINISHED_MOST 20
#define KEPT            (48 * 3600)

static int64_t parts_of(int64_t size)
{
    return (size + PART_SIZE - 1) / PART_SIZE;
}

static bool complete(struct env *env, struct parts_view *view, struct error *err)
{
    view->have = (struct parts_list){0};
    view->count = parts_of(view->upload.size);
    return store_part_list(env, view->upload.id, &view->have, err);
}

bool action_parts_open(struct env *env, const struct actor *actor, struct key key,
                       struct parts_view *view, struct error *err)
{
    return store_parts_get(env, key, actor->person, &view->upload, err) && complete(env, view, err);
}

bool action_parts_of(struct env *env, const struct actor *actor, struct application_id application,
                     struct parts_views *views, struct error *err)
{
    struct parts_uploads mine = {0};

    if (!store_parts_mine(env, actor->person, &mine, err))
        return false;
    for (size_t i = 0; i < mine.count; i++) {
        struct parts_view *view;

        if (mine.items[i].application.value != application.value)
            continue;
        view = list_add(env->arena, views);
        view->upload = mine.items[i];
        if (!complete(env, view, err))
            return false;
    }
    return true;
}

/* ---- beginning */

static bool admit(const struct application_view *view, const struct parts_upload *wanted,
                  struct error *err)
{
    if (attachment_slot_open(view, wanted->slot) == NULL)
        return error_set(err, ERROR_MISSING, "missing");
    if (filetype_of(wanted->name) == NULL)
        return error_set(err, ERROR_INVALID, "attachment/type");
    return (wanted->size > 0 && wanted->size <= ATTACHMENT_MOST) ||
           error_set(err, ERROR_INVALID, "attachment/size");
}

static bool begin_new(struct env *env, struct parts_upload *upload, struct error *err)
{
    struct parts_uploads mine = {0};
    bool found;

    if (!store_parts_mine(env, upload->by, &mine, err))
        return false;
    if (mine.count >= UNFINISHED_MOST)
        return error_set(err, ERROR_CONFLICT, "upload/many");
    upload->key = key_new(env);
    upload->began_at = env->now;
    return store_parts_add(env, upload, err) && store_parts_find(env, upload, upload, &found, err);
}

/* What was begun in time may come in until the grace is over. */
static bool in_time(struct env *env, const struct actor *actor, const struct parts_upload *upload,
                    struct error *err)
{
    struct application_view about;
    struct env then = *env;
    int64_t gate;

    then.now = upload->began_at;
    if (!attachment_may_change(&then, actor, upload->application_key, &about, err))
        return false;
    gate = application_gate(&about.application, about.call);
    return gate == 0 || env->now <= gate + about.call->grace ||
           error_set(err, ERROR_CONFLICT, "call/closed");
}

bool action_parts_begin(struct env *env, const struct actor *actor, struct key application,
                        const struct parts_upload *wanted, struct parts_view *view,
                        struct error *err)
{
    struct application_view about = {.call = NULL};
    bool found = false;
    bool done = tx_begin(env, err) && action_application_open(env, actor, application, &about, err);

    *view = (struct parts_view){.upload = *wanted};
    view->upload.application = about.application.id;
    view->upload.by = actor->person;
    done = done && store_parts_find(env, &view->upload, &view->upload, &found, err) &&
           (found ? in_time(env, actor, &view->upload, err)
                  : attachment_may_change(env, actor, application, &about, err) &&
                        admit(&about, wanted, err) && begin_new(env, &view->upload, err)) &&
           complete(env, view, err);
    return tx_end(env, done, err);
}

/* ---- going on */

static int64_t length_of(const struct parts_upload *upload, int64_t place)
{
    int64_t rest = upload->size - place * PART_SIZE;

    return rest < PART_SIZE ? rest : PART_SIZE;
}

bool action_parts_add(struct env *env, const struct actor *actor, struct key key, int64_t place,
                      struct upload *bytes, struct parts_view *view, struct error *err)
{
    struct part part = {.place = place, .size = upload_size(bytes)};
    struct digest sha256;
    bool done;

    if (!action_parts_open(env, actor, key, view, err) || !in_time(env, actor, &view->upload, err))
        return false;
    if (place < 0 || place >= view->count || part.size != length_of(&view->upload, place))
        return error_set(err, ERROR_INVALID, "upload/part");
    if (!upload_keep(bytes, &sha256, err))
        return false;
    part.sha256 = digest_hex(env->arena, &sha256);
    done = tx_begin(env, err) && store_parts_get(env, key, actor->person, &view->upload, err) &&
           store_part_put(env, view->upload.id, &part, err) && complete(env, view, err);
    return tx_end(env, done, err);
}

static struct upload *put_together(struct env *env, const struct parts_view *view,
                                   struct error *err)
{
    struct upload *whole = upload_start(env->world->blobs, env->arena, err);
    struct arena *scratch = arena_open();

    for (size_t i = 0; whole != NULL && i < view->have.count; i++) {
        size_t length;
        void *bytes = blob_read(env->world->blobs, scratch, view->have.items[i].sha256, &length,
                                err);

        if (bytes == NULL || !upload_add(whole, bytes, length, err))
            whole = NULL;
    }
    arena_close(scratch);
    return whole;
}

bool action_parts_finish(struct env *env, const struct actor *actor, struct key key,
                         struct parts_view *view, struct error *err)
{
    struct upload *whole;

    if (!action_parts_open(env, actor, key, view, err) || !in_time(env, actor, &view->upload, err))
        return false;
    if ((int64_t)view->have.count != view->count)
        return error_set(err, ERROR_CONFLICT, "upload/incomplete");
    whole = put_together(env, view, err);
    return whole != NULL &&
           attachment_add(env, actor, view->upload.application_key, view->upload.slot,
                          view->upload.name, whole, &view->upload, err);
}

bool action_parts_cancel(struct env *env, const struct actor *actor, struct key key,
                         struct parts_view *view, struct error *err)
{
    bool done = tx_begin(env, err) && action_parts_open(env, actor, key, view, err) &&
                store_parts_remove(env, view->upload.id, err);

    return tx_end(env, done, err);
}

bool action_parts_sweep(struct env *env, struct error *err)
{
    bool done = tx_begin(env, err) && store_parts_forget(env, env->now - KEPT, err);

    return tx_end(env, done, err);
}
