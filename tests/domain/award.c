/* award.c: what a decision may hold, what stops a release, and one award per person. */

#include "domain/award.h"

#include "base/text.h"
#include "support/test.h"

static struct application eligible(void)
{
    return (struct application){.id = {7},
                                .call = {1},
                                .number = "A2023-7K3M",
                                .state = APPLICATION_ELIGIBLE,
                                .amount = 30000000};
}

TEST("to fund needs an amount, at most what was asked for")
{
    struct arena *arena = arena_open();
    struct application application = eligible();
    struct decision decision = {.outcome = OUTCOME_FUND};
    struct problems none = problems_in(arena), above = problems_in(arena),
                    fine = problems_in(arena);
    struct error err = {0};

    assert_false(decision_propose(&decision, &application, (struct person_id){3}, 9, &none, &err));
    assert_string_equal(err.code, "decision/invalid");
    assert_string_equal(none.items[0].code, "required");
    decision.amount = 30000001;
    err = (struct error){0};
    assert_false(decision_propose(&decision, &application, (struct person_id){3}, 9, &above, &err));
    assert_string_equal(above.items[0].code, "decision/above-asked");
    assert_string_equal(above.items[0].values[0].text, "300,000");
    assert_int_equal(decision.proposed_at, 0);
    decision.amount = 30000000;
    err = (struct error){0};
    assert_true(decision_propose(&decision, &application, (struct person_id){3}, 9, &fine, &err));
    assert_int_equal(decision.application.value, 7);
    assert_int_equal(decision.proposed_by.value, 3);
    arena_close(arena);
}

TEST("a reserve or declined application carries no amount")
{
    struct arena *arena = arena_open();
    struct application application = eligible();
    struct decision decision = {.outcome = OUTCOME_RESERVE, .amount = 10};
    struct problems problems = problems_in(arena);
    struct error err = {0};

    assert_true(
        decision_propose(&decision, &application, (struct person_id){3}, 9, &problems, &err));
    assert_int_equal(decision.amount, 0);
    arena_close(arena);
}

TEST("a decision stands only on an eligible application and not after release")
{
    struct arena *arena = arena_open();
    struct application application = eligible();
    struct decision decision = {.outcome = OUTCOME_DECLINE};
    struct problems problems = problems_in(arena);
    struct error err = {0};

    application.state = APPLICATION_SUBMITTED;
    assert_false(
        decision_propose(&decision, &application, (struct person_id){3}, 9, &problems, &err));
    assert_string_equal(err.code, "decision/not-eligible");
    assert_string_equal(err.values[0].text, "A2023-7K3M");
    application.state = APPLICATION_ELIGIBLE;
    decision.released_at = 5;
    err = (struct error){0};
    assert_false(
        decision_propose(&decision, &application, (struct person_id){3}, 9, &problems, &err));
    assert_string_equal(err.code, "decision/released");
    arena_close(arena);
}

static struct candidate *add(struct arena *arena, struct candidates *all, const char *number,
                             int64_t person, enum application_state state)
{
    struct candidate *candidate = list_add(arena, all);

    *candidate = (struct candidate){
        .number = number, .topic = "1", .person = {person}, .name = "林知远", .state = state};
    return candidate;
}

static void decide(struct candidate *candidate, enum outcome outcome, int64_t amount)
{
    candidate->decided = true;
    candidate->outcome = outcome;
    candidate->amount = amount;
}

static const struct problem *find(const struct problems *problems, const char *code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->items[i].code, code) == 0)
            return &problems->items[i];
    return NULL;
}

TEST("release waits for a decision on every eligible application and a verdict on every other")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct candidates all = {0};

    decide(add(arena, &all, "A2023-AAAA", 1, APPLICATION_ELIGIBLE), OUTCOME_FUND, 100);
    add(arena, &all, "A2023-BBBB", 2, APPLICATION_ELIGIBLE);
    add(arena, &all, "A2023-CCCC", 3, APPLICATION_SUBMITTED);
    add(arena, &all, "A2023-DDDD", 4, APPLICATION_INELIGIBLE);
    add(arena, &all, "A2023-EEEE", 5, APPLICATION_DRAFT);
    add(arena, &all, "A2023-FFFF", 6, APPLICATION_WITHDRAWN);
    release_check(&all, NULL, 0, 0, &problems);
    assert_int_equal(problems.count, 2);
    assert_string_equal(find(&problems, "release/undecided")->path, "A2023-BBBB");
    assert_string_equal(find(&problems, "release/undecided")->values[1].text, "林知远");
    assert_string_equal(find(&problems, "release/unscreened")->path, "A2023-CCCC");
    arena_close(arena);
}

TEST("a release with two funds for one person names the person and both applications")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct candidates all = {0};

    decide(add(arena, &all, "A2023-AAAA", 1, APPLICATION_ELIGIBLE), OUTCOME_FUND, 100);
    decide(add(arena, &all, "A2023-BBBB", 1, APPLICATION_ELIGIBLE), OUTCOME_RESERVE, 0);
    decide(add(arena, &all, "A2023-CCCC", 1, APPLICATION_ELIGIBLE), OUTCOME_FUND, 100);
    decide(add(arena, &all, "A2023-DDDD", 2, APPLICATION_ELIGIBLE), OUTCOME_FUND, 100);
    release_check(&all, NULL, 0, 0, &problems);
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.items[0].code, "release/two-funds");
    assert_string_equal(problems.items[0].values[1].text, "A2023-AAAA");
    assert_string_equal(problems.items[0].values[2].text, "A2023-CCCC");
    arena_close(arena);
}

