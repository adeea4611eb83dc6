/* score_sheet.c: scoring offline: the workbook, what came back in it, and the yes to it. */

#include "action/score_sheet.h"

#include "base/text.h"
#include "view/common.h"
#include "view/review.h"
#include "view/sheet.h"
#include "view/wording.h"
#include "web/pages.h"

struct reply page_score_sheet_file(struct request *req)
{
    struct error err = {0};
    const char *bytes;
    size_t length;

    if (!action_score_sheet_file(&req->env, &req->actor, req->call, &bytes, &length, &err))
        return reply_error(req, &err);
    return reply_bytes(req, sheet_format_type(SHEET_XLSX),
                       sheet_file_name(req->env.arena,
                                       wording(req->env.language, "score-sheet.guide.scores"),
                                       req->call->key, req->env.now, SHEET_XLSX),
                       bytes, length);
}

static void put_changes(struct request *req, const struct score_sheet_line *line, json_t *item)
{
    const struct definition *d = line->view.version.base.call->definition;
    json_t *list = json_put_array(item, "parts");

    for (int i = 0; i < REVIEW_PART_COUNT; i++) {
        enum review_part part = (enum review_part)i;
        const char *before = view_review_part(req->env.arena, d, &line->view.stored, part,
                                              req->env.language);
        const char *after = view_review_part(req->env.arena, d, &line->view.review, part,
                                             req->env.language);
        json_t *change;

        if (strcmp(before, after) == 0)
            continue;
        change = json_add_object(list);
        json_put_text(change, "label",
                      wording(req->env.language, arena_format(req->env.arena, "review.part.%s",
                                                              review_part_word(part))));
        json_put_text(change, "before", before);
        json_put_text(change, "after", after);
        json_put_flag(change, "stale", line->view.merge.stale[i]);
    }
}

static void put_line(struct request *req, const struct score_sheet_line *line, json_t *item)
{
    const struct assignment *a = &line->view.assignment;

    json_put_text(item, "number", line->row.number);
    json_put_text(item, "heading", a->title);
    json_put_text(item, "href", arena_format(req->env.arena, "/reviews/%s", a->key.text));
    json_put_text(item, "total", view_points(req->env.arena, line->view.review.total));
    json_put_text(item, "reason", line->row.reason);
    json_put_flag(item, "stale", line->view.merge.conflicts > 0);
    json_put_flag(item, "submits", line->submits);
    json_put_flag(item, "complete", line->complete);
    put_changes(req, line, item);
}

static void put_problems(struct request *req, const struct problems *problems, json_t *model)
{
    json_t *list = json_put_array(model, "wrong");

    for (size_t i = 0; i < problems->count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "cell", problems->items[i].path);
        json_put_text(item, "code", problems->items[i].code);
        json_put_text(item, "text",
                      wording_problem(req->env.arena, req->env.language, &problems->items[i]));
    }
    json_put_flag(model, "any_wrong", problems->count > 0);
}

static void put_sheet(struct request *req, const struct score_sheet_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "lines");

    json_put_text(model, "name", view->name);
    json_put_text(model, "seal", view->seal);
    view_minutes(model, "at", view->uploaded_at);
    put_problems(req, &view->problems, model);
    json_put_int(model, "changes", view->changes);
    json_put_int(model, "stale", view->stale);
    json_put_int(model, "complete", view->complete);
    json_put_flag(model, "any_complete", view->complete > 0);
    json_put_flag(model, "applies",
                  view->problems.count == 0 && (view->changes > 0 || view->complete > 0));
    for (size_t i = 0; i < view->lines.count; i++)
        if (view->lines.items[i].view.merge.changed ||
            view->lines.items[i].view.merge.conflicts > 0)
            put_line(req, &view->lines.items[i], json_add_object(list));
}

struct reply page_score_sheet(struct request *req)
{
    struct error err = {0};
    struct score_sheet_view view;
    json_t *model = json_root(req->env.arena);

    if (!action_score_sheet(&req->env, &req->actor, req->call, &view, &err))
        return reply_error(req, &err);
    json_put_flag(model, "there", view.there);
    if (view.there)
        put_sheet(req, &view, model);
    return reply_page(req, "review/sheet.html", model);
}

struct reply page_score_sheet_put(struct request *req)
{
    struct error err = {0};
    struct uploaded_file *file = form_file(req, "file");

    if (!action_score_sheet_put(&req->env, &req->actor, req->call, file->upload, file->name, &err))
        return reply_again(req, page_score_sheet, &err);
    return reply_redirect(req, "/reviews/sheet");
}

struct reply page_score_sheet_apply(struct request *req)
{
    struct error err = {0};

    if (!action_score_sheet_apply(&req->env, &req->actor, req->call, form_text(req, "seal"),
                                  form_tick(req, "submit"), &err))
        return reply_again(req, page_score_sheet, &err);
    return reply_redirect(req, "/reviews");
}

struct reply page_score_sheet_drop(struct request *req)
{
    struct error err = {0};

    if (!action_score_sheet_drop(&req->env, &req->actor, req->call, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/reviews/sheet");
}
