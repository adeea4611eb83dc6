/* calibration_json.c: documents of `grantd rank` against answers kept in tests/golden. */

#include "domain/calibration_json.h"

#include <math.h>
#include "base/json.h"
#include "support/test.h"

/* The answer to `text`, and whether it was valid. */
static bool answer(struct arena *arena, const char *text, const char **got)
{
    struct buffer out = buffer_in(arena);
    bool valid = calibration_reply(arena, arena_text(arena, text), strlen(text), &out);

    *got = buffer_get(&out);
    return valid;
}

static const char *code_of(const char *text)
{
    static char code[40];
    struct arena *arena = arena_open();
    struct error err = {0};
    const char *got;
    bool valid = answer(arena, text, &got);
    const json_t *document = json_parse(arena, got, strlen(got), &err);

    assert_string_equal(json_word(document, "format"), "grantd-rank-1");
    assert_string_equal(json_word(document, "status"), valid ? "ok" : "invalid");
    text_clip(code, sizeof code, json_word(json_at(document, "error"), "code"));
    arena_close(arena);
    return code;
}

static void same(const char *path, const json_t *wanted, const json_t *got)
{
    char deeper[200];
    const char *key;
    json_t *member;
    size_t i;

    if (json_is_number(wanted)) {
        double a = json_number_value(wanted), b = json_number_value(got);

        if (!json_is_number(got) || !(fabs(a - b) <= 1e-8 * fmax(1, fabs(a))))
            fail_msg("%s: %.12g instead of %.12g", path, b, a);
        return;
    }
    if (wanted == NULL || got == NULL || json_typeof(wanted) != json_typeof(got))
        fail_msg("%s: absent, or of another type", path);
    if (!json_is_object(wanted) && !json_is_array(wanted)) {
        if (!json_equal(wanted, got))
            fail_msg("%s: not equal", path);
        return;
    }
    assert_int_equal(json_object_size(wanted), json_object_size(got));
    assert_int_equal(json_array_size(wanted), json_array_size(got));
    json_object_foreach((json_t *)(uintptr_t)wanted, key, member)
    {
        snprintf(deeper, sizeof deeper, "%s.%s", path, key);
        same(deeper, member, json_at(got, key));
    }
    json_array_foreach(wanted, i, member)
    {
        snprintf(deeper, sizeof deeper, "%s[%zu]", path, i);
        same(deeper, member, json_array_get(got, i));
    }
}

/* A kept case holds its input and the answer that another program gave. */
static void check_kept(const char *name)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    FILE *file = fopen(arena_format(arena, "tests/golden/rank-%s.json", name), "rb");
    char *text = arena_alloc(arena, 1 << 16);
    const char *got;
    json_t *kept;

    assert_non_null(file);
    kept = json_parse(arena, text, fread(text, 1, 1 << 16, file), &err);
    fclose(file);
    assert_non_null(kept);
    assert_true(answer(arena, json_write(arena, json_at(kept, "input")), &got));
    same(name, json_at(kept, "output"), json_parse(arena, got, strlen(got), &err));
    arena_close(arena);
}

TEST("kept rankings come out as another program computed them: one strict reviewer")
{
    check_kept("strict");
}

TEST("kept rankings come out as another program computed them: components and confidence")
{
    check_kept("apart");
}

TEST("kept rankings come out as another program computed them: ties, no places, no reviews")
{
    check_kept("ties");
}

TEST("kept rankings come out as another program computed them: a noisy committee left out in turn")
{
    check_kept("noisy");
}

#define HEAD "{\"format\":\"grantd-rank-1\",\"topics\":[{\"id\":\"T\",\"quota\":1}],"
#define APPS "\"applications\":[{\"id\":\"A\",\"topic\":\"T\"}],"
#define ONE  "{\"application\":\"A\",\"reviewer\":\"R\",\"score\":80}"

TEST("what is wrong with a document is said by its code")
{
    static const struct {
        const char *text, *code;
    } rows[] = {
        {HEAD APPS "\"reviews\":[" ONE "]}", ""},
        {HEAD APPS "\"reviews\":[" ONE "],\"options\":{\"leave_out\":[\"R\"]}}", ""},
        {"", "format"},
        {"[]", "format"},
        {HEAD APPS "\"reviews\":[" ONE "]", "format"},
        {HEAD APPS "\"reviews\":[" ONE "," ONE "]}", "duplicate"},
        {HEAD APPS "\"reviews\":[{\"application\":\"B\",\"reviewer\":\"R\",\"score\":8}]}",
         "unknown-id"},
        {HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"R\",\"score\":100.5}]}",
         "range"},
        {HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"R\",\"score\":1e999}]}",
         "format"},
        {HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"\",\"score\":1}]}",
         "format"},
        {HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"R\",\"score\":1,"
                   "\"confidence\":1.0}]}",
         "format"},
        {HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"R\",\"score\":1,"
                   "\"confidence\":4}]}",
         "range"},
        {HEAD "\"applications\":[{\"id\":\"A\",\"topic\":\"U\"}],\"reviews\":[]}", "unknown-id"},
        {"{\"format\":\"grantd-rank-1\",\"topics\":[{\"id\":\"T\",\"quota\":1.0}],"
         "\"applications\":[],\"reviews\":[]}",
         "format"},
        {HEAD APPS "\"reviews\":[" ONE "],\"options\":{\"leave_out\":[\"S\"]}}", "unknown-id"},
        {HEAD APPS "\"reviews\":[" ONE "],\"options\":{\"leave_out\":\"R\"}}", "format"},
        {HEAD APPS "\"reviews\":[],\"options\":{\"prior\":{\"noise_sd\":0.01}}}", "range"},
        {HEAD APPS "\"reviews\":[],\"options\":{\"weights\":{\"4\":1}}}", "format"},
        {HEAD APPS "\"reviews\":[],\"options\":null}", "format"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(code_of(rows[i].text), rows[i].code);
}

TEST("ids come back as they were given, quotes, controls and lone surrogates included")
{
    struct arena *arena = arena_open();
    const char *got;

    assert_true(answer(arena,
                       "{\"format\":\"grantd-rank-1\",\"topics\":[{\"id\":\"课题\",\"quota\":0}],"
                       "\"applications\":[{\"id\":\"a\\\"\\\\\\n\\u0000\\ud83d\\ude00\\udabc\","
                       "\"topic\":\"\\u8bfe题\"}],\"reviews\":[]}",
                       &got));
    assert_non_null(strstr(got, "\"a\\\"\\\\\\u000a\\u0000\xF0\x9F\x98\x80\\udabc\""));
    assert_non_null(strstr(got, "\"topic\":\"课题\""));
    arena_close(arena);
}

TEST("no number of an answer is a negative zero")
{
    struct arena *arena = arena_open();
    const char *got;

    assert_true(answer(arena,
                       HEAD APPS "\"reviews\":[{\"application\":\"A\",\"reviewer\":\"R\","
                                 "\"score\":-0.0}]}",
                       &got));
    assert_null(strstr(got, "-0"));
    assert_non_null(strstr(got, "\"raw\":0.0"));
    arena_close(arena);
}
