/* paper.c: the papers of a version: made once, each with what its readers may see, given to whom
 * the policy gives them.
 */

#include "action/paper.h"

#include "action/cut.h"
#include "base/text.h"
#include "support/season.h"
#include "support/test.h"
#include "view/document.h"
#include "world/world.h"

/* A definition's every field answered with a mark that names its audience. */
static void put_marks(struct arena *arena, const struct field_list *fields, json_t *into)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->items[i];
        const char *mark = arena_format(arena, "canary-%d-%s", (int)field->audience, field->key);

        if (field->kind == FIELD_TABLE)
            put_marks(arena, &field->columns, json_add_object(json_put_array(into, field->key)));
        else if (field->kind == FIELD_LIST)
            json_add_text(json_put_array(into, field->key), mark);
        else
            json_put_text(into, field->key, mark);
    }
}

static const char *marked(struct house *house)
{
    const struct definition *d = house->call->definition;
    json_t *content = json_root(house->arena), *sections = json_put_object(content, "sections"),
           *files = json_put_array(content, "files");

    json_put_text(content, "topic", "1");
    json_put_text(content, "number", "A2023-MARK");
    for (size_t i = 0; i < d->sections.count; i++)
        put_marks(house->arena, &d->sections.items[i].fields,
                  json_put_object(sections, d->sections.items[i].key));
    json_put_text(sections, "nobody-knows", "canary-2-unknown");
    for (size_t i = 0; i < d->attachments.count; i++) {
        json_t *file = json_add_object(files);

        json_put_text(file, "slot", d->attachments.items[i].key);
        json_put_text(file, "name",
                      arena_format(house->arena, "canary-%d-%s.pdf",
                                   (int)d->attachments.items[i].audience,
                                   d->attachments.items[i].key));
    }
    return json_write(house->arena, content);
}

/* The whole model of the paper that an audience gets: more than its pages show. */
static const char *model_for(struct house *house, const char *content, enum audience audience)
{
    struct cut_content from = {content, "00aa", house->call->version, HOUSE_NOW};
    struct document_facts facts;
    struct error err = {0};

    assert_true(action_cut(&house->env, house->call, &from, audience, &facts, &err));
    return json_write(house->arena, view_paper(house->arena, &facts));
}

TEST("every field is on the papers of its audience, and on no other: nothing of the secretary's")
{
    struct house house;
    const char *content, *readers, *office;

    house_open(&house);
    content = marked(&house);
    readers = model_for(&house, content, AUDIENCE_READERS);
    office = model_for(&house, content, AUDIENCE_OFFICE);
    assert_non_null(strstr(content, "canary-2-"));
    assert_non_null(strstr(readers, "canary-0-"));
    assert_null(strstr(readers, "canary-1-"));
    assert_null(strstr(readers, "canary-2-"));
    assert_non_null(strstr(office, "canary-0-"));
    assert_non_null(strstr(office, "canary-1-"));
    assert_null(strstr(office, "canary-2-"));
    house_close(&house);
}

static void make_all(struct season *s)
{
    struct error err = {0};
    bool again = true;

    while (again)
        assert_true(action_papers_work(&s->house.env, &again, &err));
}

/* The SHA-256 of a paper, "" when it is not made yet, or the error's code. */
static const char *ask(struct season *s, const struct actor *who, struct key key,
                       enum paper_kind kind)
{
    struct paper_view view;
    struct error err = {0};

    return action_paper(&s->house.env, who, key, 1, kind, &view, &err) ? view.paper.sha256
                                                                       : err.code;
}

TEST("three papers are made of a version, once, and served from the blob that was made")
{
    struct season s;
    struct error err = {0};
    const char *first, *bytes;
    size_t length;

    season_open(&s, "off");
    assert_string_equal(ask(&s, &s.first, s.a, PAPER_OFFICE), "");
    make_all(&s);
    first = ask(&s, &s.first, s.a, PAPER_OFFICE);
    assert_int_equal(strlen(first), 64);
    assert_string_not_equal(first, ask(&s, &s.first, s.a, PAPER_READERS));
    assert_int_equal(strlen(ask(&s, &s.first, s.a, PAPER_RECEIPT)), 64);
    bytes = blob_read(s.house.env.world->blobs, s.house.arena, first, &length, &err);
    assert_non_null(bytes);
    assert_memory_equal(bytes, "%PDF-1.", 7);
    make_all(&s);
    assert_string_equal(ask(&s, &s.secretary, s.a, PAPER_OFFICE), first);
    house_close(&s.house);
}

