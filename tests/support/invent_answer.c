/* invent_answer.c: answers to an invented form: as typed, as a client sends them, as kept. */

#include "support/invent.h"

#include "support/test.h"

static struct invented same_text(const char *typed, const char *kept)
{
    return (struct invented){typed, json_string(typed), json_string(kept)};
}

static struct invented words(struct invention *inv, enum text_shape shape, size_t characters)
{
    struct two_texts texts = chance_text(&inv->chance, inv->arena, shape, characters, inv->plain);

    return same_text(buffer_get(&texts.typed), buffer_get(&texts.kept));
}

/* ASCII as an input method for Chinese types it. */
static const char *widened(struct invention *inv, const char *text)
{
    struct buffer out = buffer_in(inv->arena);

    if (!chance_one_in(&inv->chance, 5))
        return text;
    for (; *text != '\0'; text++)
        chance_character(&out, *text == ' ' ? 0x3000 : (uint32_t)*text - '!' + 0xFF01);
    return buffer_get(&out);
}

static struct invented number(struct invention *inv, const struct field *field)
{
    int64_t most = field->most == 0 ? 9999999999 : field->most;
    int64_t tenths = chance_one_in(&inv->chance, 4) ? field->least
                     : chance_one_in(&inv->chance, 4)
                         ? most
                         : (int64_t)chance_between(&inv->chance, (size_t)field->least,
                                                   (size_t)most);
    const char *text = tenths % 10 == 0 && chance_one_in(&inv->chance, 2)
                           ? arena_format(inv->arena, "%lld", (long long)(tenths / 10))
                           : arena_format(inv->arena, "%lld.%lld", (long long)(tenths / 10),
                                          (long long)(tenths % 10));

    return same_text(widened(inv, text), text);
}

/* 300000.5, 300,000.50 and ３００，０００ are the same money. */
static struct invented money(struct invention *inv, const struct field *field)
{
    int64_t most = field->most == 0 ? 100000000000000 : field->most;
    int64_t fen = chance_one_in(&inv->chance, 4)
                      ? most
                      : (int64_t)chance_between(&inv->chance, (size_t)field->least, (size_t)most);
    const char *text = arena_format(inv->arena, "%lld.%02lld", (long long)(fen / 100),
                                    (long long)(fen % 100));
    struct invented value = {.kept = json_integer(fen)};

    if (fen >= 100000 && chance_one_in(&inv->chance, 2))
        text = arena_format(inv->arena, "%lld,%03lld.%02lld", (long long)(fen / 100000),
                            (long long)(fen / 100 % 1000), (long long)(fen % 100));
    value.typed = widened(inv, text);
    value.client = chance_one_in(&inv->chance, 2) ? json_integer(fen) : json_string(value.typed);
    return value;
}

static struct invented month(struct invention *inv)
{
    static const char *const forms[] = {"%04d-%02d", "%04d/%d", "%04d.%d", "%04d年%d月"};
    int year = (int)chance_between(&inv->chance, 1900, 9999),
        at = (int)chance_between(&inv->chance, 1, 12);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return same_text(arena_format(inv->arena, forms[chance_below(&inv->chance, 4)], year, at),
                     arena_format(inv->arena, "%04d-%02d", year, at));
}

static struct invented date(struct invention *inv)
{
    static const char *const forms[] = {"%04d-%02d-%02d", "%04d/%d/%d", "%04d.%d.%d",
                                        "%04d年%d月%d日"};
    static const int last[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = (int)chance_between(&inv->chance, 1900, 9999),
        at = (int)chance_between(&inv->chance, 1, 12),
        day = chance_one_in(&inv->chance, 3)
                  ? last[at - 1]
                  : (int)chance_between(&inv->chance, 1, (size_t)last[at - 1]);

    return same_text(arena_format(inv->arena, forms[chance_below(&inv->chance, 4)], year, at, day),
                     arena_format(inv->arena, "%04d-%02d-%02d", year, at, day));
#pragma GCC diagnostic pop
}

static struct invented phone(struct invention *inv)
{
    static const char *const phones[] = {"138%08zu", "027-%08zu", "+86 139 %08zu", "+49 30 %06zu",
                                         "0755 %08zu-12"};
    size_t digits = chance_below(&inv->chance, 100000000);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    const char *text = arena_format(inv->arena, phones[chance_below(&inv->chance, 5)], digits);
#pragma GCC diagnostic pop
    return same_text(widened(inv, text), text);
}

/* ISO 7064 MOD 11-2 over fifteen digits. */
static struct invented orcid(struct invention *inv)
{
    int digits[16], total = 0;
    char text[20];
    size_t at = 0;

