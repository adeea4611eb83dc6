/* reader.c: reading a JSON document member by member, each mistake with its JSON path. */

#include "domain/reader.h"

#include "base/text.h"

struct problem *node_bad(const struct node *node, const char *key, const char *code)
{
    struct arena *arena = node->reader->arena;
    const char *path = key == NULL ? node->path : arena_format(arena, "%s.%s", node->path, key);

    return problems_add(node->reader->problems, SEVERITY_ERROR, path, code);
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length)
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

const char *node_text(const struct node *node, const char *key, enum need need)
{
    const json_t *value = member(node, key, need);

    if (value == NULL)
        return "";
    if (!json_is_string(value) || (need == NEEDED && text_blank(json_string_value(value)))) {
        node_bad(node, key, "definition/not-a-text");
        return "";
    }
    return json_string_value(value);
}

int64_t node_int(const struct node *node, const char *key, enum need need, int64_t fallback)
{
    const json_t *value = member(node, key, need);

    if (value == NULL)
        return fallback;
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        node_bad(node, key, "definition/not-a-number");
        return fallback;
    }
    return json_integer_value(value);
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
    words.in[LANGUAGE_ZH] = node_text(node, "zh", NEEDED);
    words.in[LANGUAGE_EN] = node_text(node, "en", NEEDED);
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
    return json_array_size(value);
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
        if (texts[i] == NULL) {
            node_bad(&item, NULL, "definition/not-a-text");
            texts[i] = "";
        }
    }
    return texts;
}
