/* section.c: saving one section of an application, by a form or by the page's script. */

#include "action/application.h"
#include "base/text.h"
#include "view/history.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/pages.h"

/* "base" for the whole form, "base.FIELD" for single fields that were read later. */
static void read_bases(struct request *req, struct section_save *save)
{
    json_t *bases = json_root(req->env.arena);
    int64_t revision;

    save->base = -1;
    for (size_t i = 0; i < req->form.count; i++) {
        const struct typed *typed = &req->form.items[i];

        if (!text_starts(typed->name, "base") || !text_to_int(typed->value, &revision))
            continue;
        if (typed->name[4] == '\0')
            save->base = revision;
        else if (typed->name[4] == '.')
            json_put_int(bases, typed->name + 5, revision);
    }
    if (req->body != NULL)
        save->base = json_int(req->body, "base", -1);
    save->bases = req->body != NULL ? json_at(req->body, "bases") : bases;
}

static struct section_model fields_of(struct request *req, const struct section_saved *saved)
{
    return (struct section_model){.definition = saved->definition,
                                  .topic = saved->topic,
                                  .section = saved->section,
                                  .answers = saved->answer.content,
                                  .language = req->env.language};
}

/* NULL for what is no field of the section. */
static const struct field *field_named(const struct section_saved *saved, const char *name)
{
    for (size_t i = 0; saved->section != NULL && i < saved->section->fields.count; i++)
        if (text_equal(saved->section->fields.items[i].key, name))
            return &saved->section->fields.items[i];
    return NULL;
}

static void put_input(json_t *inputs, const char *name, const char *value)
{
    json_t *input = json_add_object(inputs);

    json_put_text(input, "name", name);
    json_put_text(input, "value", value);
}

/* The inputs of a form that settles one conflict: its own text over what is saved now, or nothing;
 * the other fields go along as they were read, so that they are asked about next. */
static void put_inputs(struct request *req, const struct section_saved *saved,
                       const struct section_save *save, const char *chosen, json_t *inputs)
{
    for (size_t c = 0; c < saved->merge.conflicts.count; c++) {
        const char *field = saved->merge.conflicts.items[c].field;
        int64_t base = text_equal(field, chosen) ? saved->answer.revision
                                                 : json_int(save->bases, field, save->base);

        put_input(inputs, arena_format(req->env.arena, "base.%s", field),
                  arena_format(req->env.arena, "%lld", (long long)base));
        for (size_t i = 0; i < req->form.count; i++)
            if (form_is_of(req->form.items[i].name, field))
                put_input(inputs, req->form.items[i].name, req->form.items[i].value);
    }
}

static void put_rest(json_t *item, const char *field)
{
    const json_t *inputs = json_at(item, "inputs");
    json_t *rest = json_put_array(item, "rest");
    const char *base = "base.";

    for (size_t i = 0; i < json_array_size(inputs); i++) {
        const json_t *input = json_array_get(inputs, i);
        const char *name = json_word(input, "name");

        if (!form_is_of(text_starts(name, base) ? name + strlen(base) : name, field))
            put_input(rest, name, json_word(input, "value"));
    }
    json_put_flag(item, "others", json_array_size(rest) > 0);
}

static void put_conflicts(struct request *req, const struct section_saved *saved,
                          const struct section_save *save, json_t *model)
{
    json_t *list = json_put_array(model, "conflicts");
    struct section_model section = fields_of(req, saved);
    struct arena *arena = req->env.arena;

    for (size_t i = 0; i < saved->merge.conflicts.count; i++) {
        const struct form_conflict *conflict = &saved->merge.conflicts.items[i];
        const struct field *field = field_named(saved, conflict->field);
        json_t *item = json_add_object(list);

        json_put_text(item, "field", conflict->field);
        json_put_text(item, "label", words_in(&field->label, section.language));
        json_put_text(item, "typed", view_field_text(arena, &section, field, conflict->typed));
        json_put_text(item, "stored", view_field_text(arena, &section, field, conflict->stored));
        view_difference(arena, json_word(item, "typed"), json_word(item, "stored"), item);
        put_inputs(req, saved, save, conflict->field, json_put_array(item, "inputs"));
        put_rest(item, conflict->field);
    }
}

