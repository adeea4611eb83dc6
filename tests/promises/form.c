/* form.c: whatever form a call defines and whatever is typed into it: the way from the page of the
 * form to the database, a submitted version and its pages and papers loses and changes nothing.
 *
 *   GRANTD_SEED=N GRANTD_SEEDS=COUNT build/debug/run-tests "whatever form"
 *
 * walks other forms than the few of every check; a failure names its seed.
 */

#include "domain/form.h"

#include "action/application.h"
#include "action/call.h"
#include "action/cut.h"
#include "base/digest.h"
#include "domain/form_value.h"
#include "support/house.h"
#include "support/invent.h"
#include "support/page.h"
#include "support/printed.h"
#include "support/test.h"
#include "view/application.h"
#include "view/pdf.h"
#include "view/template.h"
#include "web/gate.h"

#define FIELDS_MOST 5000

/* One applicant's way through one invented form. */
struct journey {
    struct house *house;
    struct env env;
    struct actor who;
    const struct call *call;
    struct invention inv;
    struct key key;
    uint64_t seed;
};

#define expect(j, holds, ...)                                                                      \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            print_error("GRANTD_SEED=%llu GRANTD_SEEDS=1: ", (unsigned long long)(j)->seed);       \
            fail_msg(__VA_ARGS__);                                                                 \
        }                                                                                          \
    } while (0)

static void define(struct journey *j)
{
    struct problems problems = problems_in(j->env.arena);
    struct actor local = {.local = true};
    struct error err = {0};
    const char *key, *text;

    invent_definition(&j->inv, arena_format(j->env.arena, "f%llu", (unsigned long long)j->seed));
    text = json_write(j->env.arena, j->inv.document);
    if (!action_call_import(&j->env, &local, text, strlen(text), &problems, &key, &err))
        expect(j, false, "a valid definition is refused: %s, %s at %s", err.code,
               problems.count > 0 ? problems.items[0].code : "",
               problems.count > 0 ? problems.items[0].path : "");
    expect(j, service_call(&j->env, j->inv.call, &j->call, &err), "%s", err.code);
    invent_answers(&j->inv, j->call->definition);
}

/* ---- saving */

static void add_encoded(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        buffer_format(out, "%%%02X", (unsigned char)*text);
}

/* A form's body and back, as a browser and the server do. */
static struct typed_list sent(struct journey *j, const json_t *pairs)
{
    struct buffer body = buffer_in(j->env.arena);
    struct typed_list list = {0};
    struct error err = {0};

    for (size_t i = 0; i < json_array_size(pairs); i++) {
        const json_t *pair = json_array_get(pairs, i);

        buffer_text(&body, i == 0 ? "" : "&");
        add_encoded(&body, json_string_value(json_array_get(pair, 0)));
        buffer_byte(&body, '=');
        add_encoded(&body, json_string_value(json_array_get(pair, 1)));
    }
    expect(j, gate_fields(j->env.arena, buffer_get(&body), body.length, FIELDS_MOST, &list, &err),
           "the body of a form is refused: %s", err.code);
    return list;
}

static void save(struct journey *j, const char *section)
{
    bool typed = chance_one_in(&j->inv.chance, 2);
    struct typed_list list = sent(j, json_at(j->inv.typed, section));
    json_t *body = json_root(j->env.arena);
    struct section_save save = {.section = section, .base = -1};
    struct section_saved saved;
    struct error err = {0};

    json_put(body, "fields", json_incref(json_at(j->inv.fields, section)));
    save.typed = typed ? &list : NULL;
    save.body = typed ? NULL : body;
    expect(j, action_section_save(&j->env, &j->who, j->key, &save, &saved, &err), "%s: %s", section,
           err.code);
    expect(j, saved.refused.count == json_array_size(json_at(j->inv.refused, section)),
           "%s: %zu fields are refused", section, saved.refused.count);
}

/* ---- what was typed is what is there */

static void compare(struct journey *j, const json_t *sections, const char *where)
{
    const char *name, *key;
    json_t *kept, *value;

    json_object_foreach(j->inv.kept, name, kept)
    {
        const json_t *found = json_at(sections, name);

        json_object_foreach(kept, key, value) expect(
            j, value_same(json_at(found, key), value), "%s: %s.%s is %s instead of %s", where, name,
            key, json_write(j->env.arena, json_at(found, key)), json_write(j->env.arena, value));
        json_object_foreach((json_t *)(uintptr_t)found, key, value) expect(
            j, value_same(json_at(kept, key), value), "%s: nobody typed %s.%s", where, name, key);
    }
}

static struct application_view opened(struct journey *j)
{
    struct application_view view;
    struct error err = {0};

    expect(j, action_application_open(&j->env, &j->who, j->key, &view, &err), "%s", err.code);
    return view;
}

