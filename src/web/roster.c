/* roster.c: the desk of assignment, and candidates for one application. */

#include "action/roster.h"

#include "base/text.h"
#include "view/roster.h"
#include "view/wording.h"
#include "web/pages.h"
#include "web/roster.h"

#define UNCOVERED_SHOWN 50

void put_roster_row(struct request *req, const struct roster_row *row, json_t *item)
{
    json_put_text(item, "number", row->number);
    json_put_text(item, "heading", row->title);
    json_put_text(item, "topic_code", row->topic_code);
    json_put_text(item, "key", row->key.text);
    json_put_text(
        item, "href",
        arena_format(req->env.arena, "/office/assignment/applications/%s", row->key.text));
}

int64_t roster_given(const struct roster_choices *choices, struct application_id application,
                     size_t *first)
{
    size_t low = 0, high = choices->count, count = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (choices->items[middle].application.value < application.value)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < choices->count &&
           choices->items[low + count].application.value == application.value)
        count++;
    return (int64_t)count;
}

static int64_t load_of(const struct roster_choices *choices, struct person_id reviewer)
{
    int64_t load = 0;

    for (size_t i = 0; i < choices->count; i++)
        load += choices->items[i].reviewer.value == reviewer.value;
    return load;
}

void put_roster_load(struct request *req, const struct expertise *who,
                     const struct roster_choices *choices, json_t *item)
{
    int64_t load = load_of(choices, who->person);

    json_put_text(item, "key", who->key.text);
    json_put_text(item, "name", who->name);
    json_put_text(item, "institution", who->institution);
    json_put_int(item, "load", load);
    json_put_int(item, "limit", who->load);
    json_put_int(item, "scale", who->load > load ? who->load : load > 0 ? load : 1);
    json_put_flag(item, "full", load == who->load);
    json_put_flag(item, "over", load > who->load);
    json_put_text(item, "edit",
                  arena_format(req->env.arena, "/office/assignment/reviewers/%s", who->key.text));
}

/* ---- the desk */

static void put_coverage(struct request *req, const struct roster_desk *desk, json_t *model)
{
    json_t *list = json_put_array(model, "uncovered");
    int64_t open = 0;
    size_t first;

    for (size_t i = 0; i < desk->rows.count; i++) {
        const struct roster_row *row = &desk->rows.items[i];
        int64_t given = roster_given(&desk->live, row->application, &first);
        json_t *item;

        if (given >= row->wanted || ++open > UNCOVERED_SHOWN)
            continue;
        item = json_add_object(list);
        put_roster_row(req, row, item);
        json_put_int(item, "given", given);
        json_put_int(item, "wanted", row->wanted);
    }
    json_put_int(model, "eligible", (int64_t)desk->rows.count);
    json_put_int(model, "covered", (int64_t)desk->rows.count - open);
    json_put_int(model, "open", open);
    json_put_flag(model, "uncovered_shown", open > 0);
}

static const char *topics_of(struct request *req, const json_t *topics)
{
    struct buffer out = buffer_in(req->env.arena);

    for (size_t i = 0; i < json_array_size(topics); i++) {
        if (i > 0)
            buffer_text(&out, wording(req->env.language, "roster.and"));
        buffer_text(&out, json_string_value(json_array_get(topics, i)));
    }
    return buffer_get(&out);
}

static int64_t bids_of(const struct bid_counts *bids, struct person_id reviewer)
{
    for (size_t i = 0; i < bids->count; i++)
        if (bids->items[i].reviewer.value == reviewer.value)
            return bids->items[i].count;
    return 0;
}

static void put_reviewers(struct request *req, const struct roster_desk *desk, json_t *model)
{
    json_t *list = json_put_array(model, "reviewers");

    for (size_t i = 0; i < desk->reviewers.count; i++) {
        const struct expertise *who = &desk->reviewers.items[i];
        json_t *item = json_add_object(list);

        put_roster_load(req, who, &desk->live, item);
        json_put_text(item, "topics", topics_of(req, who->topics));
        json_put_text(item, "keywords", who->keywords);
        json_put_int(item, "bids", bids_of(&desk->bids, who->person));
        view_state(item, "answer", req->env.language, "expertise",
                   *who->answer == '\0' ? "none" : who->answer);
    }
}

static void put_rosters(struct request *req, const struct roster_desk *desk, json_t *model)
{
    json_t *list = json_put_array(model, "drafts");

    for (size_t i = 0; i < desk->rosters.count; i++) {
        const struct roster *roster = &desk->rosters.items[i];
        json_t *item = json_add_object(list);

        json_put_text(
            item, "href",
            arena_format(req->env.arena, "/office/assignment/drafts/%s", roster->key.text));
        view_state(item, "state", req->env.language, "roster", roster->state);
        view_minutes(item, "made_at", roster->made_at);
        json_put_text(item, "made_by", roster->made_by);
        json_put_text(item, "settings",
                      view_roster_settings(req->env.arena, req->env.language, &roster->settings));
    }
}

static void put_hands(struct request *req, const struct roster_desk *desk, json_t *model)
{
    json_t *list = json_put_array(model, "hands");

    for (size_t i = 0; i < desk->hands.count; i++) {
        const struct roster_hand *hand = &desk->hands.items[i];
        json_t *item = json_add_object(list);

        put_roster_row(req, &hand->row, item);
        json_put_text(item, "name", hand->name);
        json_put_text(item, "reviewer", hand->key.text);
        json_put_text(item, "by", hand->by);
        json_put_text(
            item, "act",
            wording(req->env.language, arena_format(req->env.arena, "roster.hand.%s", hand->act)));
    }
}

