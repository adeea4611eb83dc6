/* solution.h: one award per applicant over all topics, by three methods side by side (domain.md
 * §7).
 *
 * The committee's cases – eligible applications with a score, quotas, budget, pins and vetoes –
 * become the problem of allocation.h, which is solved by
 *   max-score  the largest sum of scores, then of granted wishes;
 *   stable     nobody could swap an award for one they like better;
 *   greedy     best score first, as a spreadsheet would do it: shown for comparison only.
 * Entries keep their places: entries.items[i] is problem.applications[i] of every method.
 */
#pragma once

#include "base/list.h"
#include "domain/allocation.h"
#include "domain/award.h"
#include "domain/ranking.h"

#define SOLUTION_METHODS(X)                                                                        \
    X(MAX_SCORE, "max-score")                                                                      \
    X(STABLE, "stable")                                                                            \
    X(GREEDY, "greedy")

#define SOLUTION_AS_ENUM(name, word) SOLUTION_##name,
enum solution_method { SOLUTION_METHODS(SOLUTION_AS_ENUM) SOLUTION_METHOD_COUNT };
#undef SOLUTION_AS_ENUM

const char *solution_word(enum solution_method method);
bool solution_method_of(const char *word, enum solution_method *method);

struct solution_entry {
    struct application_id application;
    struct person_id person;
    const char *number;
    size_t topic;       /* into the case's topics */
    int64_t score;      /* 1/10000 points; clamped to 0…100 when solved */
    int64_t preference; /* 0: none said, after those that were */
    int64_t amount;     /* fen */
    bool pinned, vetoed;
};

struct solution_case {
    struct {
        LIST(struct solution_entry);
    } entries;
    struct {
        LIST(struct ranking_topic); /* code and quota */
    } topics;
    int64_t budget;  /* fen; 0: no cap */
    int64_t minimum; /* 1/10000 points; 0: none */
};

struct solution {
    struct allocation_problem problem;
    struct allocation_answer answer;
    struct allocation_view view;
    uint32_t *reserve; /* per entry: its place on the topic's reserve list, 0 for none */
};

/* Solves by every method.  INVALID "solution/pin-veto", "solution/pin-applicant",
 * "solution/pin-quota" or "solution/pin-budget" when the pins do not fit. */
bool solution_make(struct arena *arena, const struct solution_case *given,
                   struct solution found[SOLUTION_METHOD_COUNT], struct error *err);

/* What the committee would say of an entry: FUND; RESERVE on the reserve list; DECLINE. */
enum outcome solution_outcome(const struct solution *solution, size_t entry);

/* Everything that the answer depends on, in hex: the same seal, the same answer.  For ourselves: it
 * tells of topics that a reader may not be shown. */
char *solution_seal(struct arena *arena, const struct solution_case *given);

/* What a reader is shown of the answers, in hex: `shown` per topic. */
char *solution_seal_shown(struct arena *arena, const struct solution_case *given,
                          const struct solution found[SOLUTION_METHOD_COUNT], const bool *shown);
