/* history.c: the saved states of a section as models: the list, and one beside what stands now. */

#include "view/history.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

#define BURST 600 /* seconds between saves that are one entry */

void view_difference(struct arena *arena, const char *before, const char *after, json_t *into)
{
    struct differences list = differences_of(arena, before, after);
    json_t *parts = json_put_array(into, "parts");

    for (size_t i = 0; i < list.count; i++) {
        json_t *part = json_add_object(parts);

        json_put_text(part, "text", list.items[i].text);
        json_put_flag(part, "same", list.items[i].kind == DIFFERENCE_SAME);
        json_put_flag(part, "gone", list.items[i].kind == DIFFERENCE_GONE);
        json_put_flag(part, "fresh", list.items[i].kind == DIFFERENCE_NEW);
    }
}

static json_t *head_of(struct arena *arena, const struct history_facts *facts)
{
    const struct section *section = facts->section.section;
    json_t *model = json_root(arena);

    json_put_int(model, "section_number", section->number);
    json_put_text(model, "section", words_in(&section->title, facts->section.language));
    json_put_text(model, "number", facts->number);
    json_put_text(model, "heading", facts->heading);
    json_put_flag(model, "shared", section->shared);
    json_put_flag(model, "writable", facts->writable);
    json_put_int(model, "base", facts->revision);
    json_put_text(
        model, "list",
        arena_format(arena, "/applications/%s/sections/%s", facts->application.text, section->key));
    json_put_text(
        model, "edit",
        arena_format(arena, "/applications/%s/edit#%s", facts->application.text, section->key));
    return model;
}

static void put_row(struct arena *arena, const struct history_facts *facts,
                    const struct history_row *row, json_t *item)
{
    json_put_int(item, "revision", row->revision);
    json_put_flag(item, "now", row->revision == facts->revision);
    json_put_text(item, "by", row->by);
    view_time(item, "at", row->at);
    json_put_text(item, "href",
                  arena_format(arena, "/applications/%s/sections/%s/%lld", facts->application.text,
                               facts->section.section->key, (long long)row->revision));
}

json_t *view_history(struct arena *arena, const struct history_facts *facts)
{
    json_t *model = head_of(arena, facts), *bursts = json_put_array(model, "bursts");
    json_t *more = NULL;

    for (size_t i = 0; i < facts->rows.count; i++) {
        const struct history_row *row = &facts->rows.items[i], *last = i == 0 ? NULL : row - 1;

        if (last == NULL || last->at - row->at > BURST || !text_equal(last->by, row->by)) {
            json_t *burst = json_add_object(bursts);

            put_row(arena, facts, row, burst);
            more = json_put_array(burst, "more");
        } else {
            put_row(arena, facts, row, json_add_object(more));
        }
    }
    for (size_t i = 0; i < json_array_size(bursts); i++) {
        json_t *burst = json_array_get(bursts, i);
        size_t count = json_array_size(json_at(burst, "more"));

        json_put_flag(burst, "several", count > 0);
        json_put_int(burst, "count", (int64_t)count);
    }
    json_put_flag(model, "any", facts->rows.count > 0);
    return model;
}

json_t *view_revision(struct arena *arena, const struct history_facts *facts)
{
    const struct section *section = facts->section.section;
    json_t *model = head_of(arena, facts), *fields = json_put_array(model, "fields");

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const char *then = view_field_text(arena, &facts->section, field,
                                           json_at(facts->then, field->key));
        const char *now = view_field_text(arena, &facts->section, field,
                                          json_at(facts->section.answers, field->key));
        json_t *item;

        if (text_equal(then, now))
            continue;
        item = json_add_object(fields);
        json_put_text(item, "field", field->key);
        json_put_text(item, "label", words_in(&field->label, facts->section.language));
        view_difference(arena, now, then, item);
    }
    json_put_int(model, "revision", facts->shown);
    json_put_flag(model, "same", json_array_size(fields) == 0);
    for (size_t i = 0; i < facts->rows.count; i++)
        if (facts->rows.items[i].revision == facts->shown)
            put_row(arena, facts, &facts->rows.items[i], json_put_object(model, "row"));
    json_put_text(model, "action",
                  arena_format(arena, "/applications/%s/sections/%s/%lld", facts->application.text,
                               section->key, (long long)facts->shown));
    json_put_flag(model, "can_restore",
                  facts->writable && facts->shown != facts->revision &&
                      json_array_size(fields) > 0);
    return model;
}
