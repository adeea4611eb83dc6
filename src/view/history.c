/* history.c: the saved states of a section as models: the list, and one beside what stands now. */

#include "view/history.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

#define BURST 600 /* seconds from the first to the last save of an entry */

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
    const struct history_row *last = NULL; /* of a burst, which is its entry */
    json_t *more = NULL;

    for (size_t i = 0; i < facts->rows.count; i++) {
        const struct history_row *row = &facts->rows.items[i];

        if (last == NULL || last->at - row->at > BURST || !text_equal(last->by, row->by)) {
            json_t *burst = json_add_object(bursts);

            last = row;
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
    if (facts->older > 0)
        json_put_text(model, "older",
                      arena_format(arena, "%s?before=%lld", json_word(model, "list"),
                                   (long long)facts->older));
    return model;
}

static void put_fields(struct arena *arena, const struct history_facts *facts, const json_t *from,
                       const json_t *to, json_t *fields)
{
    const struct section *section = facts->section.section;

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const char *gone = view_field_text(arena, &facts->section, field,
                                           json_at(from, field->key));
        const char *fresh = view_field_text(arena, &facts->section, field, json_at(to, field->key));
        json_t *item;

        if (text_equal(gone, fresh))
            continue;
        item = json_add_object(fields);
        json_put_text(item, "field", field->key);
        json_put_text(item, "label", words_in(&field->label, facts->section.language));
        view_difference(arena, gone, fresh, item);
    }
}

json_t *view_revision(struct arena *arena, const struct history_facts *facts)
{
    json_t *model = head_of(arena, facts), *fields = json_put_array(model, "fields");
    bool now = facts->shown == facts->revision, with_before = facts->with_before || now;
    const char *action = arena_format(arena, "%s/%lld", json_word(model, "list"),
                                      (long long)facts->shown);

    put_fields(arena, facts, with_before ? facts->before : facts->section.answers, facts->then,
               fields);
    json_put_int(model, "revision", facts->shown);
    json_put_flag(model, "same", json_array_size(fields) == 0);
    json_put_flag(model, "with_before", with_before);
    if (facts->rows.count > 0)
        put_row(arena, facts, &facts->rows.items[0], json_put_object(model, "row"));
    json_put_text(model, "action", action);
    if (!now)
        json_put_text(model, "other",
                      with_before ? action : arena_format(arena, "%s?with=before", action));
    json_put_flag(model, "can_restore",
                  facts->writable && !now && !(!with_before && json_array_size(fields) == 0));
    return model;
}
