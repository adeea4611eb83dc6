/* pdf_block.c: blocks of a paper and its cover, put where the flow has room. */

#include "base/text.h"
#include "view/pdf_flow.h"
#include "view/qr.h"

#define SIGN_HEIGHT 96.0
#define QR_SIDE     124.0

static void heading(struct pdf_flow *flow, const json_t *block)
{
    int level = json_int(block, "level", 1) == 1 ? 1 : 2;
    struct pdf_heading *new = list_add(flow->arena, &flow->pending);
    const char *text = json_word(block, "text");

    *new = (struct pdf_heading){.text = text, .level = level, .gap = level == 1 ? 20 : 10};
    new->set = pdf_set(flow, level == 1 ? &pdf_head1 : &pdf_head2, text, PDF_INNER, 0);
    flow->gap = level == 1 ? 6 : 4;
}

/* No single line is left behind on either page. */
static int lines_here(const struct pdf_flow *flow, const struct pdf_set *set, int from)
{
    int left = set->lines - from, fit = (int)(pdf_room(flow) / set->style->leading);

    if (fit >= left)
        return left;
    if (left - fit == 1)
        fit--;
    return fit < 2 ? 0 : fit;
}

static void place_lines(struct pdf_flow *flow, const struct pdf_set *set, double x, double width,
                        const struct pdf_set *mark)
{
    for (int from = 0; from < set->lines;) {
        int count = lines_here(flow, set, from);
        double y;

        if (count == 0) {
            pdf_turn(flow);
            continue;
        }
        y = pdf_take(flow, count * set->style->leading);
        if (from == 0 && mark != NULL)
            pdf_lines(flow, mark, 0, 1, x - mark->width, y, mark->width, PDF_START);
        pdf_lines(flow, set, from, count, x, y, width, PDF_START);
        from += count;
    }
}

/* Paragraphs begin two characters in; items of a list hang from their mark. */
static void text(struct pdf_flow *flow, const json_t *block)
{
    const json_t *lines = json_at(block, "lines");

    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        const char *mark = json_word(line, "mark");
        double hang = 0, indent = 2 * pdf_body.size;
        struct pdf_set set, sign = {0};

        if (*mark != '\0') {
            sign = pdf_set(flow, &pdf_body, arena_format(flow->arena, "%s ", mark), 0, 0);
            hang = sign.width > indent ? sign.width : indent;
            indent = 0;
        }
        set = pdf_set(flow, &pdf_body, json_word(line, "text"), PDF_INNER - hang, indent);
        place_lines(flow, &set, PDF_LEFT + hang, PDF_INNER - hang, *mark == '\0' ? NULL : &sign);
        flow->gap = 3;
    }
}

static void note(struct pdf_flow *flow, const json_t *block)
{
    struct pdf_set set = pdf_set(flow, &pdf_small, json_word(block, "text"), PDF_INNER, 0);

    flow->gap = 8;
    place_lines(flow, &set, PDF_LEFT, PDF_INNER, NULL);
}

static void sign_box(struct pdf_flow *flow, const json_t *box, double x, double y, double width)
{
    struct pdf_set label = pdf_set(flow, &pdf_cell_head, json_word(box, "label"), 0, 0);
    struct pdf_set name = pdf_set(flow, &pdf_cell, json_word(box, "name"), width - 20, 0);
    struct pdf_set day = pdf_set(flow, &pdf_cell, json_word(box, "day"), 0, 0);

    pdf_ink(flow, PDF_FRAME, x, y, width, SIGN_HEIGHT);
    pdf_lines(flow, &label, 0, 1, x + 10, y + 7, width - 20, PDF_START);
    pdf_lines(flow, &name, 0, name.lines < 2 ? name.lines : 2, x + 10, y + 24, width - 20,
              PDF_START);
    pdf_lines(flow, &day, 0, 1, x + 10, y + SIGN_HEIGHT - 24, width - 20, PDF_END);
}

static void sign(struct pdf_flow *flow, const json_t *block)
{
    const json_t *boxes = json_at(block, "boxes");
    size_t count = json_array_size(boxes);
    double width = count == 0 ? 0 : PDF_INNER / (double)count, y;

    flow->gap = 12;
    if (pdf_room(flow) < SIGN_HEIGHT)
        pdf_turn(flow);
    y = pdf_take(flow, SIGN_HEIGHT);
    for (size_t i = 0; i < count; i++)
        sign_box(flow, json_array_get(boxes, i), PDF_LEFT + (double)i * width, y, width);
}

struct code {
    struct pdf_flow *flow;
    double x, y, module;
};

/* A hair more than its place, or viewers show white lines between the rows. */
static void code_run(void *context, int x, int y, int length)
{
    const struct code *code = context;

    pdf_ink(code->flow, PDF_DARK, code->x + x * code->module, code->y + y * code->module,
            length * code->module + 0.05, code->module + 0.05);
}

