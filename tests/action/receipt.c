/* receipt.c: versions are signed after they are committed, once, and by whom it falls to. */

#include "action/receipt.h"

#include "base/log.h"
#include "base/text.h"
#include "support/season.h"
#include "support/test.h"
#include "world/world.h"

static size_t unsigned_ones(struct season *s)
{
    struct submission_ids ids = {0};
    struct error err = {0};

    assert_true(store_receipts_missing(&s->house.env, 100, &ids, &err));
    return ids.count;
}

static bool holds(struct season *s, const struct receipt_row *row)
{
    struct published_keys keys = {0};
    struct error err = {0};
    uint8_t signature[SIGNATURE_BYTES];

    assert_true(text_unbase64(row->signature, signature, sizeof signature));
    assert_true(action_keys(&s->house.env, &keys, &err));
    for (size_t i = 0; i < keys.count; i++)
        if (strcmp(keys.items[i].id, row->key) == 0)
            return signature_holds(keys.items[i].key, row->content, strlen(row->content),
                                   signature);
    return false;
}

TEST("a version nobody signed is signed by its first reader, once and for all readers")
{
    struct season s;
    struct receipt_view first, second;
    struct error err = {0};

    season_open(&s, "off");
    assert_int_equal(unsigned_ones(&s), 3);
    assert_true(action_receipt(&s.house.env, &s.first, s.a, 1, &first, &err));
    assert_true(first.is_signed && holds(&s, &first.row));
    s.house.env.now += 3600;
    assert_true(action_receipt(&s.house.env, &s.secretary, s.a, 1, &second, &err));
    assert_string_equal(first.row.content, second.row.content);
    assert_string_equal(first.row.signature, second.row.signature);
    assert_int_equal(unsigned_ones(&s), 2);
    house_close(&s.house);
}

TEST("the chore signs what nobody has read")
{
    struct season s;
    struct receipt_view view;
    struct error err = {0};
    bool again = true;

    season_open(&s, "off");
    assert_true(action_receipts_work(&s.house.env, &again, &err));
    assert_false(again);
    assert_int_equal(unsigned_ones(&s), 0);
    assert_true(action_receipt(&s.house.env, &s.second, s.c, 1, &view, &err));
    assert_true(holds(&s, &view.row));
    house_close(&s.house);
}

TEST("a receipt is for who filed it and for the office; to others it is as if there were none")
{
    struct season s;
    struct receipt_view view;

    season_open(&s, "off");
    for (const struct actor *const *who = (const struct actor *const[]){&s.second, &s.chair, NULL};
         *who != NULL; who++) {
        struct error err = {0};

        assert_false(action_receipt(&s.house.env, *who, s.a, 1, &view, &err));
        assert_int_equal(err.kind, ERROR_MISSING);
    }
    house_close(&s.house);
}

TEST("a renewed key is published beside the old one, which stays for what it signed")
{
    struct season s;
    struct receipt_view old, new;
    struct published_keys keys = {0};
    struct error err = {0};
    const char *id;

    season_open(&s, "off");
    assert_true(action_receipt(&s.house.env, &s.first, s.a, 1, &old, &err));
    s.house.env.now += 60;
    assert_true(action_key_renew(&s.house.env, &id, &err));
    assert_true(action_receipt(&s.house.env, &s.first, s.b, 1, &new, &err));
    assert_string_equal(new.row.key, id);
    assert_string_not_equal(old.row.key, id);
    assert_true(holds(&s, &old.row) && holds(&s, &new.row));
    assert_true(action_keys(&s.house.env, &keys, &err));
    assert_int_equal(keys.count, 2);
    assert_string_equal(keys.items[0].id, id);
    assert_int_equal(keys.items[0].until, 0);
    assert_int_equal(keys.items[1].until, s.house.env.now);
    house_close(&s.house);
}

TEST("a receipt whose key is not published is not kept, and the chore sees to both")
{
    struct season s;
    struct receipt_view view;
    struct error err = {0};
    bool again;

    season_open(&s, "off");
    /* As when the process dies between the new file and its row. */
    assert_true(signer_renew(s.house.env.world->signer, s.house.arena, &err));
    log_quiet(1);
    assert_true(action_receipt(&s.house.env, &s.first, s.a, 1, &view, &err));
    log_quiet(0);
    assert_false(view.is_signed);
    assert_true(action_receipts_work(&s.house.env, &again, &err));
    assert_true(action_receipt(&s.house.env, &s.first, s.a, 1, &view, &err));
    assert_true(view.is_signed && holds(&s, &view.row));
    house_close(&s.house);
}
