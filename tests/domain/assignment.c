/* assignment.c: who reviews what, against sums by hand and every possibility tried. */

#include "domain/assignment_json.h"

#include "base/json.h"
#include "support/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Written over by the reader, so every test brings its own copy. */
static const char *reply(struct arena *arena, const char *text, bool *valid)
{
    struct buffer out = buffer_in(arena);
    size_t length = strlen(text);

    *valid = assignment_reply(arena, arena_copy(arena, text, length), length, &out);
    return buffer_get(&out);
}

static json_t *parsed(struct arena *arena, const char *text)
{
    struct error err = {0};
    json_t *value = json_parse(arena, text, strlen(text), &err);

    assert_non_null(value);
    return value;
}

static const char *file_text(struct arena *arena, const char *name)
{
    FILE *file = fopen(arena_format(arena, "tests/golden/assign-%s.json", name), "rb");
    char *text = arena_alloc(arena, 65536);

    assert_non_null(file);
    assert_true(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

TEST("problems whose sums were made by hand are answered with these sums")
{
    static const char *const names[] = {"trap", "balance",    "bridge", "bottleneck",
                                        "pins", "all-pinned", "cut",    "cut-pairs"};

    for (size_t i = 0; i < COUNT(names); i++) {
        struct arena *arena = arena_open();
        const char *text = file_text(arena, names[i]), *key;
        json_t *expected = json_at(parsed(arena, text), "expected"), *value;
        bool valid;
        json_t *found = parsed(arena, reply(arena, text, &valid));

        assert_true(valid);
        json_object_foreach(expected, key, value) if (!json_equal(value, json_at(found, key)))
            fail_msg("%s: %s is %s", names[i], key, json_write(arena, json_at(found, key)));
        arena_close(arena);
    }
}

/* A generator of our own, so that every run sees the same problems. */
static uint64_t seed;

static uint32_t pick(uint32_t low, uint32_t high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (uint32_t)(seed % (high - low + 1));
}

#define FEW 4

/* A small problem whose every answer can be tried. */
struct small {
    struct assignment_problem problem;
    struct assignment_reviewer reviewers[FEW];
    struct assignment_application applications[3];
    struct assignment_cost costs[3][FEW];
    uint32_t conflicts[3][FEW], pins[3][FEW];
};

static void make_application(struct small *small, size_t i)
{
    struct assignment_application *row = &small->applications[i];
    int64_t *load = &small->reviewers[0].load;

    *row = (struct assignment_application){.k = pick(1, 2), .group = pick(0, 2)};
    row->costs = small->costs[i];
    row->conflicts = small->conflicts[i];
    row->pins = small->pins[i];
    for (uint32_t r = 0; r < small->problem.reviewer_count; r++) {
        if (pick(0, 2) > 0)
            small->costs[i][row->cost_count++] = (struct assignment_cost){r, pick(0, 9)};
        if (pick(0, 9) == 0)
            small->conflicts[i][row->conflict_count++] = r;
        else if (r == 0 && *load > (int64_t)i && pick(0, 4) == 0)
            small->pins[i][row->pin_count++] = r;
    }
}

static void make_small(struct small *small)
{
    *small = (struct small){0};
    small->problem = (struct assignment_problem){
        .has_default = pick(0, 1) == 1,
        .bottleneck = pick(0, 1) == 1,
        .default_cost = pick(0, 9),
        .balance = pick(0, 3),
        .bridge = pick(0, 9),
        .reviewers = small->reviewers,
        .applications = small->applications,
        .reviewer_count = pick(1, FEW),
        .application_count = pick(0, 3),
    };
    for (size_t r = 0; r < FEW; r++)
        small->reviewers[r] = (struct assignment_reviewer){pick(0, 3), pick(0, 2)};
    for (size_t i = 0; i < small->problem.application_count; i++)
        make_application(small, i);
}

static bool among(const uint32_t *list, size_t count, uint32_t reviewer)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == reviewer)
            return true;
    return false;
}

/* The cost of a pair; −1: it may not be used. */
static int64_t price(const struct small *small, size_t application, uint32_t reviewer)
{
    const struct assignment_application *row = &small->applications[application];
    bool pinned = among(row->pins, row->pin_count, reviewer);

    if (among(row->conflicts, row->conflict_count, reviewer))
        return -1;
    for (size_t i = 0; i < row->cost_count; i++)
        if (row->costs[i].reviewer == reviewer)
            return row->costs[i].cost;
    return small->problem.has_default ? small->problem.default_cost : pinned ? 0 : -1;
}

struct tried {
    int64_t total, worst;
};

