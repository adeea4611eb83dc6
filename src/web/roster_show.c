/* roster_show.c: one draft of who reviews what: rows with reasons, loads, changes, publishing. */

#include "base/text.h"
#include "view/roster.h"
#include "view/wording.h"
#include "web/pages.h"
#include "web/roster.h"

#define PAGE 50

/* A row with what is chosen for it and what was before. */
struct shown {
    const struct roster_row *row;
    int64_t given, moved;
    size_t first;
    const char *removed; /* names */
};
struct shown_rows {
    LIST(struct shown);
};

static bool is_chosen(const struct roster_view *view, const struct shown *s,
                      struct person_id reviewer)
{
    for (int64_t i = 0; i < s->given; i++)
        if (view->choices.items[s->first + (size_t)i].reviewer.value == reviewer.value)
            return true;
    return false;
}

static const char *removed_from(struct request *req, const struct roster_view *view,
                                const struct shown *s)
{
    struct buffer out = buffer_in(req->env.arena);
    size_t first;
    int64_t before = roster_given(&view->before, s->row->application, &first);

    for (int64_t i = 0; i < before; i++) {
        const struct roster_choice *choice = &view->before.items[first + (size_t)i];

        if (is_chosen(view, s, choice->reviewer))
            continue;
        if (out.length > 0)
            buffer_text(&out, wording(req->env.language, "roster.and"));
        buffer_text(&out, choice->name);
    }
    return buffer_get(&out);
}

static int by_need(const void *a, const void *b)
{
    const struct shown *x = a, *y = b;
    int64_t left = x->row->wanted - x->given, right = y->row->wanted - y->given;

    return left != right ? (left < right) - (left > right) : strcmp(x->row->number, y->row->number);
}

static struct shown_rows rows_of(struct request *req, const struct roster_view *view)
{
    struct shown_rows rows = {.count = 0};

    for (size_t i = 0; i < view->rows.count; i++) {
        struct shown *s = list_add(req->env.arena, &rows);

        s->row = &view->rows.items[i];
        s->given = roster_given(&view->choices, s->row->application, &s->first);
        for (int64_t c = 0; c < s->given; c++)
            s->moved += view->choices.items[s->first + (size_t)c].fit.moved;
        s->removed = removed_from(req, view, s);
    }
    qsort(rows.items, rows.count, sizeof *rows.items, by_need);
    return rows;
}

/* ---- filters */

struct filter {
    const char *topic, *show, *reviewer;
    int64_t page;
};

static struct filter filter_of(const struct request *req)
{
    struct filter filter = {request_query(req, "topic"), request_query(req, "show"),
                            request_query(req, "reviewer"), 1};

    if (!text_to_int(request_query(req, "page"), &filter.page) || filter.page < 1)
        filter.page = 1;
    return filter;
}

static bool has_reviewer(const struct roster_view *view, const struct shown *s, const char *key)
{
    for (int64_t i = 0; i < s->given; i++)
        if (text_equal(view->choices.items[s->first + (size_t)i].key.text, key))
            return true;
    return false;
}

static bool passes(const struct roster_view *view, const struct shown *s,
                   const struct filter *filter)
{
    return (*filter->topic == '\0' || text_equal(filter->topic, s->row->topic_code)) &&
           (*filter->reviewer == '\0' || has_reviewer(view, s, filter->reviewer)) &&
           (!text_equal(filter->show, "open") || s->given < s->row->wanted) &&
           (!text_equal(filter->show, "changed") || s->moved > 0 || *s->removed != '\0');
}

static void put_option(json_t *list, const char *key, const char *text, const char *chosen)
{
    json_t *item = json_add_object(list);

    json_put_text(item, "key", key);
    json_put_text(item, "text", text);
    json_put_flag(item, "selected", text_equal(key, chosen));
}

static void put_filters(struct request *req, const struct roster_view *view,
                        const struct filter *filter, json_t *model)
{
    static const char *const shows[] = {"", "open", "changed"};
    json_t *topics = json_put_array(model, "topics"), *list = json_put_array(model, "shows"),
           *reviewers = json_put_array(model, "by_reviewer");

    for (size_t i = 0; req->call != NULL && i < req->call->definition->topics.count; i++)
        put_option(topics, req->call->definition->topics.items[i].code,
                   req->call->definition->topics.items[i].code, filter->topic);
    for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++)
        put_option(list, shows[i],
                   wording(req->env.language, arena_format(req->env.arena, "roster.show.%s",
                                                           *shows[i] == '\0' ? "all" : shows[i])),
                   filter->show);
    for (size_t i = 0; i < view->reviewers.count; i++)
        put_option(reviewers, view->reviewers.items[i].key.text, view->reviewers.items[i].name,
                   filter->reviewer);
}

