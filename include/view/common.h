/* common.h: shapes every model uses: times, money, states. */
#pragma once

#include <stdint.h>
#include "base/env.h"
#include "base/json.h"

/* {"iso": "2023-11-24T17:00:00+08:00", "text": "2023-11-24 17:00:00"}; null for 0.  Beijing time.
 */
void view_time(json_t *model, const char *key, int64_t seconds);
/* The same to the minute and to the day. */
void view_minutes(json_t *model, const char *key, int64_t seconds);

/* {done: "…"}: what was done before this page, as its address says: the wording ROOM.done.DONE.
 * Words that we do not know come from elsewhere and are not shown. */
void view_done(struct arena *arena, enum language language, const char *room, const char *done,
               json_t *model);
void view_date(json_t *model, const char *key, int64_t seconds);

/* {"fen": 30000000, "text": "300,000"}. */
void view_fen(json_t *model, const char *key, int64_t fen);

/* {"word": "draft", "text": "草稿", "tone": "info"}: wording state.ROOM.WORD, tone from one table.
 */
void view_state(json_t *model, const char *key, enum language language, const char *room,
                const char *word);
