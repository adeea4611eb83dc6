/* contract.h: a contract from draft to acceptance: its states, and what a clerk should be told.
 *
 * Real contracts travel as Word drafts, paper and seals: a date and who suffice to record a step.
 * A declined number is kept as void and never used again.  Columns of its list: column.h.
 */
#pragma once

#include "base/problems.h"
#include "domain/column.h"

#define CONTRACT_STATES(X)                                                                         \
    X(DRAFT, "draft")                                                                              \
    X(SENT, "sent")                                                                                \
    X(NEGOTIATING, "negotiating")                                                                  \
    X(SIGNED, "signed")       /* by party B */                                                     \
    X(EFFECTIVE, "effective") /* countersigned by party A */                                       \
    X(FILED, "filed")         /* originals are in the archive */                                   \
    X(RUNNING, "running")                                                                          \
    X(COMPLETED, "completed")                                                                      \
    X(DECLINED, "declined")     /* before it took effect */                                        \
    X(TERMINATED, "terminated") /* after */

#define CONTRACT_AS_ENUM(name, word) CONTRACT_##name,
enum contract_state { CONTRACT_STATES(CONTRACT_AS_ENUM) CONTRACT_STATE_COUNT };
#undef CONTRACT_AS_ENUM

const char *contract_word(enum contract_state state);
bool contract_state_of(const char *word, enum contract_state *state);

/* Texts are never NULL; days are "2023-12-09" or "". */
struct contract {
    struct contract_id id;
    struct key key;
    struct call_id call;
    struct award_id award;
    const char *number, *project_number;
    enum contract_state state;
    int64_t amount; /* fen */
    const char *party_b, *credit_code, *account_name, *bank;
    const char *credit_reason;  /* why there is no credit code, or one that does not check */
    const char *swift;          /* of a bank abroad; an IBAN is the account number */
    const char *account_number; /* opened by the action for who may see it, else "" */
    const char *agent, *agent_phone, *postal, *instalments;
    const char *starts_on, *ends_on; /* months */
    const char *metric;
    bool large_asked,
        large_model;       /* 鹏城·脑海: in the application; selected by the project group */
    const char *resources; /* what it is granted then */
    int64_t copies;        /* 0: not said */
    const char *courier, *invoiced_on, *invoice;
    int64_t paid; /* fen */
    const char *paid_on, *sent_on, *signed_b_on, *signed_a_on, *acceptance_due, *note;
    int64_t revision, created_at;
};

/* May a contract go from one state to the other in one step? */
bool contract_may_become(enum contract_state from, enum contract_state to);

/* It has ended: nothing of it changes any more. */
bool contract_ended(enum contract_state state);

/* Amount, parties and term are agreed once party B has signed. */
bool contract_agreed(enum contract_state state);

/* A step: `day` is when it happened as the office says, and becomes sent_on, signed_b_on or
 * signed_a_on; declining and terminating need a reason.  CONFLICT "contract/step" (from, to: words
 * of the states); INVALID "contract/invalid" with problems on "day" ("required",
 * "contract/day") and "reason" ("required").  `day` must live as long as the contract. */
bool contract_become(struct contract *contract, enum contract_state to, const char *day,
                     const char *reason, struct problems *problems, struct error *err);

/* 鹏城·脑海: the project group's word on a contract whose application asked for the model. */
struct large_choice {
    bool selected;
    const char *resources, *reason; /* what is granted; why or why not */
    int64_t revision;               /* of the contract, as it was read */
};
/* Who is selected is granted something ("resources", "required"), who is not is told why ("why",
 * "required"). */
void contract_choice_check(const struct large_choice *choice, struct problems *problems);
/* CONFLICT "contract/not-asked"; "contract/agreed" once party B has signed the clause; INVALID
 * "contract/invalid" when the check found anything. */
bool contract_choose(struct contract *contract, const struct large_choice *choice,
                     const struct problems *problems, struct error *err);

/* Warnings, none of which stops anything: what party B must still tell ("contract/missing", path is
 * the column's key), a credit code that is absent or cannot be right while no reason is given for
 * it (bodies abroad and military ones have none), an end before the start
 * ("contract/term"), more paid than agreed ("contract/overpaid"). */
void contract_check(const struct contract *contract, struct problems *problems);

/* 统一社会信用代码 (GB 32100-2015): 18 characters without I, O, S, V, Z, the last one a check
 * character.  Warnings "contract/credit-code-form", "contract/credit-code-check"; "" is fine. */
void credit_code_check(const char *code, const char *path, struct problems *problems);