    for (size_t i = 0; i < 15; i++) {
        digits[i] = (int)chance_below(&inv->chance, 10);
        total = (total + digits[i]) * 2;
    }
    digits[15] = (12 - total % 11) % 11;
    for (size_t i = 0; i < 16; i++) {
        text[at++] = digits[i] == 10 ? 'X' : (char)('0' + digits[i]);
        if (i % 4 == 3)
            text[at++] = '-';
    }
    text[at - 1] = '\0';
    return same_text(chance_one_in(&inv->chance, 3)
                         ? arena_format(inv->arena, "https://orcid.org/%s", text)
                         : arena_text(inv->arena, text),
                     text);
}

static struct invented list(struct invention *inv, const struct field *field)
{
    static const char *const between[] = {"；", "; ", "，", ",", "、", "\r\n", ";;", " ；\n"};
    size_t most = field->most == 0 ? 12 : (size_t)field->most,
           count = chance_between(&inv->chance, field->least == 0 ? 1 : (size_t)field->least, most);
    struct invented value = {.client = json_array(), .kept = json_array()};
    struct buffer typed = buffer_in(inv->arena);

    for (size_t i = 0; i < count; i++) {
        struct invented item = words(inv, SHAPE_ITEM, chance_between(&inv->chance, 1, 9));

        buffer_text(&typed, i == 0 ? "" : between[chance_below(&inv->chance, 8)]);
        buffer_text(&typed, json_string_value(item.kept));
        json_add(value.client, item.client);
        json_add(value.kept, item.kept);
    }
    value.typed = buffer_get(&typed);
    return value;
}

/* Its own options, or those that the topic and the subtopic leave. */
static struct invented choice(struct invention *inv, const struct definition *d,
                              const struct field *field)
{
    const struct topic_definition *topic = definition_topic(d, inv->topic);
    const struct section *section = NULL;
    const struct field *subtopic = definition_meaning(d, MEANS_SUBTOPIC, &section);
    const char *const *metrics, *key = NULL;
    size_t count = 0;

    if (field->means == MEANS_SUBTOPIC && topic->subtopics.count > 0)
        key = topic->subtopics.items[chance_below(&inv->chance, topic->subtopics.count)].key;
    if (field->means == MEANS_METRIC) {
        metrics = definition_metric_choices(
            d, inv->topic, json_text(json_at(inv->kept, section->key), subtopic->key));
        while (metrics[count] != NULL)
            count++;
        key = metrics[chance_below(&inv->chance, count)];
    }
    if (field->options.count > 0)
        key = field->options.items[chance_below(&inv->chance, field->options.count)].key;
    return key == NULL ? (struct invented){0} : same_text(key, key);
}

static struct invented tick(struct invention *inv)
{
    bool yes = inv->sound || chance_one_in(&inv->chance, 2);

