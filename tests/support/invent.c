/* invent.c: a valid definition of a form nobody thought of. */

#include "support/invent.h"

#include "base/asset.h"
#include "support/test.h"

#define AS_WORD(name, word) word,
static const char *const kinds[] = {FIELD_KINDS(AS_WORD)};
#undef AS_WORD
#define KINDS (sizeof kinds / sizeof kinds[0])

/* What the check asks of meanings, as its messages say it; inside: the table it is a column of. */
static const struct meant {
    const char *means, *inside;
    enum field_kind kind;
    enum audience audience;
    bool needed;
} meanings[] = {{"title", NULL, FIELD_TEXT, AUDIENCE_READERS, true},
                {"subtopic", NULL, FIELD_CHOICE, AUDIENCE_READERS, true},
                {"metric", NULL, FIELD_CHOICE, AUDIENCE_READERS, true},
                {"amount", NULL, FIELD_MONEY, AUDIENCE_READERS, true},
                {"name", NULL, FIELD_TEXT, AUDIENCE_READERS, true},
                {"institution", NULL, FIELD_TEXT, AUDIENCE_READERS, true},
                {"full-time", NULL, FIELD_TICK, AUDIENCE_READERS, true},
                {"phone", NULL, FIELD_PHONE, AUDIENCE_OFFICE, true},
                {"email", NULL, FIELD_EMAIL, AUDIENCE_OFFICE, true},
                {"commitment", NULL, FIELD_TICK, AUDIENCE_READERS, true},
                {"members", NULL, FIELD_TABLE, AUDIENCE_READERS, true},
                {"member-name", "members", FIELD_TEXT, AUDIENCE_READERS, true},
                {"member-institution", "members", FIELD_TEXT, AUDIENCE_READERS, true},
                {"member-email", "members", FIELD_EMAIL, AUDIENCE_OFFICE, false},
                {"abstract", NULL, FIELD_LONG, AUDIENCE_READERS, false},
                {"keywords", NULL, FIELD_LIST, AUDIENCE_READERS, false},
                {"orcid", NULL, FIELD_ORCID, AUDIENCE_READERS, false},
                {"position", NULL, FIELD_TEXT, AUDIENCE_READERS, false},
                {"avoid", NULL, FIELD_TABLE, AUDIENCE_SECRETARY, false},
                {"avoid-name", "avoid", FIELD_TEXT, AUDIENCE_SECRETARY, false}};
#define MEANT (sizeof meanings / sizeof meanings[0])

/* Keys that look like something else to a form, a page or a path. */
static const char *const odd_keys[] = {"title", "rows",   "there", "fields", "value",    "0",
                                       "name",  "number", "error", "label",  "baseline", "csrf-",
                                       "Base",  "file",   "key",   "help",   "select",   "-"};

static bool has_key(const json_t *items, const char *key)
{
    for (size_t i = 0; i < json_array_size(items); i++)
        if (text_equal(json_word(json_array_get(items, i), "key"), key))
            return true;
    return false;
}

/* One that no other item of the list has. */
static void put_key(struct invention *inv, json_t *items, json_t *item)
{
    const char *key;

    do {
        key = chance_one_in(&inv->chance, 3)
                  ? odd_keys[chance_below(&inv->chance, sizeof odd_keys / sizeof odd_keys[0])]
                  : arena_format(inv->arena, "k%zu", chance_below(&inv->chance, 10000));
    } while (has_key(items, key));
    json_put_text(item, "key", key);
}

static const char *some_words(struct invention *inv, size_t characters)
{
    struct two_texts texts = chance_text(&inv->chance, inv->arena, SHAPE_ITEM, characters, true);

    return buffer_get(&texts.kept);
}

static void put_words(struct invention *inv, json_t *item, const char *name)
{
    json_t *words = json_put_object(item, name);

    json_put_text(words, "zh", some_words(inv, 6));
    json_put_text(words, "en", some_words(inv, 9));
}

