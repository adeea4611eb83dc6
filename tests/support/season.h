/* season.h: a closed call with three eligible applications, up to its release, for tests of
 * actions.
 */
#pragma once

#include "store/contract.h"
#include "support/house.h"

struct season {
    struct house house;
    struct actor chair, secretary, first, second;
    struct key a, b, c; /* a and b lead by the first person, c by the second */
};

#define SEASON_CLOSING (HOUSE_NOW + 1000)

/* One day after closing; `two_persons`: the switch of the release, "on" or "off". */
void season_open(struct season *s, const char *two_persons);

/* An eligible application of 300,000 yuan. */
struct key season_apply(struct season *s, const struct actor *who, const char *topic_code);

/* These answer with the code of the error, "" for none. */
const char *season_decide(struct season *s, const struct actor *by, struct key key,
                          const char *outcome);
const char *season_ask(struct season *s, const struct actor *by);
const char *season_confirm(struct season *s, const struct actor *by);

/* a and c are funded, b is declined. */
void season_fund_two(struct season *s);
/* The same, released by the chair; the switch must be off. */
void season_release(struct season *s);

struct contract_rows season_contracts(struct season *s);
