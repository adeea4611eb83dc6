/* chores.c: what the clock does. */

#include "action/chores.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "action/attachment.h"
#include "action/call.h"
#include "action/erasure.h"
#include "action/mail.h"
#include "action/outage.h"
#include "action/paper.h"
#include "action/parts.h"
#include "action/remind.h"
#include "action/resubmit.h"
#include "action/receipt.h"
#include "action/roster.h"
#include "base/log.h"
#include "base/wait.h"
#include "store/blob.h"
#include "store/db.h"
#include "store/guess.h"
#include "store/tx.h"
#include "world/world.h"

/* Setting papers may hang for seconds, and so may solving who reviews what and counting the pages
 * of a hostile PDF: each has a thread of its own, so that calls close and mail leaves in time. */
enum hand { HAND_CLOCK, HAND_PAPERS, HAND_ROSTERS, HAND_PAGES, HANDS };

struct hand_work {
    struct chores *chores;
    enum hand hand;
    pthread_t thread;
};

struct chores {
    struct service *service;
    struct hand_work hands[HANDS];
    pthread_mutex_t guard;
    pthread_cond_t wake;
    bool stopping;
};

/* A chore does one piece of its work; *again asks to be called at once. */
typedef bool chore(struct env *env, bool *again, struct error *err);

static bool send_mail(struct env *env, bool *again, struct error *err)
{
    int64_t wait = 1;
    bool done = action_mail_work(env, &wait, err);

    *again = done && wait == 0;
    return done;
}

static bool keep_time(struct env *env, bool *again, struct error *err)
{
    *again = false;
    return action_call_clock(env, err);
}

/* A rehearsal's clock is moved over days: nobody was away. */
static bool live(struct env *env, bool *again, struct error *err)
{
    *again = false;
    return clock_is_movable(env->world->clock) || action_alive(env, err);
}

static bool remind(struct env *env, bool *again, struct error *err)
{
    *again = false;
    return action_remind_drafts(env, err) && action_remind_reviewers(env, err) &&
           action_digest(env, err);
}

static bool is_wanted(void *context, const char *sha256)
{
    return store_blob_wanted(context, sha256);
}

static bool sweep(struct env *env, bool *again, struct error *err)
{
    bool done;

    *again = false;
    blobs_sweep(env->world->blobs, 24 * 3600, is_wanted, env);
    if (!action_parts_sweep(env, err))
        return false;
    done = tx_begin(env, err) && store_guess_sweep(env, env->now - 24 * 3600, err);
    return tx_end(env, done, err);
}

static const struct {
    const char *name;
    chore *work;
    int64_t pause_ms;
    enum hand hand;
} table[] = {
    {"time", keep_time, 1000, HAND_CLOCK},
    {"at-closing", action_at_closing_work, 1000, HAND_CLOCK},
    {"mail", send_mail, 500, HAND_CLOCK},
    {"alive", live, 60 * 1000, HAND_CLOCK},
    {"remind", remind, 60 * 1000, HAND_CLOCK},
    {"receipts", action_receipts_work, 60 * 1000, HAND_CLOCK},
    {"erasures", action_erasures_work, 60 * 1000, HAND_CLOCK},
    {"sweep", sweep, 3600 * 1000, HAND_CLOCK},
    {"papers", action_papers_work, 500, HAND_PAPERS},
    {"rosters", action_rosters_work, 500, HAND_ROSTERS},
    {"pages", action_attachments_count, 500, HAND_PAGES},
};

#define CHORES (sizeof table / sizeof table[0])

/* One go at a chore in an arena of its own; true when it wants another at once. */
static bool go(struct service *service, size_t which)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    struct env env;
    bool again = false;

    if (!service_enter(service, arena, &env, &err) || !table[which].work(&env, &again, &err))
        log_event("chore/failed", "chore", table[which].name, "code",
                  err.code == NULL ? "" : err.code, NULL);
    service_leave(service, &env);
    arena_close(arena);
    return again && err.kind == ERROR_NONE;
}

void chores_now(struct service *service)
{
    for (size_t i = 0; i < CHORES; i++)
        for (int turn = 0; turn < 1000 && go(service, i); turn++)
            continue;
}

static bool pause_for(struct chores *chores, int ms)
{
    bool stopping;

    pthread_mutex_lock(&chores->guard);
    if (!chores->stopping)
        wait_ms(&chores->wake, &chores->guard, ms);
    stopping = chores->stopping;
    pthread_mutex_unlock(&chores->guard);
    return !stopping;
}

static void *work(void *context)
{
    const struct hand_work *mine = context;
    struct chores *chores = mine->chores;
    int64_t due[CHORES] = {0};
    bool again = false;

    while (pause_for(chores, again ? 0 : 200)) {
        int64_t now = monotonic_ms();

        if (store_is_broken(service_store(chores->service))) {
            log_event("store/stopping", "why", "a write to the disk failed", NULL);
            kill(getpid(), SIGTERM); /* a fresh process reads what is really there */
            break;
        }
        again = false;
        for (size_t i = 0; i < CHORES; i++)
            if (table[i].hand == mine->hand && now >= due[i]) {
                bool more = go(chores->service, i);

                due[i] = more ? 0 : now + table[i].pause_ms;
                again = again || more;
            }
    }
    return NULL;
}

struct chores *chores_start(struct service *service)
{
    struct chores *chores = calloc(1, sizeof *chores);

    if (chores == NULL)
        die("out of memory");
    chores->service = service;
    pthread_mutex_init(&chores->guard, NULL);
    wait_init(&chores->wake);
    for (int i = 0; i < HANDS; i++) {
        chores->hands[i] = (struct hand_work){.chores = chores, .hand = (enum hand)i};
        if (pthread_create(&chores->hands[i].thread, NULL, work, &chores->hands[i]) != 0)
            die("chores: no thread");
    }
    return chores;
}

void chores_stop(struct chores *chores)
{
    if (chores == NULL)
        return;
    pthread_mutex_lock(&chores->guard);
    chores->stopping = true;
    pthread_cond_broadcast(&chores->wake);
    pthread_mutex_unlock(&chores->guard);
    for (int i = 0; i < HANDS; i++)
        pthread_join(chores->hands[i].thread, NULL);
    pthread_mutex_destroy(&chores->guard);
    pthread_cond_destroy(&chores->wake);
    free(chores);
}