static json_t *saved_model(struct request *req, const struct section_saved *saved,
                           const struct section_save *save)
{
    json_t *model = json_root(req->env.arena), *problems = json_put_array(model, "problems");
    json_t *changed = json_put_array(model, "changed"), *unread = json_put_array(model, "refused");

    json_put_int(model, "revision", saved->answer.revision);
    json_put_text(model, "saved", text_clock(req->env.arena, req->env.now));
    for (size_t i = 0; i < saved->merge.fields.count; i++)
        json_add_text(changed, saved->merge.fields.items[i]);
    for (size_t i = 0; i < saved->refused.count; i++)
        json_add_text(unread, saved->refused.items[i]);
    for (size_t i = 0; i < saved->problems.count; i++) {
        const struct problem *problem = &saved->problems.items[i];
        json_t *item = json_add_object(problems);

        json_put_text(item, "path", problem->path);
        json_put_text(item, "code", problem->code);
        json_put_text(item, "severity", problem->severity == SEVERITY_ERROR ? "error" : "warning");
        json_put_text(item, "text", wording_problem(req->env.arena, req->env.language, problem));
    }
    put_conflicts(req, saved, save, model);
    return model;
}

static struct reply stale(struct request *req, const struct section_saved *saved,
                          const struct section_save *save, const struct error *err)
{
    json_t *model = saved_model(req, saved, save), *error;
    struct reply reply;
    const char *key = request_param(req, "key");

    json_put_text(model, "action",
                  arena_format(req->env.arena, "/applications/%s/sections/%s", key,
                               request_param(req, "section")));
    json_put_text(model, "back",
                  arena_format(req->env.arena, "/applications/%s/edit#%s", key,
                               request_param(req, "section")));
    error = json_put_object(model, "error");
    json_put_text(error, "code", err->code);
    json_put_text(error, "text", wording_error(req->env.arena, req->env.language, err));
    reply = reply_page(req, "application/conflict.html", model);
    reply.status = error_status(err->kind);
    return reply;
}

/* What cannot be stored loses nothing: it is shown again, to be copied. */
static struct reply show_typed(struct request *req, const struct section_saved *saved,
                               const struct error *err)
{
    json_t *model = json_root(req->env.arena), *list, *item;
    struct reply reply;

    json_put_text(model, "text", wording_error(req->env.arena, req->env.language, err));
    json_put_text(model, "back",
                  arena_format(req->env.arena, "/applications/%s", request_param(req, "key")));
    list = json_put_array(model, "typed");
    for (size_t i = 0; i < req->form.count; i++) {
        const struct typed *typed = &req->form.items[i];
        const struct field *field = field_named(saved, typed->name);

        if (text_blank(typed->value) || text_starts(typed->name, "base") ||
            text_ends(typed->name, ".there") || strcmp(typed->name, "csrf") == 0)
            continue;
        item = json_add_object(list);
        json_put_text(item, "name",
                      field == NULL ? typed->name : words_in(&field->label, req->env.language));
        json_put_text(item, "value", typed->value);
    }
    reply = reply_page(req, "application/refused.html", model);
    reply.status = error_status(err->kind);
    return reply;
}

static struct reply refused(struct request *req, const struct section_saved *saved,
                            const struct error *err)
{
    if (req->wants_json || (err->kind != ERROR_CONFLICT && err->kind != ERROR_FULL))
        return reply_error(req, err);
    return show_typed(req, saved, err);
}

/* What the save changed beyond its own section: a rule may look at several. */
static void put_progress(struct request *req, struct key key, json_t *model)
{
    struct application_view view;
    struct application_facts facts;
    struct error err = {0};

    if (!action_application_open(&req->env, &req->actor, key, &view, &err))
        return;
    facts = application_facts_of(req, &view, &view.attachments);
    view_application_progress(req->env.arena, &facts, model);
}

static struct reply saved_reply(struct request *req, struct key key,
                                const struct section_saved *saved, const struct section_save *save)
{
    json_t *model = saved_model(req, saved, save);

    put_progress(req, key, model);
    return reply_page(req, "application/conflict.html", model);
}

struct reply page_section_save(struct request *req)
{
    struct error err = {0};
    struct key key;
    struct section_saved saved;
    struct section_save save = {.section = request_param(req, "section"),
                                .typed = req->body == NULL ? &req->form : NULL,
                                .body = req->body};

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    read_bases(req, &save);
    if (!action_section_save(&req->env, &req->actor, key, &save, &saved, &err))
        return saved.merge.conflicts.count > 0 ? stale(req, &saved, &save, &err)
                                               : refused(req, &saved, &err);
    if (req->wants_json)
        return saved_reply(req, key, &saved, &save);
    if (saved.refused.count == 0)
        return reply_redirect(req, "/applications/%s/edit?saved=%s#%s", key.text, save.section,
                              save.section);
    error_set(&err, ERROR_INVALID, "application/unread");
    return show_typed(req, &saved, &err);
}
