/* pdf.c: a paper as a PDF. */

#include "view/pdf.h"

#include "base/text.h"
#include "view/pdf_flow.h"

static void tell_missing(struct pdf_flow *flow, const json_t *paper)
{
    json_t *blocks, *note;

    if (*flow->missing == '\0' || *json_word(paper, "missing") == '\0')
        return;
    blocks = json_root_array(flow->arena);
    note = json_add_object(blocks);
    json_put_text(note, "kind", "note");
    json_put_text(note, "text",
                  arena_format(flow->arena, "%s %s", json_word(paper, "missing"), flow->missing));
    pdf_blocks(flow, blocks);
}

bool pdf_write(struct arena *arena, const json_t *paper, struct pdf *pdf, struct error *err)
{
    struct pdf_flow flow = {.arena = arena, .missing = ""};
    const char *language = json_word(paper, "lang");

    if (!pdf_library_load(err) || !pdf_fonts(&flow, *language == '\0' ? "zh-CN" : language, err))
        return false;
    if (json_at(paper, "cover") != NULL)
        pdf_cover(&flow, json_at(paper, "cover"));
    pdf_turn(&flow);
    pdf_blocks(&flow, json_at(paper, "blocks"));
    flow.missing = text_trim(arena, flow.missing);
    tell_missing(&flow, paper);
    *pdf = (struct pdf){.pages = (int64_t)flow.pages.count, .missing = flow.missing};
    return pdf_draw(&flow, paper, &pdf->bytes, &pdf->length, err);
}
