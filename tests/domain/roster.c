/* roster.c: what a pair costs, and that the problem says what was found and set. */

#include "domain/roster.h"

#include "support/test.h"

static const struct fit plain = {.nearness = NEARNESS_UNKNOWN};

TEST("the table of costs: what speaks for a pair makes it cheaper, what speaks against it dearer")
{
    static const struct {
        struct fit fit;
        int64_t cost;
    } rows[] = {
        {{.nearness = NEARNESS_UNKNOWN}, 100},
        {{.nearness = NEARNESS_TOPIC}, 60},
        {{.nearness = NEARNESS_DIRECTION}, 85},
        {{.nearness = NEARNESS_FAR}, 120},
        {{.nearness = NEARNESS_TOPIC, .keywords = 1}, 50},
        {{.nearness = NEARNESS_TOPIC, .keywords = 2}, 42},
        {{.nearness = NEARNESS_TOPIC, .keywords = 3}, 35},
        {{.nearness = NEARNESS_TOPIC, .keywords = 9}, 35},
        {{.nearness = NEARNESS_TOPIC, .keywords = 3, .wish = WISH_WANTS}, 5},
        {{.nearness = NEARNESS_TOPIC, .wish = WISH_CAN}, 50},
        {{.nearness = NEARNESS_TOPIC, .wish = WISH_RATHER_NOT}, 140},
        {{.nearness = NEARNESS_FAR, .wish = WISH_RATHER_NOT, .unread = true}, 400},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(fit_cost(&rows[i].fit, 60), rows[i].cost);
}

TEST("a change costs what the office says, and nothing it does not ask for")
{
    struct fit moved = plain;

    moved.moved = true;
    assert_int_equal(fit_cost(&moved, 60), 160);
    assert_int_equal(fit_cost(&moved, 0), 100);
    assert_int_equal(fit_cost(&plain, 60), 100);
}

TEST("a pair is called close only with the topic, and against only with something against it")
{
    struct fit wanted = {.nearness = NEARNESS_TOPIC, .wish = WISH_WANTS};
    struct fit refused = {.nearness = NEARNESS_FAR, .wish = WISH_RATHER_NOT};
    struct fit other = {.nearness = NEARNESS_FAR};

    assert_string_equal(fit_grade(fit_cost(&wanted, 0)), "close");
    assert_string_equal(fit_grade(fit_cost(&plain, 0)), "fair");
    assert_string_equal(fit_grade(fit_cost(&other, 0)), "far");
    assert_string_equal(fit_grade(fit_cost(&refused, 0)), "against");
}

/* ---- the problem */

struct scene {
    struct arena *arena;
    struct definition definition;
    struct roster_case given;
};

static void scene_open(struct scene *s, size_t applications, size_t reviewers)
{
    *s = (struct scene){.arena = arena_open()};
    s->given = (struct roster_case){.definition = &s->definition, .seed = 7, .settings = {.k = 2}};
    for (size_t i = 0; i < applications; i++) {
        struct roster_application *a = list_add(s->arena, &s->given.applications);

        a->topic = "1";
        snprintf(a->key.text, sizeof a->key.text, "a%015u", (unsigned)i % 1000);
    }
    for (size_t i = 0; i < reviewers; i++) {
        struct roster_reviewer *r = list_add(s->arena, &s->given.reviewers);

        r->load = 8;
        snprintf(r->key.text, sizeof r->key.text, "r%015u", (unsigned)i % 1000);
    }
    assert_true(roster_case_ready(s->arena, &s->given));
}

static void put_mark(struct scene *s, size_t application, size_t reviewer, unsigned marks)
{
    s->given.marks[roster_pair(&s->given, application, reviewer)] |= (unsigned char)marks;
}

static const char *written(struct scene *s, bool spare)
{
    struct buffer out = buffer_in(s->arena);

    roster_write(s->arena, &s->given, spare, &out);
    return buffer_get(&out);
}

/* The document as the kernel reads it. */
static void read_back(struct scene *s, bool spare, struct assignment_document *document)
{
    const char *text = written(s, spare);

    assert_null(assignment_read(s->arena, arena_copy(s->arena, text, strlen(text)), strlen(text),
                                document));
}

static const struct assignment_application *
row_of(const struct scene *s, const struct assignment_document *document, size_t application)
{
    const char *key = s->given.applications.items[application].key.text;

    return &document->problem.applications[names_find(&document->applications, key, KEY_LENGTH)];
}

TEST("a conflict undoes a pin, a forbidden pair is barred, and whoever declined takes nothing new")
{
    struct scene s;
    struct assignment_document document;
    const struct assignment_application *row;

    scene_open(&s, 1, 4);
    put_mark(&s, 0, 0, MARK_CONFLICT | MARK_PIN | MARK_LIVE);
    put_mark(&s, 0, 1, MARK_FORBID);
    put_mark(&s, 0, 2, MARK_PIN);
    s.given.reviewers.items[3].declined = true;
    read_back(&s, false, &document);
    row = row_of(&s, &document, 0);
    assert_int_equal(row->pin_count, 1);
    assert_int_equal(row->conflict_count, 3);
    assert_int_equal(row->k, 2);
    arena_close(s.arena);
}

TEST("what was added comes beside k, and what stands beyond k or a load makes them larger")
{
    struct scene s;
    struct assignment_document document;

    scene_open(&s, 3, 4);
    put_mark(&s, 0, 0, MARK_ADD);
    for (size_t r = 0; r < 4; r++)
        put_mark(&s, 1, r, MARK_LIVE);
    s.given.reviewers.items[0].load = 1;
    read_back(&s, false, &document);
    assert_int_equal(row_of(&s, &document, 0)->k, 3);
    assert_int_equal(row_of(&s, &document, 1)->k, 4);
    assert_int_equal(row_of(&s, &document, 2)->k, 2);
    assert_int_equal(document.problem
                         .reviewers[names_find(&document.reviewers,
                                               s.given.reviewers.items[0].key.text, KEY_LENGTH)]
                         .load,
                     2);
    arena_close(s.arena);
}

TEST("the same seed writes the same problem, another shuffles it")
{
    struct scene s;
    const char *first;

    scene_open(&s, 12, 6);
    first = written(&s, false);
    assert_string_equal(first, written(&s, false));
    s.given.seed = 8;
    assert_string_not_equal(first, written(&s, false));
    arena_close(s.arena);
}

TEST("when nobody can serve all, spare reviewers take exactly what is missing")
{
    struct scene s;
    struct assignment_document document;
    struct assignment_answer answer;
    size_t missing = 0;

    scene_open(&s, 3, 2);
    put_mark(&s, 0, 0, MARK_CONFLICT);
    s.given.reviewers.items[1].load = 2;
    read_back(&s, false, &document);
    assert_true(assignment_solve(s.arena, &document.problem, &answer));
    assert_false(answer.feasible);
    read_back(&s, true, &document);
    assert_true(assignment_solve(s.arena, &document.problem, &answer));
    assert_true(answer.feasible);
    for (size_t a = 0; a < 3; a++)
        for (int i = 0; i < 2; i++) {
            const struct name *who =
                &document.reviewers.items[document.problem.applications[a].chosen[i]];

            missing += roster_is_spare(who->text, who->length);
        }
    assert_int_equal(missing, 2);
    arena_close(s.arena);
}
