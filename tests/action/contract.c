/* contract.c: contracts step by step, and the lists made of them, over a real folder. */

#include "action/contract.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "base/digest.h"
#include "base/text.h"
#include "support/folder.h"
#include "support/season.h"
#include "support/test.h"

#define BANK    "白鹭洲银行"
#define SWIFT   "BLZBCNBJ"
#define ACCOUNT "622200000000000123"

static const char *move(struct season *s, struct key key, const char *state, const char *reason)
{
    struct contract_move form = {state, "2023-12-09", reason};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_contract_move(&s->house.env, &s->secretary, key, &form, &problems, &err)
               ? ""
               : err.code;
}

/* With an account number, from the revision read. */
static const char *fill_in(struct season *s, const struct contract_row *row, int64_t revision)
{
    struct contract form = row->contract;
    struct error err = {0};

    form.revision = revision;
    form.credit_code = "123456789012345678";
    form.account_number = ACCOUNT;
    form.bank = BANK;
    form.swift = SWIFT;
    return action_contract_save(&s->house.env, &s->secretary, row->contract.key, &form, &err)
               ? ""
               : err.code;
}

TEST("a contract goes step by step, each told to applicant and mailbox; an ended one stays")
{
    struct season s;
    struct contract_row row;
    const char *link;

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(move(&s, row.contract.key, "effective", ""), "contract/step");
    assert_string_equal(move(&s, row.contract.key, "sent", ""), "");
    assert_string_equal(house_mail(&s.house, &link), "contract-mailbox");
    assert_string_equal(move(&s, row.contract.key, "declined", ""), "contract/invalid");
    assert_string_equal(move(&s, row.contract.key, "declined", "乙方放弃"), "");
    assert_string_equal(move(&s, row.contract.key, "sent", ""), "contract/ended");
    assert_string_equal(fill_in(&s, &row, 2), "contract/ended");
    row = season_contracts(&s).items[1];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_string_equal(fill_in(&s, &row, 0), "contract/stale");
    house_close(&s.house);
}

/* Party B's data, as its leader types it; every other field is tried as well. */
static const char *tell_party(struct season *s, const struct actor *who, struct key key,
                              int64_t revision)
{
    struct contract form = {.revision = revision,
                            .project_number = "X",
                            .amount = 1,
                            .party_b = "江城理工大学",
                            .credit_code = "12100000400000000X",
                            .account_name = "江城理工大学",
                            .bank = "示例银行",
                            .account_number = ACCOUNT,
                            .agent = "经办人",
                            .agent_phone = "010-00000000",
                            .postal = "江城",
                            .starts_on = "",
                            .ends_on = "",
                            .metric = "",
                            .instalments = "",
                            .courier = "",
                            .invoiced_on = "",
                            .invoice = "",
                            .paid_on = "",
                            .acceptance_due = "",
                            .credit_reason = "",
                            .swift = "",
                            .note = ""};
    struct error err = {0};

    return action_contract_fill(&s->house.env, who, key, &form, &err) ? "" : err.code;
}

TEST("the leader tells party B's data and nothing else, until party B has signed")
{
    struct season s;
    struct contract_row row;
    struct contract_facts facts;
    struct error err = {0};

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(tell_party(&s, &s.second, row.contract.key, 0), "missing");
    assert_string_equal(tell_party(&s, &s.secretary, row.contract.key, 0), "denied");
    assert_string_equal(tell_party(&s, &s.first, row.contract.key, 0), "");
    assert_string_equal(tell_party(&s, &s.first, row.contract.key, 0), "contract/stale");
    assert_true(action_contract_open(&s.house.env, &s.secretary, row.contract.key, &facts, &err));
    assert_string_equal(facts.contract->account_number, ACCOUNT);
    assert_string_equal(facts.contract->bank, "示例银行");
    assert_int_equal(facts.contract->amount, row.contract.amount);
    assert_string_equal(facts.contract->project_number, row.contract.project_number);
    assert_string_equal(facts.contract->metric, row.contract.metric);
    assert_int_equal(facts.party_at, s.house.env.now);
    assert_string_equal(move(&s, row.contract.key, "sent", ""), "");
    assert_string_equal(move(&s, row.contract.key, "signed", ""), "");
    assert_string_equal(tell_party(&s, &s.first, row.contract.key, 3), "contract/agreed");
    house_close(&s.house);
}

