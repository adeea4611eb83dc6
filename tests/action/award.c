/* award.c: decisions, the one release, awards, contracts and lists, over a real folder. */

#include "action/award.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>

#include "action/contract.h"
#include "base/text.h"
#include "store/application.h"
#include "store/call.h"
#include "store/contract.h"
#include "store/decision.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/review.h"
#include "store/tx.h"
#include "support/folder.h"
#include "support/house.h"
#include "support/test.h"

#define CLOSING (HOUSE_NOW + 1000)
#define ACCOUNT "622200000000000123"

struct season {
    struct house house;
    struct actor chair, secretary, first, second;
    struct key a, b, c; /* a and b lead by the first person, c by the second */
};

static void set_call(struct season *s, const char *two_persons)
{
    struct call changed = *s->house.call;
    json_t *switches = json_root(s->house.arena);
    struct error err = {0};
    bool done = tx_begin(&s->house.env, &err);

    json_put_text(switches, "two-persons/release", two_persons);
    changed.closes_at = CLOSING;
    changed.switches = switches;
    done = done && store_call_set(&s->house.env, &changed, &err);
    assert_true(tx_end(&s->house.env, done, &err));
    assert_true(service_call(&s->house.env, NULL, &s->house.call, &err));
}

#define CONTENT                                                                                    \
    "{\"sections\":{\"applicant\":{\"phone\":\"13900000000\",\"position\":\"教授\"},"            \
    "\"basic\":{\"start\":\"2024-01\",\"end\":\"2024-12\",\"metric\":\"performance\"},"            \
    "\"resources\":{\"large_model\":\"yes\"}}}"

static struct key apply(struct season *s, const struct actor *who, const char *topic_code)
{
    struct env *env = &s->house.env;
    struct application a = {.state = APPLICATION_ELIGIBLE,
                            .title = "面向昇腾的低比特训练",
                            .amount = 30000000,
                            .institution = "江城理工大学",
                            .leader = "林知远",
                            .version = 1,
                            .submitted_at = HOUSE_NOW};
    struct submission submission = {.version = 1,
                                    .call_version = 1,
                                    .submitted_at = HOUSE_NOW,
                                    .content = CONTENT,
                                    .sha256 = "00"};
    struct key key = key_new(env);
    struct topic_row topic;
    struct error err = {0};
    bool done = tx_begin(env, &err) &&
                store_topic_get(env, s->house.call->id, topic_code, &topic, &err) &&
                store_application_add(env, s->house.call->id, topic.id, who->person, key,
                                      arena_format(env->arena, "A2023-%.4s", key.text), false,
                                      &a.id, &err);

    submission.key = key_new(env);
    submission.application = a.id;
    done = done && store_submission_add(env, &submission, who->person, &err) &&
           store_application_save(env, &a, &err);
    assert_true(tx_end(env, done, &err));
    return key;
}

static void season_open(struct season *s, const char *two_persons)
{
    *s = (struct season){.house = {.arena = NULL}};
    house_open(&s->house);
    s->chair = house_official(&s->house, "chair@fund.example", "chair");
    s->secretary = house_official(&s->house, "office@fund.example", "secretary");
    s->first = house_account(&s->house, "first@uni.example", NULL);
    s->second = house_account(&s->house, "second@uni.example", NULL);
    set_call(s, two_persons);
    s->a = apply(s, &s->first, "1");
    s->b = apply(s, &s->first, "2");
    s->c = apply(s, &s->second, "3");
    s->house.env.now = CLOSING + 86400;
}

