/* team.c: inviting others into an application: one right, one object, one use; and what they write.
 */

#include "action/team.h"

#include <pthread.h>

#include "action/account.h"
#include "action/review.h"
#include "base/text.h"
#include "domain/team.h"
#include "store/review.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

struct shared_desk {
    struct house house;
    struct actor leader, helper, other;
    struct key key;
    const char *link; /* of the newest invitation */
};

/* Everybody who signs up in a test has one name. */
static void rename_to(struct shared_desk *d, const struct actor *who, const char *name)
{
    struct profile_form form = {.name = name,
                                .language = "zh-CN",
                                .latin_name = "",
                                .institution = "",
                                .orcid = "",
                                .phone = ""};
    struct problems problems = problems_in(d->house.arena);
    struct error err = {0};

    assert_true(action_profile_save(&d->house.env, who, &form, &problems, &err));
}

static void open_desk(struct shared_desk *d)
{
    struct error err = {0};

    *d = (struct shared_desk){.house = {.arena = NULL}};
    house_open(&d->house);
    d->leader = house_account(&d->house, "leader@uni.example", NULL);
    d->helper = house_account(&d->house, "helper@uni.example", NULL);
    rename_to(d, &d->helper, "江越人");
    d->other = house_account(&d->house, "other@uni.example", NULL);
    assert_true(
        action_application_start(&d->house.env, &d->leader, d->house.call, "1", &d->key, &err));
}

/* "basis target attachments" */
static json_t *parts_in(struct shared_desk *d, const char *words)
{
    json_t *parts = json_root_array(d->house.arena);

    for (size_t length; *words != '\0'; words += length + (words[length] == ' ')) {
        length = strcspn(words, " ");
        json_add_text(parts, arena_copy(d->house.arena, words, length));
    }
    return parts;
}

static const char *invite(struct shared_desk *d, const struct actor *who, const char *email,
                          const char *parts)
{
    struct team_form form = {email, "江越人", parts_in(d, parts)};
    struct problems problems = problems_in(d->house.arena);
    struct error err = {0};

    if (!action_team_invite(&d->house.env, who, d->key, &form, &problems, &err))
        return problems.count > 0 ? problems.items[0].code : err.code;
    assert_string_equal(house_mail(&d->house, &d->link), "team-invited");
    d->link = strrchr(d->link, '/') + 1;
    return "";
}

static const char *accept(struct shared_desk *d, const struct actor *who, const char *link)
{
    struct error err = {0};
    struct key key;

    if (!action_invitation_accept(&d->house.env, who, link, &key, &err))
        return err.code;
    assert_string_equal(key.text, d->key.text);
    return "";
}

static const char *save(struct shared_desk *d, const struct actor *who, const char *section,
                        const char *field, const char *text)
{
    json_t *body = json_root(d->house.arena);
    struct section_save save = {.section = section, .body = body, .base = -1};
    struct section_saved saved;
    struct error err = {0};

    json_put_text(json_put_object(body, "fields"), field, text);
    return action_section_save(&d->house.env, who, d->key, &save, &saved, &err) ? "" : err.code;
}

static const char *stands(struct shared_desk *d, const char *section, const char *field)
{
    struct application_view view;
    struct error err = {0};

    assert_true(action_application_open(&d->house.env, &d->leader, d->key, &view, &err));
    return json_word(json_at(view.sections, section), field);
}

static struct key only_row(struct shared_desk *d)
{
    struct team_view view;
    struct error err = {0};

    assert_true(action_team_open(&d->house.env, &d->leader, d->key, &view, &err));
    assert_int_equal(view.rows.count, 1);
    return view.rows.items[0].key;
}

static const char *end(struct shared_desk *d, const struct actor *who)
{
    struct key row = only_row(d);
    struct error err = {0};

    return action_team_end(&d->house.env, who, d->key, row, &err) ? "" : err.code;
}

static const char *again(struct shared_desk *d)
{
    struct key row = only_row(d);
    struct error err = {0};

    if (!action_team_again(&d->house.env, &d->leader, d->key, row, &err))
        return err.code;
    house_mail(&d->house, &d->link);
    d->link = strrchr(d->link, '/') + 1;
    return "";
}

