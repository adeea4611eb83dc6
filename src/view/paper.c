/* paper.c: an application as a paper to print (declared in document.h). */

#include "base/text.h"
#include "view/document.h"
#include "view/form.h"
#include "view/wording.h"

/* What is being written, and where: short answers gather in a grid, ticks in a table, and either
 * ends when something else comes. */
struct writing {
    struct arena *arena;
    const struct document_facts *facts;
    struct section_model m;
    json_t *blocks, *cells, *ticks;
};

static const char *word(const char *key)
{
    return wording(LANGUAGE_ZH, key);
}

static const char *label_of(const struct words *words)
{
    const char *text = words->in[LANGUAGE_ZH];

    return text == NULL ? "" : text;
}

static json_t *block(struct writing *w, const char *kind)
{
    json_t *new = json_add_object(w->blocks);

    json_put_text(new, "kind", kind);
    w->cells = w->ticks = NULL;
    return new;
}

static void heading(struct writing *w, int level, const char *text)
{
    json_t *new = block(w, "heading");

    json_put_int(new, "level", level);
    json_put_text(new, "text", text);
}

static void column(json_t *columns, const char *label, const char *align)
{
    json_t *new = json_add_object(columns);

    json_put_text(new, "label", label);
    json_put_text(new, "align", align);
}

static const char *answer(struct writing *w, const struct field *field, const json_t *value)
{
    const char *text = view_answer_text(w->arena, &w->m, field, value);

    if (field->kind == FIELD_NUMBER && *text != '\0' && field->unit != NULL)
        text = arena_format(w->arena, "%s %s", text, field->unit);
    return text_trim(w->arena, text);
}

static void put_cell(struct writing *w, const struct field *field, const char *text)
{
    json_t *cell;

    if (w->cells == NULL)
        w->cells = json_put_array(block(w, "grid"), "cells");
    cell = json_add_object(w->cells);
    json_put_text(cell, "label", label_of(&field->label));
    json_put_text(cell, "text", *text == '\0' ? "—" : text);
    json_put_flag(cell, "wide", field->means == MEANS_TITLE || field->kind == FIELD_LIST);
}

static void put_tick(struct writing *w, const struct field *field, const json_t *value)
{
    json_t *row;

    if (w->ticks == NULL) {
        json_t *table = block(w, "table"), *columns = json_put_array(table, "columns");

        column(columns, word("paper.tick"), "left");
        column(columns, word("paper.ticked"), "center");
        w->ticks = json_put_array(table, "rows");
    }
    row = json_array();
    json_add_text(row, label_of(&field->label));
    json_add_text(row, json_is_true(value) ? "✓" : "—");
    json_add(w->ticks, row);
}

/* Length of a mark such as "-", "1.", "2）" or "（3）" at the beginning of a line; 0: none. */
static size_t mark_length(const char *line)
{
    static const char *const bullets[] = {"- ", "* ", "• ", "· ", "•"};
    static const char *const ends[] = {". ", ") ", "）", "、"};
    static const char *const opens[] = {"（", "("};
    size_t open = 0, digits;

    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (text_starts(line, bullets[i]))
            return strlen(bullets[i]);
    for (size_t i = 0; i < sizeof opens / sizeof opens[0]; i++)
        open = text_starts(line, opens[i]) ? strlen(opens[i]) : open;
    digits = strspn(line + open, "0123456789");
    if (digits == 0 || digits > 2)
        return 0;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (text_starts(line + open + digits, ends[i]))
            return open + digits + strlen(ends[i]);
    if (open > 0 && line[open + digits] == ')')
        return open + digits + 1;
    return 0;
}

static void put_line(struct writing *w, json_t *lines, const char *line)
{
    size_t length = mark_length(line);
    json_t *item = json_add_object(lines);
    char *mark = text_trim(w->arena, arena_copy(w->arena, line, length));

    if (length > 0 && strchr("-*", mark[0]) != NULL)
        mark = arena_text(w->arena, "•");
    json_put_text(item, "mark", mark);
    json_put_text(item, "text", text_trim(w->arena, line + length));
}