static const char *decide(struct season *s, const struct actor *by, struct key key,
                          const char *outcome)
{
    struct decision_form form = {key.text, outcome, 20000000, "平均 88.4", "符合资助条件"};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_decision_propose(&s->house.env, by, s->house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

typedef bool release_act(struct env *, const struct actor *, const struct call *, struct problems *,
                         struct error *);

static const char *release_by_act(struct season *s, const struct actor *by, release_act *act)
{
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return act(&s->house.env, by, s->house.call, &problems, &err) ? "" : err.code;
}

static const char *ask(struct season *s, const struct actor *by)
{
    return release_by_act(s, by, action_release_propose);
}

static const char *confirm(struct season *s, const struct actor *by)
{
    return release_by_act(s, by, action_release_confirm);
}

static struct contract_rows contracts(struct season *s)
{
    struct contract_rows rows = {0};
    struct error err = {0};

    assert_true(store_contracts(&s->house.env, &s->secretary, s->house.call->id, &rows, &err));
    return rows;
}

static void fund_two(struct season *s)
{
    assert_string_equal(decide(s, &s->chair, s->a, "fund"), "");
    assert_string_equal(decide(s, &s->chair, s->b, "decline"), "");
    assert_string_equal(decide(s, &s->secretary, s->c, "fund"), "");
}

static void release_all(struct season *s)
{
    struct error err = {0};

    fund_two(s);
    assert_string_equal(ask(s, &s->chair), "");
    assert_true(service_call(&s->house.env, NULL, &s->house.call, &err));
}

TEST("two funds for one person stop a release, and nothing of it stays")
{
    struct season s;
    struct problems problems;
    struct error err = {0};
    bool said = false;

    season_open(&s, "off");
    assert_string_equal(ask(&s, &s.chair), "release/refused");
    fund_two(&s);
    assert_string_equal(decide(&s, &s.chair, s.b, "fund"), "");
    problems = problems_in(s.house.arena);
    assert_false(action_release_propose(&s.house.env, &s.chair, s.house.call, &problems, &err));
    assert_string_equal(err.code, "release/refused");
    for (size_t i = 0; i < problems.count; i++)
        said = said || strcmp(problems.items[i].code, "release/two-funds") == 0;
    assert_true(said);
    assert_int_equal(contracts(&s).count, 0);
    assert_string_equal(decide(&s, &s.chair, s.b, "reserve"), "");
    assert_string_equal(ask(&s, &s.chair), "");
    assert_int_equal(contracts(&s).count, 2);
    assert_string_equal(decide(&s, &s.chair, s.b, "fund"), "call/released");
    house_close(&s.house);
}

TEST("who asked for the release cannot confirm it; another can; changing a decision ends it")
{
    struct season s;
    struct error err = {0};

    season_open(&s, "on");
    fund_two(&s);
    assert_string_equal(confirm(&s, &s.chair), "release/none");
    assert_string_equal(ask(&s, &s.first), "denied");
    assert_string_equal(ask(&s, &s.chair), "");
    assert_string_equal(ask(&s, &s.secretary), "release/waiting");
    assert_string_equal(confirm(&s, &s.chair), "release/second-person");
    assert_string_equal(decide(&s, &s.secretary, s.b, "reserve"), "");
    assert_string_equal(confirm(&s, &s.secretary), "release/none");
    assert_string_equal(ask(&s, &s.chair), "");
    assert_true(action_release_withdraw(&s.house.env, &s.secretary, s.house.call, &err));
    assert_string_equal(confirm(&s, &s.secretary), "release/none");
    assert_string_equal(ask(&s, &s.chair), "");
    assert_int_equal(contracts(&s).count, 0);
    assert_string_equal(confirm(&s, &s.secretary), "");
    assert_int_equal(contracts(&s).count, 2);
    assert_string_equal(confirm(&s, &s.secretary), "call/released");
    house_close(&s.house);
}

TEST("numbers are consecutive, and each award has a draft contract with what was asked for")
{
    struct season s;
    struct contract_rows rows;

    season_open(&s, "off");
    release_all(&s);
    rows = contracts(&s);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].contract.number, "CAAIXSJLJJ-2023-MindSpore01");
    assert_string_equal(rows.items[1].contract.number, "CAAIXSJLJJ-2023-MindSpore02");
    assert_string_equal(rows.items[0].contract.party_b, "江城理工大学");
    assert_string_equal(rows.items[0].contract.starts_on, "2024-01");
    assert_int_equal(rows.items[0].contract.amount, 20000000);
    assert_true(rows.items[0].contract.large_model);
    assert_true(*rows.items[0].contract.metric != '\0');
    house_close(&s.house);
}