static struct application_facts facts_of(struct journey *j, const struct application_view *view)
{
    json_t *revisions = json_root(j->env.arena);

    for (size_t i = 0; i < view->answers.count; i++)
        json_put_int(revisions, view->answers.items[i].section, view->answers.items[i].revision);
    return (struct application_facts){.application = &view->application,
                                      .standing = &view->standing,
                                      .call = view->call,
                                      .topic = view->topic,
                                      .sections = view->sections,
                                      .revisions = revisions,
                                      .problems = &view->problems,
                                      .language = j->env.language,
                                      .now = j->env.now};
}

static const char *rendered(struct journey *j, const char *template, const json_t *model)
{
    struct buffer html = buffer_in(j->env.arena);

    template_render(service_templates(j->house->service), template, true, j->env.language, model,
                    &html);
    return buffer_get(&html);
}

/* With one way to answer the page preselects it, so that sending the page answers. */
static void answer_single_choices(const struct section *section, const json_t *answers,
                                  struct arena *arena, const struct application_view *view,
                                  json_t *kept)
{
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        struct option_list options = field_options(arena, view->call->definition, view->topic,
                                                   field, answers);

        if (field->kind == FIELD_CHOICE && options.count == 1 &&
            value_empty(json_at(kept, field->key)))
            json_put_text(kept, field->key, options.items[0].key);
    }
}

/* A page that is sent as it came, by a browser without JavaScript, changes nothing. */
static void send_unchanged(struct journey *j)
{
    struct application_view view = opened(j);
    struct application_facts facts = facts_of(j, &view);
    const char *html = rendered(j, "application/edit.html",
                                view_application_edit(j->env.arena, &facts));
    const char *name;
    json_t *kept;

    json_object_foreach(j->inv.kept, name, kept)
    {
        const char *action = arena_format(j->env.arena, "/applications/%s/sections/%s", j->key.text,
                                          name);
        struct typed_list list = page_form(j->env.arena, html, action);
        struct section_save save = {.section = name, .typed = &list, .base = -1};
        struct section_saved saved;
        struct error err = {0};

        expect(j, action_section_save(&j->env, &j->who, j->key, &save, &saved, &err), "%s: %s",
               name, err.code);
        expect(j, saved.refused.count == 0, "%s: the page sends what is refused", name);
        answer_single_choices(definition_section(j->call->definition, name), kept, j->env.arena,
                              &view, kept);
    }
    view = opened(j);
    compare(j, view.sections, "after the page was sent unchanged");
}

/* ---- what is read */

struct reading {
    struct journey *j;
    struct section_model m;
    const char *text; /* bare */
    const char *where;
    bool printed; /* on paper: only what is plain, and in pieces where a page ends */
};

static void read_value(const struct reading *r, const struct field *field, const json_t *value)
{
    struct arena *arena = r->j->env.arena;
    const char *text = page_bare(arena, printed_value(arena, &r->m, field, value));

    if (r->printed && !printed_plain(text))
        return;
    expect(r->j, r->printed ? printed_holds(arena, r->text, text) : strstr(r->text, text) != NULL,
           "%s: %s.%s is not there: %s", r->where, r->m.section->key, field->key, text);
}

static void read_field(const struct reading *r, const struct field *field, const json_t *value)
{
    if (value_empty(value))
        return;
    if (field->kind == FIELD_LIST)
        for (size_t i = 0; i < json_array_size(value); i++)
            read_value(r, field, json_array_get(value, i));
    else
        read_value(r, field, value);
}

static void read_table(const struct reading *r, const struct field *table, const json_t *rows,
                       enum audience audience)
{
    for (size_t i = 0; i < json_array_size(rows); i++)
        for (size_t c = 0; c < table->columns.count; c++)
            if (table->columns.items[c].audience <= audience)
                read_field(r, &table->columns.items[c],
                           json_at(json_array_get(rows, i), table->columns.items[c].key));
}

/* Every answer that this audience is shown. */
static void read_all(struct reading r, const struct application_view *view, enum audience audience)
{
    const struct definition *d = view->call->definition;

    for (size_t s = 0; s < d->sections.count; s++) {
        r.m = (struct section_model){.definition = d,
                                     .topic = view->topic,
                                     .section = &d->sections.items[s],
                                     .answers = json_at(r.j->inv.kept, d->sections.items[s].key),
                                     .language = r.printed ? LANGUAGE_ZH : r.j->env.language};
        for (size_t f = 0; f < r.m.section->fields.count; f++) {
            const struct field *field = &r.m.section->fields.items[f];
            const json_t *value = json_at(r.m.answers, field->key);

            if (field->audience > audience || !field_shown(field, r.m.answers))
                continue;
            if (field->kind == FIELD_TABLE)
                read_table(&r, field, value, audience);
            else
                read_field(&r, field, value);
        }
    }
}

