/* score_sheet.h: a reviewer's scores in a spreadsheet: which column is what, and what a cell says.
 *
 * A row is an application of the reviewer's own, named by its number; the revision in the last
 * column says which state of the review the sheet was made from, so that a sheet that is out of
 * date cannot overwrite anything silently (review_merge).  Columns are found by their headings in
 * either language, in any order; headings and words come from the caller.  A blank score or choice
 * says nothing, a blank comment says that there is none.
 */
#pragma once

#include "base/cell.h"
#include "domain/review.h"

#define SCORE_COLUMNS(X)                                                                           \
    X(NUMBER, "number")                                                                            \
    X(TITLE, "title")                                                                              \
    X(TOPIC, "topic")                                                                              \
    X(TOTAL, "total")                                                                              \
    X(RECOMMENDATION, "recommendation")                                                            \
    X(FAMILIARITY, "familiarity")                                                                  \
    X(TO_COMMITTEE, "to_committee")                                                                \
    X(TO_APPLICANT, "to_applicant")                                                                \
    X(REASON, "reason")                                                                            \
    X(REVISION, "revision")

#define SCORE_AS_COLUMN(name, word) SCORE_COLUMN_##name,
enum score_column { SCORE_COLUMNS(SCORE_AS_COLUMN) SCORE_COLUMN_COUNT };
#undef SCORE_AS_COLUMN

const char *score_column_word(enum score_column column);

struct score_words {
    const char *columns[SCORE_COLUMN_COUNT];
    const char *familiarity[FAMILIARITY_MOST]; /* 1, 2, 3 */
};

struct score_row {
    uint32_t row;
    const char *number, *reason;
    struct review_typed typed;
};
struct score_rows {
    LIST(struct score_row);
};

#define SCORE_ROWS_MOST 1000

struct score_sheet {
    const struct definition *definition;
    const struct score_words *words; /* one for each language */
    uint32_t heading;                /* its row */
    uint32_t columns[SCORE_COLUMN_COUNT];
    uint32_t *criteria; /* one for each criterion of the definition */
    struct score_rows rows;
};

/* Reads cells that stand in order.  What cannot be read is a problem at the cell's address:
 * "score-sheet/number" (a whole number is wanted), "score-sheet/choice", "score-sheet/revision",
 * "score-sheet/twice", "score-sheet/no-number", "score-sheet/comment" (too long), or at ""
 * "score-sheet/heading" (`name` is missing or there twice) and "score-sheet/too-many".  A cell with
 * a problem says nothing else. */
struct score_sheet score_sheet_read(struct arena *arena, const struct definition *definition,
                                    const struct score_words words[], const struct cells *cells,
                                    struct problems *problems);

/* The cell that a problem of the review in `row` is about: "scores.innovation", "reason" …; "" for
 * what is no cell. */
const char *score_sheet_cell(struct arena *arena, const struct score_sheet *sheet, uint32_t row,
                             const char *path);
