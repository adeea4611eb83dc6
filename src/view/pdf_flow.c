/* pdf_flow.c: pages, and the places that things take on them. */

#include "view/pdf_flow.h"

void pdf_turn(struct pdf_flow *flow)
{
    list_add(flow->arena, &flow->pages);
    flow->y = PDF_TOP;
    if (flow->pending.count == 0)
        flow->gap = 0;
}

static bool at_top(const struct pdf_flow *flow)
{
    return flow->y <= PDF_TOP;
}

static double heading_height(const struct pdf_heading *heading)
{
    return heading->set.lines * heading->set.style->leading;
}

static double waiting_height(const struct pdf_flow *flow)
{
    double height = 0;

    for (size_t i = 0; i < flow->pending.count; i++)
        height += heading_height(&flow->pending.items[i]) +
                  (i == 0 && at_top(flow) ? 0 : flow->pending.items[i].gap);
    return height + (at_top(flow) && flow->pending.count == 0 ? 0 : flow->gap);
}

double pdf_room(const struct pdf_flow *flow)
{
    return PDF_BOTTOM - flow->y - waiting_height(flow);
}

struct pdf_ink *pdf_ink(struct pdf_flow *flow, int kind, double x, double y, double width,
                        double height)
{
    struct pdf_page *page = &flow->pages.items[flow->pages.count - 1];
    struct pdf_ink *ink = list_add(flow->arena, page);

    *ink = (struct pdf_ink){
        .kind = (unsigned)kind, .x = x, .y = y, .width = width, .height = height};
    return ink;
}

static void set_waiting(struct pdf_flow *flow)
{
    for (size_t i = 0; i < flow->pending.count; i++) {
        const struct pdf_heading *heading = &flow->pending.items[i];

        if (!at_top(flow))
            flow->y += heading->gap;
        if (heading->level == 1)
            pdf_ink(flow, PDF_MARK, PDF_LEFT, flow->y, 0, 0)->text = heading->text;
        pdf_lines(flow, &heading->set, 0, heading->set.lines, PDF_LEFT, flow->y, PDF_INNER,
                  PDF_START);
        flow->y += heading_height(heading);
    }
    flow->pending.count = 0;
}

double pdf_take(struct pdf_flow *flow, double height)
{
    double y;

    if (flow->pending.count > 0 || !at_top(flow)) {
        bool waited = flow->pending.count > 0;

        set_waiting(flow);
        flow->y += waited || !at_top(flow) ? flow->gap : 0;
    }
    y = flow->y;
    flow->gap = 0;
    flow->y += height;
    return y;
}
