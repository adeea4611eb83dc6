/* connection.h: the inside of a connection, for the files of the store's core only.
 *
 * Who sees this: db.c, schema.c, backup.c, query.c, tx.c.  A store has one writing connection,
 * guarded by the turn (struct turns); whoever holds the turn owns it, and everything marked so.
 */
#pragma once

#include "base/env.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include "store/db.h"
#include "store/query.h"

/* For a foreign program that holds the file. */
#define WRITER_PATIENCE_MS 2000

struct statement {
    struct db *db;
    sqlite3_stmt *handle; /* prepared at the first use */
    enum query_name name;
    int parameter, column; /* where the last name was found; the next is sought after it */
    int failure;           /* engine's code of a prepare or bind that failed */
    int64_t changes;
};

struct db {
    struct arena *arena;
    struct store *store;
    sqlite3 *handle;
    bool viewing;
    int64_t deadline; /* monotonic ms at which the engine gives up; 0: never */
    struct statement statements[QUERY__COUNT];
};

/* Why a group of writers was lost, or ERROR_NONE. */
struct verdict {
    enum error_kind kind;
    const char *code;
};

/* A place in the queue, or in the group that waits for its COMMIT; on its thread's stack. */
struct seat {
    struct seat *next;
    pthread_cond_t wake; /* of the queue; the group has turns.answered */
    bool called;
    struct verdict verdict;
};

struct turns {
    pthread_mutex_t mutex;
    pthread_cond_t answered; /* the group's COMMIT is done */
    bool taken;
    struct seat *first, *last; /* writers waiting for their turn */
    size_t waiting;
    /* Set at opening: */
    size_t queue_max; /* writers waiting; more are BUSY at once */
    int64_t queue_ms; /* a writer that waited so long is BUSY */
    int64_t group_ms; /* the first of a group waits no longer for others to come */
    /* The holder's: */
    struct seat *group;   /* writers whose changes wait for the COMMIT, newest first */
    size_t size;          /* of the group */
    int64_t since;        /* monotonic ms of its BEGIN */
    struct db *lender;    /* the reader that env->db goes back to */
    struct verdict lost;  /* set when the engine rolled the whole group back */
    int wal_pages;        /* after the last COMMIT */
    int checkpoint_every; /* pages of WAL, then it is copied back */
    int checkpoint_at;    /* later than that after a try that readers prevented */
};

struct store {
    struct arena *arena;
    const char *path;
    enum store_mode mode;
    struct db *writer; /* NULL when reading */
    atomic_bool broken;
    atomic_int readers;
    atomic_llong transactions, commits, checkpoints;
    struct turns turns;
};

/* A step from the schema before it to `number`. */
struct migration {
    int number;
    const char *sql;
};
struct migrations {
    const struct migration *steps; /* in order, without gaps */
    size_t count;
};

/* As store_open, with other migrations than the program's own: for tests of migrating. */
struct store *store_open_with(const char *path, enum store_mode mode,
                              const struct migrations *migrations, struct error *err);

/* A hardened connection without a store: `flags` as SQLite's.  NULL: err says why. */
sqlite3 *connection_open(const char *path, int flags, struct error *err);

/* Runs constant statements that give no rows. */
bool connection_exec(sqlite3 *handle, const char *sql, struct error *err);

/* The first column of the first row of a constant statement. */
bool connection_number(sqlite3 *handle, const char *sql, int64_t *number, struct error *err);

/* What an engine's failure means to a caller; unexpected ones are logged under `what`. */
struct verdict verdict_of(sqlite3 *handle, int failure, const char *what);
bool verdict_set(const struct verdict *verdict, struct error *err);

/* Rows of PRAGMA quick_check or the like other than "ok" are logged: BROKEN "store/damaged". */
bool connection_check(sqlite3 *handle, const char *pragma, struct error *err);

/* Runs a statement without parameters and rows; the engine's code. */
int statement_do(struct db *db, enum query_name name);

/* Ends what is still open on a connection, and at its close all statements. */
void statements_rest(struct db *db);
void statements_close(struct db *db);