static void put_text(struct writing *w, const char *text)
{
    json_t *lines = json_put_array(block(w, "text"), "lines");

    if (text_blank(text))
        text = word("paper.empty");
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = text_trim(w->arena, arena_copy(w->arena, text, length));

        if (*line != '\0')
            put_line(w, lines, line);
        text += length + (text[length] == '\n');
    }
}

static const char *row_label(const struct field *field, const json_t *row)
{
    for (size_t i = 0; i < field->rows.count; i++)
        if (text_equal(json_text(row, "row"), field->rows.items[i].key))
            return label_of(&field->rows.items[i].label);
    return "";
}

static json_t *row_of(struct writing *w, const struct field *field, const json_t *row,
                      size_t number, int64_t *sums)
{
    json_t *cells = json_array();

    json_add_text(cells, field->rows.count > 0 ? row_label(field, row)
                                               : arena_format(w->arena, "%zu", number));
    for (size_t c = 0; c < field->columns.count; c++) {
        const struct field *at = &field->columns.items[c];

        json_add_text(cells, answer(w, at, json_at(row, at->key)));
        sums[c] += json_int(row, at->key, 0);
    }
    return cells;
}

static void put_total(struct writing *w, const struct field *field, const int64_t *sums,
                      json_t *table)
{
    json_t *cells = json_array();
    bool any = false;

    json_add_text(cells, word("paper.total"));
    for (size_t c = 0; c < field->columns.count; c++) {
        const struct field *at = &field->columns.items[c];
        json_t *sum = json_own(w->arena, json_integer(sums[c]));

        json_add_text(cells, at->kind == FIELD_MONEY ? answer(w, at, sum) : "");
        any |= at->kind == FIELD_MONEY;
    }
    if (any)
        json_put(table, "total", cells);
    else
        json_own(w->arena, cells);
}

static const char *align_of(enum field_kind kind)
{
    return kind == FIELD_MONEY ? "right"
           : kind == FIELD_NUMBER || kind == FIELD_MONTH || kind == FIELD_DATE ||
                   kind == FIELD_CHOICE
               ? "center"
               : "left";
}

static void put_table(struct writing *w, const struct field *field, const json_t *value)
{
    int64_t *sums = arena_array(w->arena, field->columns.count + 1, sizeof *sums);
    json_t *table, *columns, *rows;

    if (json_array_size(value) == 0) {
        put_text(w, word("paper.none"));
        return;
    }
    table = block(w, "table");
    columns = json_put_array(table, "columns");
    if (field->rows.count > 0)
        column(columns, label_of(&field->label), "center");
    else
        column(columns, word("paper.row"), "center");
    for (size_t c = 0; c < field->columns.count; c++)
        column(columns, label_of(&field->columns.items[c].label),
               align_of(field->columns.items[c].kind));
    rows = json_put_array(table, "rows");
    for (size_t r = 0; r < json_array_size(value); r++)
        json_add(rows, row_of(w, field, json_array_get(value, r), r + 1, sums));
    put_total(w, field, sums, table);
}

static void put_field(struct writing *w, const struct field *field)
{
    const json_t *value = json_at(w->m.answers, field->key);

    switch (field->kind) {
    case FIELD_TABLE:
        heading(w, 2, label_of(&field->label));
        put_table(w, field, value);
        return;
    case FIELD_LONG:
        heading(w, 2, label_of(&field->label));
        put_text(w, answer(w, field, value));
        return;
    case FIELD_TICK:
        put_tick(w, field, value);
        return;
    case FIELD_LIST:
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_NUMBER:
    case FIELD_MONEY:
    case FIELD_MONTH:
    case FIELD_DATE:
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_ORCID:
    case FIELD_URL:
        put_cell(w, field, answer(w, field, value));
        return;
    }
}

