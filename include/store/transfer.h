/* transfer.h: files on their way in, part by part, as rows. */
#pragma once

#include "base/list.h"
#include "domain/person.h"

struct transfer {
    struct transfer_id id;
    struct key key;
    struct application_id application;
    struct key application_key;
    const char *slot, *name;
    const char *sha256; /* as announced, "" for none */
    int64_t size, arrived, begun_at;
    bool ended; /* it is an attachment now */
};
struct transfers {
    LIST(struct transfer);
};

bool store_transfer_add(struct env *env, struct transfer *transfer, struct person_id by,
                        struct error *err);
/* MISSING "transfer/gone" for anybody but who began it. */
bool store_transfer_get(struct env *env, struct key key, struct person_id by,
                        struct transfer *transfer, struct error *err);
/* A person's unfinished ones, of every application, oldest first. */
bool store_transfers(struct env *env, struct person_id by, struct transfers *transfers,
                     struct error *err);

/* More bytes are durable.  When another request has told so already nothing changes. */
bool store_transfer_advance(struct env *env, const struct transfer *transfer, int64_t arrived,
                            struct error *err);
/* It became an attachment.  CONFLICT "transfer/ended" when it had, or is gone. */
bool store_transfer_end(struct env *env, struct transfer_id id, struct attachment_id attachment,
                        struct error *err);
bool store_transfer_drop(struct env *env, struct transfer_id id, struct error *err);

/* Forgets those not touched since; the file of one that is no longer wanted may go. */
bool store_transfers_sweep(struct env *env, int64_t before, struct error *err);
bool store_transfer_wanted(struct env *env, const char *key);
