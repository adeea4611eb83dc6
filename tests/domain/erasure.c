/* erasure.c: what is in the way of being erased, and the words of the states. */

#include "domain/erasure.h"

#include "support/test.h"

#include <string.h>

TEST("an award outweighs a review, a review a role, and nothing is in the way of who has none")
{
    const struct {
        struct erasure_facts facts;
        const char *code;
    } rows[] = {
        {{1, 1, 1}, "erasure/award"},
        {{0, 2, 1}, "erasure/in-review"},
        {{0, 0, 1}, "erasure/role"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(erasure_hindrance(&rows[i].facts), rows[i].code);
    assert_null(erasure_hindrance(&(struct erasure_facts){0, 0, 0}));
}

TEST("each state of a request to be erased is read back from its word")
{
    for (int i = 0; i < ERASURE_STATE_COUNT; i++)
        assert_int_equal(erasure_of(erasure_word((enum erasure_state)i)), i);
}
