/* account.c: models of signing in and up, one-time links, and the profile. */

#include "view/account.h"

#include "base/text.h"
#include "view/common.h"
#include "view/qr.h"
#include "view/wording.h"

static void put_field(json_t *form, const char *name, const char *value)
{
    json_put_text(json_put_object(form, name), "value", value);
}

json_t *view_sign_in(struct arena *arena, enum language language, const char *next,
                     const char *done)
{
    json_t *model = json_root(arena);

    put_field(json_put_object(model, "form"), "next", next);
    view_done(arena, language, "account", done, model);
    return model;
}

void view_privacy(const struct privacy *privacy, enum language language, json_t *into)
{
    json_put_text(into, "version", privacy->version);
    json_put_text(into, "handler", words_in(&privacy->handler, language));
    json_put_text(into, "contact", words_in(&privacy->contact, language));
    json_put_text(into, "purposes", words_in(&privacy->purposes, language));
    json_put_text(into, "kinds", words_in(&privacy->kinds, language));
    json_put_text(into, "recipients", words_in(&privacy->recipients, language));
    json_put_text(into, "retention", words_in(&privacy->retention, language));
    json_put_text(into, "rights", words_in(&privacy->rights, language));
}

json_t *view_privacy_page(struct arena *arena, enum language language, const struct call *call)
{
    json_t *model = json_root(arena);

    if (call != NULL)
        view_privacy(&call->definition->privacy, language, json_put_object(model, "privacy"));
    return model;
}

json_t *view_sign_up(struct arena *arena, enum language language, const struct call *call)
{
    json_t *model = view_privacy_page(arena, language, call);

    json_put_object(model, "form");
    return model;
}

static void put_role(struct arena *arena, enum language language, const char *word, json_t *model)
{
    json_t *role;

    if (*word == '\0')
        return;
    role = json_put_object(model, "role");
    json_put_text(role, "word", word);
    json_put_text(role, "text", wording(language, arena_format(arena, "state.role.%s", word)));
}

json_t *view_link(struct arena *arena, enum language language, const struct link_facts *facts)
{
    json_t *model = json_root(arena);
    const char *here = arena_format(arena, "/link/%s", facts->token);

    json_put_object(model, "form");
    json_put_flag(json_put_object(model, "purpose"), facts->purpose, true);
    json_put_flag(json_put_object(model, "needs"), facts->needs, true);
    json_put_text(model, "email", facts->email);
    json_put_text(model, "name", facts->name);
    json_put_text(model, "href", here);
    json_put_text(model, "sign_in", arena_format(arena, "/sign-in?next=%s", here));
    put_role(arena, language, facts->role, model);
    if (facts->call != NULL)
        json_put_text(model, "call", words_in(&facts->call->definition->title, language));
    if (facts->accepted != NULL)
        view_privacy(&facts->accepted->definition->privacy, language,
                     json_put_object(model, "privacy"));
    view_minutes(model, "until", facts->expires_at);
    return model;
}

static void put_languages(enum language chosen, json_t *model)
{
    json_t *list = json_put_array(model, "languages");

    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "tag", language_tag((enum language)i));
        json_put_text(item, "text", wording((enum language)i, "account.language"));
        json_put_flag(item, "chosen", (enum language)i == chosen);
    }
}

json_t *view_profile(struct arena *arena, enum language language, const struct person *person,
                     const char *done)
{
    json_t *model = json_root(arena), *form = json_put_object(model, "form");

    put_field(form, "name", person->name);
    put_field(form, "latin_name", person->latin_name);
    put_field(form, "institution", person->institution);
    put_field(form, "orcid", person->orcid);
    put_field(form, "phone", person->phone);
    put_languages(person->language, model);
    json_put_text(model, "email", person->email);
    view_done(arena, language, "account", done, model);
    return model;
}

json_t *view_addresses(struct arena *arena, enum language language, const struct address_list *list,
                       const char *done)
{
    json_t *model = json_root(arena), *rows = json_put_array(model, "addresses");

    json_put_object(model, "form");
    view_done(arena, language, "account", done, model);
    for (size_t i = 0; i < list->count; i++) {
        json_t *row = json_add_object(rows);

        json_put_text(row, "email", list->items[i].email);
        json_put_flag(row, "is_primary", list->items[i].is_primary);
        json_put_flag(row, "verified", list->items[i].verified);
    }
    return model;
}

json_t *view_code(struct arena *arena, const char *ticket, const char *next)
{
    json_t *model = json_root(arena), *form = json_put_object(model, "form");

    put_field(form, "ticket", ticket);
    put_field(form, "next", next);
    return model;
}

