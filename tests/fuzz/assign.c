/* assign.c: fuzzes grantd assign: whatever is accepted gets a lawful answer. */

#include "domain/assignment_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool names(const uint32_t *list, size_t count, uint32_t reviewer)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == reviewer)
            return true;
    return false;
}

static void check_row(const struct assignment_application *row, int64_t *load)
{
    for (size_t c = 0; c < (size_t)row->k; c++) {
        load[row->chosen[c]]++;
        if (names(row->chosen, c, row->chosen[c]))
            die("fuzz: a reviewer twice");
        if (names(row->conflicts, row->conflict_count, row->chosen[c]))
            die("fuzz: a reviewer in conflict");
        if ((c < row->pin_count) != names(row->pins, row->pin_count, row->chosen[c]))
            die("fuzz: a pin lost");
    }
}

static void check(struct arena *arena, const struct assignment_problem *problem)
{
    int64_t *load = arena_array(arena, problem->reviewer_count, sizeof *load);

    for (size_t i = 0; i < problem->application_count; i++)
        check_row(&problem->applications[i], load);
    for (size_t r = 0; r < problem->reviewer_count; r++)
        if (load[r] > problem->reviewers[r].load)
            die("fuzz: too many for one");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    struct assignment_document document;
    struct assignment_answer answer;
    struct buffer out = buffer_in(arena);
    char *copy = arena_copy(arena, bytes, length);

    if (assignment_read(arena, copy, length, &document) == NULL &&
        assignment_solve(arena, &document.problem, &answer)) {
        if (answer.feasible)
            check(arena, &document.problem);
        else if (answer.cut.need <= answer.cut.have)
            die("fuzz: a cut that explains nothing");
        assignment_write(&out, &document, &answer);
    }
    arena_close(arena);
    return 0;
}
