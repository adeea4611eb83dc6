/* application.c: models of the applicant's desk, the form, the preview, the receipt. */

#include "view/application.h"

#include "base/text.h"
#include "domain/paper.h"
#include "domain/team.h"
#include "view/common.h"
#include "view/form.h"
#include "view/wording.h"

/* The fullest PDF of a version that the reader may have. */
static void put_paper(struct arena *arena, const struct application_facts *f, int64_t version,
                      json_t *into)
{
    enum paper_kind kind;

    if (version == 0 || !paper_for(f->standing, &kind))
        return;
    json_put_text(into, "paper",
                  arena_format(arena, "/applications/%s/versions/%lld/%s.pdf",
                               f->application->key.text, (long long)version, paper_word(kind)));
    json_put_flag(into, "whole_paper", kind == PAPER_OFFICE);
    if (f->standing->secretary && kind == PAPER_OFFICE)
        json_put_text(into, "readers_paper",
                      arena_format(arena, "/applications/%s/versions/%lld/%s.pdf",
                                   f->application->key.text, (long long)version,
                                   paper_word(PAPER_READERS)));
}

static void put_links(struct arena *arena, const struct application_facts *f, json_t *model)
{
    static const char *const actions[] = {"edit",   "preview",    "submit", "withdraw",
                                          "reopen", "commitment", "team",   "here"};
    json_t *links = json_put_object(model, "links");
    const char *key = f->application->key.text;

    json_put_text(links, "show", arena_format(arena, "/applications/%s", key));
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        json_put_text(links, actions[i],
                      arena_format(arena, "/applications/%s/%s", key, actions[i]));
    json_put_text(links, "copy", arena_format(arena, "/applications/%s/copy", key));
    json_put_text(links, "at_closing", arena_format(arena, "/applications/%s/at-closing", key));
    if (f->standing->owner || f->standing->member)
        json_put_text(links, "draft", arena_format(arena, "/applications/%s/draft.pdf", key));
    put_paper(arena, f, f->application->version, links);
    if (f->application->version > 0)
        json_put_text(links, "receipt",
                      arena_format(arena, "/applications/%s/receipts/%lld", key,
                                   (long long)f->application->version));
}

void view_application_head(struct arena *arena, const struct application_facts *f, json_t *model)
{
    const struct application *a = f->application;
    bool own = f->standing->owner;
    bool open = f->standing->writable && own;
    struct error closed = {0};

    json_put_text(model, "key", a->key.text);
    json_put_text(model, "number", a->number);
    json_put_text(model, "heading",
                  *a->title != '\0' ? a->title : wording(f->language, "application.untitled"));
    json_put_text(model, "topic_code", f->topic->code);
    json_put_text(model, "topic", words_in(&f->topic->title, f->language));
    json_put_text(model, "topic_brief", words_in(&f->topic->brief, f->language));
    view_state(model, "state", f->language, "application", application_word(a->state));
    json_put_int(model, "version", a->version);
    view_time(model, "submitted_at", a->submitted_at);
    view_time(model, "gate", application_gate(a, f->call));
    view_time(model, "due_at", a->state == APPLICATION_RETURNED ? a->due_at : 0);
    json_put_flag(model, "own", own);
    json_put_flag(model, "helps",
                  json_array_size(f->given) > 0 && f->standing->writable &&
                      application_open_for_answers(a, &closed));
    json_put_flag(model, "writable", open && a->state != APPLICATION_WITHDRAWN);
    json_put_flag(model, "submittable",
                  (open && a->state != APPLICATION_WITHDRAWN) || f->grace_until != 0);
    view_time(model, "grace_until", f->grace_until);
    json_put_flag(model, "can_withdraw",
                  open && (a->state == APPLICATION_DRAFT || a->state == APPLICATION_SUBMITTED));
    json_put_flag(model, "can_reopen", open && a->state == APPLICATION_WITHDRAWN);
    json_put_flag(model, "closed", own && !f->standing->writable && f->grace_until == 0);
    json_put_flag(model, "by_mail", a->by_mail);
    json_put_flag(model, "at_closing", a->at_closing);
    json_put_flag(model, "at_closing_shown",
                  open && (a->state == APPLICATION_DRAFT || a->state == APPLICATION_SUBMITTED));
    put_links(arena, f, model);
}

static void put_file(struct arena *arena, const struct file_facts *file, json_t *into)
{
    json_put_text(into, "name", file->name);
    json_put_text(into, "href", arena_format(arena, "/attachments/%s", file->key.text));
    json_put_text(into, "remove", arena_format(arena, "/attachments/%s/remove", file->key.text));
    json_put_int(into, "bytes", file->size);
    json_put_text(into, "size",
                  file->size < 1024 * 1024
                      ? arena_format(arena, "%lld KB", (long long)((file->size + 1023) / 1024))
                      : arena_format(arena, "%.1f MB", (double)file->size / 1048576));
    json_put_text(into, "sha256", file->sha256);
    json_put_text(into, "sha256_short", arena_format(arena, "%.12s…", file->sha256));
    view_minutes(into, "at", file->at);
}

