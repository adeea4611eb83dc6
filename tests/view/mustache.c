/* mustache.c: the cases of the public Mustache specification, where its files are at hand. */

#include "base/json.h"
#include "base/text.h"
#include "support/test.h"
#include "view/template.h"

/* Cases that use what this template language leaves out on purpose. */
static const struct {
    const char *file, *name, *why;
} left_out[] = {
    {"partials", "Standalone Indentation", "raw form"},
    {"sections", "Implicit Iterator - Triple mustache", "raw form"},
    {"sections", "Implicit Iterator - Ampersand", "raw form"},
    {"interpolation", "Triple Mustache", "raw form"},
    {"interpolation", "Ampersand", "raw form"},
    {"interpolation", "Triple Mustache Integer Interpolation", "raw form"},
    {"interpolation", "Ampersand Integer Interpolation", "raw form"},
    {"interpolation", "Triple Mustache Decimal Interpolation", "raw form"},
    {"interpolation", "Ampersand Decimal Interpolation", "raw form"},
    {"interpolation", "Triple Mustache Null Interpolation", "raw form"},
    {"interpolation", "Ampersand Null Interpolation", "raw form"},
    {"interpolation", "Triple Mustache Context Miss Interpolation", "raw form"},
    {"interpolation", "Ampersand Context Miss Interpolation", "raw form"},
    {"interpolation", "Dotted Names - Triple Mustache Interpolation", "raw form"},
    {"interpolation", "Dotted Names - Ampersand Interpolation", "raw form"},
    {"interpolation", "Implicit Iterators - Triple Mustache", "raw form"},
    {"interpolation", "Implicit Iterators - Ampersand", "raw form"},
    {"interpolation", "Triple Mustache - Surrounding Whitespace", "raw form"},
    {"interpolation", "Ampersand - Surrounding Whitespace", "raw form"},
    {"interpolation", "Triple Mustache - Standalone", "raw form"},
    {"interpolation", "Ampersand - Standalone", "raw form"},
    {"interpolation", "Triple Mustache With Padding", "raw form"},
    {"interpolation", "Ampersand With Padding", "raw form"},
    {"delimiters", NULL, "changed delimiters"},
    {"comments", "Variable Name Collision", "ends behind <, inside a tag"},
    {"partials", "Recursion", "values behind <, where a tag begins"},
};

static bool is_left_out(const char *file, const char *name)
{
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (strcmp(left_out[i].file, file) == 0 &&
            (left_out[i].name == NULL || strcmp(left_out[i].name, name) == 0))
            return true;
    return false;
}

static FILE *open_cases(const char *file)
{
    const char *shared = getenv("GRANTD_SHARED");
    char path[512];
    FILE *stream;

    snprintf(path, sizeof path, "../shared/data/mustache-spec/%s.json", file);
    stream = fopen(path, "rb");
    if (stream != NULL || shared == NULL)
        return stream;
    snprintf(path, sizeof path, "%s/data/mustache-spec/%s.json", shared, file);
    return fopen(path, "rb");
}

static const json_t *read_cases(struct arena *arena, const char *file)
{
    struct buffer text = buffer_in(arena);
    FILE *stream = open_cases(file);
    struct error err = {0};
    char piece[4096];
    const json_t *whole;

    if (stream == NULL)
        return NULL;
    for (size_t length; (length = fread(piece, 1, sizeof piece, stream)) > 0;)
        buffer_add(&text, piece, length);
    fclose(stream);
    whole = json_parse(arena, text.bytes, text.length, &err);
    assert_non_null(whole);
    return json_at(whole, "tests");
}

static void check_refused(struct arena *arena, const json_t *one)
{
    struct buffer out = buffer_in(arena);
    struct error err = {0};

    assert_false(template_try(arena, json_word(one, "template"), json_at(one, "partials"),
                              json_at(one, "data"), &out, &err));
}

static bool agrees(struct arena *arena, const char *file, const json_t *one)
{
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    bool done = template_try(arena, json_word(one, "template"), json_at(one, "partials"),
                             json_at(one, "data"), &out, &err);

    if (done && strcmp(buffer_get(&out), json_word(one, "expected")) == 0)
        return true;
    print_error("%s: %s: %s\n  expected: %s\n", file, json_word(one, "name"),
                done ? buffer_get(&out) : err.code, json_word(one, "expected"));
    return false;
}

static size_t check_cases(const char *file, size_t *failed)
{
    struct arena *arena = arena_open();
    const json_t *cases = read_cases(arena, file);
    size_t count = json_array_size(cases);

    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(cases, i);

        if (is_left_out(file, json_word(one, "name")))
            check_refused(arena, one);
        else
            *failed += !agrees(arena, file, one);
    }
    arena_close(arena);
    return count;
}

TEST("templates agree with the Mustache specification, or refuse what they leave out")
{
    static const char *const files[] = {"comments", "delimiters", "interpolation",
                                        "inverted", "partials",   "sections"};
    size_t seen = 0, failed = 0;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        seen += check_cases(files[i], &failed);
    if (seen == 0) {
        print_message("skipped: the files of the Mustache specification are not here\n");
        skip();
    }
    assert_int_equal(failed, 0);
}
