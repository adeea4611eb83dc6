/* contract.c: a contract from draft to acceptance: its states, and what a clerk should be told. */

#include "domain/contract.h"

#include "base/text.h"

#define TO(name) (1u << CONTRACT_##name)

/* What may follow, and which date the step writes. */
static const struct {
    const char *word;
    unsigned next;
    bool agreed, reason;
    size_t day; /* offset in struct contract; 0: none */
} states[] = {
    [CONTRACT_DRAFT] = {"draft", TO(SENT) | TO(DECLINED), false, false, 0},
    [CONTRACT_SENT] = {"sent", TO(NEGOTIATING) | TO(SIGNED) | TO(DECLINED), false, false,
                       offsetof(struct contract, sent_on)},
    [CONTRACT_NEGOTIATING] = {"negotiating", TO(SENT) | TO(SIGNED) | TO(DECLINED), false, false, 0},
    [CONTRACT_SIGNED] = {"signed", TO(EFFECTIVE) | TO(NEGOTIATING) | TO(DECLINED), true, false,
                         offsetof(struct contract, signed_b_on)},
    [CONTRACT_EFFECTIVE] = {"effective", TO(FILED) | TO(TERMINATED), true, false,
                            offsetof(struct contract, signed_a_on)},
    [CONTRACT_FILED] = {"filed", TO(RUNNING) | TO(TERMINATED), true, false, 0},
    [CONTRACT_RUNNING] = {"running", TO(COMPLETED) | TO(TERMINATED), true, false, 0},
    [CONTRACT_COMPLETED] = {"completed", 0, true, false, 0},
    [CONTRACT_DECLINED] = {"declined", 0, true, true, 0},
    [CONTRACT_TERMINATED] = {"terminated", 0, true, true, 0},
};

const char *contract_word(enum contract_state state)
{
    return states[state].word;
}

bool contract_state_of(const char *word, enum contract_state *state)
{
    for (int i = 0; i < CONTRACT_STATE_COUNT; i++)
        if (text_equal(word, states[i].word))
            return *state = (enum contract_state)i, true;
    return false;
}

bool contract_may_become(enum contract_state from, enum contract_state to)
{
    return (states[from].next & (1u << to)) != 0;
}

bool contract_ended(enum contract_state state)
{
    return states[state].next == 0;
}

bool contract_agreed(enum contract_state state)
{
    return states[state].agreed;
}

static bool is_day(const char *text)
{
    int64_t seconds;

    return strlen(text) == strlen("2023-12-09") && text_to_time(text, &seconds);
}

static void check_step(enum contract_state to, const char *day, const char *reason,
                       struct problems *problems)
{
    if (text_blank(day))
        problems_add(problems, SEVERITY_ERROR, "day", "required");
    else if (!is_day(day))
        problems_add(problems, SEVERITY_ERROR, "day", "contract/day");
    if (states[to].reason && text_blank(reason))
        problems_add(problems, SEVERITY_ERROR, "reason", "required");
}

bool contract_become(struct contract *contract, enum contract_state to, const char *day,
                     const char *reason, struct problems *problems, struct error *err)
{
    if (!contract_may_become(contract->state, to)) {
        error_set(err, ERROR_CONFLICT, "contract/step");
        error_text(err, "from", contract_word(contract->state));
        return error_text(err, "to", contract_word(to));
    }
    check_step(to, day, reason, problems);
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "contract/invalid");
    if (states[to].day != 0)
        memcpy((char *)contract + states[to].day, &day, sizeof day);
    contract->state = to;
    return true;
}

void contract_choice_check(const struct large_choice *choice, struct problems *problems)
{
    if (choice->selected && text_blank(choice->resources))
        problems_add(problems, SEVERITY_ERROR, "resources", "required");
    if (!choice->selected && text_blank(choice->reason))
        problems_add(problems, SEVERITY_ERROR, "why", "required");
}

bool contract_choose(struct contract *contract, const struct large_choice *choice,
                     const struct problems *problems, struct error *err)
{
    if (!contract->large_asked)
        return error_set(err, ERROR_CONFLICT, "contract/not-asked");
    if (states[contract->state].agreed)
        return error_set(err, ERROR_CONFLICT, "contract/agreed");
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "contract/invalid");
    contract->large_model = choice->selected;
    contract->resources = choice->selected ? choice->resources : "";
    contract->revision = choice->revision;
    return true;
}

static void check_missing(const struct contract *contract, struct problems *problems)
{
    const struct {
        const char *key, *text;
    } asked[] = {
        {"party_b", contract->party_b},
        {"credit_code", text_blank(contract->credit_reason) ? contract->credit_code : "-"},
        {"bank", contract->bank},
        {"account_number", contract->account_number},
        {"starts_on", contract->starts_on},
        {"ends_on", contract->ends_on},
    };

    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        if (text_blank(asked[i].text))
            problems_add(problems, SEVERITY_WARNING, asked[i].key, "contract/missing");
    if (contract->amount <= 0)
        problems_add(problems, SEVERITY_WARNING, "amount", "contract/missing");
}

void contract_check(const struct contract *contract, struct problems *problems)
{
    check_missing(contract, problems);
    if (text_blank(contract->credit_reason))
        credit_code_check(contract->credit_code, "credit_code", problems);
    if (!text_blank(contract->starts_on) && !text_blank(contract->ends_on) &&
        strcmp(contract->ends_on, contract->starts_on) < 0)
        problems_add(problems, SEVERITY_WARNING, "ends_on", "contract/term");
    if (contract->paid > contract->amount)
        problem_text(problems_add(problems, SEVERITY_WARNING, "paid", "contract/overpaid"),
                     "amount", text_from_fen(problems->arena, contract->amount));
}

/* The worth of a character in GB 32100-2015; -1 for none. */
static int worth_of(char c)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);

    return at == NULL ? -1 : (int)(at - alphabet);
}

void credit_code_check(const char *code, const char *path, struct problems *problems)
{
    int sum = 0, weight = 1;

    if (text_blank(code))
        return;
    for (int i = 0; i < 18; i++, weight = weight * 3 % 31) {
        int worth = worth_of(code[i]);

        if (worth < 0) {
            problems_add(problems, SEVERITY_WARNING, path, "contract/credit-code-form");
            return;
        }
        /* the check character stands for what is lacking to a multiple of 31 */
        sum += i < 17 ? worth * weight : worth;
    }
    if (code[18] != '\0')
        problems_add(problems, SEVERITY_WARNING, path, "contract/credit-code-form");
    else if (sum % 31 != 0)
        problems_add(problems, SEVERITY_WARNING, path, "contract/credit-code-check");
}
