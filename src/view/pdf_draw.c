/* pdf_draw.c: what was set, drawn onto the pages of a PDF with what runs above and below them. */

#include <math.h>

#include "base/text.h"
#include "view/pdf_flow.h"

#define HEADER_Y 40.0
#define FOOTER_Y 786.0

struct press {
    struct pdf_flow *flow;
    const json_t *paper;
    cairo_surface_t *surface;
    cairo_t *cr;
    size_t page;
};

static cairo_status_t write_bytes(void *buffer, const unsigned char *bytes, unsigned length)
{
    buffer_add(buffer, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static void draw_line(cairo_t *cr, PangoLayoutLine *line, double x, double y)
{
    library.cairo_move_to(cr, x, y);
    library.pango_cairo_show_layout_line(cr, line);
}

static void draw_text(struct press *press, const char *words, double x, double width, double y,
                      enum pdf_align align)
{
    struct pdf_flow *flow = press->flow;
    struct pdf_set set = pdf_set(flow, &pdf_small, words, 0, 0);
    double left;

    library.pango_layout_set_ellipsize(set.layout, PANGO_ELLIPSIZE_END);
    pdf_reset(flow, &set, width);
    left = width - set.width;
    draw_line(press->cr, library.pango_layout_get_line_readonly(set.layout, 0),
              x + (align == PDF_END ? left : 0), y + pdf_small.size);
}

static char *replaced(struct arena *arena, const char *text, const char *what, size_t number)
{
    const char *at = strstr(text, what);

    return at == NULL ? arena_text(arena, text)
                      : arena_format(arena, "%.*s%zu%s", (int)(at - text), text, number,
                                     at + strlen(what));
}

static void draw_rule(cairo_t *cr, double x, double y, double width)
{
    library.cairo_set_source_rgb(cr, 0, 0, 0);
    library.cairo_set_line_width(cr, 0.5);
    library.cairo_move_to(cr, x, y);
    library.cairo_line_to(cr, x + width, y);
    library.cairo_stroke(cr);
}

static void draw_running(struct press *press)
{
    struct arena *arena = press->flow->arena;
    const json_t *header = json_at(press->paper, "header");
    const char *left = json_string_value(json_array_get(header, 0)),
               *right = json_string_value(json_array_get(header, 1)),
               *pages = replaced(arena, json_word(press->paper, "pages"), "{page}",
                                 press->page + 1);

    library.cairo_set_source_rgb(press->cr, 0.25, 0.25, 0.25);
    draw_text(press, left == NULL ? "" : left, PDF_LEFT, PDF_INNER * 0.62, HEADER_Y, PDF_START);
    draw_text(press, right == NULL ? "" : right, PDF_LEFT + PDF_INNER * 0.65, PDF_INNER * 0.35,
              HEADER_Y, PDF_END);
    draw_text(press, json_word(press->paper, "footer"), PDF_LEFT, PDF_INNER * 0.75, FOOTER_Y,
              PDF_START);
    draw_text(press, replaced(arena, pages, "{pages}", press->flow->pages.count),
              PDF_LEFT + PDF_INNER * 0.76, PDF_INNER * 0.24, FOOTER_Y, PDF_END);
    draw_rule(press->cr, PDF_LEFT, HEADER_Y + 15, PDF_INNER);
    draw_rule(press->cr, PDF_LEFT, FOOTER_Y - 6, PDF_INNER);
}

/* Over the text, so pale that it can be read through. */
static void draw_watermark(struct press *press)
{
    static const struct pdf_style huge = {PDF_HEI, 150, 200, false};
    const char *words = json_word(press->paper, "watermark");
    struct pdf_set set;

    if (*words == '\0')
        return;
    set = pdf_set(press->flow, &huge, words, 0, 0);
    library.cairo_save(press->cr);
    library.cairo_set_source_rgba(press->cr, 0, 0, 0, 0.07);
    library.cairo_translate(press->cr, PDF_WIDTH / 2, PDF_HEIGHT / 2);
    library.cairo_rotate(press->cr, -M_PI / 5);
    draw_line(press->cr, library.pango_layout_get_line_readonly(set.layout, 0), -set.width / 2, 50);
    library.cairo_restore(press->cr);
}

static void draw_mark(struct press *press, const struct pdf_ink *ink)
{
    const char *where = arena_format(press->flow->arena, "page=%zu pos=[%d %d]", press->page + 1,
                                     (int)ink->x, (int)ink->y);

    library.cairo_pdf_surface_add_outline(press->surface, CAIRO_PDF_OUTLINE_ROOT,
                                          pdf_drawable(press->flow->arena, ink->text), where, 0);
}

static void draw_ink(struct press *press, const struct pdf_ink *ink)
{
    cairo_t *cr = press->cr;

    switch (ink->kind) {
    case PDF_LINE:
        library.cairo_set_source_rgb(cr, 0, 0, 0);
        draw_line(cr, ink->line, ink->x, ink->y);
        break;
    case PDF_FILL:
        library.cairo_set_source_rgb(cr, 0.945, 0.945, 0.945);
        library.cairo_rectangle(cr, ink->x, ink->y, ink->width, ink->height);
        library.cairo_fill(cr);
        break;
    case PDF_FRAME:
        library.cairo_set_source_rgb(cr, 0.35, 0.35, 0.35);
        library.cairo_set_line_width(cr, 0.5);
        library.cairo_rectangle(cr, ink->x, ink->y, ink->width, ink->height);
        library.cairo_stroke(cr);
        break;
    case PDF_DARK:
        library.cairo_set_source_rgb(cr, 0, 0, 0);
        library.cairo_rectangle(cr, ink->x, ink->y, ink->width, ink->height);
        library.cairo_fill(cr);
        break;
    case PDF_RULE:
        draw_rule(cr, ink->x, ink->y, ink->width);
        break;
    case PDF_MARK:
        draw_mark(press, ink);
        break;
    }
}

/* Fills before frames and frames before text, or a shade would eat its neighbour's frame. */
static void draw_page(struct press *press)
{
    static const int order[] = {PDF_FILL, PDF_DARK, PDF_FRAME, PDF_RULE, PDF_LINE, PDF_MARK};
    const struct pdf_page *page = &press->flow->pages.items[press->page];

    for (size_t o = 0; o < sizeof order / sizeof order[0]; o++)
        for (size_t i = 0; i < page->count; i++)
            if ((int)page->items[i].kind == order[o])
                draw_ink(press, &page->items[i]);
    if (press->page > 0 || json_at(press->paper, "cover") == NULL)
        draw_running(press);
    draw_watermark(press);
    library.cairo_show_page(press->cr);
}

static void put_metadata(struct press *press)
{
    static const struct {
        const char *key;
        cairo_pdf_metadata_t what;
    } rows[] = {{"title", CAIRO_PDF_METADATA_TITLE},
                {"author", CAIRO_PDF_METADATA_AUTHOR},
                {"subject", CAIRO_PDF_METADATA_SUBJECT},
                {"keywords", CAIRO_PDF_METADATA_KEYWORDS},
                {"created", CAIRO_PDF_METADATA_CREATE_DATE}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = pdf_drawable(press->flow->arena, json_word(press->paper, rows[i].key));

        if (*text != '\0')
            library.cairo_pdf_surface_set_metadata(press->surface, rows[i].what, text);
    }
    library.cairo_pdf_surface_set_metadata(press->surface, CAIRO_PDF_METADATA_CREATOR, "grantd");
}

bool pdf_draw(struct pdf_flow *flow, const json_t *paper, const void **bytes, size_t *length,
              struct error *err)
{
    struct buffer out = buffer_in(flow->arena);
    struct press press = {.flow = flow, .paper = paper};
    cairo_status_t status;

    press.surface = library.cairo_pdf_surface_create_for_stream(write_bytes, &out, PDF_WIDTH,
                                                                PDF_HEIGHT);
    press.cr = library.cairo_create(press.surface);
    put_metadata(&press);
    for (; press.page < flow->pages.count; press.page++)
        draw_page(&press);
    status = library.cairo_status(press.cr);
    library.cairo_destroy(press.cr);
    library.cairo_surface_finish(press.surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = library.cairo_surface_status(press.surface);
    library.cairo_surface_destroy(press.surface);
    *bytes = out.bytes;
    *length = out.length;
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    error_set(err, ERROR_BROKEN, "pdf/drawing");
    return error_text(err, "reason", library.cairo_status_to_string(status));
}
