/* own_archive.c: what the service keeps of a person, with the files, as one ZIP.
 *
 * The document names every file by its digest; the archive is what it names.
 */

#include "action/own_data.h"

#include "base/text.h"
#include "world/world.h"
#include "world/zip.h"

struct packing {
    struct arena *arena;
    struct zip_entries entries;
    const char *folder;
};

static void add_file(struct packing *p, const char *name, const char *sha256)
{
    *list_add(p->arena, &p->entries) = (struct zip_entry){
        .name = arena_format(p->arena, "%s/%s", p->folder, name), .sha256 = sha256};
}

/* Numbered: two files may have one name. */
static void add_files(struct packing *p, const json_t *files)
{
    size_t place;
    json_t *file;

    json_array_foreach((json_t *)(uintptr_t)files, place, file)
        add_file(p, arena_format(p->arena, "%02zu %s", place + 1, json_word(file, "name")),
                 json_word(file, "sha256"));
}

static void add_text(struct packing *p, const char *name, const json_t *document)
{
    const char *text = json_canonical(p->arena, document);

    *list_add(p->arena, &p->entries) = (struct zip_entry){
        .name = arena_format(p->arena, "%s%s", p->folder, name),
        .bytes = text,
        .length = strlen(text)};
}

static void add_version(struct packing *p, const char *number, const json_t *version)
{
    const json_t *receipt = json_at(version, "receipt");
    size_t place;
    json_t *paper;

    p->folder = arena_format(p->arena, "applications/%s/version-%lld", number,
                             (long long)json_int(version, "version", 0));
    add_text(p, "/submission.json", json_at(version, "content"));
    if (receipt != NULL)
        add_text(p, "/receipt.json", receipt);
    json_array_foreach(json_at(version, "papers"), place, paper) add_file(
        p, arena_format(p->arena, "%s.pdf", json_word(paper, "kind")), json_word(paper, "sha256"));
    p->folder = arena_format(p->arena, "%s/files", p->folder);
    add_files(p, json_at(json_at(version, "content"), "files"));
}

static void add_application(struct packing *p, const json_t *application)
{
    const char *number = json_word(application, "number");
    size_t place;
    json_t *version;

    p->folder = arena_format(p->arena, "applications/%s/files", number);
    add_files(p, json_at(application, "files"));
    json_array_foreach(json_at(application, "versions"), place, version)
        add_version(p, number, version);
}

bool action_own_archive(struct env *env, const struct actor *actor, int *fd, int64_t *size,
                        struct error *err)
{
    struct packing p = {.arena = env->arena, .folder = ""};
    const json_t *document;
    size_t place;
    json_t *application;

    if (!action_own_data(env, actor, &document, err))
        return false;
    add_text(&p, "my-data.json", document);
    json_array_foreach(json_at(document, "applications"), place, application)
        add_application(&p, application);
    *fd = zip_make(env->world->blobs, env->arena, &p.entries, env->now, size, err);
    return *fd >= 0;
}
