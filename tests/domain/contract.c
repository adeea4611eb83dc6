/* contract.c: steps of a contract and warnings to the clerk. */

#include "domain/contract.h"

#include "base/text.h"
#include "support/golden.h"
#include "support/test.h"

static struct contract blank(enum contract_state state)
{
    return (struct contract){.state = state,
                             .amount = 30000000,
                             .party_b = "江城理工大学",
                             .credit_code = "",
                             .account_name = "江城理工大学",
                             .bank = "江城银行",
                             .account_number = "6222000000000000001",
                             .starts_on = "2024-01",
                             .ends_on = "2024-12",
                             .sent_on = "",
                             .signed_b_on = "",
                             .signed_a_on = ""};
}

static bool step(struct contract *contract, enum contract_state to, const char *day,
                 const char *reason, const char **code)
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct error err = {0};
    bool done = contract_become(contract, to, day, reason, &problems, &err);

    *code = err.code == NULL ? "" : err.code;
    arena_close(arena);
    return done;
}

TEST("a contract is sent, signed by B, countersigned by A, filed, run and completed, with its days")
{
    struct contract contract = blank(CONTRACT_DRAFT);
    const char *code;

    assert_true(step(&contract, CONTRACT_SENT, "2023-12-05", "", &code));
    assert_true(step(&contract, CONTRACT_NEGOTIATING, "2023-12-06", "", &code));
    assert_true(step(&contract, CONTRACT_SIGNED, "2023-12-08", "", &code));
    assert_true(step(&contract, CONTRACT_EFFECTIVE, "2023-12-09", "", &code));
    assert_true(step(&contract, CONTRACT_FILED, "2023-12-20", "", &code));
    assert_true(step(&contract, CONTRACT_RUNNING, "2024-01-01", "", &code));
    assert_true(step(&contract, CONTRACT_COMPLETED, "2024-12-31", "", &code));
    assert_string_equal(contract.sent_on, "2023-12-05");
    assert_string_equal(contract.signed_b_on, "2023-12-08");
    assert_string_equal(contract.signed_a_on, "2023-12-09");
    assert_true(contract_ended(contract.state));
}

TEST("party A cannot sign before party B, and an ended contract stays ended")
{
    struct contract contract = blank(CONTRACT_SENT);
    const char *code;

    assert_false(step(&contract, CONTRACT_EFFECTIVE, "2023-12-09", "", &code));
    assert_string_equal(code, "contract/step");
    contract.state = CONTRACT_DECLINED;
    for (int to = 0; to < CONTRACT_STATE_COUNT; to++)
        assert_false(contract_may_become(contract.state, (enum contract_state)to));
}

TEST("a contract in effect is terminated, one not yet in effect is declined, each with a reason")
{
    struct contract contract = blank(CONTRACT_SENT);
    const char *code;

    assert_false(step(&contract, CONTRACT_TERMINATED, "2023-12-09", "中止", &code));
    assert_string_equal(code, "contract/step");
    assert_false(step(&contract, CONTRACT_DECLINED, "2023-12-09", " ", &code));
    assert_string_equal(code, "contract/invalid");
    assert_int_equal(contract.state, CONTRACT_SENT);
    assert_true(step(&contract, CONTRACT_DECLINED, "2023-12-09", "乙方来函放弃", &code));
    contract.state = CONTRACT_RUNNING;
    assert_false(step(&contract, CONTRACT_DECLINED, "2023-12-09", "放弃", &code));
    assert_true(step(&contract, CONTRACT_TERMINATED, "2024-06-01", "项目中止", &code));
}

TEST("a step needs the day it happened, and a day that exists")
{
    struct contract contract = blank(CONTRACT_DRAFT);
    const char *code;

    assert_false(step(&contract, CONTRACT_SENT, "", "", &code));
    assert_false(step(&contract, CONTRACT_SENT, "2023-02-30", "", &code));
    assert_false(step(&contract, CONTRACT_SENT, "2023-12", "", &code));
    assert_string_equal(code, "contract/invalid");
    assert_string_equal(contract.sent_on, "");
}