/* One application of one answer: `set` holds a bit for each reviewer. */
static bool try_row(const struct small *small, size_t i, unsigned set, int64_t *load,
                    struct tried *tried)
{
    const struct assignment_application *row = &small->applications[i];
    bool own = row->group != 0;
    int64_t count = 0;

    for (uint32_t r = 0; r < small->problem.reviewer_count; r++) {
        bool pinned = among(row->pins, row->pin_count, r);
        int64_t cost = price(small, i, r);

        if ((set >> r & 1) == 0 && pinned)
            return false;
        if ((set >> r & 1) == 0)
            continue;
        if (cost < 0 || load[r] == small->reviewers[r].load)
            return false;
        count++;
        own = own && small->reviewers[r].group == row->group;
        tried->total += cost + small->problem.balance * load[r]++;
        tried->worst = !pinned && cost > tried->worst ? cost : tried->worst;
    }
    tried->total += own ? small->problem.bridge : 0;
    return count == row->k;
}

/* Every answer there is: the best by the objective; total −1 when none is allowed. */
static struct tried try_all(const struct small *small)
{
    struct tried best = {-1, 0};
    size_t bits = small->problem.application_count * FEW;

    for (unsigned all = 0; all < 1U << bits; all++) {
        struct tried tried = {0, -1};
        int64_t load[FEW] = {0};
        bool good = true;

        for (size_t i = 0; good && i < small->problem.application_count; i++) {
            unsigned set = all >> (i * FEW) & ((1U << FEW) - 1);

            good = set >> small->problem.reviewer_count == 0 &&
                   try_row(small, i, set, load, &tried);
        }
        if (good && (best.total < 0 || (small->problem.bottleneck && tried.worst < best.worst) ||
                     ((!small->problem.bottleneck || tried.worst == best.worst) &&
                      tried.total < best.total)))
            best = tried;
    }
    return best;
}

TEST("of 400 small problems every answer was tried, and none is better")
{
    size_t solved = 0;

    seed = 20231124;
    for (int round = 0; round < 400; round++) {
        struct arena *arena = arena_open();
        struct small small;
        struct assignment_answer answer;
        struct tried best;

        make_small(&small);
        best = try_all(&small);
        assert_true(assignment_solve(arena, &small.problem, &answer));
        assert_int_equal(answer.feasible, best.total >= 0);
        if (answer.feasible) {
            solved++;
            assert_int_equal(answer.total, best.total);
            assert_int_equal(answer.total, answer.pairs + answer.balance + answer.bridge);
            if (small.problem.bottleneck)
                assert_int_equal(answer.has_worst ? answer.worst : -1, best.worst);
        } else {
            assert_true(answer.cut.need > answer.cut.have);
        }
        arena_close(arena);
    }
    assert_in_range(solved, 100, 350);
}

TEST("pairs that stand, made cheaper, stay when a reviewer falls out")
{
    struct arena *arena = arena_open();
    struct assignment_cost costs[2][3] = {{{0, 5}, {1, 5}, {2, 5}}, {{0, 5}, {1, 5}, {2, 5}}};
    struct assignment_reviewer reviewers[] = {{1, 0}, {1, 0}, {1, 0}};
    struct assignment_application applications[] = {{.k = 1, .costs = costs[0], .cost_count = 3},
                                                    {.k = 1, .costs = costs[1], .cost_count = 3}};
    struct assignment_problem problem = {.reviewers = reviewers,
                                         .applications = applications,
                                         .reviewer_count = 3,
                                         .application_count = 2};
    struct assignment_answer answer;
    uint32_t kept, lost;

    assert_true(assignment_solve(arena, &problem, &answer) && answer.feasible);
    lost = applications[0].chosen[0];
    kept = applications[1].chosen[0];
    reviewers[lost].load = 0;
    costs[1][kept].cost -= 2;
    assert_true(assignment_solve(arena, &problem, &answer) && answer.feasible);
    assert_int_equal(applications[1].chosen[0], kept);
    assert_int_not_equal(applications[0].chosen[0], lost);
    arena_close(arena);
}

TEST("the same problem gets the same answer")
{
    struct arena *arena = arena_open();
    const char *text = file_text(arena, "bridge");
    bool valid;

    assert_string_equal(reply(arena, text, &valid), reply(arena, text, &valid));
    arena_close(arena);
}

#define HEAD "{\"format\":\"grantd-assign-1\",\"k\":1,"
#define R1   "\"reviewers\":[{\"id\":\"R1\",\"load\":1}],"
#define A1   "\"applications\":[{\"id\":\"A1\","
#define END  "}]}"