TEST("the leader sees their own contract and account, nobody else's")
{
    struct season s;
    struct contract_row row;
    struct contract_facts facts;
    struct error err = {0};

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_true(action_contract_open(&s.house.env, &s.first, row.contract.key, &facts, &err));
    assert_string_equal(facts.contract->account_number, ACCOUNT);
    assert_string_equal(facts.contract->bank, BANK);
    assert_string_equal(facts.contract->swift, SWIFT);
    assert_false(facts.may_edit);
    assert_false(action_contract_open(&s.house.env, &s.second, row.contract.key, &facts, &err));
    assert_string_equal(err.code, "missing");
    err = (struct error){0};
    assert_true(action_contract_open(&s.house.env, &s.chair, row.contract.key, &facts, &err));
    assert_string_equal(facts.contract->account_number, "");
    house_close(&s.house);
}

/* The whole of a file. */
static struct buffer read_file(struct arena *arena, const char *path)
{
    struct buffer text = buffer_in(arena);
    FILE *file = fopen(path, "rbe");
    char block[4096];

    for (size_t n; file != NULL && (n = fread(block, 1, sizeof block, file)) > 0;)
        buffer_add(&text, block, n);
    if (file != NULL)
        fclose(file);
    return text;
}

static bool holds(struct season *s, const char *name, const char *text)
{
    struct buffer file = read_file(s->house.arena,
                                   arena_format(s->house.arena, "%s/%s", s->house.folder, name));

    return file.length > 0 && memmem(file.bytes, file.length, text, strlen(text)) != NULL;
}

TEST("neither bank, account nor SWIFT stand in the database as they are read")
{
    struct season s;
    struct contract_row row;

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_true(holds(&s, "grantd.db", "123456789012345678") ||
                holds(&s, "grantd.db-wal", "123456789012345678"));
    for (size_t i = 0; i < 3; i++) {
        const char *const secrets[] = {ACCOUNT, BANK, SWIFT};

        assert_false(holds(&s, "grantd.db", secrets[i]));
        assert_false(holds(&s, "grantd.db-wal", secrets[i]));
    }
    house_close(&s.house);
}

/* Through the steps up to party A's signature. */
static void sign(struct season *s, struct key key)
{
    static const char *const states[] = {"sent", "signed", "effective"};

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        assert_string_equal(move(s, key, states[i], ""), "");
}

static const char *confirm(struct season *s, const struct actor *who, struct key key,
                           const char *value, const char *why)
{
    struct baseline_change change = {"", "1.6 倍", value, "tokens/s", "Atlas 800", why};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_contract_confirm(&s->house.env, who, key, &change, &problems, &err) ? ""
                                                                                      : err.code;
}

static struct contract_facts facts_for(struct season *s, const struct actor *who, struct key key)
{
    struct contract_facts facts;
    struct error err = {0};

    assert_true(action_contract_open(&s->house.env, who, key, &facts, &err));
    return facts;
}

TEST("party A's signature freezes the baseline with its digest; a confirmation adds and changes "
     "none")
{
    struct season s;
    struct contract_row row;
    struct contract_facts facts;
    const char *content;
    struct digest digest;

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(confirm(&s, &s.secretary, row.contract.key, "1200", "实测"),
                        "contract/no-baseline");
    sign(&s, row.contract.key);
    facts = facts_for(&s, &s.first, row.contract.key);
    assert_int_equal(facts.baselines.count, 1);
    assert_string_equal(json_word(facts.baselines.items[0].document, "baseline"), "1200 tokens/s");
    content = json_canonical(s.house.arena, facts.baselines.items[0].document);
    digest = digest_of(content, strlen(content));
    assert_string_equal(facts.baselines.items[0].sha256, digest_hex(s.house.arena, &digest));
    assert_string_equal(confirm(&s, &s.secretary, row.contract.key, "约1250", "实测"),
                        "contract/invalid");
    assert_string_equal(confirm(&s, &s.secretary, row.contract.key, "1250.5", " "),
                        "contract/invalid");
    assert_string_equal(confirm(&s, &s.first, row.contract.key, "1250.5", "实测"), "denied");
    assert_string_equal(confirm(&s, &s.secretary, row.contract.key, "1250.5", "双方实测"), "");
    facts = facts_for(&s, &s.secretary, row.contract.key);
    assert_int_equal(facts.baselines.count, 2);
    assert_string_equal(json_word(facts.baselines.items[0].document, "baseline"), "1200 tokens/s");
    assert_string_equal(json_word(facts.baselines.items[0].document, "target"), "1.6 倍");
    assert_string_equal(json_word(json_at(facts.baselines.items[0].document, "confirmed"), "value"),
                        "1250.5");
    assert_string_equal(json_word(facts.baselines.items[1].document, "target"), "1.5 倍");
    assert_string_equal(facts.baselines.items[1].sha256, digest_hex(s.house.arena, &digest));
    house_close(&s.house);
}

static const char *choose(struct season *s, const struct actor *who, struct key key, bool selected,
                          const char *resources, int64_t revision)
{
    struct large_choice choice = {selected, resources, selected ? "" : "名额有限", revision};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_large_model_select(&s->house.env, who, key, &choice, &problems, &err) ? ""
                                                                                        : err.code;
}

