/* pdf_flow.h: inside of the PDF maker: what goes where on which page.
 *
 * Setting comes first and only collects ink; drawing comes when the number of pages is known.
 * Lengths are points of 1/72 inch, y grows downward, and a line's y is that of its box.
 */
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "base/list.h"
#include "view/pdf_library.h"

#define PDF_WIDTH  595.276 /* A4 */
#define PDF_HEIGHT 841.890
#define PDF_LEFT   62.0
#define PDF_TOP    76.0
#define PDF_BOTTOM 768.0
#define PDF_INNER  (PDF_WIDTH - 2 * PDF_LEFT)

/* Two faces only: each costs a subset of a large font in every file. */
enum pdf_face { PDF_SONG, PDF_HEI };

struct pdf_style {
    enum pdf_face face;
    double size, leading;
    bool justify;
};
extern const struct pdf_style pdf_body, pdf_head1, pdf_head2, pdf_small, pdf_cell, pdf_cell_head,
    pdf_title, pdf_fund, pdf_fact;

enum pdf_align { PDF_START, PDF_MIDDLE, PDF_END };

struct pdf_ink {
    enum { PDF_LINE, PDF_FRAME, PDF_FILL, PDF_DARK, PDF_RULE, PDF_MARK } kind;
    double x, y, width, height; /* a line's: x and baseline */
    PangoLayoutLine *line;
    const char *text; /* of a mark: the entry in the outline */
};

struct pdf_page {
    LIST(struct pdf_ink);
};

/* Text set to a width; the lines live with the arena. */
struct pdf_set {
    const struct pdf_style *style;
    PangoLayout *layout;
    int lines;
    double width; /* of the widest line */
};

struct pdf_heading {
    struct pdf_set set;
    const char *text;
    int level;
    double gap;
};

struct pdf_flow {
    struct arena *arena;
    PangoContext *context;
    PangoFontDescription *fonts[2];
    struct {
        LIST(struct pdf_page);
    } pages;
    struct {
        LIST(struct pdf_heading);
    } pending;     /* headings that wait for what they stand over */
    double y, gap; /* next free y; space wanted before the next thing, but not on a page's top */
    struct pdf_row *head; /* repeated on a page that a table turns to */
    const char *missing;
};

/* Pages. */
void pdf_turn(struct pdf_flow *flow);                  /* a new page */
double pdf_room(const struct pdf_flow *flow);          /* what is left below waiting headings */
double pdf_take(struct pdf_flow *flow, double height); /* y of a place; sets waiting headings */
struct pdf_ink *pdf_ink(struct pdf_flow *flow, int kind, double x, double y, double width,
                        double height);

/* Text. */
bool pdf_fonts(struct pdf_flow *flow, const char *language, struct error *err);
struct pdf_set pdf_set(struct pdf_flow *flow, const struct pdf_style *style, const char *text,
                       double width, double indent);
/* Without code points that cairo takes for bad UTF-8; what goes to it past pdf_set needs it. */
const char *pdf_drawable(struct arena *arena, const char *text);
/* The same text to another width. */
void pdf_reset(struct pdf_flow *flow, struct pdf_set *set, double width);
/* Lines from..from+count into a box of that width. */
void pdf_lines(struct pdf_flow *flow, const struct pdf_set *set, int from, int count, double x,
               double y, double width, enum pdf_align align);

/* Rows of cells. */
struct pdf_cell_box {
    double x, width;
    struct pdf_set set;
    enum pdf_align align;
    bool shaded;
};
struct pdf_row {
    LIST(struct pdf_cell_box);
};
void pdf_row_add(struct pdf_flow *flow, struct pdf_row *row, const struct pdf_style *style,
                 const char *text, double x, double width, enum pdf_align align, bool shaded);
void pdf_row_place(struct pdf_flow *flow, const struct pdf_row *row);

/* Blocks of the model. */
void pdf_table(struct pdf_flow *flow, const json_t *block);
void pdf_grid(struct pdf_flow *flow, const json_t *block);
void pdf_blocks(struct pdf_flow *flow, const json_t *blocks);
void pdf_cover(struct pdf_flow *flow, const json_t *cover);

/* Everything set, onto the pages of a file. */
bool pdf_draw(struct pdf_flow *flow, const json_t *paper, const void **bytes, size_t *length,
              struct error *err);