TEST("who may not have a paper is told what he is told of an absent one")
{
    struct season s;
    struct actor reviewer;

    season_open(&s, "off");
    make_all(&s);
    reviewer = house_official(&s.house, "far@house.example", "reviewer");
    for (int kind = 0; kind < PAPER_COUNT; kind++) {
        assert_string_equal(ask(&s, &reviewer, s.a, (enum paper_kind)kind), "missing");
        assert_string_equal(ask(&s, &s.second, s.a, (enum paper_kind)kind), "missing");
    }
    assert_int_equal(strlen(ask(&s, &s.chair, s.a, PAPER_READERS)), 64);
    assert_string_equal(ask(&s, &s.chair, s.a, PAPER_OFFICE), "missing");
    assert_string_equal(ask(&s, &s.chair, s.a, PAPER_RECEIPT), "missing");
    house_close(&s.house);
}

static bool refuse(struct arena *arena, const char *job, size_t length, struct typeset *made,
                   struct error *err)
{
    (void)arena, (void)job, (void)length, (void)made;
    return error_set(err, ERROR_BROKEN, "typesetter/died");
}

TEST("a paper that cannot be made is tried again later and later, and counted for the office")
{
    struct season s;
    struct paper_counts counts;
    struct paper paper;
    struct error err = {0};
    struct typesetter **typesetter;
    bool found = true, again = true;

    season_open(&s, "off");
    typesetter = &s.house.env.world->typesetter;
    *typesetter = typesetter_here(s.house.arena, refuse);
    make_all(&s);
    assert_true(
        store_paper_count(&s.house.env, s.house.call->id, s.secretary.person, &counts, &err));
    assert_int_equal(counts.failing, 9);
    assert_int_equal(counts.waiting, 9);
    assert_true(store_paper_due(&s.house.env, &paper, &found, &err));
    assert_false(found);
    s.house.env.now += 60;
    assert_true(action_papers_work(&s.house.env, &again, &err));
    assert_true(again);
    *typesetter = typesetter_here(s.house.arena, action_paper_set);
    s.house.env.now += 300;
    make_all(&s);
    assert_true(
        store_paper_count(&s.house.env, s.house.call->id, s.secretary.person, &counts, &err));
    assert_int_equal(counts.waiting, 0);
    house_close(&s.house);
}

TEST("a draft is for its leader, carries the word on every page, and is kept nowhere")
{
    struct season s;
    struct typeset made;
    struct error err = {0};
    const char *name;

    season_open(&s, "off");
    assert_true(action_paper_draft(&s.house.env, &s.first, s.a, &made, &name, &err));
    assert_memory_equal(made.bytes, "%PDF-1.", 7);
    assert_non_null(strstr(name, "-draft.pdf"));
    assert_string_equal(ask(&s, &s.first, s.a, PAPER_OFFICE), "");
    assert_false(action_paper_draft(&s.house.env, &s.secretary, s.a, &made, &name, &err));
    assert_string_equal(err.code, "missing");
    house_close(&s.house);
}

TEST("the same answers give the same bytes, whichever process sets them")
{
    struct house house;
    struct error err = {0};
    struct typeset_limits limits = {0};
    struct typeset here, there;
    struct typesetter *helper;
    const char *model;

    house_open(&house);
    helper = typesetter_fork(house.arena, action_paper_set, &limits, &err);
    assert_non_null(helper);
    model = model_for(&house, marked(&house), AUDIENCE_OFFICE);
    assert_true(action_paper_set(house.arena, model, strlen(model), &here, &err));
    assert_true(typesetter_make(helper, house.arena, 0, model, strlen(model), &there, &err));
    assert_int_equal(here.length, there.length);
    assert_memory_equal(here.bytes, there.bytes, here.length);
    typesetter_close(helper);
    house_close(&house);
}
