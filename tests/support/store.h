/* store.h: a fresh store in a folder of its own, and an env to use it, for tests of every floor. */
#pragma once

#include "store/db.h"
#include "store/query.h"
#include "store/tx.h"

/* 2023-11-20 12:00:00 in Beijing. */
#define FIXTURE_NOW 1700452800

struct fixture {
    struct arena *arena;
    char *folder; /* removed with all it holds by fixture_close */
    char *path;   /* of the data file */
    struct store *store;
    struct env env; /* a reader, the fixed time, source "local", request "test" */
};

struct fixture fixture_open(void);
void fixture_close(struct fixture *fixture);

/* Closes the store and its reader, and opens them again; what was committed is there. */
void fixture_reopen(struct fixture *fixture);

/* An env for another thread, with an arena and a reader of its own. */
struct env fixture_enter(struct fixture *fixture);
void fixture_leave(struct env *env);
