/* outage.c: the service notes that it lives, and offers more time for what it was away. */

#include "action/outage.h"

#include "base/text.h"
#include "store/call.h"
#include "store/outage.h"
#include "store/setting.h"
#include "store/tx.h"

#define ALIVE "alive"
#define GAP   180 /* marks come every minute; a machine that is busy may be late */

bool action_alive(struct env *env, struct error *err)
{
    struct outage outage = {.ended_at = env->now};
    const char *last;
    bool away, done;

    if (!store_setting_get(env, ALIVE, &last, err))
        return false;
    if (last != NULL && !text_to_int(last, &outage.began_at))
        return error_set(err, ERROR_BROKEN, "store/broken");
    /* a clock that was set back has not been away */
    if (last != NULL && outage.began_at >= env->now)
        return true;
    away = last != NULL && env->now - outage.began_at > GAP;
    done = tx_begin(env, err) && (!away || store_outage_add(env, &outage, err)) &&
           store_setting_put(env, ALIVE, arena_format(env->arena, "%lld", (long long)env->now),
                             err);
    return tx_end(env, done, err);
}

bool action_outage_offer(struct env *env, const struct call *call, struct outage_offer *offer,
                         bool *offered, struct error *err)
{
    const struct person_id anybody = {0};
    const struct topic_id any = {0};
    struct outages outages = {0};
    int64_t given;

    if (!store_outages(env, call->closes_at - OUTAGE_WINDOW, &outages, err) ||
        !store_extension_until(env, call->id, anybody, any, &given, err))
        return false;
    *offered = outage_offer(&outages, call->closes_at, offer) && offer->until > env->now &&
               given < offer->until && call->released_at == 0;
    return true;
}
