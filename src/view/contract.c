/* contract.c: models of contracts, the lists made of them, and their log. */

#include "view/contract.h"

#include "base/text.h"
#include "domain/capital.h"
#include "view/common.h"
#include "view/wording.h"

/* A member's place; does not compile when the member is not of that type. */
#define PLACE(type, member)                                                                        \
    (offsetof(struct contract, member) +                                                           \
     0 * sizeof(char[_Generic(((struct contract *)0)->member, type : 1)]))
#define WORDS(member)  PLACE(const char *, member)
#define NUMBER(member) PLACE(int64_t, member)
#define OPEN           SECRET_COUNT

static const struct contract_field fields[] = {
    {"project_number", CONTRACT_TEXT, WORDS(project_number), false, OPEN, false, false},
    {"amount", CONTRACT_MONEY, NUMBER(amount), true, OPEN, false, false},
    {"party_b", CONTRACT_TEXT, WORDS(party_b), true, OPEN, false, true},
    {"credit_code", CONTRACT_TEXT, WORDS(credit_code), false, OPEN, false, true},
    {"credit_reason", CONTRACT_TEXT, WORDS(credit_reason), false, OPEN, false, true},
    {"account_name", CONTRACT_TEXT, WORDS(account_name), false, SECRET_CONTRACT_ACCOUNT, false,
     true},
    {"bank", CONTRACT_TEXT, WORDS(bank), false, SECRET_CONTRACT_ACCOUNT, false, true},
    {"account_number", CONTRACT_TEXT, WORDS(account_number), false, SECRET_CONTRACT_ACCOUNT, false,
     true},
    {"swift", CONTRACT_TEXT, WORDS(swift), false, SECRET_CONTRACT_ACCOUNT, false, true},
    {"agent", CONTRACT_TEXT, WORDS(agent), false, SECRET_ANSWER_OFFICE, false, true},
    {"agent_phone", CONTRACT_TEXT, WORDS(agent_phone), false, SECRET_ANSWER_OFFICE, false, true},
    {"postal", CONTRACT_TEXT, WORDS(postal), false, SECRET_ANSWER_OFFICE, false, true},
    {"starts_on", CONTRACT_TEXT, WORDS(starts_on), true, OPEN, false, false},
    {"ends_on", CONTRACT_TEXT, WORDS(ends_on), true, OPEN, false, false},
    {"metric", CONTRACT_LONG, WORDS(metric), false, OPEN, false, false},
    {"instalments", CONTRACT_TEXT, WORDS(instalments), false, OPEN, false, false},
    {"copies", CONTRACT_COUNT, NUMBER(copies), false, OPEN, false, false},
    {"courier", CONTRACT_TEXT, WORDS(courier), false, OPEN, false, false},
    {"invoiced_on", CONTRACT_TEXT, WORDS(invoiced_on), false, OPEN, false, false},
    {"invoice", CONTRACT_TEXT, WORDS(invoice), false, OPEN, false, false},
    {"paid", CONTRACT_MONEY, NUMBER(paid), false, OPEN, false, false},
    {"paid_on", CONTRACT_TEXT, WORDS(paid_on), false, OPEN, false, false},
    {"acceptance_due", CONTRACT_TEXT, WORDS(acceptance_due), false, OPEN, false, false},
    {"note", CONTRACT_LONG, WORDS(note), false, OPEN, true, false},
};

const struct contract_field *contract_field(size_t index)
{
    return index < sizeof fields / sizeof fields[0] ? &fields[index] : NULL;
}

const char **contract_text_at(struct contract *contract, const struct contract_field *field)
{
    return (const char **)(void *)((char *)contract + field->offset);
}

int64_t *contract_number_at(struct contract *contract, const struct contract_field *field)
{
    return (int64_t *)(void *)((char *)contract + field->offset);
}

static const char *text_of(const struct contract *c, const struct contract_field *field)
{
    const char *text;

    memcpy(&text, (const char *)c + field->offset, sizeof text);
    return text;
}

