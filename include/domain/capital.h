/* capital.h: amounts of money in capital numerals (大写), by the rules for bank forms. */
#pragma once

#include <stdint.h>
#include "base/arena.h"

#define CAPITAL_MOST 100000000000000 /* fen: 10^12 yuan */

/* 30000000 → "叁拾万元整"; "伍分", "壹佰元零伍分", "壹仟肆佰零玖元伍角": 整 stands after 元 only,
 * one 零 for a run of zeros with digits on both sides.  0 is "零元整".  Exact for every amount from
 * 0 to CAPITAL_MOST; "" outside. */
char *capital_of(struct arena *arena, int64_t fen);
