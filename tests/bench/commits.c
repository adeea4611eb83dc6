/* commits.c: durable commits of 200-byte rows on one connection: what a save is compared with.
 *
 *   commits FILE SECONDS      prints commits a second
 */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* As store/db.c opens it: WAL, synchronous=FULL. */
static int run(sqlite3 *db, double seconds)
{
    sqlite3_stmt *add = NULL;
    char bytes[200];
    double begun;
    long count = 0;

    memset(bytes, 'x', sizeof bytes);
    if (sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE t(id INTEGER PRIMARY KEY, bytes TEXT NOT NULL) STRICT;",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO t(bytes) VALUES (?)", -1, &add, NULL) != SQLITE_OK)
        return 1;
    for (begun = now(); now() - begun < seconds; count++) {
        sqlite3_bind_text(add, 1, bytes, sizeof bytes, SQLITE_STATIC);
        if (sqlite3_step(add) != SQLITE_DONE)
            return 1;
        sqlite3_reset(add);
    }
    printf("%.0f\n", (double)count / (now() - begun));
    sqlite3_finalize(add);
    return 0;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    int code;

    if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK)
        return 2;
    code = run(db, strtod(argv[2], NULL));
    sqlite3_close(db);
    return code;
}
