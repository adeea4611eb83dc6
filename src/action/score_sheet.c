/* score_sheet.c: scoring offline: a workbook of one's assignments, out and back. */

#include "action/score_sheet.h"

#include "base/digest.h"
#include "base/text.h"
#include "store/score_sheet.h"
#include "store/tx.h"
#include "view/score_sheet.h"
#include "world/world.h"

#define FILE_MOST ((size_t)5 << 20)

/* ---- out */

bool action_score_sheet_file(struct env *env, const struct actor *actor, const struct call *call,
                             const char **bytes, size_t *length, struct error *err)
{
    struct score_book book = {.definition = call->definition, .language = env->language};
    struct assignments mine = {0};

    if (!store_assignments_mine(env, call->id, actor->person, &mine, err))
        return false;
    for (size_t i = 0; i < mine.count; i++) {
        const struct assignment *a = &mine.items[i];
        struct review_view *view = arena_alloc(env->arena, sizeof *view);
        struct error hidden = {0};

        if (action_review_open(env, actor, a->key, view, &hidden))
            *list_add(env->arena, &book.lines) = (struct score_line){a->number, a->title,
                                                                     a->topic_code, &view->review};
    }
    return view_score_sheet(env->arena, &book, service_data(service_of(env)), bytes, length, err);
}

/* ---- back */

bool action_score_sheet_put(struct env *env, const struct actor *actor, const struct call *call,
                            struct upload *upload, const char *name, struct error *err)
{
    struct cells cells = {0};
    size_t length;
    const char *bytes = action_upload_read(env, upload, FILE_MOST, &length, err);
    bool done;

    if (bytes == NULL ||
        !counter_cells(env->world->counter, env->arena, bytes, length, &cells, err))
        return false;
    done = tx_begin(env, err) &&
           store_score_upload_put(env, call->id, actor->person, name, &cells, err);
    return tx_end(env, done, err);
}

static void complain(struct env *env, const struct score_sheet *sheet, uint32_t row,
                     const char *path, const char *code, struct problems *problems)
{
    problems_add(problems, SEVERITY_ERROR, score_sheet_cell(env->arena, sheet, row, path), code);
}

/* What is not the reviewer's own is as absent. */
static const struct assignment *assignment_of(const struct assignments *mine, const char *number)
{
    for (size_t i = 0; i < mine->count; i++)
        if (strcmp(mine->items[i].number, number) == 0)
            return &mine->items[i];
    return NULL;
}

static bool is_complete(struct env *env, const struct review_view *view)
{
    struct problems lacks = problems_in(env->arena);

    review_check(view->version.base.call->definition, &view->review, &lacks);
    return problems_errors(&lacks) == 0;
}

static void judge_line(struct env *env, const struct score_sheet *sheet,
                       const struct assignments *mine, const struct actor *actor,
                       struct score_sheet_line *line, struct problems *problems)
{
    const struct assignment *a = assignment_of(mine, line->row.number);
    struct error hidden = {0};
    uint32_t row = line->row.row;

    if (a == NULL || !action_review_open(env, actor, a->key, &line->view, &hidden)) {
        complain(env, sheet, row, "number", "score-sheet/not-yours", problems);
        return;
    }
    action_review_over(env, &line->row.typed, &line->view);
    line->complete = is_complete(env, &line->view);
    if (!line->view.merge.changed)
        return;
    line->submits = line->view.stored.state == REVIEW_SUBMITTED;
    if (!line->view.writable)
        complain(env, sheet, row, "number", "score-sheet/closed", problems);
    if (line->submits && text_blank(line->row.reason))
        complain(env, sheet, row, "reason", "score-sheet/reason", problems);
}

/* What would happen, in a line that changes when it does. */
static void seal_line(const struct score_sheet_line *line, struct buffer *seal)
{
    buffer_format(seal, "%s:%lld:%lld:%d", line->row.number, (long long)line->view.stored.revision,
                  (long long)line->view.stored.state, line->view.merge.changed);
    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        buffer_byte(seal, line->view.merge.stale[i] ? '!' : '.');
}