TEST("the steps of a contract are as the golden table says")
{
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);
    enum contract_state read;

    for (int from = 0; from < CONTRACT_STATE_COUNT; from++) {
        buffer_format(&out, "%s%s:", contract_word((enum contract_state)from),
                      contract_agreed((enum contract_state)from) ? " (agreed)" : "");
        for (int to = 0; to < CONTRACT_STATE_COUNT; to++)
            if (contract_may_become((enum contract_state)from, (enum contract_state)to))
                buffer_format(&out, " %s", contract_word((enum contract_state)to));
        buffer_byte(&out, '\n');
        assert_true(contract_state_of(contract_word((enum contract_state)from), &read));
        assert_int_equal(read, from);
    }
    golden_check("contract.txt", buffer_get(&out));
    arena_close(arena);
}

/* The first code against a credit code, "" for none. */
static const char *fault_of(const char *code)
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    const char *fault;

    credit_code_check(code, "credit_code", &problems);
    assert_int_equal(problems_errors(&problems), 0);
    fault = problems.count == 0 ? "" : problems.items[0].code;
    arena_close(arena);
    return fault;
}

TEST("a credit code's check character tells a slip of one digit; it warns and never stops")
{
    assert_string_equal(fault_of(""), "");
    assert_string_equal(fault_of("91110000100000000R"), "");
    assert_string_equal(fault_of("91110000100000001R"), "contract/credit-code-check");
    assert_string_equal(fault_of("91110001000000000R"), "contract/credit-code-check");
    assert_string_equal(fault_of("91110000100000000r"), "contract/credit-code-form");
    assert_string_equal(fault_of("91110000100000000"), "contract/credit-code-form");
    assert_string_equal(fault_of("91110000100000000RR"), "contract/credit-code-form");
    assert_string_equal(fault_of("9111O000100000000R"), "contract/credit-code-form");
}

TEST("the clerk is told what party B still owes, a term that runs backward and too much paid")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct contract contract = blank(CONTRACT_DRAFT);

    contract.credit_code = "91110000100000000R";
    contract_check(&contract, &problems);
    assert_int_equal(problems.count, 0);
    contract.account_number = " ";
    contract.ends_on = "2023-12";
    contract.paid = 30000001;
    contract_check(&contract, &problems);
    assert_int_equal(problems.count, 3);
    assert_int_equal(problems_errors(&problems), 0);
    assert_string_equal(problems.items[0].path, "account_number");
    assert_string_equal(problems.items[1].code, "contract/term");
    assert_string_equal(problems.items[2].values[0].text, "300,000");
    arena_close(arena);
}

TEST("a body without a credit code is not warned of it once it says why")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena), none = problems_in(arena);
    struct contract contract = blank(CONTRACT_DRAFT);

    contract_check(&contract, &problems);
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.items[0].path, "credit_code");
    contract.credit_reason = "境外高校，无统一社会信用代码";
    contract_check(&contract, &none);
    assert_int_equal(none.count, 0);
    contract.credit_code = "not a code";
    contract_check(&contract, &none);
    assert_int_equal(none.count, 0);
    arena_close(arena);
}

TEST("only a contract whose application asked is selected for the large model, and not once B "
     "signed")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct large_choice choice = {true, "400 卡时", "", 7};
    struct contract contract = blank(CONTRACT_SENT);
    struct error err = {0}, late = {0};

    assert_false(contract_choose(&contract, &choice, &problems, &err));
    assert_string_equal(err.code, "contract/not-asked");
    contract.large_asked = true;
    contract.state = CONTRACT_SIGNED;
    assert_false(contract_choose(&contract, &choice, &problems, &late));
    assert_string_equal(late.code, "contract/agreed");
    contract.state = CONTRACT_NEGOTIATING;
    assert_true(contract_choose(&contract, &choice, &problems, &late));
    choice.selected = false;
    assert_true(contract_choose(&contract, &choice, &problems, &late));
    assert_string_equal(contract.resources, "");
    arena_close(arena);
}