/* ---- rows */

static void put_choice(struct request *req, const struct roster_choice *choice, json_t *item)
{
    json_put_text(item, "name", choice->name);
    json_put_text(item, "key", choice->key.text);
    json_put_text(item, "why", view_fit(req->env.arena, req->env.language, &choice->fit));
    json_put_int(item, "cost", choice->cost);
    view_state(item, "grade", req->env.language, "fit", fit_grade(choice->cost));
    json_put_flag(item, "moved", choice->fit.moved);
    if (*choice->held != '\0')
        json_put_text(item, "held",
                      wording(req->env.language,
                              arena_format(req->env.arena, "roster.hand.%s", choice->held)));
}

static void put_shown(struct request *req, const struct roster_view *view, const struct shown *s,
                      json_t *item)
{
    json_t *list = json_put_array(item, "chosen");

    put_roster_row(req, s->row, item);
    json_put_int(item, "given", s->given);
    json_put_int(item, "wanted", s->row->wanted);
    json_put_flag(item, "short", s->given < s->row->wanted);
    json_put_text(item, "removed", s->removed);
    for (int64_t i = 0; i < s->given; i++)
        put_choice(req, &view->choices.items[s->first + (size_t)i], json_add_object(list));
}

static void put_rows(struct request *req, const struct roster_view *view,
                     const struct shown_rows *rows, const struct filter *filter, json_t *model)
{
    json_t *list = json_put_array(model, "rows");
    int64_t from = (filter->page - 1) * PAGE, passed = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (!passes(view, &rows->items[i], filter))
            continue;
        if (passed >= from && passed < from + PAGE)
            put_shown(req, view, &rows->items[i], json_add_object(list));
        passed++;
    }
    json_put_int(model, "found", passed);
    if (passed > from + PAGE)
        json_put_text(model, "next",
                      arena_format(req->env.arena, "?topic=%s&show=%s&reviewer=%s&page=%lld",
                                   filter->topic, filter->show, filter->reviewer,
                                   (long long)filter->page + 1));
}

/* ---- the head */

static void put_sums(const struct shown_rows *rows, json_t *model)
{
    int64_t open = 0, missing = 0, moved = 0, changed = 0;

    for (size_t i = 0; i < rows->count; i++) {
        const struct shown *s = &rows->items[i];
        int64_t lacks = s->row->wanted - s->given;

        open += lacks > 0;
        missing += lacks > 0 ? lacks : 0;
        moved += s->moved;
        changed += s->moved > 0 || *s->removed != '\0';
    }
    json_put_int(model, "applications", (int64_t)rows->count);
    json_put_int(model, "covered", (int64_t)rows->count - open);
    json_put_int(model, "missing", missing);
    json_put_int(model, "moved", moved);
    json_put_int(model, "changed", changed);
}

static const struct roster_row *row_of(const struct roster_view *view, const char *key)
{
    for (size_t i = 0; i < view->rows.count; i++)
        if (text_equal(view->rows.items[i].key.text, key))
            return &view->rows.items[i];
    return NULL;
}

/* The topics of the cut's applications, each once; NULL when one of them is hidden. */
static const char *topics_of(struct request *req, const struct roster_view *view,
                             const json_t *applications)
{
    struct buffer out = buffer_in(req->env.arena);
    struct names seen = {.count = 0};

    for (size_t i = 0; i < json_array_size(applications); i++) {
        const struct roster_row *row = row_of(view,
                                              json_string_value(json_array_get(applications, i)));
        bool is_new;

        if (row == NULL)
            return NULL;
        names_add(req->env.arena, &seen, row->topic_code, strlen(row->topic_code), &is_new);
        if (is_new && out.length > 0)
            buffer_text(&out, wording(req->env.language, "roster.and"));
        if (is_new)
            buffer_text(&out, row->topic_code);
    }
    return buffer_get(&out);
}