struct attempt {
    struct season *season;
    const char *code;
};

static void *try_release(void *context)
{
    struct attempt *attempt = context;
    struct env env = house_enter(&attempt->season->house);
    struct problems problems = problems_in(env.arena);
    struct error err = {0};
    bool done = action_release_propose(&env, &attempt->season->chair, attempt->season->house.call,
                                       &problems, &err);

    attempt->code = done ? "" : err.code;
    house_leave(&attempt->season->house, &env);
    return NULL;
}

TEST("of eight releases at once exactly one succeeds, and no number is taken twice")
{
    struct season s;
    struct attempt attempts[8];
    pthread_t threads[8];
    int done = 0;

    season_open(&s, "off");
    fund_two(&s);
    for (int i = 0; i < 8; i++) {
        attempts[i] = (struct attempt){.season = &s};
        assert_int_equal(pthread_create(&threads[i], NULL, try_release, &attempts[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        done += *attempts[i].code == '\0';
    }
    assert_int_equal(done, 1);
    assert_int_equal(contracts(&s).count, 2);
    house_close(&s.house);
}

TEST("the database takes no second live award of a person, whoever asks for it")
{
    struct season s;
    struct application application;
    struct standing standing;
    struct award award;
    struct error err = {0};
    bool done;

    season_open(&s, "off");
    release_all(&s);
    assert_true(
        store_application_visible(&s.house.env, &s.chair, s.b, &application, &standing, &err));
    award = (struct award){.key = key_new(&s.house.env),
                           .call = s.house.call->id,
                           .person = s.first.person,
                           .application = application.id,
                           .number = "X-2",
                           .made_by = s.chair.person};
    done = tx_begin(&s.house.env, &err) && store_award_add(&s.house.env, &award, &err);
    assert_false(tx_end(&s.house.env, done, &err));
    assert_string_equal(err.code, "award/one-per-person");
    assert_string_equal(err.values[0].text, "CAAIXSJLJJ-2023-MindSpore01");
    house_close(&s.house);
}

TEST("somebody in a conflict decides nothing on the application and does not see it")
{
    struct season s;
    struct application application;
    struct standing standing;
    struct awards_facts facts;
    struct error err = {0};
    bool done;

    season_open(&s, "off");
    assert_true(
        store_application_visible(&s.house.env, &s.chair, s.a, &application, &standing, &err));
    done = tx_begin(&s.house.env, &err) &&
           store_conflict_add(&s.house.env, application.id, s.chair.person, "declared", "confirmed",
                              "", s.chair.person, &err);
    assert_true(tx_end(&s.house.env, done, &err));
    assert_string_equal(decide(&s, &s.chair, s.a, "fund"), "missing");
    assert_true(action_awards(&s.house.env, &s.chair, s.house.call, &facts, &err));
    for (size_t t = 0; t < facts.topics.count; t++)
        for (size_t i = 0; i < facts.topics.items[t].rows.count; i++)
            assert_string_not_equal(facts.topics.items[t].rows.items[i].key.text, s.a.text);
    assert_string_equal(decide(&s, &s.secretary, s.a, "fund"), "");
    house_close(&s.house);
}

TEST("each applicant is told once, of everything, with outer reasons and without scores")
{
    struct season s;
    struct notices all = {0};
    struct error err = {0};
    int told = 0;

    season_open(&s, "off");
    release_all(&s);
    assert_true(store_notice_list(&s.house.env, "", 0, 100, &all, &err));
    for (size_t i = 0; i < all.count; i++) {
        struct notice n;

        assert_true(store_notice_get(&s.house.env, all.items[i].key, &n, &err));
        if (strcmp(n.event, "decision") != 0)
            continue;
        told++;
        assert_int_equal(json_array_size(json_at(n.detail, "rows")),
                         n.person.value == s.first.person.value ? 2 : 1);
        assert_non_null(strstr(json_write(s.house.arena, n.detail), "符合资助条件"));
        assert_null(strstr(json_write(s.house.arena, n.detail), "88.4"));
    }
    assert_int_equal(told, 2);
    house_close(&s.house);
}

/* ---- alike persons */

static const char *judge(struct season *s, const char *act)
{
    struct same_form form = {s->first.key.text, s->second.key.text, act, "电话核实"};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_same_decide(&s->house.env, &s->secretary, s->house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

static size_t alike(struct season *s)
{
    struct pair_list pairs = {0};
    struct error err = {0};

    assert_true(action_same_pairs(&s->house.env, &s->secretary, s->house.call, &pairs, &err));
    return pairs.count;
}

static void same_phone(struct season *s)
{
    struct person_details details = {.name = "林知远", .phone = "139 0000 0000"};
    struct error err = {0};
    bool done = tx_begin(&s->house.env, &err) &&
                store_person_change(&s->house.env, s->first.person, &details, &err) &&
                store_person_change(&s->house.env, s->second.person, &details, &err);

    assert_true(tx_end(&s->house.env, done, &err));
}

TEST("persons alike are named until told apart; joined ones hold both applications")
{
    struct season s;

    season_open(&s, "off");
    fund_two(&s);
    assert_int_equal(alike(&s), 0);
    same_phone(&s);
    assert_int_equal(alike(&s), 1);
    assert_string_equal(judge(&s, "different"), "");
    assert_int_equal(alike(&s), 0);
    assert_string_equal(judge(&s, "join"), "");
    assert_string_equal(judge(&s, "join"), "person/joined");
    assert_string_equal(ask(&s, &s.chair), "release/refused");
    house_close(&s.house);
}

TEST("two persons with applications to one topic, or with an award each, are not joined")
{
    struct season s;

    season_open(&s, "off");
    release_all(&s);
    assert_string_equal(judge(&s, "join"), "person/two-awards");
    house_close(&s.house);
    season_open(&s, "off");
    s.house.env.now = HOUSE_NOW;
    apply(&s, &s.second, "1");
    assert_string_equal(judge(&s, "join"), "person/one-topic");
    house_close(&s.house);
}

/* ---- contracts and lists */

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
    release_all(&s);
    row = contracts(&s).items[0];
    assert_string_equal(move(&s, row.contract.key, "effective", ""), "contract/step");
    assert_string_equal(move(&s, row.contract.key, "sent", ""), "");
    assert_string_equal(house_mail(&s.house, &link), "contract-mailbox");
    assert_string_equal(move(&s, row.contract.key, "declined", ""), "contract/invalid");
    assert_string_equal(move(&s, row.contract.key, "declined", "乙方放弃"), "");
    assert_string_equal(move(&s, row.contract.key, "sent", ""), "contract/ended");
    assert_string_equal(fill_in(&s, &row, 2), "contract/ended");
    row = contracts(&s).items[1];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_string_equal(fill_in(&s, &row, 0), "contract/stale");
    house_close(&s.house);
}

TEST("the leader sees their own contract and account, nobody else's")
{
    struct season s;
    struct contract_row row;
    struct contract_facts facts;
    struct error err = {0};

    season_open(&s, "off");
    release_all(&s);
    row = contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_true(action_contract_open(&s.house.env, &s.first, row.contract.key, &facts, &err));
    assert_string_equal(facts.contract->account_number, ACCOUNT);
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

TEST("an account number stands nowhere in the database as it is read")
{
    struct season s;
    struct contract_row row;

    season_open(&s, "off");
    release_all(&s);
    row = contracts(&s).items[0];
    assert_string_equal(fill_in(&s, &row, 0), "");
    assert_true(holds(&s, "grantd.db", "123456789012345678") ||
                holds(&s, "grantd.db-wal", "123456789012345678"));
    assert_false(holds(&s, "grantd.db", ACCOUNT));
    assert_false(holds(&s, "grantd.db-wal", ACCOUNT));
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
    release_all(&s);
    row = contracts(&s).items[0];
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
    release_all(&s);
    row = contracts(&s).items[0];
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
