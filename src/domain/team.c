/* team.c: what a leader may hand to others who help to write an application. */

#include "domain/team.h"

#include "base/text.h"
#include "domain/policy.h"

static bool seen_by_team(enum audience audience)
{
    const struct standing team = {.member = true, .gate = GATE_OPEN};

    return policy_may_see(&team, secret_of_audience(audience));
}

/* Said by the leader in person, or for everybody in the team. */
static bool is_statement(const struct field *field)
{
    return field->means == MEANS_COMMITMENT || field->means == MEANS_FULL_TIME ||
           field->means == MEANS_MEMBERS_AGREE;
}

bool team_may_write(const struct field *field)
{
    if (is_statement(field) || !seen_by_team(field->audience))
        return false;
    for (size_t i = 0; i < field->columns.count; i++)
        if (!seen_by_team(field->columns.items[i].audience))
            return false;
    return true;
}

bool team_may_hold(const struct section *section)
{
    for (size_t i = 0; i < section->fields.count; i++)
        if (team_may_write(&section->fields.items[i]))
            return true;
    return false;
}

struct section *team_section(struct arena *arena, const struct section *section, bool written)
{
    struct section *part = arena_alloc(arena, sizeof *part);

    *part = *section;
    memset(&part->fields, 0, sizeof part->fields);
    for (size_t i = 0; i < section->fields.count; i++)
        if (team_may_write(&section->fields.items[i]) == written)
            *list_add(arena, &part->fields) = section->fields.items[i];
    return part;
}

bool team_has(const json_t *parts, const char *key)
{
    for (size_t i = 0; i < json_array_size(parts); i++)
        if (text_equal(json_string_value(json_array_get(parts, i)), key))
            return true;
    return false;
}

json_t *team_parts(struct arena *arena, const struct definition *definition,
                   const struct topic_definition *topic, const json_t *wanted)
{
    json_t *parts = json_root_array(arena);

    for (size_t i = 0; i < definition->sections.count; i++) {
        const struct section *section = &definition->sections.items[i];

        if (section_applies(section, topic->code) && team_may_hold(section) &&
            team_has(wanted, section->key))
            json_add_text(parts, section->key);
    }
    if (team_has(wanted, TEAM_FILES))
        json_add_text(parts, TEAM_FILES);
    return parts;
}