static void put_section(struct writing *w, const struct section *section)
{
    w->m.section = section;
    w->m.answers = json_at(json_at(w->facts->content, "sections"), section->key);
    heading(w, 1, arena_format(w->arena, "%d　%s", section->number, label_of(&section->title)));
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];

        if ((field->means != MEANS_SUBTOPIC || w->m.topic->subtopics.count > 0) &&
            field_shown(field, w->m.answers))
            put_field(w, field);
    }
}

static const char *slot_label(const struct definition *d, const char *slot)
{
    const struct attachment_slot *found = definition_slot(d, slot);

    return found == NULL ? slot : label_of(&found->label);
}

static void put_files(struct writing *w)
{
    const json_t *files = json_at(w->facts->content, "files");
    json_t *table, *columns, *rows;

    heading(w, 1, word("paper.files"));
    if (json_array_size(files) == 0) {
        put_text(w, word("paper.none"));
        return;
    }
    table = block(w, "table");
    columns = json_put_array(table, "columns");
    column(columns, word("paper.slot"), "left");
    column(columns, word("paper.file"), "left");
    column(columns, word("paper.bytes"), "right");
    column(columns, word("paper.file-digest"), "left");
    rows = json_put_array(table, "rows");
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        json_t *row = json_array();

        json_add_text(row, slot_label(w->facts->definition, json_word(file, "slot")));
        json_add_text(row, json_word(file, "name"));
        json_add_text(row, arena_format(w->arena, "%lld", (long long)json_int(file, "size", 0)));
        json_add_text(row, arena_format(w->arena, "%.16s", json_word(file, "sha256")));
        json_add(rows, row);
    }
}

/* By what it means and only among what is left: the cover shows no more than the sections do. */
static const char *meant(struct writing *w, enum meaning means)
{
    for (size_t s = 0; s < w->facts->sections.count; s++) {
        const struct section *section = &w->facts->sections.items[s];

        for (size_t i = 0; i < section->fields.count; i++) {
            const struct field *field = &section->fields.items[i];

            if (field->means != means)
                continue;
            w->m.section = section;
            w->m.answers = json_at(json_at(w->facts->content, "sections"), section->key);
            return answer(w, field, json_at(w->m.answers, field->key));
        }
    }
    return "";
}

static void put_box(struct writing *w, json_t *boxes, const char *label, const char *name)
{
    json_t *box = json_add_object(boxes);

    (void)w;
    json_put_text(box, "label", label);
    json_put_text(box, "name", name);
    json_put_text(box, "day", word("paper.day"));
}

static void put_boxes(struct writing *w)
{
    json_t *boxes;

    heading(w, 1, word("paper.sign"));
    boxes = json_put_array(block(w, "sign"), "boxes");
    put_box(w, boxes, word("paper.signature"), meant(w, MEANS_NAME));
    put_box(w, boxes, word("paper.seal"), meant(w, MEANS_INSTITUTION));
}

static void put_fact(json_t *facts, const char *label, const char *text)
{
    json_t *row;

    if (*text == '\0')
        return;
    row = json_add_object(facts);
    json_put_text(row, "label", label);
    json_put_text(row, "text", text);
}

static const char *filled(struct writing *w, const char *key)
{
    const struct document_facts *facts = w->facts;
    struct error_value values[4] = {
        {.name = "number"}, {.name = "version"}, {.name = "digest"}, {.name = "at"}};

    text_clip(values[0].text, sizeof values[0].text, json_word(facts->content, "number"));
    snprintf(values[1].text, sizeof values[1].text, "%lld",
             (long long)json_int(facts->content, "version", 0));
    text_clip(values[2].text, 17, facts->sha256 == NULL ? "" : facts->sha256);
    text_clip(values[3].text, sizeof values[3].text, text_time_minutes(w->arena, facts->at));
    return wording_fill(w->arena, LANGUAGE_ZH, key, values, 4);
}

