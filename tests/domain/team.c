/* team.c: what of the form of 2023 a leader may hand to others. */

#include "domain/team.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

static const struct definition *call_2023(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(arena);
    struct error err = {0};
    const struct definition *definition = definition_read(
        arena, json_parse(arena, (const char *)asset->bytes, asset->length, &err), &problems);

    assert_non_null(definition);
    return definition;
}

static bool has(const struct section *section, const char *key)
{
    for (size_t i = 0; i < section->fields.count; i++)
        if (text_equal(section->fields.items[i].key, key))
            return true;
    return false;
}

TEST(
    "a part is split without a rest: what the team may not read or say is not among what it writes")
{
    static const struct {
        const char *section, *field;
        bool written;
    } rows[] = {
        {"basis", "aims", true},           {"applicant", "name", true},
        {"applicant", "phone", false},     {"applicant", "email", false},
        {"applicant", "full_time", false}, /* the leader's own statement */
        {"members", "rows", false},        /* one cell of it is the office's */
        {"members", "team", true},         {"members", "agree", false},
        {"avoid", "rows", false},          {"commitments", "truth", false},
    };
    struct arena *arena = arena_open();
    const struct definition *d = call_2023(arena);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct section *whole = definition_section(d, rows[i].section);

        assert_int_equal(has(team_section(arena, whole, true), rows[i].field), rows[i].written);
        assert_int_equal(has(team_section(arena, whole, false), rows[i].field), !rows[i].written);
    }
    arena_close(arena);
}

TEST("parts come in the order of the form, once; what cannot be handed out is left out")
{
    struct arena *arena = arena_open();
    const struct definition *d = call_2023(arena);
    json_t *wanted = json_root_array(arena), *parts;
    static const char *const typed[] = {TEAM_FILES, "target",      "basis", "basis",
                                        "avoid",    "commitments", "absent"};

    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        json_add_text(wanted, typed[i]);
    parts = team_parts(arena, d, definition_topic(d, "1"), wanted);
    assert_string_equal(json_write(arena, parts), "[\"basis\",\"target\",\"attachments\"]");
    assert_true(team_has(parts, "target"));
    assert_false(team_has(parts, "avoid"));
    assert_false(team_has(NULL, "basis"));
    arena_close(arena);
}
