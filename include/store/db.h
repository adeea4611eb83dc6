/* db.h: the data file: one writing connection, and reading ones with every query prepared.
 *
 * SQLite 3.40 can corrupt a WAL when one connection commits while another checkpoints, so the
 * store owns exactly one writing and checkpointing connection (security.md §1.1); all others are
 * read-only.  A `struct db` is one connection; it belongs to one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include "base/env.h"
#include "base/error.h"

struct store;
struct db;

enum store_mode {
    STORE_WRITE, /* creates or migrates the file; one writer */
    STORE_READ   /* readers only; the file must exist at this program's schema version */
};

/* `path` of the file; the process's umask becomes 077.  BROKEN "store/open", "store/newer-schema",
 * "store/older-schema" (reading only), "store/damaged".  An older file is copied to
 * `path`.before-VERSION and then migrated. */
struct store *store_open(const char *path, enum store_mode mode, struct error *err);

/* Checkpoints (when writing) and closes.  All readers must be closed before. */
void store_close(struct store *store);

/* A read-only connection for one thread. */
struct db *db_open(struct store *store, struct error *err);
void db_close(struct db *db);

/* A stable view for several reads: begin, read…, end.  A tx_begin inside ends the view. */
bool db_read_begin(struct db *db, struct error *err);
void db_read_end(struct db *db);

/* An fsync failed: nobody knows what is on the disk.  All later writes are BROKEN, and the process
 * should stop so that a fresh one reads what is really there (R54).  From any thread. */
bool store_is_broken(const struct store *store);

struct store_figures {
    int64_t transactions; /* that were durable when answered */
    int64_t commits;      /* fewer than transactions when writers met */
    int64_t checkpoints;
    int64_t readers; /* open now */
};
struct store_figures store_figures(const struct store *store);

/* PRAGMA quick_check and foreign_key_check; rows of complaint are logged.  BROKEN "store/damaged".
 */
bool store_check(struct store *store, struct error *err);

/* Online copy of the database to a new file (0600), verified and durable before it gets its name;
 * read through a connection of its own, while everybody works on.  CONFLICT "store/exists". */
bool store_backup(struct store *store, const char *path, struct error *err);
