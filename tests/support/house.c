/* house.c: a running service in a folder of its own. */

#include "support/house.h"

#include "action/account.h"
#include "action/application.h"
#include "action/link.h"
#include "action/people.h"
#include "action/sample.h"
#include "action/sign.h"
#include "base/asset.h"
#include "base/text.h"
#include "store/call.h"
#include "store/notice.h"
#include "store/tx.h"
#include "support/folder.h"
#include "support/test.h"
#include "world/world.h"

#define SITE "https://fund.example"

static void add_call(struct house *house)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(house->arena);
    struct error err = {0};
    const char *text = (const char *)asset->bytes;
    const struct definition *d = definition_read(
        house->arena, json_parse(house->arena, text, asset->length, &err), &problems);
    struct call_id id;
    bool done;

    assert_non_null(d);
    done = tx_begin(&house->env, &err) &&
           store_call_add(&house->env, d, text, (struct person_id){0}, &id, &err);
    assert_true(tx_end(&house->env, done, &err));
    assert_true(service_call(&house->env, NULL, &house->call, &err));
}

void house_open(struct house *house)
{
    struct error err = {0};
    struct service_settings settings = {.write = true, .public_url = SITE, .plain_passwords = true};

    json_setup();
    *house = (struct house){.arena = arena_open()};
    house->folder = folder_make(house->arena);
    settings.data = house->folder;
    settings.clock = clock_movable(house->arena, HOUSE_NOW);
    house->service = service_open(&settings, &err);
    assert_non_null(house->service);
    assert_true(service_enter(house->service, house->arena, &house->env, &err));
    house->env.now = HOUSE_NOW;
    add_call(house);
}

void house_close(struct house *house)
{
    service_leave(house->service, &house->env);
    service_close(house->service);
    folder_remove(house->folder);
    arena_close(house->arena);
}

struct env house_enter(struct house *house)
{
    struct error err = {0};
    struct env env;

    if (!service_enter(house->service, arena_open(), &env, &err))
        die("no env");
    env.now = house->env.now;
    return env;
}

void house_leave(struct house *house, struct env *env)
{
    struct arena *arena = env->arena;

    service_leave(house->service, env);
    arena_close(arena);
}

static const struct sample_person *applicant(void)
{
    const struct sample_person *person = sample_people;

    while (strcmp(person->role, "applicant") != 0)
        person++;
    return person;
}

struct key house_draft(struct house *house, const struct actor *who, const char *topic_code)
{
    const struct definition *d = house->call->definition;
    json_t *sections = sample_answers(house->arena, d, definition_topic(d, topic_code), applicant(),
                                      "低比特训练的误差与开销", 1);
    struct error err = {0};
    const char *section;
    struct key key;
    json_t *fields;

    assert_true(action_application_start(&house->env, who, house->call, topic_code, &key, &err));
    json_object_foreach(sections, section, fields)
    {
        json_t *body = json_root(house->arena);
        struct section_save save = {.section = section, .body = body, .base = -1};
        struct section_saved saved;

        json_put(body, "fields", json_incref(fields));
        assert_true(action_section_save(&house->env, who, key, &save, &saved, &err));
    }
    return key;
}

size_t house_count(struct house *house, const char *event)
{
    struct notices notices = {0};
    struct error err = {0};
    size_t count = 0;

    assert_true(store_notice_list(&house->env, "", 0, 1000, &notices, &err));
    for (size_t i = 0; i < notices.count; i++)
        count += strcmp(notices.items[i].event, event) == 0;
    return count;
}

const char *house_mail(struct house *house, const char **link)
{
    struct notices notices = {0};
    struct notice notice;
    struct error err = {0};

    assert_true(store_notice_list(&house->env, "", 0, 1, &notices, &err));
    if (notices.count == 0)
        return *link = "", "";
    assert_true(store_notice_get(&house->env, notices.items[0].key, &notice, &err));
    *link = json_word(notice.detail, "link");
    if (text_starts(*link, SITE "/link/"))
        *link += sizeof SITE "/link/" - 1;
    return notice.event;
}

struct actor house_account(struct house *house, const char *email, const char **token)
{
    struct problems problems = problems_in(house->arena);
    struct sign_up form = {email, "林知远", "correct horse 7",
                           house->call->definition->privacy.version, true};
    struct link_form link_form = {.password = form.password, .agent = "test"};
    struct link_result result;
    struct actor nobody = {0};
    struct error err = {0};
    const char *link;

    assert_true(action_account_sign_up(&house->env, house->call, &form, &problems, &err));
    assert_string_equal(house_mail(house, &link), "verify");
    assert_true(action_link_use(&house->env, &nobody, link, &link_form, &problems, &result, &err));
    if (token != NULL)
        *token = result.session;
    return result.actor;
}

struct actor house_official(struct house *house, const char *email, const char *role)
{
    struct account_local account = {.email = email, .name = "周庭芳", .role = role};
    struct link_form form = {.password = "correct horse 7"};
    struct sign_in sign = {.email = email, .password = form.password, .agent = "test"};
    struct problems problems = problems_in(house->arena);
    struct link_result result;
    struct actor nobody = {0}, actor;
    struct error err = {0};
    const char *link, *token;

    assert_true(action_account_add_local(&house->env, &account, &link, &err));
    link = strrchr(link, '/') + 1;
    assert_true(action_link_use(&house->env, &nobody, link, &form, &problems, &result, &err));
    assert_true(action_sign_in(&house->env, &nobody, &sign, &actor, &token, &err));
    return actor;
}
