/* paper_contract.c: a contract as a paper to sign (declared in contract.h). */

#include "base/text.h"
#include "domain/capital.h"
#include "view/contract.h"
#include "view/form.h"
#include "view/wording.h"

/* What is being written; articles are numbered as they come, since one may be left out. */
struct writing {
    struct arena *arena;
    const struct contract_paper_facts *facts;
    const struct contract *contract;
    json_t *blocks;
    size_t articles;
};

static const char *word(const char *key)
{
    return wording(LANGUAGE_ZH, key);
}

static const char *zh(const struct words *words)
{
    const char *text = words->in[LANGUAGE_ZH];

    return text == NULL ? "" : text;
}

/* "" for whoever may not see it: a blank on the paper tells nothing. */
static const char *seen(const struct writing *w, enum secret secret, const char *value)
{
    return policy_may_see(&w->facts->contract.standing, secret) ? value : "";
}

/* A wording with one value, however long: the value stands where {{…}} does. */
static const char *with(struct writing *w, const char *key, const char *value)
{
    const char *text = word(key), *open = strstr(text, "{{"), *close = strstr(text, "}}");

    if (open == NULL || close == NULL)
        return text;
    return arena_format(w->arena, "%.*s%s%s", (int)(open - text), text, value, close + 2);
}

static json_t *block(struct writing *w, const char *kind)
{
    json_t *new = json_add_object(w->blocks);

    json_put_text(new, "kind", kind);
    return new;
}

static void article(struct writing *w, const char *key)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    json_t *new = block(w, "heading");

    json_put_int(new, "level", 1);
    json_put_text(new, "text",
                  arena_format(w->arena, "第%s条　%s", numbers[w->articles++], word(key)));
}

static void put_line(struct writing *w, json_t *lines, const char *mark, const char *text)
{
    json_t *item = json_add_object(lines);

    json_put_text(item, "mark", mark);
    json_put_text(item, "text", text_trim(w->arena, text));
}

/* Paragraphs as they were typed. */
static void text(struct writing *w, const char *words)
{
    json_t *lines = json_put_array(block(w, "text"), "lines");

    if (text_blank(words))
        words = word("deed.blank");
    while (*words != '\0') {
        size_t length = strcspn(words, "\n");

        if (!text_blank(arena_copy(w->arena, words, length)))
            put_line(w, lines, "", arena_copy(w->arena, words, length));
        words += length + (words[length] == '\n');
    }
}

static void clauses(struct writing *w, const char *const *keys, size_t count)
{
    json_t *lines = json_put_array(block(w, "text"), "lines");

    for (size_t i = 0; i < count; i++)
        put_line(w, lines, arena_format(w->arena, "%zu.", i + 1), word(keys[i]));
}

static void cell(json_t *cells, const char *label, const char *value, bool wide)
{
    json_t *item = json_add_object(cells);

    json_put_text(item, "label", word(label));
    json_put_text(item, "text", text_blank(value) ? "—" : value);
    json_put_flag(item, "wide", wide);
}

/* ---- who and what */

static void put_parties(struct writing *w)
{
    const struct contract *c = w->contract;
    json_t *cells = json_put_array(block(w, "grid"), "cells");

    cell(cells, "deed.party-a", zh(&w->facts->definition->society), true);
    cell(cells, "deed.party-b", c->party_b, true);
    cell(cells, "contract.column.credit_code",
         text_blank(c->credit_code) ? c->credit_reason : c->credit_code, true);
    cell(cells, "contract.column.leader", w->facts->contract.leader, false);
    cell(cells, "contract.column.agent",
         arena_format(w->arena, "%s %s", seen(w, SECRET_ANSWER_OFFICE, c->agent),
                      seen(w, SECRET_ANSWER_OFFICE, c->agent_phone)),
         false);
    text(w, with(w, "deed.preamble", zh(&w->facts->definition->programme)));
}

static void put_project(struct writing *w)
{
    const struct contract_facts *facts = &w->facts->contract;
    const struct contract *c = w->contract;
    json_t *cells;

    article(w, "deed.project");
    text(w, word("deed.project-text"));
    cells = json_put_array(block(w, "grid"), "cells");
    cell(cells, "contract.column.title", facts->title, true);
    cell(cells, "contract.column.project_number", c->project_number, true);
    cell(cells, "contract.column.topic",
         arena_format(w->arena, "%s　%s", facts->topic_code, zh(&w->facts->topic->title)), true);
    if (*w->facts->subtopic != '\0')
        cell(cells, "contract.column.subtopic", w->facts->subtopic, true);
    cell(cells, "deed.term", arena_format(w->arena, "%s — %s", c->starts_on, c->ends_on), true);
}

/* The metric with all the applicant wrote beside its baseline, and what was confirmed since. */
static void put_metric(struct writing *w)
{
    const struct section *section = NULL;
    struct section_model m = {
        .definition = w->facts->definition, .topic = w->facts->topic, .language = LANGUAGE_ZH};

    article(w, "deed.metric");
    text(w, w->contract->metric);
    definition_meaning(w->facts->definition, MEANS_BASELINE, &section);
    m.section = section;
    m.answers = section == NULL ? NULL : json_at(w->facts->sections, section->key);
    for (size_t i = 0; section != NULL && i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        json_t *heading;

        if (field->audience != AUDIENCE_READERS || !field_shown(field, m.answers))
            continue;
        heading = block(w, "heading");
        json_put_int(heading, "level", 2);
        json_put_text(heading, "text", zh(&field->label));
        text(w, view_answer_text(w->arena, &m, field, json_at(m.answers, field->key)));
    }
    text(w, word("deed.baseline"));
}