/* Counted after it was stored: not for what must stay as it is, a receipt. */
static void put_pages(const struct file_facts *file, json_t *into)
{
    if (file->pages > 0)
        json_put_int(into, "pages", file->pages);
    json_put_flag(into, "one_page", file->pages == 1);
    json_put_flag(into, "unreadable", file->pages == 0);
    json_put_flag(into, "counting", file->pages < 0 && strcmp(file->type, "application/pdf") == 0);
}

static bool has_file(const struct application_facts *f, const char *slot)
{
    for (size_t i = 0; i < f->files.count; i++)
        if (strcmp(f->files.items[i].slot, slot) == 0)
            return true;
    return false;
}

void view_unfinished(struct arena *arena, const struct unfinished_facts *facts, json_t *item)
{
    json_put_text(item, "key", facts->key.text);
    json_put_text(item, "name", facts->name);
    json_put_int(item, "have_count", facts->have);
    json_put_int(item, "count", facts->count);
    json_put_text(item, "cancel", arena_format(arena, "/uploads/%s/cancel", facts->key.text));
}

/* What was begun before closing may be gone on with, also after the page was loaded again. */
static bool in_grace(const struct application_facts *f)
{
    return f->now <= application_gate(f->application, f->call) + f->call->grace;
}

void view_application_slots(struct arena *arena, const struct application_facts *f, json_t *model)
{
    bool writable = json_flag(model, f->standing->owner ? "writable" : "helps") &&
                    view_may_write(f, TEAM_FILES);
    json_t *slots = json_put_array(model, "slots");
    const struct definition *d = f->call->definition;

    for (size_t s = 0; s < d->attachments.count; s++) {
        const struct attachment_slot *slot = &d->attachments.items[s];
        struct buffer types = buffer_in(arena);
        json_t *item, *files;
        bool full;

        if (!policy_may_see(f->standing, secret_of_audience(slot->audience)) ||
            (slot->by_office && !has_file(f, slot->key)))
            continue;
        item = json_add_object(slots);
        for (size_t t = 0; slot->types[t] != NULL; t++)
            buffer_format(&types, "%s.%s", t == 0 ? "" : ",", slot->types[t]);
        json_put_text(item, "key", slot->key);
        json_put_text(item, "id", arena_format(arena, "attachments.%s", slot->key));
        json_put_text(item, "label", words_in(&slot->label, f->language));
        json_put_text(item, "help", slot->help.in[f->language]);
        json_put_text(item, "accept", buffer_get(&types));
        json_put_flag(item, "optional", !slot->required);
        files = json_put_array(item, "files");
        for (size_t i = 0; i < f->files.count; i++)
            if (strcmp(f->files.items[i].slot, slot->key) == 0) {
                json_t *file = json_add_object(files);

                put_file(arena, &f->files.items[i], file);
                put_pages(&f->files.items[i], file);
            }
        files = json_put_array(item, "unfinished");
        for (size_t i = 0; i < f->unfinished.count; i++)
            if (strcmp(f->unfinished.items[i].slot, slot->key) == 0)
                view_unfinished(arena, &f->unfinished.items[i], json_add_object(files));
        full = slot->by_office ||
               (slot->most > 1 && (int64_t)json_array_size(json_at(item, "files")) >= slot->most);
        json_put_flag(item, "full", full);
        json_put_flag(item, "writable", writable);
        json_put_flag(item, "takes",
                      !full && (writable || (json_array_size(files) > 0 && in_grace(f))));
    }
    json_put_text(model, "parts_action",
                  arena_format(arena, "/applications/%s/uploads", f->application->key.text));
    json_put_text(model, "upload_action",
                  arena_format(arena, "/applications/%s/attachments", f->application->key.text));
}

static void put_versions(struct arena *arena, const struct application_facts *f, json_t *model)
{
    json_t *versions = json_put_array(model, "versions");

    for (size_t i = 0; i < f->versions.count; i++) {
        const struct version_facts *v = &f->versions.items[i];
        json_t *item = json_add_object(versions);

        json_put_int(item, "version", v->version);
        view_time(item, "at", v->at);
        json_put_text(item, "sha256", v->sha256);
        json_put_text(item, "href",
                      arena_format(arena, "/applications/%s/versions/%lld",
                                   f->application->key.text, (long long)v->version));
        json_put_text(item, "receipt",
                      arena_format(arena, "/applications/%s/receipts/%lld",
                                   f->application->key.text, (long long)v->version));
        put_paper(arena, f, v->version, item);
    }
}