static int64_t number_of(const struct contract *c, const struct contract_field *field)
{
    int64_t number;

    memcpy(&number, (const char *)c + field->offset, sizeof number);
    return number;
}

void contract_take(struct contract *to, const struct contract *from,
                   const struct contract_field *field)
{
    switch (field->kind) {
    case CONTRACT_TEXT:
    case CONTRACT_LONG:
        *contract_text_at(to, field) = text_of(from, field);
        break;
    case CONTRACT_MONEY:
    case CONTRACT_COUNT:
        *contract_number_at(to, field) = number_of(from, field);
        break;
    }
}

bool contract_same(const struct contract *a, const struct contract *b,
                   const struct contract_field *field)
{
    switch (field->kind) {
    case CONTRACT_TEXT:
    case CONTRACT_LONG:
        return text_equal(text_of(a, field), text_of(b, field));
    case CONTRACT_MONEY:
    case CONTRACT_COUNT:
        return number_of(a, field) == number_of(b, field);
    }
    return false;
}

/* As it is typed and read; a flag is "1" or "". */
static const char *shown(struct arena *arena, const struct contract *c,
                         const struct contract_field *field)
{
    switch (field->kind) {
    case CONTRACT_TEXT:
    case CONTRACT_LONG:
        return text_of(c, field);
    case CONTRACT_MONEY:
        return number_of(c, field) == 0 ? "" : text_from_fen(arena, number_of(c, field));
    case CONTRACT_COUNT:
        return number_of(c, field) == 0
                   ? ""
                   : arena_format(arena, "%lld", (long long)number_of(c, field));
    }
    return "";
}

static void put_head(struct arena *arena, enum language language, const struct contract_facts *f,
                     json_t *model)
{
    const struct contract *c = f->contract;

    json_put_text(model, "key", c->key.text);
    json_put_text(model, "number", c->number);
    json_put_text(model, "heading", f->title);
    json_put_text(model, "leader", f->leader);
    json_put_text(model, "party_b", c->party_b);
    json_put_text(model, "topic_code", f->topic_code);
    json_put_text(model, "application_number", f->application_number);
    json_put_text(model, "application_href",
                  arena_format(arena, "/applications/%s", f->application.text));
    json_put_text(model, "href", arena_format(arena, "/contracts/%s", c->key.text));
    json_put_text(model, "state_href", arena_format(arena, "/contracts/%s/state", c->key.text));
    view_fen(model, "amount", c->amount);
    view_state(model, "state", language, "contract", contract_word(c->state));
}

/* ---- the list */

static bool fits(const struct contract_facts *f, const struct contract_list_facts *list)
{
    const struct contract *c = f->contract;
    const char *const texts[] = {c->number, c->party_b, f->leader, f->title};
    bool found = *list->words == '\0';

    if (*list->state != '\0' && strcmp(contract_word(c->state), list->state) != 0)
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        found = found || strstr(texts[i], list->words) != NULL;
    return found;
}

static void put_pipe(struct arena *arena, enum language language,
                     const struct contract_list_facts *f, json_t *model)
{
    int64_t counts[CONTRACT_STATE_COUNT] = {0};
    json_t *pipe = json_put_array(model, "states");

    for (size_t i = 0; i < f->rows.count; i++)
        counts[f->rows.items[i].contract->state]++;
    for (int i = 0; i < CONTRACT_STATE_COUNT; i++) {
        const char *word = contract_word((enum contract_state)i);
        json_t *item;

        if (counts[i] == 0 && strcmp(f->state, word) != 0)
            continue;
        item = json_add_object(pipe);
        view_state(item, "state", language, "contract", word);
        json_put_int(item, "count", counts[i]);
        json_put_flag(item, "current", strcmp(f->state, word) == 0);
        json_put_text(item, "href", arena_format(arena, "/contracts?state=%s", word));
    }
}