static void read_page(struct journey *j, const struct application_view *view, const char *template)
{
    struct application_facts facts = facts_of(j, view);
    const json_t *model = view_application_show(j->env.arena, &facts);
    const char *html = rendered(j, template, model);
    struct reading page = {.j = j, .where = template};
    struct reading json = {.j = j, .where = "the page as JSON"};

    page.text = page_bare(j->env.arena, page_text(j->env.arena, html));
    json.text = page_bare(j->env.arena, printed_strings(j->env.arena, model));
    read_all(page, view, AUDIENCE_SECRETARY);
    read_all(json, view, AUDIENCE_SECRETARY);
}

static void read_paper(struct journey *j, const struct application_view *view,
                       const struct cut_content *from)
{
    struct document_facts facts;
    struct reading paper = {.j = j, .where = "the paper", .printed = true};
    struct error err = {0};
    struct pdf pdf;

    expect(j, action_cut(&j->env, j->call, from, AUDIENCE_OFFICE, &facts, &err), "%s", err.code);
    expect(j, pdf_write(j->env.arena, view_paper(j->env.arena, &facts), &pdf, &err), "%s: %s",
           err.code, err.values[0].text);
    paper.text = page_bare(j->env.arena,
                           printed_text(j->env.arena, j->house->folder, pdf.bytes, pdf.length));
    read_all(paper, view, AUDIENCE_OFFICE);
}

/* ---- submitting */

static void read_version(struct journey *j)
{
    struct version_view version;
    struct cut_content from;
    struct error err = {0};
    struct digest digest;

    expect(j, action_application_version(&j->env, &j->who, j->key, 1, &version, &err), "%s",
           err.code);
    digest = digest_of(version.submission.content, strlen(version.submission.content));
    assert_string_equal(digest_hex(j->env.arena, &digest), version.submission.sha256);
    expect(j, text_equal(json_canonical(j->env.arena, version.content), version.submission.content),
           "the canonical document is not its own canonical form");
    compare(j, version.base.sections, "the submitted version");
    read_page(j, &version.base, "application/version.html");
    from = (struct cut_content){version.submission.content, version.submission.sha256,
                                version.submission.call_version, version.submission.submitted_at};
    read_paper(j, &version.base, &from);
}

/* Sound answers are taken; of the others a draft is all there is, perhaps. */
static void submit(struct journey *j)
{
    struct problems problems = problems_in(j->env.arena);
    struct application_view view = opened(j);
    struct cut_content from = {.call_version = j->call->version};
    struct error err = {0};
    int64_t version;
    bool taken = action_application_submit(&j->env, &j->who, j->key, &problems, &version, &err);

    expect(j, taken || !j->inv.sound, "a whole application is refused: %s, %s at %s", err.code,
           problems.count > 0 ? problems.items[0].code : "",
           problems.count > 0 ? problems.items[0].path : "");
    if (taken) {
        read_version(j);
        return;
    }
    expect(j, text_equal(err.code, "application/incomplete"), "%s", err.code);
    read_page(j, &view, "application/show.html");
    from.content = action_application_canonical(&j->env, &view);
    read_paper(j, &view, &from);
}

static void walk(struct house *house, const struct actor *who, uint64_t seed)
{
    struct journey j = {.house = house, .who = *who, .seed = seed};
    struct application_view view;
    struct error err = {0};
    const char *section;
    json_t *kept;

    j.env = house_enter(house);
    j.env.language = seed % 2 == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
    j.inv = (struct invention){.arena = j.env.arena, .chance = {seed}, .sound = seed % 3 != 0};
    define(&j);
    expect(&j, action_application_start(&j.env, who, j.call, j.inv.topic, &j.key, &err), "%s",
           err.code);
    json_object_foreach(j.inv.kept, section, kept) save(&j, section);
    view = opened(&j);
    compare(&j, view.sections, "after saving");
    send_unchanged(&j);
    submit(&j);
    house_leave(house, &j.env);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    int64_t number;

    return text != NULL && text_to_int(text, &number) ? (uint64_t)number : otherwise;
}

TEST("whatever form a call defines, what is typed into it is what is kept, shown and printed")
{
    uint64_t first = setting("GRANTD_SEED", 1), count = setting("GRANTD_SEEDS", 6);
    struct house house;
    struct actor who;

    house_open(&house);
    who = house_account(&house, "lin@uni.example", NULL);
    for (uint64_t seed = first; seed < first + count; seed++) {
        /* a sanitizer, or a library that gives up, ends the process without a word of ours */
        if (getenv("GRANTD_SEEDS") != NULL)
            print_message("seed %llu\n", (unsigned long long)seed);
        walk(&house, &who, seed);
    }
    house_close(&house);
}
