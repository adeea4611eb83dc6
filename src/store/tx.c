/* tx.c: the writers' queue, and commits that share one fsync.
 *
 * One turn goes round.  Its holder works in a SAVEPOINT of the writing connection and at its end
 * either finds nobody waiting and COMMITs for the whole group, or passes the turn on and sleeps
 * until somebody did.
 */

#include "store/tx.h"

#include "base/log.h"
#include "store/connection.h"

#define GROUP_MAX     64
#define CHECKPOINT_MS 100 /* patience with readers while the WAL is emptied */
#define CHECKPOINT_AGAIN                                                                           \
    1024                /* pages the WAL grows before a checkpoint that failed is tried anew */
#define WAL_ALARM 65536 /* pages: 256 MiB */

/* ---- the turn */

static void enqueue(struct turns *turns, struct seat *seat)
{
    if (turns->first == NULL)
        turns->first = seat;
    else
        turns->last->next = seat;
    turns->last = seat;
    turns->waiting++;
}

static void dequeue(struct turns *turns, struct seat *seat)
{
    struct seat *before = NULL;

    for (struct seat *at = turns->first; at != seat; at = at->next)
        before = at;
    if (before == NULL)
        turns->first = seat->next;
    else
        before->next = seat->next;
    if (turns->last == seat)
        turns->last = before;
    turns->waiting--;
}

/* With the mutex held. */
static void pass_turn(struct turns *turns)
{
    struct seat *next = turns->first;

    if (next == NULL) {
        turns->taken = false;
        return;
    }
    dequeue(turns, next);
    next->called = true;
    pthread_cond_signal(&next->wake);
}

static bool wait_in_queue(struct turns *turns)
{
    struct seat seat = {.wake = PTHREAD_COND_INITIALIZER};
    struct timespec until;
    int late = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += turns->queue_ms / 1000;
    until.tv_nsec += turns->queue_ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    enqueue(turns, &seat);
    while (!seat.called && late == 0)
        late = pthread_cond_clockwait(&seat.wake, &turns->mutex, CLOCK_MONOTONIC, &until);
    if (!seat.called)
        dequeue(turns, &seat);
    pthread_cond_destroy(&seat.wake);
    return seat.called;
}

static bool take_turn(struct turns *turns, struct error *err)
{
    bool mine = true;

    pthread_mutex_lock(&turns->mutex);
    if (!turns->taken)
        turns->taken = true;
    else
        mine = turns->waiting < turns->queue_max && wait_in_queue(turns);
    pthread_mutex_unlock(&turns->mutex);
    return mine || error_set(err, ERROR_BUSY, "store/busy");
}

/* ---- the group; all of it by the holder of the turn */

static bool is_open(const struct store *store)
{
    return !sqlite3_get_autocommit(store->writer->handle);
}

static struct verdict failed(struct store *store, int failure, const char *what)
{
    if (failure == SQLITE_IOERR_FSYNC || failure == SQLITE_IOERR_DIR_FSYNC) {
        store->broken = true;
        log_event("store/fsync-failed", NULL);
    }
    return verdict_of(store->writer->handle, failure, what);
}

static bool begin_group(struct store *store, struct error *err)
{
    struct verdict verdict;
    int failure;

    if (is_open(store))
        return true;
    store->turns.lost = (struct verdict){ERROR_NONE, NULL};
    store->turns.since = monotonic_ms();
    failure = statement_do(store->writer, Q_TX_BEGIN);
    if (failure == SQLITE_OK)
        return true;
    verdict = failed(store, failure, "begin");
    return verdict_set(&verdict, err);
}

static bool begin_own(struct store *store, struct error *err)
{
    struct verdict verdict;
    int failure;

    if (store->broken)
        return error_set(err, ERROR_BROKEN, "store/broken");
    if (!begin_group(store, err))
        return false;
    failure = statement_do(store->writer, Q_TX_SAVE);
    if (failure == SQLITE_OK)
        return true;
    verdict = failed(store, failure, "savepoint");
    return verdict_set(&verdict, err);
}

/* Keeps or undoes the holder's own changes; true when they are kept. */
static bool end_own(struct store *store, bool done)
{
    struct db *writer = store->writer;
    int failure = SQLITE_OK;

    if (!is_open(store))
        return false;
    if (done)
        failure = statement_do(writer, Q_TX_RELEASE);
    if (done && failure == SQLITE_OK)
        return true;
    if (is_open(store) && statement_do(writer, Q_TX_UNDO) == SQLITE_OK &&
        statement_do(writer, Q_TX_RELEASE) == SQLITE_OK)
        return false;
    /* Neither kept nor undone: the others' changes cannot be told from these any more. */
    if (is_open(store))
        statement_do(writer, Q_TX_ROLLBACK);
    return false;
}

