/* column.h: every column a list may have, and the row they are read from.
 *
 * One table serves all presets (合同清单, 立项清单, 公示清单, 评分汇总, 申请汇总): a preset of the
 * call's definition names keys, the table says what stands there, how wide it is and who may see
 * it.  Headers are worded as "contract.column.KEY".
 */
#pragma once

#include "domain/policy.h"

/* What stands in a cell. */
enum column_kind {
    COLUMN_TEXT,
    COLUMN_NAME,    /* digits that are a name (account, code, phone): text, never a number */
    COLUMN_MONEY,   /* fen */
    COLUMN_INTEGER, /* a count */
    COLUMN_POINTS,  /* 1/10000 */
    COLUMN_DATE,    /* text "2023-12-09", or "2024-01" as it is */
    COLUMN_TIME,    /* seconds since 1970 UTC, shown in Beijing time */
};

/* One application, award or contract as lists show it.  NULL texts are empty cells, and so are
 * numbers equal to COLUMN_EMPTY or, where the table says so, 0. */
#define COLUMN_EMPTY INT64_MIN

struct listing {
    int64_t serial;
    const char *project_number, *contract_number, *application_number;
    const char *topic, *subtopic, *title;
    const char *party_a, *party_b, *credit_code, *account_name, *bank, *account_number;
    const char *leader, *position, *phone, *email, *agent, *agent_phone, *postal;
    int64_t amount;
    const char *amount_words, *instalments, *starts_on, *ends_on, *metric, *large_model;
    const char *sent_on, *signed_b_on, *signed_a_on;
    int64_t copies;
    const char *courier, *invoiced_on, *invoice;
    int64_t paid;
    const char *paid_on, *state, *acceptance_due, *note;
    int64_t reviews, mean, lowest, highest, spread, rank;
    int64_t calibrated, low, high, chance, rank_calibrated, rank_overall, component;
    int64_t submitted_at, version, preference;
};

struct listings {
    LIST(struct listing);
};

struct column {
    const char *key;
    enum column_kind kind;
    int width;          /* characters */
    size_t offset;      /* in struct listing */
    bool zero_is_empty; /* numbers */
    bool total;         /* summed in the last row */
    enum secret secret; /* SECRET_COUNT: whoever reads the list reads it */
};

/* NULL when there is none. */
const struct column *column_find(const char *key);

/* All, in the order of the 合同清单, then those of the other lists. */
const struct column *column_at(size_t index); /* NULL behind the last */

/* A column's value in a row: text kinds by the first, the others by the second. */
const char *column_cell(const struct column *column, const struct listing *row); /* "" for NULL */
int64_t column_number(const struct column *column, const struct listing *row);   /* or EMPTY */

/* The columns of a preset: `keys` NULL-terminated; unknown keys are left out, and secret ones that
 * this standing may not see.  `may_see` is policy_may_see. */
struct columns {
    LIST(const struct column *);
};
struct columns columns_of(struct arena *arena, const char *const *keys,
                          const struct standing *standing,
                          bool (*may_see)(const struct standing *standing, enum secret secret));
