/* team.c: models of who helps to write an application. */

#include "view/team.h"

#include "base/text.h"
#include "domain/team.h"
#include "view/common.h"
#include "view/wording.h"

static void put_part(struct arena *arena, const char *prefix, const char *key, const char *text,
                     const json_t *chosen, json_t *list)
{
    json_t *item = json_add_object(list);

    json_put_text(item, "key", key);
    json_put_text(item, "id", arena_format(arena, "%s.%s", prefix, key));
    json_put_text(item, "text", text);
    json_put_flag(item, "checked", team_has(chosen, key));
}

/* Everything that can be handed out, ticked where it is. */
static void put_choice(struct arena *arena, const struct application_facts *f, const char *prefix,
                       const json_t *chosen, json_t *list)
{
    const struct definition *d = f->call->definition;

    for (size_t i = 0; i < d->sections.count; i++) {
        const struct section *section = &d->sections.items[i];

        if (section_applies(section, f->topic->code) && team_may_hold(section))
            put_part(arena, prefix, section->key,
                     arena_format(arena, "%d %s", section->number,
                                  words_in(&section->title, f->language)),
                     chosen, list);
    }
    put_part(arena, prefix, TEAM_FILES, wording(f->language, "team.files"), chosen, list);
}

/* Only what was given, in words. */
static void put_given(struct arena *arena, const struct application_facts *f, const json_t *parts,
                      json_t *list)
{
    json_t *all = json_root_array(arena);

    put_choice(arena, f, "", parts, all);
    for (size_t i = 0; i < json_array_size(all); i++)
        if (json_flag(json_array_get(all, i), "checked"))
            json_add_text(list, json_text(json_array_get(all, i), "text"));
}

static const char *state_of(const struct collaborator_facts *row, int64_t now)
{
    return row->accepted_at != 0 ? "joined" : row->expires_at < now ? "expired" : "invited";
}

static void put_row(struct arena *arena, const struct application_facts *f,
                    const struct collaborator_facts *row, json_t *item)
{
    bool joined = row->accepted_at != 0;

    json_put_text(item, "key", row->key.text);
    json_put_text(item, "name", joined ? row->person : row->name);
    json_put_text(item, "email", row->email);
    json_put_flag(item, "joined", joined);
    json_put_flag(item, "may_change", f->standing->writable);
    json_put_flag(item, "may_send", f->standing->writable && !joined);
    view_state(item, "state", f->language, "team", state_of(row, f->now));
    view_minutes(item, "since", row->accepted_at);
    view_minutes(item, "until", joined ? 0 : row->expires_at);
    json_put_text(
        item, "action",
        arena_format(arena, "/applications/%s/team/%s", f->application->key.text, row->key.text));
    put_choice(arena, f, row->key.text, row->parts, json_put_array(item, "parts"));
}

json_t *view_team(struct arena *arena, const struct team_facts *facts)
{
    const struct application_facts *f = facts->application;
    json_t *model = json_root(arena), *rows = json_put_array(model, "rows");

    view_application_head(arena, f, model);
    for (size_t i = 0; i < facts->rows.count; i++)
        put_row(arena, f, &facts->rows.items[i], json_add_object(rows));
    put_choice(arena, f, "parts", facts->typed, json_put_array(model, "parts"));
    json_put_flag(model, "may_invite", f->standing->writable);
    json_put_text(model, "invite",
                  arena_format(arena, "/applications/%s/team", f->application->key.text));
    view_done(arena, f->language, "team", facts->done, model);
    return model;
}

json_t *view_invitation(struct arena *arena, const struct invitation_facts *facts)
{
    const struct application_facts *f = facts->application;
    json_t *model = json_root(arena);
    const char *here = arena_format(arena, "/invitations/%s", facts->token);

    json_put_text(model, "leader", facts->leader);
    json_put_text(model, "name", facts->name);
    json_put_text(model, "call", words_in(&f->call->definition->title, f->language));
    json_put_text(model, "heading",
                  *f->application->title != '\0' ? f->application->title
                                                 : wording(f->language, "application.untitled"));
    json_put_text(model, "topic_code", f->topic->code);
    json_put_text(model, "topic", words_in(&f->topic->title, f->language));
    put_given(arena, f, facts->parts, json_put_array(model, "given"));
    view_minutes(model, "until", facts->expires_at);
    json_put_text(model, "href", here);
    json_put_text(model, "sign_in", arena_format(arena, "/sign-in?next=%s", here));
    json_put_flag(model, "asks_sign_in", !facts->signed_in);
    json_put_flag(model, "may", facts->signed_in && facts->refusal == NULL);
    if (facts->refusal != NULL)
        json_put_text(model, "refusal", facts->refusal);
    return model;
}

void view_helping(struct arena *arena, const struct application_facts *f, const char *leader,
                  const json_t *parts, json_t *item)
{
    view_application_head(arena, f, item);
    json_put_text(item, "leader_name", leader);
    put_given(arena, f, parts, json_put_array(item, "given"));
}

void view_writers(struct arena *arena, enum language language, const struct writer_list *writers,
                  json_t *list)
{
    for (size_t i = 0; i < writers->count; i++) {
        const char *part = writers->items[i].part;
        struct buffer names = buffer_in(arena);
        json_t *item;
        bool said = false;

        for (size_t j = 0; j < i; j++)
            said = said || strcmp(writers->items[j].part, part) == 0;
        if (said)
            continue;
        for (size_t j = i; j < writers->count; j++)
            if (strcmp(writers->items[j].part, part) == 0)
                buffer_format(&names, "%s%s", j == i ? "" : wording(language, "shell.comma"),
                              writers->items[j].name);
        item = json_add_object(list);
        json_put_text(item, "part", part);
        json_put_text(item, "names", buffer_get(&names));
    }
}