static const char *give(struct shared_desk *d, const char *parts)
{
    struct problems problems = problems_in(d->house.arena);
    struct key row = only_row(d);
    struct error err = {0};

    return action_team_parts(&d->house.env, &d->leader, d->key, row, parts_in(d, parts), &problems,
                             &err)
               ? ""
               : err.code;
}

TEST("who accepts an invitation writes the parts that were given, and no other")
{
    struct shared_desk d;

    open_desk(&d);
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "一"), "missing");
    assert_string_equal(invite(&d, &d.leader, "Someone@Else.example", "basis"), "");
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "一"), "missing");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "一"), "");
    assert_string_equal(stands(&d, "basis", "aims"), "一");
    assert_string_equal(save(&d, &d.helper, "target", "goal", "二"), "denied");
    assert_string_equal(save(&d, &d.helper, "nothing", "goal", "二"), "denied");
    assert_string_equal(give(&d, "target"), "");
    assert_string_equal(save(&d, &d.helper, "target", "goal", "二"), "");
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "三"), "denied");
    assert_int_equal(house_count(&d.house, "team-joined"), 1);
    assert_int_equal(house_count(&d.house, "team-changed"), 1);
    house_close(&d.house);
}

TEST("a helper reads and writes no telephone number, no statement, and no table with a hidden cell")
{
    struct shared_desk d;

    open_desk(&d);
    assert_string_equal(save(&d, &d.leader, "applicant", "phone", "13800001234"), "");
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "applicant members avoid"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(save(&d, &d.helper, "applicant", "phone", "13999999999"), "");
    assert_string_equal(stands(&d, "applicant", "phone"), "13800001234");
    assert_string_equal(save(&d, &d.helper, "applicant", "department", "计算机系"), "");
    assert_string_equal(stands(&d, "applicant", "department"), "计算机系");
    assert_string_equal(stands(&d, "applicant", "phone"), "13800001234");
    assert_string_equal(save(&d, &d.helper, "avoid", "rows", "x"), "denied");
    for (size_t i = 0; i < d.house.call->definition->sections.count; i++) {
        const struct section *section = &d.house.call->definition->sections.items[i];

        if (strcmp(section->key, "avoid") == 0 || strcmp(section->key, "commitments") == 0)
            assert_false(team_may_hold(section));
    }
    house_close(&d.house);
}

TEST("what a helper saves of a shared section is the leader's answer, and says who saved it")
{
    struct shared_desk d;
    struct application_view view;
    struct section_revisions revisions = {0};
    struct answer answer;
    struct error err = {0};

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "record"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(save(&d, &d.helper, "record", "experience", "多年"), "");
    assert_true(action_application_open(&d.house.env, &d.leader, d.key, &view, &err));
    assert_true(store_answer_get(&d.house.env, &view.application,
                                 definition_section(view.call->definition, "record"), &answer,
                                 &err));
    assert_true(store_section_revisions(&d.house.env, &answer, INT64_MAX, 10, &revisions, &err));
    assert_int_equal(revisions.count, 1);
    assert_string_equal(revisions.items[0].by, "江越人");
    assert_string_equal(json_word(answer.content, "experience"), "多年");
    house_close(&d.house);
}

TEST("an invitation is dead after its use, its end, another in its place, and fourteen days")
{
    struct shared_desk d;
    const char *first;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    first = d.link;
    assert_string_equal(again(&d), "team/soon");
    d.house.env.now += 600;
    assert_string_equal(again(&d), "");
    assert_string_equal(accept(&d, &d.helper, first), "team/link");
    assert_string_equal(end(&d, &d.leader), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "team/link");
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    d.house.env.now += 14 * 86400 + 1;
    assert_string_equal(accept(&d, &d.helper, d.link), "team/link");
    assert_string_equal(again(&d), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(accept(&d, &d.other, d.link), "team/link");
    assert_string_equal(again(&d), "team/joined");
    house_close(&d.house);
}

static void close_at(struct shared_desk *d, int64_t closes_at)
{
    struct call changed = *d->house.call;
    struct error err = {0};
    bool done = tx_begin(&d->house.env, &err);

    changed.closes_at = closes_at;
    done = done && store_call_set(&d->house.env, &changed, &err);
    assert_true(tx_end(&d->house.env, done, &err));
    assert_true(service_call(&d->house.env, NULL, &d->house.call, &err));
}

TEST("at closing invitations die and helpers stop writing, to the second, as the leader does")
{
    struct shared_desk d;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(invite(&d, &d.leader, "b@else.example", "basis"), "");
    close_at(&d, HOUSE_NOW + 1000);
    d.house.env.now = HOUSE_NOW + 1000;
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "一"), "");
    d.house.env.now++;
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "二"), "call/closed");
    assert_string_equal(accept(&d, &d.other, d.link), "call/closed");
    assert_string_equal(invite(&d, &d.leader, "c@else.example", "basis"), "call/closed");
    close_at(&d, HOUSE_NOW + 2000);
    assert_string_equal(accept(&d, &d.other, d.link), "");
    house_close(&d.house);
}