void view_second(const struct second_facts *facts, json_t *model)
{
    json_t *second = json_put_object(model, "second"), *offer;

    json_put_flag(second, "enabled", facts->enabled);
    json_put_int(second, "left", facts->left);
    if (facts->secret == NULL)
        return;
    offer = json_put_object(second, "offer");
    json_put_text(offer, "secret", facts->secret);
    view_qr(offer, "qr", facts->uri);
}

/* ---- the office's people */

static const char *role_text(struct arena *arena, enum language language, enum role role)
{
    return wording(language, arena_format(arena, "state.role.%s", role_word(role)));
}

static void put_roles(struct arena *arena, enum language language, const struct people_facts *facts,
                      const struct person_facts *who, json_t *model)
{
    json_t *held = json_put_array(model, "roles"), *open = json_put_array(model, "may_gain");
    unsigned has = 0;

    for (size_t i = 0; i < who->count; i++) {
        const struct role_grant *grant = &who->roles[i];
        json_t *item;

        if (grant->call.value != 0 && grant->call.value != facts->call->id.value)
            continue;
        has |= 1u << grant->role;
        item = json_add_object(held);
        json_put_text(item, "word", role_word(grant->role));
        json_put_text(item, "text", role_text(arena, language, grant->role));
        json_put_flag(item, "may_end", facts->may_give[grant->role]);
    }
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        json_t *item;

        if ((has & (1u << role)) != 0 || !facts->may_give[role])
            continue;
        item = json_add_object(open);
        json_put_text(item, "word", role_word((enum role)role));
        json_put_text(item, "text", role_text(arena, language, (enum role)role));
    }
}

static void put_person(struct arena *arena, enum language language,
                       const struct people_facts *facts, const struct person_facts *who,
                       json_t *model)
{
    const struct person *person = who->person;
    const char *state = person->disabled      ? "disabled"
                        : person->has_account ? "active"
                                              : "no-account";
    bool self = person->id.value == facts->self.value;

    json_put_text(model, "key", person->key.text);
    json_put_text(model, "name", person->name);
    json_put_text(model, "email", person->email);
    json_put_text(model, "institution", person->institution);
    json_put_flag(model, "disabled", person->disabled);
    json_put_flag(model, "may_disable", facts->may_disable && person->has_account && !self);
    if (person->has_account && !self)
        json_put_text(model, "code_href",
                      arena_format(arena, "/office/people/%s/code", person->key.text));
    json_put_text(model, "roles_href",
                  arena_format(arena, "/office/people/%s/roles", person->key.text));
    json_put_text(model, "account_href",
                  arena_format(arena, "/office/people/%s/account", person->key.text));
    view_state(model, "state", language, "account", state);
    put_roles(arena, language, facts, who, model);
    json_put_flag(model, "may_give",
                  person->has_account && json_array_size(json_at(model, "may_gain")) > 0);
}

static void put_people(struct arena *arena, enum language language,
                       const struct people_facts *facts, const struct person_list *list,
                       const char *name, json_t *model)
{
    json_t *rows = json_put_array(model, name);

    for (size_t i = 0; i < list->count; i++) {
        json_t *row = json_add_object(rows);

        put_person(arena, language, facts, &list->items[i], row);
        json_put_text(row, "place", arena_format(arena, "%s-%zu", name, i));
    }
}

static void put_invited(struct arena *arena, enum language language,
                        const struct people_facts *facts, json_t *into)
{
    for (size_t i = 0; i < facts->invited.count; i++) {
        const struct invited_facts *who = &facts->invited.items[i];
        json_t *item = json_add_object(into);

        json_put_text(item, "email", who->email);
        json_put_text(item, "name", who->name);
        put_role(arena, language, who->role, item);
        view_minutes(item, "sent", who->created_at);
        view_minutes(item, "until", who->expires_at);
    }
}

json_t *view_people(struct arena *arena, enum language language, const struct people_facts *facts)
{
    json_t *model = json_root(arena), *roles = json_put_array(model, "may_invite");

    json_put_object(model, "form");
    json_put_text(model, "call", facts->call->key);
    json_put_text(model, "words", facts->words);
    json_put_flag(model, "searched", *facts->words != '\0');
    view_done(arena, language, "account", facts->done, model);
    put_people(arena, language, facts, &facts->holders, "people", model);
    put_people(arena, language, facts, &facts->found, "found", model);
    put_invited(arena, language, facts, json_put_array(model, "invited"));
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if (facts->may_give[role])
            put_role(arena, language, role_word((enum role)role), json_add_object(roles));
    return model;
}