struct section_model view_application_section(const struct application_facts *f,
                                              const struct section *section)
{
    return (struct section_model){.definition = f->call->definition,
                                  .topic = f->topic,
                                  .section = section,
                                  .answers = json_at(f->sections, section->key),
                                  .problems = f->problems,
                                  .language = f->language};
}

/* What a problem is about: a section and a field of it, or a slot; NULL where it is none. */
struct problem_place {
    const char *part; /* the section's key, or TEAM_FILES */
    const struct section *section;
    const struct field *field;
    const struct attachment_slot *slot;
};

static struct problem_place place_of(struct arena *arena, const struct definition *d,
                                     const char *path)
{
    struct problem_place place = {.part = arena_copy(arena, path, strcspn(path, "."))};

    if (text_starts(path, TEAM_FILES "."))
        place.slot = definition_slot(d, path + strlen(TEAM_FILES "."));
    place.section = definition_section(d, place.part);
    if (place.section != NULL)
        place.field = form_field_at(place.section, path);
    return place;
}

const char *view_problem_place(struct arena *arena, const struct definition *definition,
                               const char *path, enum language language)
{
    struct problem_place place = place_of(arena, definition, path);

    if (place.slot != NULL)
        return words_in(&place.slot->label, language);
    if (place.field != NULL)
        return words_in(&place.field->label, language);
    return place.section == NULL ? "" : words_in(&place.section->title, language);
}

bool view_may_write(const struct application_facts *f, const char *part)
{
    return f->standing->owner || team_has(f->given, part);
}

/* A cell of a table has its column's audience. */
static enum audience audience_at(const struct field *field, const char *path)
{
    const char *last = strrchr(path, '.') + 1;

    for (size_t i = 0; i < field->columns.count; i++)
        if (strcmp(field->columns.items[i].key, last) == 0)
            return field->columns.items[i].audience;
    return field->audience;
}

/* Does the reader see the field a problem is about?  Whoever helps is told of their own parts. */
static bool problem_seen(struct arena *arena, const struct application_facts *f, const char *path)
{
    struct problem_place place = place_of(arena, f->call->definition, path);

    if (f->given != NULL && !view_may_write(f, place.part))
        return false;
    if (place.slot != NULL)
        return policy_may_see(f->standing, secret_of_audience(place.slot->audience));
    return place.field == NULL ||
           policy_may_see(f->standing, secret_of_audience(audience_at(place.field, path)));
}

/* The summary says every error and warning with a link to its field. */
void view_application_problems(struct arena *arena, const struct application_facts *f,
                               json_t *model)
{
    json_t *errors = json_put_array(model, "missing"),
           *warnings = json_put_array(model, "warnings");
    size_t count = f->problems == NULL ? 0 : f->problems->count;

    for (size_t i = 0; i < count; i++) {
        const struct problem *problem = &f->problems->items[i];
        json_t *item;

        if (!problem_seen(arena, f, problem->path))
            continue;
        item = json_add_object(problem->severity == SEVERITY_ERROR ? errors : warnings);
        json_put_text(item, "path", problem->path);
        json_put_text(item, "code", problem->code);
        json_put_text(item, "place",
                      view_problem_place(arena, f->call->definition, problem->path, f->language));
        json_put_text(item, "text", wording_problem(arena, f->language, problem));
    }
    json_put_int(model, "missing_count", (int64_t)json_array_size(errors));
    json_put_flag(model, "ready", json_array_size(errors) == 0);
}

json_t *view_application_show(struct arena *arena, const struct application_facts *f)
{
    json_t *model = json_root(arena), *sections = json_put_array(model, "sections");
    const struct definition *d = f->call->definition;

    view_application_head(arena, f, model);
    for (size_t i = 0; i < d->sections.count; i++) {
        struct section_model m = view_application_section(f, &d->sections.items[i]);

        if (section_applies(m.section, f->topic->code))
            view_section_read(arena, &m, f->standing, json_add_object(sections));
    }
    view_application_slots(arena, f, model);
    put_versions(arena, f, model);
    view_application_problems(arena, f, model);
    return model;
}

json_t *view_application_receipt(struct arena *arena, const struct application_facts *f,
                                 const struct version_facts *version)
{
    json_t *model = json_root(arena), *files = json_put_array(model, "files");

    view_application_head(arena, f, model);
    json_put_text(model, "leader", f->application->leader);
    json_put_text(model, "institution", f->application->institution);
    json_put_int(model, "version", version->version);
    view_time(model, "at", version->at);
    json_put_text(model, "sha256", version->sha256);
    json_put_flag(model, "in_grace", version->in_grace);
    json_put_flag(model, "registered", version->registered);
    for (size_t i = 0; i < f->files.count; i++)
        put_file(arena, &f->files.items[i], json_add_object(files));
    put_versions(arena, f, model);
    return model;
}