static void put_topics(struct arena *arena, const struct call *call, json_t *list)
{
    for (size_t i = 0; i < call->definition->topics.count; i++) {
        json_t *item = json_add_object(list);
        const char *code = call->definition->topics.items[i].code;

        json_put_text(item, "code", code);
        json_put_text(item, "href",
                      arena_format(arena, "/exports/papers/%s?call=%s", code, call->key));
    }
}

static void put_presets(struct arena *arena, enum language language, const struct call *call,
                        json_t *model)
{
    static const char *const formats[] = {"xlsx", "csv", "json"};
    json_t *presets = json_put_array(model, "presets");

    for (size_t i = 0; i < call->definition->exports.count; i++) {
        const struct export_preset *preset = &call->definition->exports.items[i];
        json_t *item = json_add_object(presets), *links = json_put_array(item, "links");

        json_put_text(item, "key", preset->key);
        json_put_text(item, "text", words_in(&preset->title, language));
        for (size_t k = 0; k < sizeof formats / sizeof formats[0]; k++) {
            json_t *link = json_add_object(links);

            json_put_text(link, "text",
                          text_equal(formats[k], "xlsx")  ? "XLSX"
                          : text_equal(formats[k], "csv") ? "CSV"
                                                          : "JSON");
            json_put_text(link, "href",
                          arena_format(arena, "/exports/%s?format=%s&call=%s", preset->key,
                                       formats[k], call->key));
        }
    }
}

json_t *view_contracts(struct arena *arena, enum language language,
                       const struct contract_list_facts *facts)
{
    json_t *model = json_root(arena), *rows = json_put_array(model, "contracts");
    int64_t sum = 0;

    for (size_t i = 0; i < facts->rows.count; i++) {
        sum += facts->rows.items[i].contract->amount;
        if (fits(&facts->rows.items[i], facts))
            put_head(arena, language, &facts->rows.items[i], json_add_object(rows));
    }
    json_put_text(model, "call", words_in(&facts->call->definition->title, language));
    json_put_text(model, "call_key", facts->call->key);
    json_put_int(model, "count", (int64_t)facts->rows.count);
    json_put_int(model, "shown", (int64_t)json_array_size(rows));
    view_fen(model, "sum", sum);
    json_put_text(model, "words", facts->words);
    json_put_text(model, "filter", facts->state);
    json_put_flag(model, "all", *facts->state == '\0');
    json_put_flag(model, "may_export", facts->may_export);
    put_pipe(arena, language, facts, model);
    json_put_flag(model, "wide", true);
    return model;
}

/* ---- one contract */

static const char *warning_at(struct arena *arena, enum language language,
                              const struct contract_facts *f, const char *name)
{
    for (size_t i = 0; f->checks != NULL && i < f->checks->count; i++)
        if (strcmp(f->checks->items[i].path, name) == 0)
            return wording_problem(arena, language, &f->checks->items[i]);
    return NULL;
}

static void put_field(struct arena *arena, enum language language, const struct contract_facts *f,
                      const struct contract_field *field, json_t *model)
{
    const char *value = shown(arena, f->contract, field);
    json_t *form = json_at(model, "form"), *item = json_add_object(json_at(model, "fields"));

    json_put_text(item, "name", field->name);
    json_put_text(item, "label",
                  wording(language, arena_format(arena, "contract.column.%s", field->name)));
    json_put_text(item, "text", value);
    json_put_flag(item, "is_long", field->kind == CONTRACT_LONG);
    json_put_flag(item, "party", field->party);
    json_put_flag(item, "is_line", field->kind != CONTRACT_LONG);
    json_put_flag(item, "settled", field->agreed && contract_agreed(f->contract->state));
    json_put_text(item, "warning", warning_at(arena, language, f, field->name));
    /* the same object twice: what was typed shows in the row when a wrong form comes again */
    json_put_text(json_put_object(form, field->name), "value", value);
    json_put(item, "typed", json_incref(json_at(form, field->name)));
}