static struct verdict commit(struct store *store)
{
    struct verdict verdict = store->turns.lost;
    int failure;

    if (!is_open(store))
        return verdict.kind != ERROR_NONE ? verdict
                                          : (struct verdict){ERROR_BROKEN, "store/broken"};
    failure = statement_do(store->writer, Q_TX_COMMIT);
    if (failure == SQLITE_OK) {
        store->commits++;
        return (struct verdict){ERROR_NONE, NULL};
    }
    verdict = failed(store, failure, "commit");
    if (is_open(store))
        statement_do(store->writer, Q_TX_ROLLBACK);
    return verdict;
}

/* Only here, on the one writing connection, does a checkpoint ever run (security.md §1.1). */
static void checkpoint(struct store *store)
{
    struct turns *turns = &store->turns;
    sqlite3 *handle = store->writer->handle;
    int failure;

    sqlite3_busy_timeout(handle, CHECKPOINT_MS);
    failure = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(handle, WRITER_PATIENCE_MS);
    if (failure == SQLITE_OK) {
        store->checkpoints++;
        turns->wal_pages = 0;
        turns->checkpoint_at = turns->checkpoint_every;
        return;
    }
    turns->checkpoint_at = turns->wal_pages + CHECKPOINT_AGAIN;
    if ((failure & 0xff) != SQLITE_BUSY)
        failed(store, failure, "checkpoint");
    else if (turns->wal_pages > WAL_ALARM)
        log_event("store/wal-large", NULL);
}

/* With the mutex held.  Only this group sleeps on `answered`: a second one cannot begin before. */
static void answer_group(struct turns *turns, struct verdict verdict)
{
    for (struct seat *seat = turns->group; seat != NULL; seat = seat->next) {
        seat->verdict = verdict;
        seat->called = true;
    }
    turns->group = NULL;
    turns->size = 0;
    pthread_cond_broadcast(&turns->answered);
}

static bool must_commit(const struct store *store)
{
    const struct turns *turns = &store->turns;

    return turns->waiting == 0 || !is_open(store) || turns->size >= GROUP_MAX ||
           monotonic_ms() - turns->since >= turns->group_ms;
}

/* Ends the holder's turn: commits for all, or leaves that to a later one.  With the mutex held,
 * which is let go while the engine works. */
static void leave_turn(struct store *store)
{
    struct turns *turns = &store->turns;
    struct verdict verdict;

    if (must_commit(store)) {
        pthread_mutex_unlock(&turns->mutex);
        verdict = commit(store);
        pthread_mutex_lock(&turns->mutex);
        answer_group(turns, verdict);
        if (turns->wal_pages > turns->checkpoint_at && !store->broken) {
            pthread_mutex_unlock(&turns->mutex);
            checkpoint(store);
            pthread_mutex_lock(&turns->mutex);
        }
    }
    pass_turn(turns);
}

/* ---- what callers see */

bool tx_begin(struct env *env, struct error *err)
{
    struct db *reader = env->db;
    struct store *store = reader->store;

    if (reader == store->writer)
        die("tx_begin inside a transaction");
    if (store->writer == NULL)
        return error_set(err, ERROR_BROKEN, "store/read-only");
    db_read_end(reader);
    if (store->broken)
        return error_set(err, ERROR_BROKEN, "store/broken");
    if (!take_turn(&store->turns, err))
        return false;
    if (begin_own(store, err)) {
        store->turns.lender = reader;
        env->db = store->writer;
        return true;
    }
    pthread_mutex_lock(&store->turns.mutex);
    leave_turn(store);
    pthread_mutex_unlock(&store->turns.mutex);
    return false;
}

/* Also a writer whose changes are undone waits for its group: what it saw of the others' changes,
 * and was refused for, is then durable as well. */
void tx_write_out(struct env *env)
{
    struct turns *turns = &env->db->store->turns;

    pthread_mutex_lock(&turns->mutex);
    turns->checkpoint_at = -1;
    pthread_mutex_unlock(&turns->mutex);
}

bool tx_end(struct env *env, bool done, struct error *err)
{
    struct store *store = env->db->store;
    struct turns *turns = &store->turns;
    struct seat seat = {0};
    bool kept;

    if (env->db != store->writer)
        return false;
    env->db = turns->lender;
    statements_rest(store->writer);
    kept = end_own(store, done);
    pthread_mutex_lock(&turns->mutex);
    seat.next = turns->group;
    turns->group = &seat;
    turns->size++;
    leave_turn(store);
    while (!seat.called)
        pthread_cond_wait(&turns->answered, &turns->mutex);
    pthread_mutex_unlock(&turns->mutex);
    if (kept && seat.verdict.kind == ERROR_NONE)
        store->transactions++;
    return done && verdict_set(&seat.verdict, err) &&
           (kept || error_set(err, ERROR_BROKEN, "store/broken"));
}
