/* pdf_text.c: text set into lines: faces, breaking, and lines filled to both margins. */

#include "base/text.h"
#include "view/pdf_flow.h"

const struct pdf_style pdf_body = {PDF_SONG, 11, 19, true}, pdf_head1 = {PDF_HEI, 14, 24, false},
                       pdf_head2 = {PDF_HEI, 11, 20, false}, pdf_small = {PDF_SONG, 8.5, 13, false},
                       pdf_cell = {PDF_SONG, 10, 15.5, false},
                       pdf_cell_head = {PDF_HEI, 9.5, 15.5, false},
                       pdf_title = {PDF_HEI, 30, 46, false}, pdf_fund = {PDF_HEI, 15, 26, false},
                       pdf_fact = {PDF_SONG, 13, 21, false};

static void unref(void *object)
{
    library.g_object_unref(object);
}

static void free_font(void *description)
{
    library.pango_font_description_free(description);
}

static void free_options(void *options)
{
    library.cairo_font_options_destroy(options);
}

/* Glyphs stay where the outline says: a hint for pixels has no place on paper. */
static void for_paper(struct pdf_flow *flow)
{
    cairo_font_options_t *options = library.cairo_font_options_create();

    arena_cleanup(flow->arena, free_options, options);
    library.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    library.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    library.pango_cairo_context_set_font_options(flow->context, options);
    library.pango_cairo_context_set_resolution(flow->context, 72);
    library.pango_context_set_round_glyph_positions(flow->context, FALSE);
}

static bool has_chinese(struct pdf_flow *flow, const PangoFontDescription *description)
{
    PangoFontset *set = library.pango_context_load_fontset(
        flow->context, description, library.pango_context_get_language(flow->context));
    PangoFont *font = set == NULL ? NULL : library.pango_fontset_get_font(set, 0x7533); /* 申 */
    bool has = font != NULL && library.pango_font_has_char(font, 0x7533);

    if (font != NULL)
        library.g_object_unref(font);
    if (set != NULL)
        library.g_object_unref(set);
    return has;
}

bool pdf_fonts(struct pdf_flow *flow, const char *language, struct error *err)
{
    static const struct {
        const char *families;
        PangoWeight weight;
    } faces[] = {
        [PDF_SONG] = {"Noto Serif CJK SC, Source Han Serif SC, serif", PANGO_WEIGHT_NORMAL},
        [PDF_HEI] = {"Noto Sans CJK SC, Source Han Sans SC, sans-serif", PANGO_WEIGHT_BOLD}};

    flow->context = library.pango_font_map_create_context(
        library.pango_cairo_font_map_get_default());
    arena_cleanup(flow->arena, unref, flow->context);
    library.pango_context_set_language(flow->context, library.pango_language_from_string(language));
    for_paper(flow);
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        flow->fonts[i] = library.pango_font_description_new();
        arena_cleanup(flow->arena, free_font, flow->fonts[i]);
        library.pango_font_description_set_family_static(flow->fonts[i], faces[i].families);
        library.pango_font_description_set_weight(flow->fonts[i], faces[i].weight);
        library.pango_font_description_set_absolute_size(flow->fonts[i], 10 * PANGO_SCALE);
        if (!has_chinese(flow, flow->fonts[i]))
            return error_set(err, ERROR_BROKEN, "pdf/font"),
                   error_text(err, "font", faces[i].families);
    }
    return true;
}

/* Codes in a list, as people who look a character up write them: "U+1F916 U+1FAE0 ". */
static const char *with_code(struct pdf_flow *flow, const char *codes, uint32_t c)
{
    const char *code = arena_format(flow->arena, "U+%04X ", (unsigned)c);

    return strstr(codes, code) != NULL ? codes : arena_format(flow->arena, "%s%s", codes, code);
}

static bool has_code(struct pdf_flow *flow, const char *codes, uint32_t c)
{
    return c >= 0x80 && strstr(codes, arena_format(flow->arena, "U+%04X ", (unsigned)c)) != NULL;
}

/* The characters of a text that no font of this machine has. */
static const char *missing_in(struct pdf_flow *flow, PangoLayout *layout)
{
    PangoLayoutIter *iter = library.pango_layout_get_iter(layout);
    const char *codes = "";

    do {
        const PangoLayoutRun *run = library.pango_layout_iter_get_run_readonly(iter);

        for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs->glyphs[i].glyph;

            if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && glyph != PANGO_GLYPH_EMPTY)
                codes = with_code(flow, codes, glyph & ~(uint32_t)PANGO_GLYPH_UNKNOWN_FLAG);
        }
    } while (library.pango_layout_iter_next_run(iter));
    library.pango_layout_iter_free(iter);
    return codes;
}

/* What no font can draw says what it is, where it stands; an empty box says nothing. */
static void describe_missing(struct pdf_flow *flow, PangoLayout *layout, const char *text)
{
    const char *codes = missing_in(flow, layout), *before = text;
    struct buffer out = buffer_in(flow->arena);

    for (uint32_t c; (c = text_next(&text)) != 0; before = text) {
        if (!has_code(flow, codes, c)) {
            buffer_add(&out, before, (size_t)(text - before));
            continue;
        }
        buffer_format(&out, "[U+%04X]", (unsigned)c);
        if (strlen(flow->missing) < 400)
            flow->missing = with_code(flow, flow->missing, c);
    }
    library.pango_layout_set_text(layout, buffer_get(&out), -1);
}

/* Code points that are no characters and never will be: cairo takes them for bad UTF-8 and gives up
 * the whole paper. */
