/* earlier.c: a draft begins with an application of an earlier call, over a real folder. */

#include "action/earlier.h"

#include "base/asset.h"
#include "base/text.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

/* Another call with the same form, which becomes the current one. */
static void add_next_call(struct house *house)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    char *text = arena_copy(house->arena, asset->bytes, asset->length);
    struct problems problems = problems_in(house->arena);
    struct error err = {0};
    struct call_id id;
    const struct definition *d;
    bool done;

    memcpy(strstr(text, "\"key\": \"2023\""), "\"key\": \"2024\"", strlen("\"key\": \"2024\""));
    d = definition_read(house->arena, json_parse(house->arena, text, asset->length, &err),
                        &problems);
    assert_non_null(d);
    done = tx_begin(&house->env, &err) &&
           store_call_add(&house->env, d, text, (struct person_id){0}, &id, &err);
    assert_true(tx_end(&house->env, done, &err));
    assert_true(service_call(&house->env, "2024", &house->call, &err));
}

TEST("a draft of this year takes what last year's application says, and only from one's own")
{
    struct house house = {.arena = NULL};
    struct actor lin, other;
    struct key old, draft, foreign;
    struct application_view view;
    struct earlier_rows rows = {0};
    struct earlier_copy result;
    struct error err = {0};
    size_t copied;

    house_open(&house);
    lin = house_account(&house, "lin@uni.example", NULL);
    other = house_account(&house, "other@uni.example", NULL);
    old = house_draft(&house, &lin, "1");
    foreign = house_draft(&house, &other, "1");
    add_next_call(&house);
    assert_true(action_application_start(&house.env, &lin, house.call, "1", &draft, &err));
    assert_true(action_earlier(&house.env, &lin, draft, &view, &rows, &err));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].application.key.text, old.text);
    assert_true(action_earlier_copy(&house.env, &lin, draft, old, &result, &err));
    copied = result.copy.copied.count;
    assert_true(copied > 20);
    assert_true(action_application_open(&house.env, &lin, draft, &view, &err));
    assert_string_equal(json_word(json_at(view.sections, "basic"), "title"),
                        "低比特训练的误差与开销");
    assert_true(action_earlier_copy(&house.env, &lin, draft, old, &result, &err));
    assert_int_equal(result.copy.copied.count, 0);
    assert_false(action_earlier_copy(&house.env, &lin, draft, foreign, &result, &err));
    assert_string_equal(err.code, "missing");
    err = (struct error){0};
    assert_false(action_earlier_copy(&house.env, &other, draft, foreign, &result, &err));
    assert_string_equal(err.code, "missing");
    house_close(&house);
}
