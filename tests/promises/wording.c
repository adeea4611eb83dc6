/* wording.c: every sentence exists in both languages, and whatever the program says has one. */

#include "view/wording.h"

#include <dirent.h>

#include "base/asset.h"
#include "base/list.h"
#include "base/text.h"
#include "domain/application.h"
#include "domain/receipt.h"
#include "support/test.h"
#include "view/template.h"

/* ---- keys */

struct check {
    enum language other;
    struct arena *arena;
    size_t seen, failed;
};

/* "{{max}}{{n}}": what a wording is filled with, in alphabetical order. */
static const char *names_in(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);

    for (const char *open; (open = strstr(text, "{{")) != NULL;) {
        const char *close = strstr(open, "}}");

        if (close == NULL)
            break;
        if (open[2] != '/' &&
            memmem(buffer_get(&out), out.length, open, (size_t)(close - open)) == NULL)
            buffer_add(&out, open, (size_t)(close - open) + 2);
        text = close + 2;
    }
    return buffer_get(&out);
}

static void look_for_twin(void *context, const char *key)
{
    struct check *check = context;

    check->seen++;
    if (wording_exists(check->other, key))
        return;
    check->failed++;
    print_error("%s has no %s\n", language_tag(check->other), key);
}

TEST("every wording exists in both languages")
{
    struct error err = {0};

    assert_true(wordings_load(&err));
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct check check = {.other = (enum language)(LANGUAGE_COUNT - 1 - i)};

        wordings_each((enum language)i, look_for_twin, &check);
        assert_true(check.seen > 0);
        assert_int_equal(check.failed, 0);
    }
}

static void compare_names(void *context, const char *key)
{
    struct check *check = context;
    const char *ours = names_in(check->arena, wording(LANGUAGE_ZH, key));
    const char *theirs = names_in(check->arena, wording(check->other, key));

    for (const char *at = ours; *at != '\0'; at = strstr(at, "}}") + 2) {
        const char *name = arena_copy(check->arena, at, (size_t)(strstr(at, "}}") + 2 - at));

        if (strstr(theirs, name) != NULL)
            continue;
        check->failed++;
        print_error("%s: %s is not in the %s wording\n", key, name, language_tag(check->other));
    }
}

TEST("an English wording loses none of the values its Chinese one shows")
{
    struct check check = {.other = LANGUAGE_EN, .arena = arena_open()};

    wordings_each(LANGUAGE_ZH, compare_names, &check);
    arena_close(check.arena);
    assert_int_equal(check.failed, 0);
}

/* ---- what templates and sources say */

TEST("every template compiles in both languages, with every wording and partial it names")
{
    struct arena *arena = arena_open();
    struct error err = {0};
    struct templates *templates = templates_load(arena, &err);

    if (templates == NULL)
        print_error("%s:%s: %s\n", err.values[0].text, err.values[1].text, err.values[2].text);
    assert_non_null(templates);
    arena_close(arena);
}

struct source {
    const char *path;
    const char *text;
};

struct sources {
    LIST(struct source);
};

static void read_source(struct arena *arena, struct sources *sources, const char *path)
{
    FILE *stream = fopen(path, "rb");
    struct buffer text = buffer_in(arena);
    struct source *source = list_add(arena, sources);
    char piece[8192];

    assert_non_null(stream);
    for (size_t length; (length = fread(piece, 1, sizeof piece, stream)) > 0;)
        buffer_add(&text, piece, length);
    fclose(stream);
    *source = (struct source){path, buffer_get(&text)};
}

/* False when there is no such folder: the tests run away from the tree. */
static bool read_folder(struct arena *arena, struct sources *sources, const char *folder)
{
    DIR *directory = opendir(folder);

    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *path = arena_format(arena, "%s/%s", folder, entry->d_name);

        if (entry->d_name[0] == '.')
            continue;
        if (text_ends(path, ".c"))
            read_source(arena, sources, path);
        else if (strchr(entry->d_name, '.') == NULL)
            read_folder(arena, sources, path);
    }
    closedir(directory);
    return true;
}

/* The literal at *at, which stands on its quote; moves behind it. */
static const char *literal(struct arena *arena, const char **at)
{
    const char *from = ++*at;

    while (**at != '"' && **at != '\0')
        *at += **at == '\\' ? 2 : 1;
    return arena_copy(arena, from, (size_t)((*at)++ - from));
}

