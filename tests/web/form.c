/* form.c: fields of a form, typed and checked. */

#include "web/form.h"

#include "support/test.h"

static const struct input inputs[] = {
    {"name", INPUT_TEXT, INPUT_REQUIRED, 6},        {"note", INPUT_LONG, INPUT_OPTIONAL, 100},
    {"password", INPUT_SECRET, INPUT_OPTIONAL, 20}, {"email", INPUT_ADDRESS, INPUT_OPTIONAL, 254},
    {"amount", INPUT_FEN, INPUT_OPTIONAL, 10000},   {"places", INPUT_INT, INPUT_OPTIONAL, 9},
    {"at", INPUT_TIME, INPUT_OPTIONAL, 0},          {"next", INPUT_PATH, INPUT_OPTIONAL, 200}};
static const struct form sample = {"sample", inputs, sizeof inputs / sizeof *inputs};

static bool admit(struct request *req, struct arena *arena, const char *const *pairs)
{
    struct error err = {0};

    memset(req, 0, sizeof *req);
    req->env.arena = arena;
    req->problems = problems_in(arena);
    for (; *pairs != NULL; pairs += 2) {
        struct typed *field = list_add(arena, &req->form);

        *field = (struct typed){pairs[0], pairs[1]};
    }
    return form_admit(req, &sample, &err);
}

static const char *only_problem(const struct request *req, const char *path)
{
    assert_int_equal(req->problems.count, 1);
    assert_string_equal(req->problems.items[0].path, path);
    return req->problems.items[0].code;
}

TEST("a form's texts are trimmed, its lines end in LF, and a secret stays as typed")
{
    const char *typed[] = {"name", " 林知远 ", "note",   "a\r\nb", "password", " p ",
                           "next", "//e",      "amount", "100",    NULL};
    struct arena *arena = arena_open();
    struct request req;

    assert_false(admit(&req, arena, typed));
    assert_string_equal(only_problem(&req, "name"), "too-long");
    typed[1] = " 远方 ";
    assert_true(admit(&req, arena, typed));
    assert_string_equal(form_text(&req, "name"), "远方");
    assert_string_equal(form_text(&req, "note"), "a\nb");
    assert_string_equal(form_text(&req, "password"), " p ");
    assert_string_equal(form_text(&req, "next"), "");
    assert_int_equal(form_fen(&req, "amount"), 10000);
    assert_int_equal(form_int(&req, "places"), 0);
    arena_close(arena);
}

TEST("each wrong field has a problem of its own")
{
    static const struct {
        const char *name, *value, *code;
    } cases[] = {{"name", "  ", "required"},         {"note", "a\x01", "not-clean"},
                 {"email", "a@b", "not-an-address"}, {"email", "a b@c.d", "not-an-address"},
                 {"amount", "abc", "not-money"},     {"amount", "100.01", "too-large"},
                 {"places", "1x", "not-a-number"},   {"places", "10", "too-large"},
                 {"at", "yesterday", "not-a-time"}};
    struct arena *arena = arena_open();
    struct request req;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_name = strcmp(cases[i].name, "name") == 0;
        const char *typed[] = {cases[i].name, cases[i].value, is_name ? NULL : "name", "x", NULL};

        assert_false(admit(&req, arena, typed));
        assert_string_equal(only_problem(&req, cases[i].name), cases[i].code);
    }
    arena_close(arena);
}