/* As it stands when an application comes back from its review for correction. */
static void assign(struct shared_desk *d, const struct actor *who)
{
    struct application_view view;
    struct error err = {0};
    bool done;

    assert_true(action_application_open(&d->house.env, &d->leader, d->key, &view, &err));
    done = tx_begin(&d->house.env, &err) &&
           store_assignment_add(&d->house.env, view.call->id, view.application.id, who->person, 0,
                                d->leader.person, key_new(&d->house.env), &err);
    assert_true(tx_end(&d->house.env, done, &err));
}

static void pass(struct shared_desk *d, const struct actor *secretary)
{
    struct problems problems = problems_in(d->house.arena);
    struct error err = {0};

    assert_true(action_screen(&d->house.env, secretary, d->key, "pass", "", 0, &problems, &err));
}

TEST("a reviewer who helps has a conflict with what was submitted; whoever reviews it cannot help")
{
    struct shared_desk d;
    struct actor secretary, reviewer, assigned;
    struct application_view view;
    struct problems problems;
    struct error err = {0};
    int64_t version;

    open_desk(&d);
    secretary = house_official(&d.house, "office@fund.example", "secretary");
    reviewer = house_official(&d.house, "r@far.example", "reviewer");
    assigned = house_official(&d.house, "s@far.example", "reviewer");
    d.key = house_draft(&d.house, &d.leader, "2");
    assert_true(
        action_application_submit(&d.house.env, &d.leader, d.key, &problems, &version, &err));
    assign(&d, &assigned);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    assert_string_equal(accept(&d, &assigned, d.link), "team/reviewer");
    assert_string_equal(accept(&d, &reviewer, d.link), "");
    pass(&d, &secretary);
    assert_false(action_assign(&d.house.env, &secretary, d.key, reviewer.key, &err));
    assert_string_equal(err.code, "assignment/conflict");
    assert_string_equal(end(&d, &d.leader), "");
    err = (struct error){0};
    assert_false(action_application_open(&d.house.env, &reviewer, d.key, &view, &err));
    err = (struct error){0};
    assert_false(action_assign(&d.house.env, &secretary, d.key, reviewer.key, &err));
    assert_string_equal(err.code, "assignment/conflict");
    house_close(&d.house);
}

TEST("a removed helper finds nothing any more, and the text stays")
{
    struct shared_desk d;
    struct application_view view;
    struct error err = {0};

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "写下的"), "");
    assert_string_equal(end(&d, &d.helper), "denied");
    assert_string_equal(end(&d, &d.leader), "");
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "x"), "missing");
    assert_false(action_application_open(&d.house.env, &d.helper, d.key, &view, &err));
    assert_string_equal(err.code, "missing");
    assert_string_equal(stands(&d, "basis", "aims"), "写下的");
    assert_int_equal(house_count(&d.house, "team-ended"), 1);
    house_close(&d.house);
}

TEST("only the leader invites, gives parts, submits, withdraws and orders")
{
    struct shared_desk d;
    struct team_view view;
    struct problems problems;
    struct error err = {0};
    int64_t version;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.other, "a@else.example", "basis"), "missing");
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_string_equal(invite(&d, &d.helper, "b@else.example", "basis"), "denied");
    assert_false(action_team_open(&d.house.env, &d.helper, d.key, &view, &err));
    assert_string_equal(err.code, "denied");
    err = (struct error){0};
    assert_false(
        action_application_submit(&d.house.env, &d.helper, d.key, &problems, &version, &err));
    assert_string_equal(err.code, "denied");
    err = (struct error){0};
    assert_false(action_application_withdraw(&d.house.env, &d.helper, d.key, &err));
    assert_string_equal(err.code, "denied");
    err = (struct error){0};
    assert_false(action_application_order(&d.house.env, &d.helper, d.house.call, &d.key, 1, &err));
    assert_string_equal(err.code, "missing");
    house_close(&d.house);
}

