/* score_sheet.c: a reviewer's own assignments as a workbook to be filled in offline. */

#include "view/score_sheet.h"

#include <xlsxwriter.h>

#include "base/text.h"
#include "view/review.h"
#include "view/wording.h"
#include "view/workbook.h"

#define NARROW 9
#define WIDE   40

static const char *said(enum language language, const char *room, const char *word)
{
    char key[80];

    snprintf(key, sizeof key, "score-sheet.%s.%s", room, word);
    return wording(language, key);
}

struct score_words score_words_in(enum language language)
{
    struct score_words words;

    for (int i = 0; i < SCORE_COLUMN_COUNT; i++)
        words.columns[i] = said(language, "column", score_column_word((enum score_column)i));
    for (int i = 0; i < FAMILIARITY_MOST; i++) {
        char key[40];

        snprintf(key, sizeof key, "review.familiar.%d", i + 1);
        words.familiarity[i] = wording(language, key);
    }
    return words;
}

struct filling {
    struct arena *arena;
    const struct score_book *book;
    struct score_words words;
    lxw_worksheet *tab;
    lxw_format *head, *fixed, *open, *prose;
    lxw_error failed; /* the first */
};

static void note(struct filling *f, lxw_error error)
{
    if (f->failed == LXW_NO_ERROR)
        f->failed = error;
}

/* Always a text cell: never a formula, a number or a link (R45). */
static void put_text(struct filling *f, lxw_row_t row, lxw_col_t col, const char *text,
                     lxw_format *format)
{
    note(f, worksheet_write_string(f->tab, row, col, text, format));
}

static lxw_col_t last_column(const struct filling *f)
{
    return (lxw_col_t)(SCORE_COLUMN_COUNT + f->book->definition->criteria.count - 1);
}

/* Number, title and topic; the criteria; then the rest. */
static lxw_col_t column_of(const struct filling *f, enum score_column column)
{
    return (lxw_col_t)(column < SCORE_COLUMN_TOTAL
                           ? (size_t)column
                           : (size_t)column + f->book->definition->criteria.count);
}

static lxw_col_t criterion_of(size_t place)
{
    return (lxw_col_t)(SCORE_COLUMN_TOTAL + place);
}

static bool is_prose(enum score_column column)
{
    return column == SCORE_COLUMN_TITLE || column == SCORE_COLUMN_TO_COMMITTEE ||
           column == SCORE_COLUMN_TO_APPLICANT || column == SCORE_COLUMN_REASON;
}

static void put_heading(struct filling *f)
{
    const struct definition *d = f->book->definition;

    for (int i = 0; i < SCORE_COLUMN_COUNT; i++) {
        lxw_col_t col = column_of(f, (enum score_column)i);

        note(f, worksheet_set_column(f->tab, col, col,
                                     is_prose((enum score_column)i) ? WIDE : 2 * NARROW, NULL));
        put_text(f, 0, col, f->words.columns[i], f->head);
    }
    for (size_t i = 0; i < d->criteria.count; i++) {
        note(f, worksheet_set_column(f->tab, criterion_of(i), criterion_of(i), NARROW, NULL));
        put_text(f, 0, criterion_of(i), words_in(&d->criteria.items[i].title, f->book->language),
                 f->head);
    }
    worksheet_freeze_panes(f->tab, 1, 2);
}

static void put_number(struct filling *f, lxw_row_t row, lxw_col_t col, int64_t number,
                       lxw_format *format)
{
    if (number != 0)
        note(f, worksheet_write_number(f->tab, row, col, (double)number, format));
    else
        note(f, worksheet_write_blank(f->tab, row, col, format));
}

static void put_given(struct filling *f, lxw_row_t row, enum score_column column,
                      enum review_part part, const struct review *review)
{
    put_text(f, row, column_of(f, column),
             view_review_part(f->arena, f->book->definition, review, part, f->book->language),
             is_prose(column) ? f->prose : f->open);
}

/* From left to right, as a workbook that keeps nothing in memory wants it. */
static void put_line(struct filling *f, lxw_row_t row, const struct score_line *line)
{
    const struct definition *d = f->book->definition;
    const struct review *review = line->review;

    put_text(f, row, column_of(f, SCORE_COLUMN_NUMBER), line->number, f->fixed);
    put_text(f, row, column_of(f, SCORE_COLUMN_TITLE), line->title, f->fixed);
    put_text(f, row, column_of(f, SCORE_COLUMN_TOPIC), line->topic, f->fixed);
    for (size_t i = 0; i < d->criteria.count; i++)
        put_number(f, row, criterion_of(i), review_score(review, d->criteria.items[i].key),
                   f->open);
    put_text(f, row, column_of(f, SCORE_COLUMN_TOTAL), view_points(f->arena, review->total),
             f->fixed);
    put_given(f, row, SCORE_COLUMN_RECOMMENDATION, REVIEW_PART_RECOMMENDATION, review);
    put_given(f, row, SCORE_COLUMN_FAMILIARITY, REVIEW_PART_FAMILIARITY, review);
    put_given(f, row, SCORE_COLUMN_TO_COMMITTEE, REVIEW_PART_TO_COMMITTEE, review);
    put_given(f, row, SCORE_COLUMN_TO_APPLICANT, REVIEW_PART_TO_APPLICANT, review);
    put_text(f, row, column_of(f, SCORE_COLUMN_REASON), "", f->prose);
    note(f, worksheet_write_number(f->tab, row, column_of(f, SCORE_COLUMN_REVISION),
                                   (double)review->revision, f->fixed));
}