static bool is_no_character(uint32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

const char *pdf_drawable(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);
    const char *before = text, *start = text;
    bool any = false;

    for (uint32_t c; (c = text_next(&text)) != 0; before = text)
        if (is_no_character(c)) {
            buffer_format(&out, "[U+%04X]", (unsigned)c);
            any = true;
        } else {
            buffer_add(&out, before, (size_t)(text - before));
        }
    return any ? buffer_get(&out) : start;
}

void pdf_reset(struct pdf_flow *flow, struct pdf_set *set, double width)
{
    PangoRectangle logical;

    (void)flow;
    library.pango_layout_set_width(set->layout, width <= 0 ? -1 : (int)(width * PANGO_SCALE));
    set->lines = library.pango_layout_get_line_count(set->layout);
    library.pango_layout_get_extents(set->layout, NULL, &logical);
    set->width = (double)logical.width / PANGO_SCALE;
}

/* An address that is broken must not gain a hyphen that is not its own. */
static void no_hyphens(PangoLayout *layout)
{
    PangoAttrList *attrs = library.pango_attr_list_new();

    library.pango_attr_list_insert(attrs, library.pango_attr_insert_hyphens_new(FALSE));
    library.pango_layout_set_attributes(layout, attrs);
    library.pango_attr_list_unref(attrs);
}

struct pdf_set pdf_set(struct pdf_flow *flow, const struct pdf_style *style, const char *text,
                       double width, double indent)
{
    struct pdf_set set = {.style = style, .layout = library.pango_layout_new(flow->context)};
    PangoFontDescription *font = flow->fonts[style->face];

    arena_cleanup(flow->arena, unref, set.layout);
    library.pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    library.pango_layout_set_font_description(set.layout, font);
    library.pango_layout_set_wrap(set.layout, PANGO_WRAP_WORD_CHAR);
    library.pango_layout_set_auto_dir(set.layout, FALSE);
    no_hyphens(set.layout);
    text = pdf_drawable(flow->arena, text);
    library.pango_layout_set_text(set.layout, text, -1);
    if (library.pango_layout_get_unknown_glyphs_count(set.layout) > 0)
        describe_missing(flow, set.layout, text);
    library.pango_layout_set_indent(set.layout, (int)(indent * PANGO_SCALE));
    pdf_reset(flow, &set, width);
    return set;
}

/* From radicals on: characters of the East, which stand alone. */
static bool stands_alone(uint32_t c)
{
    return c >= 0x2e80 && c < 0x1f000;
}

/* Where a line may be stretched: where it might have been broken, at spaces and beside Chinese
 * characters; never inside a word or before a comma, nor at the slashes of an address. */
static const bool *seams_of(struct pdf_flow *flow, PangoLayout *layout)
{
    const char *text = library.pango_layout_get_text(layout);
    bool *seams = arena_array(flow->arena, strlen(text) + 1, sizeof *seams);
    int count;
    const PangoLogAttr *attrs = library.pango_layout_get_log_attrs_readonly(layout, &count);
    const char *at = text;
    uint32_t last = 0;

    for (int i = 0; i < count && *at != '\0'; i++) {
        size_t place = (size_t)(at - text);
        uint32_t next = text_next(&at);

        seams[place] = attrs[i].is_line_break &&
                       (last == ' ' || stands_alone(last) || stands_alone(next));
        last = next;
    }
    return seams;
}

static int line_seams(const PangoLayoutLine *line, const bool *seams)
{
    int count = 0;

    for (int i = line->start_index + 1; i < line->start_index + line->length; i++)
        count += seams[i];
    return count;
}

static void stretch(PangoLayoutLine *line, const bool *seams, int each)
{
    for (GSList *at = line->runs; at != NULL; at = at->next) {
        const PangoLayoutRun *run = at->data;
        PangoGlyphString *glyphs = run->glyphs;
        int start = run->item->offset, end = start + run->item->length;

        for (int g = 0; g < glyphs->num_glyphs; g++) {
            int next = g + 1 < glyphs->num_glyphs ? start + glyphs->log_clusters[g + 1] : end;

            if (next < line->start_index + line->length && seams[next] &&
                next != start + glyphs->log_clusters[g])
                glyphs->glyphs[g].geometry.width += each;
        }
    }
}

/* Pango itself would put all of the stretch into the few spaces of a mixed line. */
static void justify(struct pdf_flow *flow, const struct pdf_set *set, PangoLayoutLine *line,
                    int room)
{
    const char *text = library.pango_layout_get_text(set->layout);
    int end = line->start_index + line->length, most = (int)(5 * set->style->size * PANGO_SCALE);
    const bool *seams;
    int places;

    if (text[end] == '\0' || text[end] == '\n' || room <= 0 || room > most)
        return;
    seams = seams_of(flow, set->layout);
    places = line_seams(line, seams);
    if (places > 0)
        stretch(line, seams, room / places);
}

void pdf_lines(struct pdf_flow *flow, const struct pdf_set *set, int from, int count, double x,
               double y, double width, enum pdf_align align)
{
    const struct pdf_style *style = set->style;
    double baseline = (style->leading + style->size * 0.76) / 2;
    double indent = (double)library.pango_layout_get_indent(set->layout) / PANGO_SCALE;

    for (int i = 0; i < count; i++) {
        PangoLayoutLine *line = library.pango_layout_get_line(set->layout, from + i);
        double shift = from + i == 0 && indent > 0 ? indent : 0, left;
        PangoRectangle logical;

        library.pango_layout_line_get_extents(line, NULL, &logical);
        left = width - shift - (double)logical.width / PANGO_SCALE;
        if (style->justify && align == PDF_START)
            justify(flow, set, line, (int)(left * PANGO_SCALE));
        shift += align == PDF_START ? 0 : align == PDF_MIDDLE ? left / 2 : left;
        pdf_ink(flow, PDF_LINE, x + shift, y + i * style->leading + baseline, 0, 0)->line = line;
    }
}