/* In whole words, or (when something of it is hidden) only that there is one. */
static void put_cut(struct request *req, const struct roster_view *view, json_t *model)
{
    const json_t *cut = view->roster.cut, *list = json_at(cut, "applications");
    struct cut_facts facts = {.topics = topics_of(req, view, list),
                              .applications = (int64_t)json_array_size(list),
                              .reviewers = json_int(cut, "reviewers", 0),
                              .need = json_int(cut, "need", 0),
                              .have = json_int(cut, "have", 0)};

    if (cut != NULL)
        json_put_text(model, "cut",
                      facts.topics == NULL ? wording(req->env.language, "roster.cut-hidden")
                                           : view_cut(req->env.arena, req->env.language, &facts));
}

/* What is of the whole call is shown to whom nothing of it is hidden. */
static void put_head(struct request *req, const struct roster_view *view, json_t *model)
{
    const struct roster *roster = &view->roster;
    const char *place = arena_format(req->env.arena, "/office/assignment/drafts/%s",
                                     roster->key.text);

    view_state(model, "state", req->env.language, "roster", roster->state);
    json_put_text(model, "place", place);
    json_put_text(model, "settings",
                  view_roster_settings(req->env.arena, req->env.language, &roster->settings));
    json_put_text(model, "made_by", roster->made_by);
    view_minutes(model, "made_at", roster->made_at);
    json_put_text(model, "published_by", roster->published_by);
    view_minutes(model, "published_at", roster->published_at);
    json_put_int(model, "seed", roster->seed);
    json_put_flag(model, "based", roster->base.value != 0);
    if (!view->whole || roster->solved_at == 0)
        return;
    json_put_text(model, "digest", roster->digest);
    json_put_text(model, "problem", arena_format(req->env.arena, "%s/problem", place));
    json_put_int(model, "took", roster->took);
    if (roster->total >= 0)
        json_put_int(model, "total", roster->total);
}

static void put_loads(struct request *req, const struct roster_view *view, json_t *model)
{
    json_t *list = json_put_array(model, "loads");

    for (size_t i = 0; i < view->reviewers.count; i++) {
        json_t *item = json_add_object(list);

        put_roster_load(req, &view->reviewers.items[i], &view->choices, item);
        json_put_text(
            item, "href",
            arena_format(req->env.arena, "?reviewer=%s", view->reviewers.items[i].key.text));
    }
}

static bool is_unfinished(const struct roster *roster)
{
    return text_equal(roster->state, "waiting") || text_equal(roster->state, "solving");
}

/* While it is solved the page asks again by itself, with no script. */
static struct reply waiting(struct request *req, json_t *model)
{
    struct reply reply = reply_page(req, "roster/show.html", model);

    reply_header(&reply, "Refresh", "2");
    return reply;
}

struct reply page_roster_show(struct request *req)
{
    struct error err = {0};
    struct roster_view view;
    struct filter filter = filter_of(req);
    struct shown_rows rows;
    json_t *model = json_root(req->env.arena);
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_roster_show(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    put_head(req, &view, model);
    json_put_flag(model, "failed", text_equal(view.roster.state, "failed"));
    json_put_flag(model, "wide", true);
    if (is_unfinished(&view.roster)) {
        json_put_flag(model, "unfinished", true);
        return waiting(req, model);
    }
    rows = rows_of(req, &view);
    put_sums(&rows, model);
    put_cut(req, &view, model);
    put_loads(req, &view, model);
    put_filters(req, &view, &filter, model);
    put_rows(req, &view, &rows, &filter, model);
    json_put_flag(model, "solved", view.roster.solved_at != 0);
    json_put_flag(model, "may_publish", view.may_publish);
    return reply_page(req, "roster/show.html", model);
}

struct reply page_roster_problem(struct request *req)
{
    struct error err = {0};
    const char *problem;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_roster_problem(&req->env, &req->actor, key, &problem, &err))
        return reply_error(req, &err);
    return reply_bytes(req, "application/json", "problem.json", problem, strlen(problem));
}

struct reply page_roster_publish(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_roster_publish(&req->env, &req->actor, key, &req->problems, &err))
        return reply_again(req, page_roster_show, &err);
    return reply_redirect(req, "/office/assignment/drafts/%s", key.text);
}
