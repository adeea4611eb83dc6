/* paper_contract.c: a contract as a paper, read back by another program. */

#include "action/sample.h"
#include "base/asset.h"
#include "base/text.h"
#include "support/golden.h"
#include "support/pdf_text.h"
#include "support/test.h"
#include "view/contract.h"
#include "view/pdf.h"
#include "view/wording.h"

static const struct sample_person leader = {"林知远", "lin@uni.example", "applicant",
                                            "江城理工大学", "教授"};

static const struct definition *call_of_2023(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(arena);
    struct error err = {0};
    json_t *document = json_parse(arena, (const char *)asset->bytes, asset->length, &err);

    return definition_read(arena, document, &problems);
}

static struct contract agreed(void)
{
    return (struct contract){
        .number = "CAAIXSJLJJ-2023-MindSpore07",
        .project_number = "CAAIXSJLJJ-2023-MindSpore07",
        .state = CONTRACT_SENT,
        .amount = 10700053,
        .party_b = "江城理工大学",
        .credit_code = "91110000100000000R",
        .credit_reason = "",
        .account_name = "江城理工大学",
        .bank = "江城银行高新支行",
        .account_number = "622200000000000123",
        .swift = "",
        .agent = "沈清",
        .agent_phone = "13900000000",
        .postal = "江城",
        .instalments = "签署后付 60%，验收后付 40%",
        .starts_on = "2024-01",
        .ends_on = "2024-12",
        .metric = "在昇腾 + 昇思确认当前性能基线，验收时验证开源代码与性能基线的加速比",
        .large_asked = true,
        .large_model = true,
        .resources = "昇腾 910 卡时 20,000\n“鹏城·脑海”33B 权重与技术支持",
        .copies = 6,
        .acceptance_due = "2025-03-31",
        .created_at = 1702080000,
    };
}

static struct contract_paper_facts facts_of(struct arena *arena, const struct contract *contract)
{
    const struct definition *d = call_of_2023(arena);
    const struct topic_definition *topic = &d->topics.items[0];
    struct error err = {0};

    assert_true(wordings_load(&err));
    return (struct contract_paper_facts){
        .contract = {.contract = contract,
                     .title = "面向昇腾的大语言模型低比特训练与推理协同优化",
                     .leader = "林知远",
                     .topic_code = topic->code,
                     .standing = {.secretary = true, .gate = GATE_RELEASED}},
        .definition = d,
        .topic = topic,
        .subtopic = words_in(&topic->subtopics.items[0].title, LANGUAGE_ZH),
        .sections = sample_answers(arena, d, topic, &leader, "题目", 1),
    };
}

static const char *read_paper(struct arena *arena, const struct contract_paper_facts *facts)
{
    struct pdf pdf;
    struct error err = {0};

    if (!pdf_write(arena, view_contract_paper(arena, facts), &pdf, &err))
        fail_msg("%s", err.code);
    return pdf_text(arena, pdf.bytes, pdf.length);
}

TEST("a contract becomes a paper whose text another program reads, as the golden file has it")
{
    struct arena *arena = arena_open();
    struct contract contract = agreed();
    struct contract_paper_facts facts = facts_of(arena, &contract);

    golden_check("contract-pdf.txt", read_paper(arena, &facts));
    arena_close(arena);
}

TEST("a contract's paper has the clause of the large model only when selected, and no account for "
     "who may not see it")
{
    struct arena *arena = arena_open();
    struct contract contract = agreed();
    struct contract_paper_facts facts;
    const char *text;

    contract.large_model = false;
    facts = facts_of(arena, &contract);
    facts.contract.standing = (struct standing){.auditor = true, .gate = GATE_RELEASED};
    text = read_paper(arena, &facts);
    assert_null(strstr(text, "脑海"));
    assert_null(strstr(text, "20,000"));
    assert_null(strstr(text, "江城银行"));
    assert_null(strstr(text, "13900000000"));
    assert_non_null(strstr(text, "壹拾万柒仟元伍角叁分"));
    assert_non_null(strstr(text, "第七条"));
    assert_null(strstr(text, "第八条"));
    arena_close(arena);
}