static void count_run(void *context, int x, int y, int length)
{
    (void)context, (void)x, (void)y, (void)length;
}

static void qr(struct pdf_flow *flow, const json_t *block)
{
    const json_t *lines = json_at(block, "lines");
    int side = view_qr_runs(json_word(block, "text"), count_run, NULL);
    double y, left = PDF_LEFT + QR_SIDE + 10, width = PDF_INNER - QR_SIDE - 10;

    if (side == 0)
        return;
    flow->gap = 12;
    if (pdf_room(flow) < QR_SIDE)
        pdf_turn(flow);
    y = pdf_take(flow, QR_SIDE);
    view_qr_runs(json_word(block, "text"), code_run,
                 &(struct code){flow, PDF_LEFT, y, QR_SIDE / side});
    for (size_t i = 0; i < json_array_size(lines); i++) {
        struct pdf_set set = pdf_set(flow, &pdf_cell, json_string_value(json_array_get(lines, i)),
                                     width, 0);

        pdf_lines(flow, &set, 0, set.lines, left, y + 12, width, PDF_START);
        y += set.lines * pdf_cell.leading + 6;
    }
}

static void title(struct pdf_flow *flow, const json_t *block)
{
    struct pdf_set set = pdf_set(flow, &pdf_fund, json_word(block, "text"), PDF_INNER, 0);

    pdf_lines(flow, &set, 0, set.lines, PDF_LEFT, pdf_take(flow, set.lines * pdf_fund.leading),
              PDF_INNER, PDF_MIDDLE);
    flow->gap = 8;
}

/* Frames need more air above them than lines do, but not under their own heading. */
static void air(struct pdf_flow *flow)
{
    if (flow->pending.count == 0 && flow->gap < 8)
        flow->gap = 8;
}

static void table(struct pdf_flow *flow, const json_t *block)
{
    air(flow);
    pdf_table(flow, block);
    flow->gap = 8;
}

static void grid(struct pdf_flow *flow, const json_t *block)
{
    air(flow);
    pdf_grid(flow, block);
    flow->gap = 8;
}

static const struct {
    const char *kind;
    void (*put)(struct pdf_flow *, const json_t *);
} kinds[] = {{"heading", heading}, {"text", text}, {"grid", grid},   {"table", table},
             {"sign", sign},       {"note", note}, {"title", title}, {"qr", qr}};

void pdf_blocks(struct pdf_flow *flow, const json_t *blocks)
{
    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *block = json_array_get(blocks, i);

        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
            if (text_equal(kinds[k].kind, json_word(block, "kind")))
                kinds[k].put(flow, block);
    }
    if (flow->pending.count > 0)
        pdf_take(flow, 0);
}

static double centred(struct pdf_flow *flow, const struct pdf_style *style, const char *words,
                      double y)
{
    struct pdf_set set = pdf_set(flow, style, words, PDF_INNER, 0);

    pdf_lines(flow, &set, 0, set.lines, PDF_LEFT, y, PDF_INNER, PDF_MIDDLE);
    return y + set.lines * style->leading;
}

/* A line to read, underlined as on a form; long names take as many lines as they need. */
static double fact(struct pdf_flow *flow, const json_t *row, double y)
{
    double label_width = 92, x = PDF_LEFT + 36 + label_width, width = PDF_INNER - 72 - label_width;
    struct pdf_set label = pdf_set(flow, &pdf_fact, json_word(row, "label"), label_width, 0);
    struct pdf_set value = pdf_set(flow, &pdf_fact, json_word(row, "text"), width, 0);
    int lines = value.lines < 3 ? value.lines : 3;

    pdf_lines(flow, &label, 0, 1, PDF_LEFT + 36, y, label_width, PDF_START);
    pdf_lines(flow, &value, 0, lines, x + 4, y, width - 8, PDF_START);
    y += lines * pdf_fact.leading + 2;
    pdf_ink(flow, PDF_RULE, x, y, width, 0);
    return y + 11;
}

void pdf_cover(struct pdf_flow *flow, const json_t *cover)
{
    const json_t *above = json_at(cover, "above"), *facts = json_at(cover, "facts"),
                 *below = json_at(cover, "below");
    double y = 120;

    pdf_turn(flow);
    for (size_t i = 0; i < json_array_size(above); i++)
        y = centred(flow, &pdf_fund, json_string_value(json_array_get(above, i)), y);
    y = centred(flow, &pdf_title, json_word(cover, "title"), y + 44);
    y = centred(flow, &pdf_fact, json_word(cover, "mark"), y + 8) + 44;
    for (size_t i = 0; i < json_array_size(facts); i++)
        y = fact(flow, json_array_get(facts, i), y);
    y = PDF_BOTTOM - (double)json_array_size(below) * pdf_small.leading;
    for (size_t i = 0; i < json_array_size(below); i++)
        y = centred(flow, &pdf_small, json_string_value(json_array_get(below, i)), y);
}
