/* reader.c: reading a JSON document member by member, each mistake with its JSON path. */

#include "domain/reader.h"

#include "base/text.h"

/* Lists are compared item by item with themselves, so an upload may not choose their length. */
#define MOST_ITEMS  500
#define KEY_BYTES   40
#define MOST_NUMBER 100000000000000

struct problem *node_bad(const struct node *node, const char *key, const char *code)
{
    struct arena *arena = node->reader->arena;
    const char *path = key == NULL ? node->path : arena_format(arena, "%s.%s", node->path, key);

    return problems_add(node->reader->problems, SEVERITY_ERROR, path, code);
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    /* The empty word is found everywhere, for ever. */
    for (const char *at = words; length > 0 && (at = strstr(at, word)) != NULL; at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

void node_only(const struct node *node, const char *words)
{
    json_t *object = (json_t *)(uintptr_t)node->value;

    if (!json_is_object(object)) {
        node_bad(node, NULL, "definition/not-an-object");
        return;
    }
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at))
        if (!has_word(words, json_object_iter_key(at)))
            node_bad(node, json_object_iter_key(at), "definition/unknown-member");
}

static const json_t *member(const struct node *node, const char *key, enum need need)
{
    const json_t *value = json_at(node->value, key);

    if (value == NULL && need == NEEDED)
        node_bad(node, key, "definition/missing");
    return json_is_null(value) ? NULL : value;
}

static const char *text_at(const struct node *node, const char *key, enum need need, bool lines)
{
    const json_t *value = member(node, key, need);
    const char *text = json_string_value(value);

    if (value == NULL)
        return "";
    if (text == NULL || (need == NEEDED && text_blank(text)))
        return node_bad(node, key, "definition/not-a-text"), "";
    if (!text_is_clean(text, lines))
        return node_bad(node, key, "definition/not-clean"), "";
    return text;
}

const char *node_text(const struct node *node, const char *key, enum need need)
{
    return text_at(node, key, need, false);
}

const char *node_lines(const struct node *node, const char *key, enum need need)
{
    return text_at(node, key, need, true);
}

static bool is_key(const char *text, const char *marks)
{
    if (strlen(text) > KEY_BYTES)
        return false;
    for (const char *c = text; *c != '\0'; c++)
        if (!(*c >= 'a' && *c <= 'z') && !(*c >= 'A' && *c <= 'Z') && !(*c >= '0' && *c <= '9') &&
            *c != '-' && *c != '_' && strchr(marks, *c) == NULL)
            return false;
    return true;
}

const char *node_key(const struct node *node, const char *key, const char *marks)
{
    const char *text = node_text(node, key, NEEDED);

    if (!is_key(text, marks))
        node_bad(node, key, "definition/key");
    return text;
}

int64_t node_range(const struct node *node, const char *key, enum need need, int64_t least,
                   int64_t most, int64_t fallback)
{
    const json_t *value = member(node, key, need);
    struct problem *bad;

    if (value == NULL)
        return fallback;
    if (!json_is_integer(value))
        return node_bad(node, key, "definition/not-a-number"), fallback;
    if (json_integer_value(value) >= least && json_integer_value(value) <= most)
        return json_integer_value(value);
    bad = problem_number(node_bad(node, key, "definition/range"), "min", least);
    problem_number(bad, "max", most);
    return fallback;
}

int64_t node_int(const struct node *node, const char *key, enum need need, int64_t fallback)
{
    return node_range(node, key, need, 0, MOST_NUMBER, fallback);
}

bool node_flag(const struct node *node, const char *key)
{
    const json_t *value = member(node, key, OPTIONAL);

    if (value != NULL && !json_is_boolean(value))
        node_bad(node, key, "definition/not-a-flag");
    return json_is_true(value);
}

int64_t node_time(const struct node *node, const char *key)
{
    const char *text = node_text(node, key, OPTIONAL);
    int64_t at = 0;

    if (*text != '\0' && !text_to_time(text, &at))
        node_bad(node, key, "definition/not-a-time");
    return at;
}

struct words words_of(const struct node *node)
{
    struct words words;

    node_only(node, "zh en");
    words.in[LANGUAGE_ZH] = node_lines(node, "zh", NEEDED);
    words.in[LANGUAGE_EN] = node_lines(node, "en", NEEDED);
    return words;
}

struct words node_words(const struct node *node, const char *key, enum need need)
{
    struct node inner = node_member(node, key);

    if (member(node, key, need) == NULL)
        return (struct words){{"", ""}};
    return words_of(&inner);
}

size_t node_count(const struct node *node, const char *key, enum need need)
{
    const json_t *value = member(node, key, need);

    if (value != NULL && !json_is_array(value))
        node_bad(node, key, "definition/not-a-list");
    else if (value != NULL && need == NEEDED && json_array_size(value) == 0)
        node_bad(node, key, "definition/empty");
    if (json_array_size(value) <= MOST_ITEMS)
        return json_array_size(value);
    problem_number(node_bad(node, key, "definition/too-many"), "max", MOST_ITEMS);
    return 0;
}

struct node node_item(const struct node *node, const char *key, size_t index)
{
    return (struct node){
        .reader = node->reader,
        .value = json_array_get(json_at(node->value, key), index),
        .path = arena_format(node->reader->arena, "%s.%s[%zu]", node->path, key, index),
    };
}

struct node node_member(const struct node *node, const char *key)
{
    return (struct node){
        .reader = node->reader,
        .value = json_at(node->value, key),
        .path = arena_format(node->reader->arena, "%s.%s", node->path, key),
    };
}

const char *const *node_texts(const struct node *node, const char *key, enum need need)
{
    size_t count = node_count(node, key, need);
    const char **texts = arena_array(node->reader->arena, count + 1, sizeof *texts);

    for (size_t i = 0; i < count; i++) {
        struct node item = node_item(node, key, i);

        texts[i] = json_string_value(item.value);
        if (text_blank(texts[i]) || !text_is_clean(texts[i], false)) {
            node_bad(&item, NULL, "definition/not-a-text");
            texts[i] = "";
        }
    }
    return texts;
}