static void judge_lines(struct env *env, const struct actor *actor, const struct score_sheet *sheet,
                        const struct assignments *mine, struct score_sheet_view *view)
{
    struct buffer seal = buffer_in(env->arena);
    struct digest digest;

    buffer_format(&seal, "%lld", (long long)view->uploaded_at);
    for (size_t i = 0; i < sheet->rows.count; i++) {
        struct score_sheet_line *line = list_add(env->arena, &view->lines);

        line->row = sheet->rows.items[i];
        judge_line(env, sheet, mine, actor, line, &view->problems);
        view->changes += line->view.merge.changed;
        view->stale += line->view.merge.conflicts > 0;
        view->complete += line->complete && line->view.stored.state == REVIEW_DRAFT &&
                          line->view.writable && line->view.merge.conflicts == 0;
        seal_line(line, &seal);
    }
    digest = digest_of(buffer_get(&seal), seal.length);
    view->seal = digest_hex(env->arena, &digest);
}

bool action_score_sheet(struct env *env, const struct actor *actor, const struct call *call,
                        struct score_sheet_view *view, struct error *err)
{
    struct score_words *words = arena_alloc(env->arena, LANGUAGE_COUNT * sizeof *words);
    struct assignments mine = {0};
    struct score_upload upload;
    struct score_sheet sheet;

    *view = (struct score_sheet_view){.problems = problems_in(env->arena)};
    if (!store_score_upload_get(env, call->id, actor->person, &upload, &view->there, err))
        return false;
    if (!view->there)
        return true;
    if (!store_assignments_mine(env, call->id, actor->person, &mine, err))
        return false;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        words[i] = score_words_in((enum language)i);
    view->name = upload.name;
    view->uploaded_at = upload.uploaded_at;
    sheet = score_sheet_read(env->arena, call->definition, words, &upload.cells, &view->problems);
    judge_lines(env, actor, &sheet, &mine, view);
    return true;
}

static bool apply_line(struct env *env, const struct actor *actor, struct score_sheet_line *line,
                       bool submit, struct error *err)
{
    struct problems problems = problems_in(env->arena);
    struct review_change change = {
        .typed = line->row.typed, .reason = line->row.reason, .submit = line->submits};
    bool draft = line->view.stored.state == REVIEW_DRAFT;
    struct key key = line->view.assignment.key;
    struct review_view view;

    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        change.typed.sent[i] = change.typed.sent[i] && !line->view.merge.stale[i];
    if (draft && submit && line->complete && line->view.merge.conflicts == 0)
        change.submit = true;
    return (!change.submit && !line->view.merge.changed) ||
           action_review_apply(env, actor, key, &change, &view, &problems, err);
}

static bool apply_lines(struct env *env, const struct actor *actor,
                        const struct score_sheet_view *view, bool submit, struct error *err)
{
    for (size_t i = 0; i < view->lines.count; i++)
        if (!apply_line(env, actor, &view->lines.items[i], submit, err))
            return false;
    return true;
}

bool action_score_sheet_apply(struct env *env, const struct actor *actor, const struct call *call,
                              const char *seal, bool submit, struct error *err)
{
    struct score_sheet_view view;
    bool done = tx_begin(env, err) && action_score_sheet(env, actor, call, &view, err) &&
                (view.there || error_set(err, ERROR_MISSING, "missing")) &&
                (problems_errors(&view.problems) == 0 ||
                 error_set(err, ERROR_INVALID, "score-sheet/wrong")) &&
                (text_equal(view.seal, seal) ||
                 error_set(err, ERROR_CONFLICT, "score-sheet/moved")) &&
                apply_lines(env, actor, &view, submit, err) &&
                store_score_upload_drop(env, call->id, actor->person, err);

    return tx_end(env, done, err);
}

bool action_score_sheet_drop(struct env *env, const struct actor *actor, const struct call *call,
                             struct error *err)
{
    bool done = tx_begin(env, err) && store_score_upload_drop(env, call->id, actor->person, err);

    return tx_end(env, done, err);
}