static void put_deliverables(struct writing *w)
{
    const struct definition *d = w->facts->definition;
    json_t *lines;

    article(w, "deed.deliverables");
    text(w, word("deed.deliverables-text"));
    lines = json_put_array(block(w, "text"), "lines");
    for (size_t i = 0; i < d->acceptance.count; i++)
        put_line(w, lines, arena_format(w->arena, "（%zu）", i + 1), zh(&d->acceptance.items[i]));
    text(w, with(w, "deed.acknowledge", w->contract->project_number));
    if (!text_blank(w->contract->acceptance_due))
        text(w, with(w, "deed.due", w->contract->acceptance_due));
}

/* ---- money */

static void put_money(struct writing *w)
{
    const struct contract *c = w->contract;
    const struct {
        const char *label, *text;
        bool may_lack;
    } account[] = {
        {"contract.column.account_name", c->account_name, false},
        {"contract.column.bank", c->bank, false},
        {"contract.column.account_number", c->account_number, false},
        {"contract.column.swift", c->swift, true},
    };
    json_t *cells;

    article(w, "deed.money");
    text(w,
         arena_format(w->arena, "%s%s", with(w, "deed.amount", text_from_fen(w->arena, c->amount)),
                      with(w, "deed.capital", capital_of(w->arena, c->amount))));
    text(w, text_blank(c->instalments) ? word("deed.instalments-later")
                                       : with(w, "deed.instalments", c->instalments));
    text(w, word("deed.account"));
    cells = json_put_array(block(w, "grid"), "cells");
    for (size_t i = 0; i < sizeof account / sizeof account[0]; i++) {
        const char *value = seen(w, SECRET_CONTRACT_ACCOUNT, account[i].text);

        if (!account[i].may_lack || !text_blank(value))
            cell(cells, account[i].label, value, true);
    }
}

/* ---- the rest */

static void put_rest(struct writing *w)
{
    static const char *const property[] = {"deed.property-1", "deed.property-2"},
                             *const change[] = {"deed.change-1", "deed.change-2", "deed.change-3"};
    const struct contract *c = w->contract;

    article(w, "deed.property");
    clauses(w, property, sizeof property / sizeof property[0]);
    if (c->large_model) {
        article(w, "deed.large-model");
        text(w, word("deed.large-model-text"));
        text(w, c->resources);
    }
    article(w, "deed.change");
    clauses(w, change, sizeof change / sizeof change[0]);
    article(w, "deed.effect");
    text(w, word("deed.effect-text"));
    if (c->copies > 0)
        text(w, with(w, "deed.copies", arena_format(w->arena, "%lld", (long long)c->copies)));
}

static void put_box(json_t *boxes, const char *label, const char *name)
{
    json_t *box = json_add_object(boxes);

    json_put_text(box, "label", word(label));
    json_put_text(box, "name", name);
    json_put_text(box, "day", word("paper.day"));
}

static void put_boxes(struct writing *w)
{
    json_t *boxes = json_put_array(block(w, "sign"), "boxes");

    put_box(boxes, "deed.sign-a", zh(&w->facts->definition->society));
    put_box(boxes, "deed.sign-b", w->contract->party_b);
    put_box(boxes, "deed.sign-leader", w->facts->contract.leader);
}

static void put_head(struct writing *w, json_t *paper)
{
    const struct contract_facts *facts = &w->facts->contract;
    json_t *header = json_put_array(paper, "header");

    json_put_text(paper, "lang", language_tag(LANGUAGE_ZH));
    json_put_text(paper, "title",
                  arena_format(w->arena, "%s %s", word("deed.title"), w->contract->number));
    json_put_text(paper, "author", zh(&w->facts->definition->society));
    json_put_text(paper, "subject", facts->title);
    json_put_text(paper, "created", text_rfc3339(w->arena, w->contract->created_at));
    json_add_text(header, word("deed.title"));
    json_add_text(header, w->contract->number);
    json_put_text(paper, "footer", zh(&w->facts->definition->programme));
    json_put_text(paper, "pages", word("paper.pages"));
    json_put_text(paper, "watermark",
                  w->contract->state == CONTRACT_DECLINED ? word("state.contract.declined") : "");
    json_put_text(paper, "missing", word("paper.missing"));
}

json_t *view_contract_paper(struct arena *arena, const struct contract_paper_facts *facts)
{
    json_t *paper = json_root(arena);
    struct writing w = {.arena = arena, .facts = facts, .contract = facts->contract.contract};

    put_head(&w, paper);
    w.blocks = json_put_array(paper, "blocks");
    json_put_text(block(&w, "title"), "text", zh(&facts->definition->programme));
    json_put_text(block(&w, "title"), "text", word("deed.title"));
    text(&w, with(&w, "deed.number", w.contract->number));
    put_parties(&w);
    put_project(&w);
    put_metric(&w);
    put_deliverables(&w);
    put_money(&w);
    put_rest(&w);
    put_boxes(&w);
    return paper;
}
