/* parts.h: files on their way in parts, as rows. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/ids.h"

struct parts_upload {
    int64_t id;
    struct key key, application_key;
    struct application_id application;
    const char *slot, *name;
    int64_t size, stamp; /* stamp: what the browser says of the file's last change */
    struct person_id by;
    int64_t began_at;
};
struct part {
    int64_t place, size;
    const char *sha256;
};
struct parts_list {
    LIST(struct part); /* by place */
};
struct parts_uploads {
    LIST(struct parts_upload);
};

/* MISSING "missing" when there is none, or it is somebody else's. */
bool store_parts_get(struct env *env, struct key key, struct person_id by,
                     struct parts_upload *upload, struct error *err);
/* One of the same file; *found tells. */
bool store_parts_find(struct env *env, const struct parts_upload *like, struct parts_upload *upload,
                      bool *found, struct error *err);
bool store_parts_mine(struct env *env, struct person_id by, struct parts_uploads *uploads,
                      struct error *err);
bool store_parts_add(struct env *env, const struct parts_upload *upload, struct error *err);
bool store_parts_remove(struct env *env, int64_t id, struct error *err);
bool store_parts_forget(struct env *env, int64_t before, struct error *err);

bool store_part_put(struct env *env, int64_t upload, const struct part *part, struct error *err);
bool store_part_list(struct env *env, int64_t upload, struct parts_list *list, struct error *err);