static void put_steps(struct arena *arena, enum language language, const struct contract_facts *f,
                      json_t *model)
{
    json_t *steps = json_put_array(model, "steps"), *next = json_put_array(model, "next");

    (void)arena;
    for (size_t i = 0; i < f->steps.count; i++) {
        json_t *item = json_add_object(steps);

        view_state(item, "state", language, "contract", f->steps.items[i].state);
        json_put_text(item, "day", f->steps.items[i].day);
        json_put_text(item, "note", f->steps.items[i].note);
        json_put_text(item, "by", f->steps.items[i].by);
        view_minutes(item, "at", f->steps.items[i].at);
    }
    for (int i = 0; f->may_edit && i < CONTRACT_STATE_COUNT; i++)
        if (contract_may_become(f->contract->state, (enum contract_state)i))
            view_state(json_add_object(next), "state", language, "contract",
                       contract_word((enum contract_state)i));
}

json_t *view_contract(struct arena *arena, enum language language,
                      const struct contract_facts *facts)
{
    json_t *model = json_root(arena);
    const struct contract_field *field;

    put_head(arena, language, facts, model);
    json_put_array(model, "fields");
    json_put_object(model, "form");
    for (size_t i = 0; (field = contract_field(i)) != NULL; i++)
        if ((field->secret == OPEN || policy_may_see(&facts->standing, field->secret)) &&
            !(field->office && facts->standing.owner))
            put_field(arena, language, facts, field, model);
    json_put_text(model, "amount_words", capital_of(arena, facts->contract->amount));
    json_put_text(model, "sent_on", facts->contract->sent_on);
    json_put_text(model, "signed_b_on", facts->contract->signed_b_on);
    json_put_text(model, "signed_a_on", facts->contract->signed_a_on);
    json_put_int(model, "revision", facts->contract->revision);
    json_put_flag(model, "may_edit", facts->may_edit);
    json_put_flag(model, "may_fill", facts->may_fill);
    json_put_text(model, "party_href",
                  arena_format(arena, "/contracts/%s/party", facts->contract->key.text));
    json_put_text(model, "paper_href",
                  arena_format(arena, "/contracts/%s/contract.pdf", facts->contract->key.text));
    json_put_text(model, "baseline_href",
                  arena_format(arena, "/contracts/%s/baseline", facts->contract->key.text));
    view_minutes(model, "party_at", facts->party_at);
    json_put_flag(model, "may_list", !facts->standing.owner);
    put_steps(arena, language, facts, model);
    view_contract_records(facts, model);
    json_put_text(json_put_object(json_at(model, "form"), "resources"), "value",
                  facts->contract->resources);
    view_large_model(arena, language, facts, model);
    json_put_flag(model, "may_move", json_array_size(json_at(model, "next")) > 0);
    return model;
}

/* ---- lists made */

json_t *view_exports(struct arena *arena, enum language language, const struct call *call,
                     const struct export_list *made)
{
    json_t *model = json_root(arena), *rows = json_put_array(model, "made");

    json_put_text(model, "call", words_in(&call->definition->title, language));
    put_presets(arena, language, call, model);
    put_topics(arena, call, json_put_array(model, "topics"));
    for (size_t i = 0; i < made->count; i++) {
        const struct export_facts *from = &made->items[i];
        json_t *item = json_add_object(rows);

        json_put_text(item, "preset", from->preset);
        for (size_t k = 0; k < call->definition->exports.count; k++)
            if (strcmp(call->definition->exports.items[k].key, from->preset) == 0)
                json_put_text(item, "preset",
                              words_in(&call->definition->exports.items[k].title, language));
        json_put_text(item, "format", from->format);
        json_put_int(item, "rows", from->rows);
        json_put_text(item, "sha256", from->sha256);
        json_put_text(item, "by",
                      *from->by != '\0' ? from->by : wording(language, "contract.exports.local"));
        view_time(item, "at", from->at);
    }
    return model;
}