json_t *view_application_commitment(struct arena *arena, const struct application_facts *f)
{
    static const struct {
        const char *name;
        enum meaning means;
    } facts[] = {{"leader", MEANS_NAME},
                 {"institution", MEANS_INSTITUTION},
                 {"position", MEANS_POSITION},
                 {"project", MEANS_TITLE}};
    json_t *model = json_root(arena), *ticks = json_put_array(model, "commitments");
    const struct definition *d = f->call->definition;
    const struct section *section;

    view_application_head(arena, f, model);
    json_put_text(model, "society", words_in(&d->society, f->language));
    json_put_text(model, "programme", words_in(&d->programme, f->language));
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        const struct field *field = definition_meaning(d, facts[i].means, &section);

        if (field != NULL)
            json_put_text(model, facts[i].name,
                          json_word(json_at(f->sections, section->key), field->key));
    }
    for (size_t s = 0; s < d->sections.count; s++)
        for (size_t i = 0; i < d->sections.items[s].fields.count; i++)
            if (d->sections.items[s].fields.items[i].means == MEANS_COMMITMENT)
                json_put_text(json_add_object(ticks), "text",
                              words_in(&d->sections.items[s].fields.items[i].label, f->language));
    return model;
}

static void put_desk_row(struct arena *arena, const struct call *call,
                         const struct desk_facts *facts, enum language language, json_t *row)
{
    const struct application *a = facts->application;

    json_put_text(row, "topic_code", facts->topic->code);
    json_put_text(row, "topic", words_in(&facts->topic->title, language));
    json_put_text(row, "topic_href", arena_format(arena, "/topics/%s", facts->topic->code));
    json_put_flag(row, "started", a != NULL);
    if (a == NULL)
        return;
    json_put_text(row, "key", a->key.text);
    json_put_text(row, "number", a->number);
    json_put_text(row, "heading",
                  *a->title != '\0' ? a->title : wording(language, "application.untitled"));
    view_state(row, "state", language, "application", application_word(a->state));
    json_put_int(row, "version", a->version);
    view_minutes(row, "submitted_at", a->submitted_at);
    view_time(row, "gate", application_gate(a, call));
    json_put_flag(row, "writable", facts->writable && a->state != APPLICATION_WITHDRAWN);
    json_put_int(row, "percent", form_percent(facts->filled, facts->asked, facts->missing));
    json_put_int(row, "missing", (int64_t)facts->missing);
    json_put_flag(row, "lacks", facts->missing > 0);
    json_put_int(row, "preference", a->preference);
    json_put_text(row, "href", arena_format(arena, "/applications/%s", a->key.text));
    json_put_text(row, "edit", arena_format(arena, "/applications/%s/edit", a->key.text));
    if (facts->outcome != NULL) {
        view_state(row, "outcome", language, "decision", facts->outcome);
        json_put_text(row, "reason", facts->reason);
    }
    if (facts->contract != NULL)
        json_put_text(row, "contract", arena_format(arena, "/contracts/%s", facts->contract->text));
}

void view_changed(struct arena *arena, const struct application_facts *f, json_t *item)
{
    view_application_head(arena, f, item);
    view_application_problems(arena, f, item);
    json_put_text(item, "href", arena_format(arena, "/applications/%s", f->application->key.text));
    json_put_text(item, "edit",
                  arena_format(arena, "/applications/%s/edit", f->application->key.text));
}

json_t *view_desk(struct arena *arena, const struct call *call, const struct desk_list *rows,
                  enum language language, int64_t now)
{
    json_t *model = json_root(arena), *list = json_put_array(model, "topics");
    int64_t started = 0, submitted = 0;
    bool open = call_gate(call, now) == GATE_OPEN, behind = false;

    for (size_t i = 0; i < rows->count; i++) {
        const struct application *a = rows->items[i].application;

        put_desk_row(arena, call, &rows->items[i], language, json_add_object(list));
        started += a != NULL;
        submitted += a != NULL && a->version > 0;
        behind = behind || rows->items[i].behind;
    }
    json_put_flag(model, "behind", behind);
    json_put_text(model, "call", words_in(&call->definition->title, language));
    json_put_flag(model, "open", open);
    json_put_flag(model, "not_open", call_gate(call, now) == GATE_BEFORE);
    json_put_flag(model, "can_order", open && started > 1);
    json_put_int(model, "started", started);
    json_put_int(model, "submitted", submitted);
    view_time(model, "closes_at", call->closes_at);
    json_put_flag(model, "for_reference",
                  strcmp(call_switch(call, "preference"), "reference") == 0);
    return model;
}