/* The last draft's wishes, else the definition's; typed ones when the form comes again. */
static void put_form(struct request *req, const struct roster_desk *desk, json_t *model)
{
    static const char *const balances[] = {"none", "gentle", "strong"};
    struct roster_settings chosen = {.k = req->call->definition->reviewers_per_application,
                                     .balance = 3,
                                     .steady = ROSTER_STEADY};
    json_t *form = json_put_object(model, "form"), *list = json_put_array(model, "balances");

    if (desk->rosters.count > 0)
        chosen = desk->rosters.items[0].settings;
    json_put_text(json_put_object(form, "k"), "value",
                  arena_format(req->env.arena, "%lld", (long long)chosen.k));
    for (size_t i = 0; i < sizeof balances / sizeof balances[0]; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "key", balances[i]);
        json_put_text(item, "text",
                      wording(req->env.language,
                              arena_format(req->env.arena, "roster.balances.%s", balances[i])));
        json_put_flag(item, "selected",
                      text_equal(balances[i], req->failed != NULL
                                                  ? form_text(req, "balance")
                                                  : roster_balance_word(chosen.balance)));
    }
    json_put_flag(model, "bridge",
                  req->failed != NULL ? form_tick(req, "bridge") : chosen.bridge > 0);
    json_put_flag(model, "steady",
                  req->failed != NULL ? form_tick(req, "steady") : chosen.steady > 0);
    json_put_flag(model, "bottleneck",
                  req->failed != NULL ? form_tick(req, "bottleneck") : chosen.bottleneck);
}

struct reply page_roster_desk(struct request *req)
{
    struct error err = {0};
    struct roster_desk desk = {.may_make = false};
    json_t *model = json_root(req->env.arena);

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_roster_desk(&req->env, &req->actor, req->call, &desk, &err))
        return reply_error(req, &err);
    put_coverage(req, &desk, model);
    put_rosters(req, &desk, model);
    put_reviewers(req, &desk, model);
    put_hands(req, &desk, model);
    put_form(req, &desk, model);
    json_put_flag(model, "may_make", desk.may_make);
    json_put_flag(model, "bidding", call_switched_on(req->call, "bidding"));
    json_put_text(model, "call_key", req->call->key);
    json_put_flag(model, "wide", true);
    return reply_page(req, "roster/desk.html", model);
}

struct reply page_roster_make(struct request *req)
{
    struct error err = {0};
    struct roster_form form = {form_int(req, "k"), form_text(req, "balance"),
                               form_tick(req, "bridge"), form_tick(req, "steady"),
                               form_tick(req, "bottleneck")};
    struct key key;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_roster_make(&req->env, &req->actor, req->call, &form, &req->problems, &key, &err))
        return reply_again(req, page_roster_desk, &err);
    return reply_redirect(req, "/office/assignment/drafts/%s", key.text);
}

/* ---- candidates */

static const char *mark_word(unsigned marks)
{
    return (marks & MARK_LIVE) != 0     ? "live"
           : (marks & MARK_ADD) != 0    ? "add"
           : (marks & MARK_PIN) != 0    ? "pin"
           : (marks & MARK_FORBID) != 0 ? "forbid"
           : (marks & MARK_STOOD) != 0  ? "stood"
                                        : "";
}

static void put_candidate(struct request *req, const struct roster_candidate *from, json_t *item)
{
    const char *mark = mark_word(from->marks);

    json_put_text(item, "key", from->who.key.text);
    json_put_text(item, "name", from->who.name);
    json_put_text(item, "institution", from->who.institution);
    json_put_text(item, "why", view_fit(req->env.arena, req->env.language, &from->fit));
    view_state(item, "grade", req->env.language, "fit", fit_grade(from->cost));
    json_put_int(item, "cost", from->cost);
    json_put_flag(item, "declined", text_equal(from->who.answer, "declined"));
    json_put_flag(item, "live", (from->marks & MARK_LIVE) != 0);
    json_put_flag(item, "by_hand", (from->marks & (MARK_PIN | MARK_ADD | MARK_FORBID)) != 0);
    if (*mark != '\0')
        json_put_text(
            item, "mark",
            wording(req->env.language, arena_format(req->env.arena, "roster.hand.%s", mark)));
}

struct reply page_roster_candidates(struct request *req)
{
    struct error err = {0};
    struct roster_candidates found;
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "candidates");
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_roster_candidates(&req->env, &req->actor, key, &found, &err))
        return reply_error(req, &err);
    put_roster_row(req, &found.row, model);
    for (size_t i = 0; i < found.count; i++)
        put_candidate(req, &found.items[i], json_add_object(list));
    json_put_int(model, "barred", found.barred);
    json_put_flag(model, "may_change", found.may_change);
    json_put_text(model, "office",
                  arena_format(req->env.arena, "/office/applications/%s", key.text));
    return reply_page(req, "roster/candidates.html", model);
}

struct reply page_roster_hand(struct request *req)
{
    struct error err = {0};
    struct key key, reviewer;

    if (!request_key(req, "key", &key) || !key_parse(form_text(req, "reviewer"), &reviewer))
        return reply_missing(req);
    if (!action_roster_hand(&req->env, &req->actor, key, reviewer, form_text(req, "act"), &err))
        return reply_again(req, page_roster_candidates, &err);
    return reply_redirect(req, "/office/assignment/applications/%s", key.text);
}