TEST("what is wrong with a problem is named")
{
    static const struct {
        const char *text, *code;
    } rows[] = {
        {"", "format"},
        {"{", "format"},
        {"[]", "format"},
        {"{\"format\":\"grantd-rank-1\"}", "format"},
        {"{\"format\":\"grantd-assign-1\"}", "format"},
        {HEAD R1 "\"applications\":[]", "format"},
        {HEAD "\"reviewers\":[{\"id\":\"\",\"load\":1}],\"applications\":[]}", "format"},
        {HEAD "\"reviewers\":[{\"id\":\"R1\"}],\"applications\":[]}", "format"},
        {HEAD "\"reviewers\":[{\"id\":\"R1\",\"load\":1.0}],\"applications\":[]}", "format"},
        {HEAD "\"reviewers\":[{\"id\":\"R1\",\"load\":1000001}],\"applications\":[]}", "range"},
        {HEAD "\"balance\":null," R1 "\"applications\":[]}", "format"},
        {HEAD "\"bridge\":1000000001," R1 "\"applications\":[]}", "range"},
        {HEAD "\"default_cost\":-1," R1 "\"applications\":[]}", "range"},
        {HEAD "\"objective\":\"fair\"," R1 "\"applications\":[]}", "format"},
        {HEAD "\"k\":99999999999999999999999," R1 "\"applications\":[]}", "range"},
        {HEAD "\"k\":true," R1 "\"applications\":[]}", "format"},
        {HEAD R1 A1 "\"costs\":{\"R2\":1}" END, "unknown-id"},
        {HEAD R1 A1 "\"costs\":{\"R1\":1e3}" END, "format"},
        {HEAD R1 A1 "\"costs\":{\"R1\":-5}" END, "range"},
        {HEAD R1 A1 "\"costs\":null" END, "format"},
        {HEAD R1 A1 "\"k\":0" END, "range"},
        {HEAD R1 A1 "\"conflicts\":[\"R1\",\"R1\"]" END, "duplicate"},
        {HEAD R1 A1 "\"conflicts\":[\"R9\"]" END, "unknown-id"},
        {HEAD R1 A1 "\"conflicts\":[\"R9\",7]" END, "format"},
        {HEAD R1 A1 "\"conflicts\":[\"R1\"],\"pins\":[\"R1\"]" END, "pin-conflict"},
        {HEAD R1 A1 "\"pins\":[\"R1\"]},{\"id\":\"A2\",\"pins\":[\"R1\"]" END, "pin-load"},
        {HEAD R1 A1 "\"k\":1},{\"id\":\"A1\"" END, "duplicate"},
        {HEAD "\"reviewers\":[{\"id\":\"R1\",\"load\":1},{\"id\":\"R2\",\"load\":1}]," A1
              "\"pins\":[\"R1\",\"R2\"]" END,
         "pin-load"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena *arena = arena_open();
        bool valid;
        json_t *found = parsed(arena, reply(arena, rows[i].text, &valid));

        if (valid || strcmp(json_word(json_at(found, "error"), "code"), rows[i].code) != 0)
            fail_msg("%s: %s", rows[i].text, json_write(arena, found));
        arena_close(arena);
    }
}

TEST("the largest prices and a thousand reviewers each do not overflow")
{
    struct arena *arena = arena_open();
    struct buffer text = buffer_in(arena);
    bool valid;
    json_t *found;

    buffer_text(&text, "{\"format\":\"grantd-assign-1\",\"k\":1000,\"default_cost\":1000000000,"
                       "\"balance\":1000000000,\"bridge\":1000000000,\"reviewers\":[");
    for (int i = 0; i < 1000; i++)
        buffer_format(&text, "%s{\"id\":\"R%d\",\"load\":1000000,\"group\":\"G\"}",
                      i == 0 ? "" : ",", i);
    buffer_text(&text, "],\"applications\":[{\"id\":\"A\",\"group\":\"G\"},"
                       "{\"id\":\"B\",\"group\":\"G\"},{\"id\":\"C\"}]}");
    found = parsed(arena, reply(arena, buffer_get(&text), &valid));
    assert_true(valid);
    assert_int_equal(json_int(json_at(found, "cost"), "total", 0), 6002000000000);
    arena_close(arena);
}

TEST("names leave as they came: Chinese, quotes, line ends and half characters")
{
    struct arena *arena = arena_open();
    bool valid;
    const char *out = reply(arena,
                            HEAD "\"reviewers\":[{\"id\":\"\\u0001\\n\\\"\\ud83d\",\"load\":1}],"
                                 "\"applications\":[{\"id\":\"林知远\\\\\",\"costs\":"
                                 "{\"\\u0001\\n\\\"\\ud83d\":1}}]}",
                            &valid);

    assert_true(valid);
    assert_non_null(strstr(out, "{\"application\":\"林知远\\\\\",\"reviewers\":["
                                "\"\\u0001\\u000a\\\"\\ud83d\"]}"));
    arena_close(arena);
}
