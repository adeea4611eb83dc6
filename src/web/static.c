/* static.c: style sheet, script and pictures: packed once, answered without a worker. */

#include "web/static.h"

#include <pthread.h>
#include "base/asset.h"
#include "base/deflate.h"
#include "base/digest.h"
#include "base/text.h"
#include "web/pages.h"
#include "web/respond.h"

#define FOLDER    "templates/static/"
#define FILES_MAX 64

static const struct {
    const char *ending, *type;
    bool packs;
} types[] = {{".css", "text/css; charset=utf-8", true},
             {".js", "text/javascript; charset=utf-8", true},
             {".svg", "image/svg+xml", true},
             {".txt", "text/plain; charset=utf-8", true},
             {".json", "application/json", true},
             {".webmanifest", "application/manifest+json", true},
             {".png", "image/png", false},
             {".ico", "image/x-icon", false},
             {".woff2", "font/woff2", false}};

struct file {
    const struct asset *asset;
    const char *name, *type, *href;
    char version[17];
    void *packed; /* NULL: as it is */
    size_t packed_length;
};

/* Made once for the life of the process; the assets are constants. */
static struct {
    struct arena *arena;
    struct file files[FILES_MAX];
    size_t count;
    json_t *links;
} all;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct shelf {
    struct MHD_Response *plain[2], *packed[2]; /* [1]: asked for by its version */
};

struct statics {
    struct shelf shelves[FILES_MAX];
};

static void add_file(struct arena *arena, const struct asset *asset)
{
    struct file *file = &all.files[all.count++];
    struct digest digest = digest_of(asset->bytes, asset->length);
    bool packs = false;

    if (all.count > FILES_MAX)
        die("static: too many files");
    file->asset = asset;
    file->name = asset->path + strlen(FOLDER);
    file->type = "application/octet-stream";
    memcpy(file->version, digest_hex(arena, &digest), 16);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_ends(file->name, types[i].ending)) {
            file->type = types[i].type;
            packs = types[i].packs;
        }
    if (packs)
        file->packed = deflate_gzip(arena, asset->bytes, asset->length, 9, &file->packed_length);
    file->href = arena_format(arena, "/static/%s?v=%s", file->name, file->version);
}

static void add_link(struct arena *arena, const struct file *file)
{
    char *key = arena_text(arena, file->name);

    for (char *at = key; *at != '\0'; at++)
        if (*at == '.' || *at == '-')
            *at = '_';
    json_put_text(all.links, key, file->href);
}

static void read_all(void)
{
    struct arena *arena = all.arena = arena_open();

    all.links = json_root(arena);
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        if (text_starts(asset->path, FOLDER))
            add_file(arena, asset);
    for (size_t i = 0; i < all.count; i++)
        add_link(arena, &all.files[i]);
    /* jansson's own mark of a value that is never counted nor freed, so threads may share it. */
    all.links->refcount = (size_t)-1;
}

static struct file *find(const char *name)
{
    pthread_once(&once, read_all);
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.files[i].name, name) == 0)
            return &all.files[i];
    return NULL;
}

const char *static_href(const char *name)
{
    const struct file *file = find(name);

    return file == NULL ? "#" : file->href;
}

json_t *static_links(void)
{
    pthread_once(&once, read_all);
    return all.links;
}

static void add_headers(struct MHD_Response *response, const struct file *file, bool packed,
                        bool versioned, bool https)
{
    char tag[32];

    snprintf(tag, sizeof tag, "\"%s%s\"", file->version, packed ? "-gz" : "");
    respond_guards(response, https, false);
    respond_header(response, "ETag", tag);
    respond_header(response, "Content-Type", file->type);
    respond_header(response, "Cache-Control",
                   versioned ? "public, max-age=31536000, immutable" : "public, max-age=300");
    if (file->packed != NULL)
        respond_header(response, "Vary", "Accept-Encoding");
    if (packed)
        respond_header(response, "Content-Encoding", "gzip");
}

static struct MHD_Response *make(const struct file *file, bool packed, bool versioned, bool https)
{
    const void *bytes = packed ? file->packed : file->asset->bytes;
    size_t length = packed ? file->packed_length : file->asset->length;
    struct MHD_Response *response;

    if (bytes == NULL)
        return NULL;
    response = MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes,
                                               MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        die("static: out of memory");
    add_headers(response, file, packed, versioned, https);
    return response;
}

struct statics *statics_open(bool https)
{
    struct statics *statics = calloc(1, sizeof *statics);

    if (statics == NULL)
        die("static: out of memory");
    pthread_once(&once, read_all);
    for (size_t i = 0; i < all.count; i++)
        for (int versioned = 0; versioned < 2; versioned++) {
            statics->shelves[i].plain[versioned] = make(&all.files[i], false, versioned, https);
            statics->shelves[i].packed[versioned] = make(&all.files[i], true, versioned, https);
        }
    return statics;
}

void statics_close(struct statics *statics)
{
    for (size_t i = 0; i < all.count; i++)
        for (int versioned = 0; versioned < 2; versioned++) {
            MHD_destroy_response(statics->shelves[i].plain[versioned]);
            if (statics->shelves[i].packed[versioned] != NULL)
                MHD_destroy_response(statics->shelves[i].packed[versioned]);
        }
    free(statics);
}

/* The browser's copy is this one, packed or not. */
static bool is_known(const struct job *job, const struct file *file)
{
    const char *known = job_header(job, "If-None-Match");

    return known != NULL && strstr(known, file->version) != NULL;
}

static struct MHD_Response *unchanged(const struct job *job, const struct file *file, bool packed,
                                      bool versioned)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(0, (void *)(uintptr_t) "",
                                                                    MHD_RESPMEM_PERSISTENT);

    if (response == NULL)
        die("static: out of memory");
    add_headers(response, file, packed, versioned, job->server->https);
    return response;
}

bool static_answer(const struct statics *statics, struct job *job, const char *name)
{
    const struct file *file = find(name);
    bool versioned, packed;

    if (file == NULL)
        return false;
    versioned = strcmp(request_query(&job->req, "v"), file->version) == 0;
    packed = file->packed != NULL && respond_may_pack(job);
    job->status = is_known(job, file) ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
    job->length = (int64_t)file->asset->length;
    if (job->status == MHD_HTTP_NOT_MODIFIED)
        job->response = unchanged(job, file, packed, versioned);
    else
        job->prepared = packed ? statics->shelves[file - all.files].packed[versioned]
                               : statics->shelves[file - all.files].plain[versioned];
    return true;
}

/* Reached only when the name is no file's. */
struct reply page_static_file(struct request *req)
{
    return reply_missing(req);
}
