/* score_sheet.h: a reviewer's own assignments as a workbook to be filled in offline. */
#pragma once

#include "domain/score_sheet.h"

/* What one row shows of an assignment and its review as it stands. */
struct score_line {
    const char *number, *title, *topic;
    const struct review *review;
};
struct score_lines {
    LIST(struct score_line);
};

/* Headings and choices as people read them. */
struct score_words score_words_in(enum language language);

struct score_book {
    const struct definition *definition;
    enum language language;
    struct score_lines lines;
};

/* Choices are lists to choose from, scores are whole numbers of the scale, every text is a text; a
 * second table says what the criteria mean.  BROKEN "sheet/write". */
bool view_score_sheet(struct arena *arena, const struct score_book *book, const char *folder,
                      const char **bytes, size_t *length, struct error *err);
