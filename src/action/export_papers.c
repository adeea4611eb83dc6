/* export_papers.c: the PDFs of a topic's applications and contracts as one ZIP. */

#include "action/contract.h"
#include "action/paper.h"
#include "base/digest.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/contract.h"
#include "store/tx.h"
#include "world/world.h"
#include "world/zip.h"

#include <unistd.h>

#define PAGE 500

struct packing {
    struct env *env;
    const struct actor *actor;
    const struct call *call;
    const char *topic;
    struct zip_entries entries;
    json_t *manifest, *waiting;
};

static void add(struct packing *p, const char *folder, const char *name,
                const struct zip_entry *entry)
{
    struct zip_entry *added = list_add(p->env->arena, &p->entries);

    *added = *entry;
    added->name = arena_format(p->env->arena, "%s/%s", folder, name);
    json_add_text(p->manifest, added->name);
}

/* The fullest that the actor may have; one that is not made yet is named. */
static bool add_application(struct packing *p, const struct application *a, struct error *err)
{
    static const enum paper_kind kinds[] = {PAPER_OFFICE, PAPER_READERS};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct paper_view view;
        struct error hidden = {0};

        if (action_paper(p->env, p->actor, a->key, a->version, kinds[i], &view, &hidden)) {
            if (*view.paper.sha256 == '\0')
                json_add_text(p->waiting, a->number);
            else
                add(p, "applications", view.name, &(struct zip_entry){.sha256 = view.paper.sha256});
            return true;
        }
        if (hidden.kind != ERROR_MISSING && hidden.kind != ERROR_DENIED)
            return error_set(err, hidden.kind, hidden.code);
    }
    return true;
}

static bool add_applications(struct packing *p, struct topic_id topic, struct error *err)
{
    struct application_filter filter = {
        .call = p->call->id, .topic = topic, .after = "", .limit = PAGE};
    struct application_rows rows;

    do {
        rows = (struct application_rows){0};
        if (!store_applications(p->env, p->actor, &filter, &rows, err))
            return false;
        for (size_t i = 0; i < rows.count; i++)
            if (rows.items[i].application.version > 0 &&
                !add_application(p, &rows.items[i].application, err))
                return false;
        if (rows.count > 0)
            filter.after = rows.items[rows.count - 1].application.number;
    } while (rows.count == PAGE);
    return true;
}

static bool add_contracts(struct packing *p, struct error *err)
{
    struct contract_rows rows = {0};

    if (!store_contracts(p->env, p->actor, p->call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct typeset made;
        const char *name;

        if (strcmp(rows.items[i].topic_code, p->topic) != 0)
            continue;
        if (!action_contract_paper(p->env, p->actor, rows.items[i].contract.key, &made, &name, err))
            return false;
        add(p, "contracts", name, &(struct zip_entry){.bytes = made.bytes, .length = made.length});
    }
    return true;
}

static void add_manifest(struct packing *p, const json_t *manifest)
{
    const char *text = json_canonical(p->env->arena, manifest);

    *list_add(p->env->arena, &p->entries) = (struct zip_entry){
        .name = "manifest.json", .bytes = text, .length = strlen(text)};
}

/* Over the file as it goes out, which then is read from its start. */
static const char *hash_of(struct env *env, int fd)
{
    struct digesting *digesting = digest_start(env->arena);
    struct digest digest;
    char block[65536];
    ssize_t got;
    off_t at = 0;

    for (; (got = pread(fd, block, sizeof block, at)) > 0; at += got)
        digest_add(digesting, block, (size_t)got);
    digest = digest_take(digesting);
    return digest_hex(env->arena, &digest);
}

static bool pack(struct packing *p, struct topic_id topic, json_t *manifest, int *fd, int64_t *size,
                 struct error *err)
{
    if (!add_applications(p, topic, err) || (p->call->released_at != 0 && !add_contracts(p, err)))
        return false;
    add_manifest(p, manifest);
    *fd = zip_make(p->env->world->blobs, p->env->arena, &p->entries, p->env->now, size, err);
    return *fd >= 0;
}

bool action_export_papers(struct env *env, const struct actor *actor, const struct call *call,
                          const char *topic, const char **name, int *fd, int64_t *size,
                          struct error *err)
{
    json_t *manifest = json_root(env->arena);
    struct packing p = {.env = env, .actor = actor, .call = call, .topic = topic};
    struct export_row row = {.preset = "papers", .format = "zip"};
    struct topic_row about = {0};

    if (!action_export_allowed(env, actor, call, err) ||
        !store_topic_get(env, call->id, topic, &about, err))
        return false;
    json_put_text(manifest, "call", call->key);
    json_put_text(manifest, "topic", topic);
    p.manifest = json_put_array(manifest, "files");
    p.waiting = json_put_array(manifest, "not_made_yet");
    if (!pack(&p, about.id, manifest, fd, size, err))
        return false;
    *name = arena_format(env->arena, "papers_%s_%s.zip", call->key, topic);
    row.rows = (int64_t)p.entries.count - 1;
    row.sha256 = hash_of(env, *fd);
    if (action_export_note(env, actor, call, &row, err))
        return true;
    close(*fd);
    return false;
}
