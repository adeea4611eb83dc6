/* form_copy.c: what an earlier application brings into a later form, and what it cannot. */

#include "domain/form_copy.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

/* The call of 2023, with its words replaced. */
static const struct definition *call_with(struct arena *arena, const char *words, const char *by)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    const char *text = arena_copy(arena, asset->bytes, asset->length), *at;
    struct problems problems = problems_in(arena);
    struct buffer changed = buffer_in(arena);
    struct error err = {0};

    while (words != NULL && (at = strstr(text, words)) != NULL) {
        buffer_add(&changed, text, (size_t)(at - text));
        buffer_text(&changed, by);
        text = at + strlen(words);
    }
    buffer_text(&changed, text);
    return definition_read(arena, json_parse(arena, buffer_get(&changed), changed.length, &err),
                           &problems);
}

static const json_t *answers(struct arena *arena, const char *text)
{
    struct error err = {0};
    const json_t *value = json_parse(arena, text, strlen(text), &err);

    assert_non_null(value);
    return value;
}

static struct form_copy copy(struct arena *arena, const struct definition *later, const char *then,
                             const char *now)
{
    const struct definition *earlier = call_with(arena, NULL, NULL);

    assert_non_null(earlier);
    assert_non_null(later);
    return form_copy(arena, earlier, definition_topic(earlier, "1"), answers(arena, then), later,
                     definition_topic(later, "1"), answers(arena, now));
}

TEST("empty fields take the earlier answers; what is written stays, and the earlier text is shown")
{
    struct arena *arena = arena_open();
    struct form_copy made = copy(
        arena, call_with(arena, NULL, NULL),
        "{\"basic\":{\"title\":\"旧题目\",\"abstract\":\"旧摘要\",\"keywords\":[\"甲\",\"乙\"]},"
        "\"basis\":{\"aims\":\"旧目标\"}}",
        "{\"basic\":{\"title\":\"新题目\",\"abstract\":\"\"}}");

    assert_int_equal(made.copied.count, 3);
    assert_string_equal(json_word(json_at(made.sections, "basic"), "abstract"), "旧摘要");
    assert_string_equal(json_word(json_at(made.sections, "basis"), "aims"), "旧目标");
    assert_null(json_at(json_at(made.sections, "basic"), "title"));
    assert_int_equal(made.left.count, 1);
    assert_int_equal(made.left.items[0].reason, COPY_FILLED);
    assert_string_equal(json_string_value(made.left.items[0].value), "旧题目");
    arena_close(arena);
}

TEST("what the later form does not ask, or asks otherwise, is left with its reason")
{
    struct arena *arena = arena_open();
    const char *then = "{\"basic\":{\"abstract\":\"旧摘要\"}}";
    struct form_copy gone = copy(
        arena, call_with(arena, "\"key\": \"abstract\"", "\"key\": \"summary\""), then, "{}");
    struct form_copy same = copy(arena, call_with(arena, NULL, NULL), then, "{}");

    assert_int_equal(gone.copied.count, 0);
    assert_int_equal(gone.left.count, 1);
    assert_int_equal(gone.left.items[0].reason, COPY_GONE);
    assert_int_equal(same.copied.count, 1);
    arena_close(arena);
}

TEST("ticks are not copied: a promise is made anew; nothing is copied twice")
{
    struct arena *arena = arena_open();
    struct form_copy made = copy(arena, call_with(arena, NULL, NULL),
                                 "{\"applicant\":{\"full_time\":true,\"department\":\"院系\"}}",
                                 "{\"applicant\":{\"department\":\"院系\"}}");

    assert_int_equal(made.copied.count, 0);
    assert_int_equal(made.left.count, 0);
    arena_close(arena);
}