static void put_options(struct invention *inv, json_t *field, const char *name)
{
    json_t *options = json_put_array(field, name);

    for (size_t n = chance_between(&inv->chance, 1, 6); n > 0; n--) {
        json_t *option = json_object();

        put_key(inv, options, option);
        put_words(inv, option, "label");
        json_add(options, option);
    }
}

/* Numbers in tenths, money in fen, so many items or rows; sound answers stay between them. */
static void put_limits(struct invention *inv, json_t *field, enum field_kind kind)
{
    size_t least = chance_below(&inv->chance, 3);

    if (chance_one_in(&inv->chance, 2))
        return;
    if (kind == FIELD_TEXT || kind == FIELD_LONG)
        json_put_int(field, "most_words", (int64_t)chance_between(&inv->chance, 400, 2000));
    if (kind == FIELD_NUMBER || kind == FIELD_MONEY)
        least *= chance_below(&inv->chance, 5000);
    if (kind == FIELD_NUMBER || kind == FIELD_MONEY || kind == FIELD_LIST || kind == FIELD_TABLE) {
        json_put_int(field, "least", (int64_t)least);
        json_put_int(
            field, "most",
            (int64_t)(least + chance_below(&inv->chance, kind == FIELD_MONEY ? 1000000 : 9)));
        if (least == 0 && json_int(field, "most", 0) == 0)
            json_put_int(field, "most", 1);
    }
}

static void put_fields(struct invention *inv, json_t *fields, size_t count, bool columns);

static json_t *put_field(struct invention *inv, json_t *fields, enum field_kind kind)
{
    json_t *field = json_object();

    put_key(inv, fields, field);
    put_words(inv, field, "label");
    json_put_text(field, "kind", kinds[kind]);
    json_put_flag(field, "required", chance_one_in(&inv->chance, 3));
    json_put_flag(field, "warn_only", chance_one_in(&inv->chance, 6));
    if (chance_one_in(&inv->chance, 3))
        put_words(inv, field, "help");
    if ((kind == FIELD_NUMBER || kind == FIELD_MONEY) && chance_one_in(&inv->chance, 2))
        json_put_text(field, "unit", "元");
    put_limits(inv, field, kind);
    if (kind == FIELD_CHOICE)
        put_options(inv, field, "options");
    if (kind == FIELD_TABLE) {
        put_fields(inv, json_put_array(field, "columns"), chance_between(&inv->chance, 1, 5), true);
        if (chance_one_in(&inv->chance, 3)) {
            put_options(inv, field, "rows");
            json_object_del(field, "least"), json_object_del(field, "most");
        }
    }
    json_add(fields, field);
    return field;
}

static void put_fields(struct invention *inv, json_t *fields, size_t count, bool columns)
{
    for (; count > 0; count--) {
        enum field_kind kind = (enum field_kind)chance_below(&inv->chance, KINDS);
        static const char *const audiences[] = {"readers", "readers", "office", "secretary"};
        json_t *field;

        if (columns && kind == FIELD_TABLE)
            kind = FIELD_TEXT;
        field = put_field(inv, fields, kind);
        json_put_text(field, "audience", audiences[chance_below(&inv->chance, 4)]);
    }
}

/* Some fields are asked for only when a choice or a tick of their section says so. */
static void put_conditions(struct invention *inv, json_t *fields)
{
    for (size_t i = 0; i < json_array_size(fields); i++) {
        json_t *field = json_array_get(fields, i), *shown;
        const json_t *other = json_array_get(fields,
                                             chance_below(&inv->chance, json_array_size(fields)));
        const json_t *option = json_array_get(json_at(other, "options"), 0);
        bool tick = text_equal(json_word(other, "kind"), "tick");
        const char *seen = json_word(other, "audience");

        if (other == field || (option == NULL && !tick) || json_at(field, "means") != NULL ||
            !chance_one_in(&inv->chance, 3) ||
            !(text_equal(seen, "readers") || text_equal(seen, json_word(field, "audience"))))
            continue;
        shown = json_put_object(field, "shown");
        json_put_text(shown, "field", json_word(other, "key"));
        json_put_text(shown, "value", tick ? "true" : json_word(option, "key"));
    }
}