TEST(
    "the project group selects apart for the large model, with what is granted, until B has signed")
{
    struct season s;
    struct contract_row row;
    struct large_list list = {.call = NULL};
    struct error err = {0};

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_true(action_large_models(&s.house.env, &s.secretary, s.house.call, &list, &err));
    assert_int_equal(list.count, 2);
    assert_string_equal(choose(&s, &s.first, row.contract.key, true, "400 卡时", 0), "denied");
    assert_string_equal(choose(&s, &s.second, row.contract.key, true, "400 卡时", 0), "missing");
    assert_string_equal(choose(&s, &s.chair, row.contract.key, true, " ", 0), "contract/invalid");
    assert_string_equal(choose(&s, &s.chair, row.contract.key, true, "400 卡时", 0), "");
    assert_string_equal(choose(&s, &s.secretary, row.contract.key, false, "", 0), "contract/stale");
    assert_true(facts_for(&s, &s.first, row.contract.key).contract->large_model);
    assert_string_equal(facts_for(&s, &s.first, row.contract.key).contract->resources, "400 卡时");
    assert_false(season_contracts(&s).items[1].contract.large_model);
    sign(&s, row.contract.key);
    assert_string_equal(choose(&s, &s.chair, row.contract.key, false, "", 4), "contract/agreed");
    house_close(&s.house);
}

static struct export_file export_as(struct season *s, const struct actor *who, const char *preset,
                                    const char *format)
{
    struct export_file file = {.bytes = NULL};
    struct error err = {0};

    assert_true(action_export(&s->house.env, who, s->house.call, preset, format, &file, &err));
    return file;
}

static const char *read_back(struct arena *arena, const struct export_file *file)
{
    const char *folder = folder_make(arena);
    struct buffer cells;
    char *in = arena_format(arena, "%s/in", folder), *out = arena_format(arena, "%s/out", folder);
    FILE *stream = fopen(in, "wbe");
    int status = 0;
    pid_t child;

    assert_non_null(stream);
    assert_int_equal(fwrite(file->bytes, 1, file->length, stream), file->length);
    fclose(stream);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int to = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        if (to < 0 || dup2(to, STDOUT_FILENO) < 0)
            _exit(126);
        execl("/usr/bin/python3", "python3", "-B", "tests/support/sheet_read.py", "xlsx", in,
              (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    cells = read_file(arena, out);
    folder_remove(folder);
    return buffer_get(&cells);
}

TEST("a code of eighteen digits stays text in the list of contracts, and each list is logged")
{
    struct season s;
    struct contract_row row;
    struct export_file file;
    struct export_list made = {0};
    struct error err = {0};
    const char *cells;

    season_open(&s, "off");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    file = export_as(&s, &s.secretary, "contracts", "xlsx");
    assert_string_equal(file.name, "合同清单_2023_20231121.xlsx");
    cells = read_back(s.house.arena, &file);
    assert_non_null(strstr(cells, "\"123456789012345678\""));
    assert_non_null(strstr(cells, "\"" ACCOUNT "\""));
    assert_non_null(strstr(cells, "\"13900000000\""));
    assert_non_null(strstr(cells, "CAAIXSJLJJ-2023-MindSpore02"));
    assert_true(action_exports(&s.house.env, &s.secretary, s.house.call, &made, &err));
    assert_int_equal(made.count, 1);
    assert_int_equal(made.items[0].rows, 2);
    house_close(&s.house);
}

TEST("the public list has public columns only; the auditor's has no account number")
{
    struct season s;
    struct actor auditor;
    struct contract_row row;
    struct export_file file;
    struct error err = {0};

    season_open(&s, "off");
    auditor = house_official(&s.house, "audit@fund.example", "auditor");
    season_release(&s);
    row = season_contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    file = export_as(&s, &s.secretary, "public", "json");
    assert_null(memmem(file.bytes, file.length, "13900000000", 11));
    assert_null(memmem(file.bytes, file.length, "amount", 6));
    file = export_as(&s, &auditor, "contracts", "csv");
    assert_null(memmem(file.bytes, file.length, ACCOUNT, strlen(ACCOUNT)));
    assert_non_null(memmem(file.bytes, file.length, "MindSpore01", 11));
    assert_false(
        action_export(&s.house.env, &s.chair, s.house.call, "contracts", "csv", &file, &err));
    assert_string_equal(err.code, "denied");
    export_as(&s, &s.secretary, "scores", "csv");
    file = export_as(&s, &s.secretary, "applications", "csv");
    assert_non_null(memmem(file.bytes, file.length, "13900000000", 11));
    house_close(&s.house);
}