    return (struct invented){yes ? "on" : "", json_boolean(yes), json_boolean(yes)};
}

/* What cannot be read is kept as it was typed. */
static bool nonsense(struct invention *inv, const struct field *field)
{
    return !inv->sound && chance_one_in(&inv->chance, 12) && field->kind != FIELD_LIST &&
           field->kind != FIELD_CHOICE && field->kind != FIELD_TICK;
}

struct invented invent_value(struct invention *inv, const struct definition *definition,
                             const struct field *field)
{
    const char *text;

    inv->plain = chance_one_in(&inv->chance, 2);
    if (nonsense(inv, field)) {
        inv->plain = false;
        return same_text(" 待定.2024年 -5/3", "待定.2024年 -5/3");
    }
    switch (field->kind) {
    case FIELD_TEXT:
        return words(inv, SHAPE_LINE, chance_between(&inv->chance, 1, 60));
    case FIELD_LONG:
        return words(inv, SHAPE_PARAGRAPHS,
                     chance_one_in(&inv->chance, 8) ? 380 : chance_between(&inv->chance, 1, 150));
    case FIELD_CHOICE:
        return choice(inv, definition, field);
    case FIELD_TICK:
        return tick(inv);
    case FIELD_NUMBER:
        return number(inv, field);
    case FIELD_MONEY:
        return money(inv, field);
    case FIELD_MONTH:
        return month(inv);
    case FIELD_DATE:
        return date(inv);
    case FIELD_EMAIL:
        text = arena_format(inv->arena, "a.b+%zu@x-y.example", chance_below(&inv->chance, 1000));
        return same_text(widened(inv, text), text);
    case FIELD_PHONE:
        return phone(inv);
    case FIELD_ORCID:
        return orcid(inv);
    case FIELD_URL:
        text = arena_format(inv->arena, "https://code.example:8443/a/%zu?b=%%20&c#d",
                            chance_below(&inv->chance, 1000));
        return same_text(text, text);
    case FIELD_LIST:
        return list(inv, field);
    case FIELD_TABLE:
        break;
    }
    return (struct invented){0};
}

/* ---- of a section */

struct answering {
    struct invention *inv;
    const struct definition *definition;
    json_t *typed, *fields, *kept, *refused;
};

static void type(struct answering *a, const char *name, const char *value)
{
    json_t *pair = json_array();

    json_add_text(pair, name);
    json_add_text(pair, value);
    json_add(a->typed, pair);
}

static void type_value(struct answering *a, const char *name, enum field_kind kind,
                       const char *typed)
{
    if (kind == FIELD_TICK)
        type(a, arena_format(a->inv->arena, "%s.there", name), "1");
    if (kind != FIELD_TICK || *typed != '\0')
        type(a, name, typed);
}

static bool left_out(struct answering *a, const struct field *field)
{
    bool asked = field->required || field->warn_only || field->means == MEANS_COMMITMENT ||
                 field->means == MEANS_FULL_TIME || field->means == MEANS_SUBTOPIC;

    return !(a->inv->sound && asked) && chance_one_in(&a->inv->chance, 4);
}

static bool says_anything(const json_t *value)
{
    return value != NULL && !json_is_null(value) && !json_is_false(value) &&
           !(json_is_string(value) && *json_string_value(value) == '\0') &&
           !(json_is_array(value) && json_array_size(value) == 0);
}

/* The cells of one row, "" where nothing is typed, as inputs send them. */
static void answer_row(struct answering *a, const struct field *table, const char *key,
                       json_t *clients, json_t *kept)
{
    json_t *client = json_object(), *row = json_object();
    bool blank = !a->inv->sound && chance_one_in(&a->inv->chance, 6);

    for (size_t c = 0; c < table->columns.count; c++) {
        const struct field *column = &table->columns.items[c];
        const char *name = arena_format(a->inv->arena, "%s.%s.%s", table->key, key, column->key);
        struct invented value = {0};

        if (a->inv->sound || (!blank && !left_out(a, column)))
            value = invent_value(a->inv, a->definition, column);
        type_value(a, name, column->kind, value.typed == NULL ? "" : value.typed);
        if (value.client != NULL)
            json_put(client, column->key, value.client);
        if (says_anything(value.kept))
            json_put(row, column->key, value.kept);
        else
            json_decref(value.kept);
    }
    if (table->rows.count > 0)
        json_put_text(client, "row", key);
    if (table->rows.count > 0 && json_object_size(row) > 0)
        json_put_text(row, "row", key);
    json_add(clients, client);
    if (json_object_size(row) > 0)
        json_add(kept, row);
    else
        json_decref(row);
}

static void answer_table(struct answering *a, const struct field *table)
{
    struct chance *chance = &a->inv->chance;
    json_t *clients = json_put_array(a->fields, table->key),
           *kept = json_put_array(a->kept, table->key);
    size_t least = table->least == 0 ? 1 : (size_t)table->least, at = 0,
           most = table->most == 0 ? 4 : (size_t)table->most,
           count = chance_between(chance, least, most);

    if (table->rows.count == 0 && table->most == 0 && !a->inv->sound && chance_one_in(chance, 20))
        count = 200;
    type(a, arena_format(a->inv->arena, "%s.there", table->key), "1");
    for (size_t r = 0; table->rows.count == 0 && r < count; r++, at++) {
        if (at + count - r < 200 && chance_one_in(chance, 5))
            at++; /* rows that were taken out leave a gap */
        answer_row(a, table, arena_format(a->inv->arena, "%zu", at), clients, kept);
    }
    for (size_t r = 0; r < table->rows.count; r++)
        answer_row(a, table, table->rows.items[r].key, clients, kept);
}

/* What may not be stored leaves the field as it was, and is named. */
static bool answer_badly(struct answering *a, const struct field *field)
{
    static const char *const bad[] = {"a\x01", "\x1b[2J", "好\xE2\x80\xAE坏", "\x7f"};
    const char *text = bad[chance_below(&a->inv->chance, 4)];

    if (a->inv->sound || field->kind == FIELD_TICK || field->kind == FIELD_TABLE ||
        !chance_one_in(&a->inv->chance, 15))
        return false;
    type(a, field->key, text);
    json_put_text(a->fields, field->key, text);
    json_add_text(a->refused, field->key);
    return true;
}

static void answer_field(struct answering *a, const struct field *field)
{
    const struct topic_definition *topic = definition_topic(a->definition, a->inv->topic);
    struct invented value;

    if ((field->means == MEANS_SUBTOPIC && topic->subtopics.count == 0) || left_out(a, field) ||
        answer_badly(a, field))
        return;
    if (field->kind == FIELD_TABLE) {
        answer_table(a, field);
        return;
    }
    value = invent_value(a->inv, a->definition, field);
    if (field->means == MEANS_COMMITMENT)
        value = (struct invented){"on", json_true(), json_true()};
    if (value.typed == NULL)
        return;
    type_value(a, field->key, field->kind, value.typed);
    json_put(a->fields, field->key, value.client);
    json_put(a->kept, field->key, value.kept);
}

void invent_answers(struct invention *inv, const struct definition *definition)
{
    inv->typed = json_root(inv->arena);
    inv->fields = json_root(inv->arena);
    inv->kept = json_root(inv->arena);
    inv->refused = json_root(inv->arena);
    for (size_t s = 0; s < definition->sections.count; s++) {
        const struct section *section = &definition->sections.items[s];
        struct answering a = {inv, definition, NULL, NULL, NULL, NULL};

        if (!section_applies(section, inv->topic))
            continue;
        a.typed = json_put_array(inv->typed, section->key);
        a.fields = json_put_object(inv->fields, section->key);
        a.kept = json_put_object(inv->kept, section->key);
        a.refused = json_put_array(inv->refused, section->key);
        for (size_t f = 0; f < section->fields.count; f++)
            answer_field(&a, &section->fields.items[f]);
    }
}