TEST("more funds than places or budget warn and do not stop the committee")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct candidates all = {0};
    struct places places[] = {{"1", "课题 1", 1}, {"2", "课题 2", 0}};

    decide(add(arena, &all, "A2023-AAAA", 1, APPLICATION_ELIGIBLE), OUTCOME_FUND, 30000000);
    decide(add(arena, &all, "A2023-BBBB", 2, APPLICATION_ELIGIBLE), OUTCOME_FUND, 30000000);
    release_check(&all, places, 2, 50000000, &problems);
    assert_int_equal(problems_errors(&problems), 0);
    assert_int_equal(problems.count, 2);
    assert_string_equal(find(&problems, "release/quota")->values[0].text, "课题 1");
    assert_string_equal(find(&problems, "release/quota")->values[2].text, "2");
    assert_string_equal(find(&problems, "release/budget")->values[1].text, "600,000");
    arena_close(arena);
}

TEST("a call without any decision has nothing to release")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct candidates all = {0};

    add(arena, &all, "A2023-DDDD", 4, APPLICATION_INELIGIBLE);
    release_check(&all, NULL, 0, 0, &problems);
    assert_non_null(find(&problems, "release/nothing"));
    arena_close(arena);
}

TEST("who proposed a release does not release it where two persons are asked for")
{
    struct error err = {0};

    assert_false(release_by((struct person_id){3}, (struct person_id){3}, true, &err));
    assert_int_equal(err.kind, ERROR_DENIED);
    assert_string_equal(err.code, "release/second-person");
    err = (struct error){0};
    assert_true(release_by((struct person_id){3}, (struct person_id){4}, true, &err));
    assert_true(release_by((struct person_id){3}, (struct person_id){3}, false, &err));
}

TEST("a person holds one live award of a call; an ended one makes room")
{
    struct arena *arena = arena_open();
    struct awards awards = {0};
    struct award next = {.call = {1}, .person = {5}};
    struct error err = {0};

    *list_add(arena, &awards) = (struct award){
        .id = {1}, .call = {1}, .person = {5}, .number = "CALL-01", .live = true};
    assert_false(award_may_live(&awards, &next, &err));
    assert_string_equal(err.code, "award/one-per-person");
    assert_string_equal(err.values[0].text, "CALL-01");
    err = (struct error){0};
    assert_false(award_end(&awards.items[0], " ", 9, &err));
    assert_string_equal(err.code, "award/reason");
    err = (struct error){0};
    assert_true(award_end(&awards.items[0], "乙方放弃", 9, &err));
    assert_true(award_may_live(&awards, &next, &err));
    assert_false(award_end(&awards.items[0], "乙方放弃", 9, &err));
    assert_string_equal(err.code, "award/ended");
    arena_close(arena);
}

TEST("award numbers count on from the first, and a used one is never taken again")
{
    assert_int_equal(award_next(1, 0), 1);
    assert_int_equal(award_next(1, 7), 8);
    assert_int_equal(award_next(10, 3), 10);
}

static void person(struct arena *arena, struct likenesses *all, int64_t id, const char *name,
                   const char *institution, const char *phone, const char *orcid)
{
    *list_add(arena, all) = (struct likeness){
        .person = {id}, .name = name, .institution = institution, .phone = phone, .orcid = orcid};
}

TEST("the same name with the same phone, ORCID or institution is a likely same person")
{
    struct arena *arena = arena_open();
    struct likenesses all = {0};
    struct same_pairs pairs;

    person(arena, &all, 1, "林知远", "江城理工大学", "138 0000 0001", "");
    person(arena, &all, 2, "林 知远", "北辰大学", "+86 138-0000-0001", "");
    person(arena, &all, 3, "林知远", "江城理工大学（人工智能学院）", "", "");
    person(arena, &all, 4, "林知远", "江城理工大学 ", "", "");
    person(arena, &all, 5, "周庭芳", "江城理工大学", "13800000001", "");
    person(arena, &all, 6, "Lin Zhi-yuan", "", "", "0000-0002-1825-0097");
    person(arena, &all, 7, "ＬIN Zhiyuan", "北湖大学", "", "0000000218250097");
    person(arena, &all, 8, "", "江城理工大学", "13800000001", "");
    pairs = same_persons(arena, &all);
    assert_int_equal(pairs.count, 3);
    assert_int_equal(pairs.items[0].first->person.value, 1);
    assert_int_equal(pairs.items[0].second->person.value, 2);
    assert_true(pairs.items[0].phone && !pairs.items[0].institution);
    assert_int_equal(pairs.items[1].second->person.value, 4);
    assert_true(pairs.items[1].institution && !pairs.items[1].phone);
    assert_int_equal(pairs.items[2].second->person.value, 7);
    assert_true(pairs.items[2].orcid);
    arena_close(arena);
}

TEST("empty phones, addresses and institutions make nobody alike")
{
    struct arena *arena = arena_open();
    struct likenesses all = {0};

    person(arena, &all, 1, "王一", "", "", "");
    person(arena, &all, 2, "王一", "", "", "");
    person(arena, &all, 3, "王一", "　", "110", "");
    person(arena, &all, 4, "王一", " ", "110", "");
    assert_int_equal(same_persons(arena, &all).count, 0);
    arena_close(arena);
}