typedef bool (*known)(struct arena *arena, const char *text);

/* Literals in the call at `at`, which stands behind "(", from argument `first` on. */
static size_t check_call(struct arena *arena, const struct source *source, const char *at,
                         int first, known is_known)
{
    int depth = 0, argument = 0;
    size_t failed = 0;

    while (*at != '\0' && depth >= 0) {
        if (*at == '"') {
            const char *text = literal(arena, &at);

            if (argument < first || depth > 0 || is_known(arena, text))
                continue;
            print_error("%s: \"%s\"\n", source->path, text);
            failed++;
            continue;
        }
        depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        argument += *at == ',' && depth == 0;
        at++;
    }
    return failed;
}

static size_t check_calls(const char *name, int first, known is_known)
{
    struct arena *arena = arena_open();
    struct sources sources = {0};
    struct error err = {0};
    size_t failed = 0;

    assert_true(wordings_load(&err));
    if (!read_folder(arena, &sources, "src")) {
        arena_close(arena);
        print_message("skipped: the sources are not here\n");
        skip();
    }
    for (size_t i = 0; i < sources.count; i++)
        for (const char *at = sources.items[i].text; (at = strstr(at, name)) != NULL;) {
            at += strlen(name);
            failed += check_call(arena, &sources.items[i], at, first, is_known);
        }
    arena_close(arena);
    return failed;
}

static bool in_both(const char *key)
{
    return wording_exists(LANGUAGE_ZH, key) && wording_exists(LANGUAGE_EN, key);
}

static bool error_is_worded(struct arena *arena, const char *code)
{
    const char *slash = strchr(code, '/');

    if (slash == NULL)
        return in_both(arena_format(arena, "error.%s", code));
    return in_both(arena_format(arena, "%.*s.error.%s", (int)(slash - code), code, slash + 1));
}

static bool problem_is_worded(struct arena *arena, const char *code)
{
    if (strchr(code, '/') == NULL)
        return in_both(arena_format(arena, "problem.%s", code));
    return in_both(arena_format(arena, "rule.%s", code)) || error_is_worded(arena, code);
}

static bool page_is_there(struct arena *arena, const char *name)
{
    size_t stem = strlen(name) - (text_ends(name, ".html") ? strlen(".html") : 0);

    return asset_find(arena_format(arena, "templates/%s", name)) != NULL &&
           in_both(arena_format(arena, "title.%s", arena_copy(arena, name, stem)));
}

TEST("every error the program raises is worded in both languages")
{
    assert_int_equal(check_calls("error_set(", 2, error_is_worded), 0);
}

TEST("every problem the program finds is worded in both languages")
{
    assert_int_equal(check_calls("problems_add(", 3, problem_is_worded), 0);
}

TEST("every page a handler answers with exists and has a title")
{
    assert_int_equal(check_calls("reply_page(", 1, page_is_there), 0);
}

TEST("every screening rule is worded in both languages")
{
    struct arena *arena = arena_open();
    struct error err = {0};
    size_t count = 0;

    assert_true(wordings_load(&err));
    for (const char *id; (id = application_rule_id(count)) != NULL; count++)
        if (!in_both(arena_format(arena, "rule.%s", id)))
            fail_msg("%s has no wording", id);
    assert_true(count > 0);
    arena_close(arena);
}

TEST("whatever a receipt proves or fails to prove is worded in both languages")
{
    struct arena *arena = arena_open();
    struct error err = {0};

    assert_true(wordings_load(&err));
    for (int i = 0; i < FINDING_COUNT; i++)
        assert_true(
            in_both(arena_format(arena, "receipt.finding.%s", finding_word((enum finding_kind)i))));
    arena_close(arena);
}

/* ---- filling */

TEST("a wording is filled with the values of its error, and names without one are empty")
{
    struct arena *arena = arena_open();
    struct error_value values[] = {{"a", "{{b}}"}, {"b", "2"}};

    assert_string_equal(wording_fill(arena, LANGUAGE_ZH, "{{a}} {{b}} {{c}}.", values, 2),
                        "{{b}} 2 .");
    assert_string_equal(wording(LANGUAGE_EN, "no.such.key"), "no.such.key");
    arena_close(arena);
}