static void put_columns_meant(struct invention *inv, json_t *table, const char *means)
{
    json_t *columns = json_put_array(table, "columns"), *field;

    json_object_del(table, "rows");
    for (size_t i = 0; i < MEANT; i++) {
        if (!text_equal(meanings[i].inside, means))
            continue;
        field = put_field(inv, columns, meanings[i].kind);
        json_put_text(field, "means", meanings[i].means);
        json_put_text(field, "audience",
                      meanings[i].audience == AUDIENCE_READERS  ? "readers"
                      : meanings[i].audience == AUDIENCE_OFFICE ? "office"
                                                                : "secretary");
    }
    put_fields(inv, columns, chance_below(&inv->chance, 3), true);
}

/* Meanings that are needed stand where every topic is asked; the others anywhere, or nowhere. */
static void put_meaning(struct invention *inv, json_t *sections, const struct meant *meant)
{
    json_t *section = json_array_get(sections,
                                     chance_below(&inv->chance, json_array_size(sections)));
    json_t *field;

    if (meant->inside != NULL || (!meant->needed && chance_one_in(&inv->chance, 2)))
        return;
    if (meant->needed)
        section = json_array_get(sections, 0);
    field = put_field(inv, json_at(section, "fields"), meant->kind);
    json_put_text(field, "means", meant->means);
    json_put_text(field, "audience",
                  meant->audience == AUDIENCE_READERS  ? "readers"
                  : meant->audience == AUDIENCE_OFFICE ? "office"
                                                       : "secretary");
    if (meant->kind == FIELD_TABLE)
        put_columns_meant(inv, field, meant->means);
    if (text_equal(meant->means, "subtopic") || text_equal(meant->means, "metric"))
        json_object_del(field, "options");
}

static void put_sections(struct invention *inv, json_t *sections)
{
    size_t count = chance_between(&inv->chance, 1, 6), number = 0;

    for (size_t i = 0; i < count; i++) {
        json_t *section = json_object(), *fields;

        put_key(inv, sections, section);
        json_put_int(section, "number", (int64_t)(number += chance_between(&inv->chance, 1, 3)));
        put_words(inv, section, "title");
        json_put_flag(section, "shared", chance_one_in(&inv->chance, 3));
        fields = json_put_array(section, "fields");
        put_fields(inv, fields, chance_between(&inv->chance, 1, 8), false);
        if (i > 0 && chance_one_in(&inv->chance, 4))
            json_add_text(json_put_array(section, "topics"),
                          chance_one_in(&inv->chance, 2) ? inv->topic : "2");
        json_add(sections, section);
    }
}

static json_t *call_of_2023(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct error err = {0};
    json_t *document = json_parse(arena, (const char *)asset->bytes, asset->length, &err);

    assert_non_null(document);
    return document;
}

void invent_definition(struct invention *inv, const char *call)
{
    json_t *document = call_of_2023(inv->arena), *sections;
    const json_t *topics = json_at(document, "topics");

    inv->call = call;
    inv->document = document;
    inv->topic = json_word(
        json_array_get(topics, chance_below(&inv->chance, json_array_size(topics))), "code");
    json_put_text(document, "key", call);
    json_put_text(document, "closes_at", "2023-12-01");
    json_object_del(document, "review_by");
    json_put_array(document, "switches");
    json_put_array(document, "attachments");
    sections = json_put_array(document, "sections");
    put_sections(inv, sections);
    for (size_t i = 0; i < MEANT; i++)
        put_meaning(inv, sections, &meanings[i]);
    for (size_t i = 0; i < json_array_size(sections); i++)
        put_conditions(inv, json_at(json_array_get(sections, i), "fields"));
}