/* ---- what a cell may hold, said by the spreadsheet program at once */

static void validate(struct filling *f, lxw_col_t first, lxw_col_t last,
                     lxw_data_validation *validation)
{
    validation->ignore_blank = LXW_VALIDATION_ON;
    note(f, worksheet_data_validation_range(f->tab, 1, first, (lxw_row_t)f->book->lines.count, last,
                                            validation));
}

static void validate_scores(struct filling *f)
{
    const struct definition *d = f->book->definition;
    lxw_data_validation whole = {.validate = LXW_VALIDATION_TYPE_INTEGER,
                                 .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                 .minimum_number = (double)d->scale_least,
                                 .maximum_number = (double)d->scale_most};

    validate(f, criterion_of(0), criterion_of(d->criteria.count - 1), &whole);
}

static void validate_list(struct filling *f, enum score_column column, char **choices)
{
    lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = choices};

    validate(f, column_of(f, column), column_of(f, column), &list);
}

static void validate_choices(struct filling *f)
{
    const struct definition *d = f->book->definition;
    size_t count = d->recommendations.count;
    char **choices = arena_alloc(f->arena, (count + 1) * sizeof *choices);
    char *familiar[FAMILIARITY_MOST + 1] = {NULL};

    for (size_t i = 0; i < count; i++)
        choices[i] = arena_text(f->arena,
                                words_in(&d->recommendations.items[i].label, f->book->language));
    choices[count] = NULL;
    validate_list(f, SCORE_COLUMN_RECOMMENDATION, choices);
    for (int i = 0; i < FAMILIARITY_MOST; i++)
        familiar[i] = arena_text(f->arena, f->words.familiarity[i]);
    validate_list(f, SCORE_COLUMN_FAMILIARITY, familiar);
}

/* ---- the second table */

static void put_guide(struct filling *f, lxw_workbook *workbook)
{
    const struct definition *d = f->book->definition;
    lxw_row_t row = 0;

    f->tab = workbook_add_worksheet(workbook, said(f->book->language, "guide", "title"));
    if (f->tab == NULL)
        return;
    note(f, worksheet_set_column(f->tab, 0, 0, 2 * NARROW, NULL));
    note(f, worksheet_set_column(f->tab, 1, 1, 2.0 * WIDE, NULL));
    put_text(f, row++, 1, said(f->book->language, "guide", "text"), f->prose);
    for (size_t i = 0; i < d->criteria.count; i++, row++) {
        const struct criterion *criterion = &d->criteria.items[i];

        put_text(f, row, 0, words_in(&criterion->title, f->book->language), f->head);
        put_text(f, row, 1,
                 criterion->help.in[f->book->language] == NULL
                     ? ""
                     : criterion->help.in[f->book->language],
                 f->prose);
    }
}

static void make_formats(struct filling *f, lxw_workbook *workbook)
{
    f->head = workbook_add_format(workbook);
    f->fixed = workbook_add_format(workbook);
    f->open = workbook_add_format(workbook);
    f->prose = workbook_add_format(workbook);
    format_set_bold(f->head);
    format_set_text_wrap(f->head);
    format_set_font_color(f->fixed, 0x555555);
    format_set_text_wrap(f->prose);
    format_set_align(f->prose, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(f->prose, "@");
}

static bool fill(struct arena *arena, lxw_workbook *workbook, const void *what)
{
    const struct score_book *book = what;
    struct filling f = {.arena = arena, .book = book, .words = score_words_in(book->language)};

    make_formats(&f, workbook);
    f.tab = workbook_add_worksheet(workbook, said(book->language, "guide", "scores"));
    if (f.tab == NULL)
        return false;
    put_heading(&f);
    for (size_t i = 0; i < book->lines.count; i++)
        put_line(&f, (lxw_row_t)i + 1, &book->lines.items[i]);
    if (book->lines.count > 0) {
        validate_scores(&f);
        validate_choices(&f);
        note(&f, worksheet_autofilter(f.tab, 0, 0, (lxw_row_t)book->lines.count, last_column(&f)));
    }
    put_guide(&f, workbook);
    return f.failed == LXW_NO_ERROR;
}

bool view_score_sheet(struct arena *arena, const struct score_book *book, const char *folder,
                      const char **bytes, size_t *length, struct error *err)
{
    return workbook_bytes(arena, fill, book, folder, bytes, length, err);
}