TEST("an invitation names the mistake at its field and never whose an address is")
{
    struct shared_desk d;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "leader@uni.example", "basis"), "own-address");
    assert_string_equal(invite(&d, &d.leader, "no address", "basis"), "not-an-address");
    assert_string_equal(invite(&d, &d.leader, "a@else.example", ""), "required");
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "avoid nothing"), "required");
    assert_string_equal(invite(&d, &d.leader, "other@uni.example", "basis"), "");
    assert_string_equal(invite(&d, &d.leader, "OTHER@uni.example", "basis"), "invited-already");
    assert_string_equal(accept(&d, &d.leader, d.link), "team/own");
    assert_string_equal(accept(&d, &d.other, d.link), "");
    assert_string_equal(invite(&d, &d.leader, "b@else.example", "basis"), "");
    assert_string_equal(accept(&d, &d.other, d.link), "team/already");
    house_close(&d.house);
}

struct rush {
    struct shared_desk *d;
    const struct actor *who;
    bool in;
};

static void *rush_in(void *context)
{
    struct rush *rush = context;
    struct env env = house_enter(&rush->d->house);
    struct error err = {0};
    struct key key;

    rush->in = action_invitation_accept(&env, rush->who, rush->d->link, &key, &err);
    house_leave(&rush->d->house, &env);
    return NULL;
}

TEST("of ten who use one link at once exactly one gets in")
{
    struct shared_desk d;
    struct rush rush[10];
    pthread_t threads[10];
    int in = 0;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    for (int i = 0; i < 10; i++) {
        rush[i] = (struct rush){&d, i % 2 == 0 ? &d.helper : &d.other, false};
        assert_int_equal(pthread_create(&threads[i], NULL, rush_in, &rush[i]), 0);
    }
    for (int i = 0; i < 10; i++) {
        pthread_join(threads[i], NULL);
        in += rush[i].in;
    }
    assert_int_equal(in, 1);
    house_close(&d.house);
}

static size_t writers_seen(struct shared_desk *d, const struct actor *who, const char *part,
                           const char **first)
{
    struct writers writers = {.others = false};
    struct error err = {0};

    assert_true(action_here(&d->house.env, who, d->key, part, &writers, &err));
    *first = writers.count > 0 ? writers.items[0].part : "";
    return writers.count;
}

TEST("who writes where is seen by the others who write, for a minute, and not after a removal")
{
    struct shared_desk d;
    struct writers none = {.others = false};
    struct error err = {0};
    const char *part;

    open_desk(&d);
    assert_string_equal(invite(&d, &d.leader, "a@else.example", "basis"), "");
    assert_string_equal(accept(&d, &d.helper, d.link), "");
    assert_int_equal(writers_seen(&d, &d.helper, "basis", &part), 0);
    assert_int_equal(writers_seen(&d, &d.leader, "target", &part), 1);
    assert_string_equal(part, "basis");
    assert_int_equal(writers_seen(&d, &d.helper, "", &part), 1);
    assert_string_equal(part, "target");
    assert_int_equal(writers_seen(&d, &d.leader, "", &part), 0);
    assert_string_equal(save(&d, &d.helper, "basis", "aims", "一"), "");
    assert_int_equal(writers_seen(&d, &d.leader, "", &part), 1);
    assert_false(action_here(&d.house.env, &d.helper, d.key, "target", &none, &err));
    assert_string_equal(err.code, "denied");
    d.house.env.now += 80;
    assert_int_equal(writers_seen(&d, &d.leader, "", &part), 0);
    assert_int_equal(writers_seen(&d, &d.helper, "basis", &part), 0);
    assert_string_equal(end(&d, &d.leader), "");
    assert_int_equal(writers_seen(&d, &d.leader, "", &part), 0);
    err = (struct error){0};
    assert_false(action_here(&d.house.env, &d.other, d.key, "", &none, &err));
    assert_string_equal(err.code, "missing");
    house_close(&d.house);
}