static void put_cover(struct writing *w, json_t *cover)
{
    const struct document_facts *facts = w->facts;
    const struct definition *d = facts->definition;
    json_t *above = json_put_array(cover, "above"), *rows = json_put_array(cover, "facts"), *below;

    json_add_text(above, label_of(&d->society));
    json_add_text(above,
                  arena_format(w->arena, "%s　%s", label_of(&d->programme), label_of(&d->title)));
    json_put_text(cover, "title", word("paper.title"));
    json_put_text(cover, "mark",
                  word(facts->draft     ? "paper.draft"
                       : facts->readers ? "paper.readers"
                                        : "paper.office"));
    put_fact(rows, word("paper.number"), json_word(facts->content, "number"));
    put_fact(rows, word("paper.topic"),
             arena_format(w->arena, "%s　%s", facts->topic->code, label_of(&facts->topic->title)));
    if (facts->topic->subtopics.count > 0)
        put_fact(rows, word("paper.subtopic"), meant(w, MEANS_SUBTOPIC));
    put_fact(rows, word("paper.project"), meant(w, MEANS_TITLE));
    put_fact(rows, word("paper.leader"), meant(w, MEANS_NAME));
    put_fact(rows, word("paper.institution"), meant(w, MEANS_INSTITUTION));
    put_fact(rows, word(facts->draft ? "paper.printed" : "paper.submitted"),
             text_time_minutes(w->arena, facts->at));
    if (!facts->draft)
        put_fact(rows, word("paper.version"), filled(w, "paper.version-of"));
    below = json_put_array(cover, "below");
    if (facts->draft) {
        json_add_text(below, word("paper.draft-help"));
        return;
    }
    json_add_text(below, arena_format(w->arena, "SHA-256  %s", facts->sha256));
    json_add_text(below, word("paper.digest-help"));
}

static void put_head(struct writing *w, json_t *paper)
{
    const struct document_facts *facts = w->facts;
    const char *title = meant(w, MEANS_TITLE);
    json_t *header = json_put_array(paper, "header");

    json_put_text(paper, "lang", language_tag(LANGUAGE_ZH));
    json_put_text(paper, "title",
                  *title == '\0' ? wording(LANGUAGE_ZH, "application.untitled") : title);
    json_put_text(paper, "author", meant(w, MEANS_NAME));
    json_put_text(paper, "subject",
                  arena_format(w->arena, "%s %s", json_word(facts->content, "number"),
                               label_of(&facts->topic->title)));
    json_put_text(paper, "keywords", meant(w, MEANS_KEYWORDS));
    json_put_text(paper, "created", text_rfc3339(w->arena, facts->at));
    json_add_text(header, json_word(paper, "title"));
    json_add_text(header, label_of(&facts->definition->programme));
    json_put_text(paper, "footer", filled(w, facts->draft ? "paper.footer-draft" : "paper.footer"));
    json_put_text(paper, "pages", word("paper.pages"));
    json_put_text(paper, "watermark", facts->draft ? word("paper.draft") : "");
    json_put_text(paper, "missing", word("paper.missing"));
}

static bool is_to_be_signed(const struct section *section)
{
    for (size_t i = 0; i < section->fields.count; i++)
        if (section->fields.items[i].means == MEANS_COMMITMENT)
            return true;
    return false;
}

/* Files stand before the commitments, so that the boxes to sign come right under what is signed. */
static void put_sections(struct writing *w)
{
    bool filed = false;

    for (size_t i = 0; i < w->facts->sections.count; i++) {
        const struct section *section = &w->facts->sections.items[i];

        if (!section_applies(section, w->facts->topic->code))
            continue;
        if (!filed && is_to_be_signed(section)) {
            put_files(w);
            filed = true;
        }
        put_section(w, section);
    }
    if (!filed)
        put_files(w);
}

json_t *view_paper(struct arena *arena, const struct document_facts *facts)
{
    json_t *paper = json_root(arena);
    struct writing w = {
        .arena = arena,
        .facts = facts,
        .m = {.definition = facts->definition, .topic = facts->topic, .language = LANGUAGE_ZH}};

    put_head(&w, paper);
    put_cover(&w, json_put_object(paper, "cover"));
    w.blocks = json_put_array(paper, "blocks");
    put_sections(&w);
    put_boxes(&w);
    return paper;
}
