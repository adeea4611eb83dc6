/* application_edit.c: the model of the form: to its leader all of it, to whoever helps their parts.
 */

#include "domain/team.h"
#include "view/application.h"
#include "view/team.h"

static void put_percent(json_t *model, int64_t filled, int64_t asked)
{
    size_t errors = (size_t)json_int(model, "missing_count", 0);

    json_put_int(model, "filled", filled);
    json_put_int(model, "asked", asked);
    json_put_int(model, "percent", form_percent((size_t)filled, (size_t)asked, errors));
}

/* To fill in: all of it, or what a helper writes, beside the rest to be read. */
static void put_form(struct arena *arena, const struct application_facts *f,
                     const struct section *section, json_t *item)
{
    struct section_model m = view_application_section(f, section);
    json_t *rest;

    if (!f->standing->owner) {
        m.section = team_section(arena, section, false);
        rest = json_put_object(item, "rest");
        view_section_read(arena, &m, f->standing, rest);
        m.section = team_section(arena, section, true);
        json_put_flag(item, "writable", true);
    }
    view_section_form(arena, &m, item);
    json_put_int(item, "revision", json_int(f->revisions, section->key, 0));
    json_put_text(item, "action",
                  arena_format(arena, "/applications/%s/sections/%s", f->application->key.text,
                               section->key));
}

/* A section of which the reader may see nothing is not there. */
static void put_reading(struct arena *arena, const struct application_facts *f,
                        const struct section *section, json_t *sections)
{
    struct section_model m = view_application_section(f, section);
    json_t *item = json_root(arena);

    view_section_read(arena, &m, f->standing, item);
    json_put_text(item, "key", section->key);
    json_put_flag(item, "reads", true);
    if (json_flag(item, "any"))
        json_add(sections, json_incref(item));
}

static void put_here(const json_t *writers, const json_t *sections)
{
    for (size_t i = 0; i < json_array_size(sections); i++) {
        json_t *section = json_array_get(sections, i);

        for (size_t w = 0; w < json_array_size(writers); w++)
            if (strcmp(json_word(json_array_get(writers, w), "part"), json_word(section, "key")) ==
                0)
                json_put_text(section, "here", json_word(json_array_get(writers, w), "names"));
    }
}

json_t *view_application_edit(struct arena *arena, const struct application_facts *f)
{
    json_t *model = json_root(arena), *sections = json_put_array(model, "sections");
    json_t *writers = json_put_array(model, "writers");
    const struct definition *d = f->call->definition;
    int64_t filled = 0, asked = 0;

    view_application_head(arena, f, model);
    json_put_flag(model, "together", f->together);
    view_writers(arena, f->language, &f->writers, writers);
    for (size_t i = 0; i < d->sections.count; i++) {
        const struct section *section = &d->sections.items[i];
        json_t *item;

        if (!section_applies(section, f->topic->code))
            continue;
        if (!view_may_write(f, section->key)) {
            put_reading(arena, f, section, sections);
            continue;
        }
        item = json_add_object(sections);
        put_form(arena, f, section, item);
        filled += json_int(item, "filled", 0);
        asked += json_int(item, "asked", 0);
    }
    put_here(writers, sections);
    view_application_slots(arena, f, model);
    view_application_problems(arena, f, model);
    put_percent(model, filled, asked);
    return model;
}

void view_application_progress(struct arena *arena, const struct application_facts *f,
                               json_t *model)
{
    const json_t *whole = view_application_edit(arena, f);
    const json_t *from = json_at(whole, "sections");
    static const char *const parts[] = {"percent",  "filled",        "asked", "missing",
                                        "warnings", "missing_count", "ready"};
    json_t *sections = json_put_array(model, "sections");

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        json_put(model, parts[i], json_incref((json_t *)(uintptr_t)json_at(whole, parts[i])));
    for (size_t i = 0; i < json_array_size(from); i++) {
        const json_t *section = json_array_get(from, i);
        json_t *item;

        if (json_at(section, "mark") == NULL)
            continue;
        item = json_add_object(sections);
        json_put_text(item, "key", json_text(section, "key"));
        json_put(item, "mark", json_incref((json_t *)(uintptr_t)json_at(section, "mark")));
    }
}
