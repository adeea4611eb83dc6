/* public.h: what a call shows everybody: announcements and files to download, as rows. */
#pragma once

#include "base/list.h"
#include "domain/ids.h"
#include "base/env.h"
#include "base/error.h"

struct announcement {
    struct key key;
    const char *title[LANGUAGE_COUNT], *body[LANGUAGE_COUNT]; /* English falls back to Chinese */
    int64_t published_at;
};
struct announcements {
    LIST(struct announcement);
};
bool store_announcements(struct env *env, struct call_id call, struct announcements *list,
                         struct error *err);
bool store_announcement_get(struct env *env, struct key key, struct announcement *announcement,
                            struct error *err);
bool store_announcement_add(struct env *env, struct call_id call,
                            const struct announcement *announcement, struct person_id by,
                            struct error *err);
bool store_announcement_withdraw(struct env *env, struct call_id call, struct key key,
                                 struct error *err);

struct download {
    struct key key;
    const char *slot, *name, *type, *sha256;
    int64_t size, at;
};
struct downloads {
    LIST(struct download);
};
bool store_downloads(struct env *env, struct call_id call, struct downloads *list,
                     struct error *err);
bool store_download_get(struct env *env, struct key key, struct download *download,
                        struct error *err);
bool store_download_add(struct env *env, struct call_id call, const struct download *download,
                        struct person_id by, struct error *err);
bool store_download_remove(struct env *env, struct call_id call, struct key key, struct error *err);
