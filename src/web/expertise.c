/* expertise.c: what a reviewer brings, by the reviewer and by the office; and bids. */

#include "action/expertise.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"
#include "web/pages.h"

/* Ticked fields "topic.6" as a list of what stands behind the dot. */
static json_t *ticked(struct request *req, const char *prefix)
{
    json_t *list = json_root_array(req->env.arena);

    for (size_t i = 0; i < req->form.count; i++)
        if (text_starts(req->form.items[i].name, prefix) && *req->form.items[i].value != '\0')
            json_add_text(list, req->form.items[i].name + strlen(prefix));
    return list;
}

static bool names(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (text_equal(json_string_value(json_array_get(list, i)), word))
            return true;
    return false;
}

static void put_box(json_t *list, const char *key, const char *text, const json_t *chosen)
{
    json_t *item = json_add_object(list);

    json_put_text(item, "key", key);
    json_put_text(item, "text", text);
    json_put_flag(item, "selected", names(chosen, key));
}

static void put_boxes(struct request *req, const json_t *topics, const json_t *languages,
                      json_t *model)
{
    json_t *list = json_put_array(model, "topics"), *tongues = json_put_array(model, "languages");

    for (size_t i = 0; i < req->call->definition->topics.count; i++) {
        const struct topic_definition *topic = &req->call->definition->topics.items[i];

        put_box(list, topic->code, words_in(&topic->title, req->env.language), topics);
    }
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        put_box(tongues, language_tag((enum language)i),
                wording((enum language)i, "shell.own-name"), languages);
}

static void put_answers(struct request *req, const char *chosen, json_t *model)
{
    static const char *const answers[] = {"accepted", "declined"};
    json_t *list = json_put_array(model, "answers");

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "key", answers[i]);
        json_put_text(item, "text",
                      wording(req->env.language,
                              arena_format(req->env.arena, "expertise.says.%s", answers[i])));
        json_put_flag(item, "selected", text_equal(answers[i], chosen));
    }
}

static struct reply show(struct request *req, const struct key *who)
{
    struct error err = {0};
    struct expertise e;
    json_t *model = json_root(req->env.arena), *form;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_expertise(&req->env, &req->actor, req->call, who, &e, &err))
        return reply_error(req, &err);
    form = json_put_object(model, "form");
    json_put_text(json_put_object(form, "keywords"), "value", e.keywords);
    json_put_text(json_put_object(form, "load"), "value",
                  arena_format(req->env.arena, "%lld", (long long)e.load));
    put_boxes(req, req->failed == NULL ? e.topics : ticked(req, "topic."),
              req->failed == NULL ? e.languages : ticked(req, "language."), model);
    put_answers(req, req->failed == NULL ? e.answer : form_text(req, "answer"), model);
    json_put_text(model, "name", e.name);
    json_put_text(model, "institution", e.institution);
    json_put_text(model, "action",
                  who == NULL
                      ? "/reviews/expertise"
                      : arena_format(req->env.arena, "/office/assignment/reviewers/%s", who->text));
    json_put_flag(model, "office", who != NULL);
    view_minutes(model, "saved_at", e.saved_at);
    return reply_page(req, "roster/expertise.html", model);
}

static bool save(struct request *req, const struct key *who, struct error *err)
{
    struct expertise_form form = {ticked(req, "topic."), ticked(req, "language."),
                                  form_text(req, "keywords"), form_text(req, "load"),
                                  form_text(req, "answer")};

    if (req->call == NULL)
        return error_set(err, ERROR_MISSING, "missing");
    return action_expertise_save(&req->env, &req->actor, req->call, who, &form, &req->problems,
                                 err);
}

struct reply page_expertise(struct request *req)
{
    return show(req, NULL);
}

struct reply page_expertise_save(struct request *req)
{
    struct error err = {0};

    return save(req, NULL, &err) ? reply_redirect(req, "/reviews")
                                 : reply_again(req, page_expertise, &err);
}

struct reply page_office_expertise(struct request *req)
{
    struct key key;

    return request_key(req, "key", &key) ? show(req, &key) : reply_missing(req);
}

struct reply page_office_expertise_save(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    return save(req, &key, &err) ? reply_redirect(req, "/office/assignment#reviewers-h")
                                 : reply_again(req, page_office_expertise, &err);
}

/* ---- bids */

/* Each choice says whose it is, so that its label finds it. */
static void put_wishes(struct request *req, const struct bid_row *row, json_t *item)
{
    static const enum wish offered[] = {WISH_WANTS, WISH_CAN, WISH_RATHER_NOT, WISH_NONE};
    json_t *list = json_put_array(item, "wishes");

    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++) {
        const char *word = wish_word(offered[i]);
        json_t *wish = json_add_object(list);

        json_put_text(wish, "key", word);
        json_put_text(wish, "id",
                      arena_format(req->env.arena, "bid-%s-%s", row->application.text, word));
        json_put_text(wish, "text",
                      wording(req->env.language, arena_format(req->env.arena, "roster.wish.%s",
                                                              *word == '\0' ? "none" : word)));
        json_put_flag(wish, "selected", offered[i] == row->wish);
    }
}

struct reply page_bids(struct request *req)
{
    struct error err = {0};
    struct bid_rows rows = {0};
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "titles");

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_bids(&req->env, &req->actor, req->call, &rows, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "application", rows.items[i].application.text);
        json_put_text(item, "heading", rows.items[i].title);
        json_put_text(item, "topic_code", rows.items[i].topic_code);
        put_wishes(req, &rows.items[i], item);
    }
    json_put_flag(model, "any", rows.count > 0);
    return reply_page(req, "roster/bids.html", model);
}

struct reply page_bids_save(struct request *req)
{
    struct error err = {0};
    struct bid_forms forms = {0};

    for (size_t i = 0; i < req->form.count; i++) {
        struct bid_form bid = {.wish = req->form.items[i].value};

        if (text_starts(req->form.items[i].name, "bid.") &&
            key_parse(req->form.items[i].name + strlen("bid."), &bid.application))
            *list_add(req->env.arena, &forms) = bid;
    }
    if (req->call == NULL)
        return reply_missing(req);
    if (!action_bids_save(&req->env, &req->actor, req->call, &forms, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/reviews");
}
