/* review.c: models of the office's lists, of reviewing and of the ranking. */

#include "view/review.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

void view_office_row(struct arena *arena, const struct application *a, const struct call *call,
                     enum language language, json_t *row)
{
    const struct topic_definition *topic = definition_topic(call->definition, a->topic_code);

    json_put_text(row, "key", a->key.text);
    json_put_text(row, "number", a->number);
    json_put_text(row, "heading",
                  *a->title != '\0' ? a->title : wording(language, "application.untitled"));
    json_put_text(row, "topic_code", a->topic_code);
    json_put_text(row, "topic", topic == NULL ? "" : words_in(&topic->title, language));
    json_put_text(row, "leader", a->leader);
    json_put_text(row, "institution", a->institution);
    json_put_int(row, "version", a->version);
    json_put_flag(row, "by_mail", a->by_mail);
    view_state(row, "state", language, "application", application_word(a->state));
    view_fen(row, "amount", a->amount);
    view_minutes(row, "submitted_at", a->submitted_at);
    json_put_text(row, "href", arena_format(arena, "/office/applications/%s", a->key.text));
}

const char *view_points(struct arena *arena, int64_t points)
{
    if (points < 0)
        return "";
    points = (points + 50) / 100;
    return arena_format(arena, "%lld.%02lld", (long long)(points / 100), (long long)(points % 100));
}

static void put_error(const struct review_facts *f, struct arena *arena, const char *path,
                      const char *key, json_t *into)
{
    for (size_t i = 0; f->problems != NULL && i < f->problems->count; i++)
        if (strcmp(f->problems->items[i].path, path) == 0)
            json_put_text(into, key, wording_problem(arena, f->language, &f->problems->items[i]));
}

static void put_criterion(struct arena *arena, const struct review_facts *f,
                          const struct criterion *criterion, json_t *into)
{
    int64_t given = review_score(f->review, criterion->key);
    json_t *scale = json_put_array(into, "scale");

    json_put_text(into, "key", criterion->key);
    json_put_text(into, "id", arena_format(arena, "scores.%s", criterion->key));
    json_put_text(into, "title", words_in(&criterion->title, f->language));
    json_put_text(into, "help", criterion->help.in[f->language]);
    json_put_int(into, "weight", criterion->weight);
    put_error(f, arena, arena_format(arena, "scores.%s", criterion->key), "error", into);
    for (int64_t value = f->definition->scale_least; value <= f->definition->scale_most; value++) {
        json_t *item = json_add_object(scale);

        json_put_int(item, "value", value);
        json_put_flag(item, "checked", value == given);
    }
}

static void put_groups(struct arena *arena, const struct review_facts *f, json_t *model)
{
    json_t *groups = json_put_array(model, "groups");

    for (size_t g = 0; g < f->definition->groups.count; g++) {
        const struct criterion_group *group = &f->definition->groups.items[g];
        json_t *item = json_add_object(groups), *criteria;

        json_put_text(item, "title", words_in(&group->title, f->language));
        criteria = json_put_array(item, "criteria");
        for (size_t i = 0; i < f->definition->criteria.count; i++)
            if (strcmp(f->definition->criteria.items[i].group, group->key) == 0)
                put_criterion(arena, f, &f->definition->criteria.items[i],
                              json_add_object(criteria));
    }
}

static const char *recommendation_label(const struct definition *definition, const char *key,
                                        enum language language)
{
    for (size_t i = 0; i < definition->recommendations.count; i++)
        if (strcmp(definition->recommendations.items[i].key, key) == 0)
            return words_in(&definition->recommendations.items[i].label, language);
    return "";
}

static const char *familiarity_label(struct arena *arena, int64_t familiarity,
                                     enum language language)
{
    return familiarity == 0 ? ""
                            : wording(language, arena_format(arena, "review.familiar.%lld",
                                                             (long long)familiarity));
}

static const char *scores_line(struct arena *arena, const struct definition *definition,
                               const struct review *review, enum language language)
{
    struct buffer line = buffer_in(arena);

    for (size_t i = 0; i < definition->criteria.count; i++) {
        const struct criterion *criterion = &definition->criteria.items[i];
        int64_t score = review_score(review, criterion->key);

        if (score != 0)
            buffer_format(&line, "%s%s %lld", line.length == 0 ? "" : " · ",
                          words_in(&criterion->title, language), (long long)score);
    }
    return buffer_get(&line);
}

const char *view_review_part(struct arena *arena, const struct definition *definition,
                             const struct review *review, enum review_part part,
                             enum language language)
{
    switch (part) {
    case REVIEW_PART_SCORES:
        return scores_line(arena, definition, review, language);
    case REVIEW_PART_RECOMMENDATION:
        return recommendation_label(definition, review->recommendation, language);
    case REVIEW_PART_FAMILIARITY:
        return familiarity_label(arena, review->familiarity, language);
    case REVIEW_PART_TO_COMMITTEE:
        return review->to_committee;
    case REVIEW_PART_TO_APPLICANT:
        return review->to_applicant;
    case REVIEW_PART_COUNT:
        break;
    }
    return "";
}

void view_review_kept(struct arena *arena, const struct definition *definition,
                      const struct review *kept, enum language language, json_t *into)
{
    json_t *scores = json_put_array(into, "scores");

    for (size_t i = 0; i < definition->criteria.count; i++) {
        const struct criterion *criterion = &definition->criteria.items[i];
        int64_t score = review_score(kept, criterion->key);
        json_t *item = score == 0 ? NULL : json_add_object(scores);

        if (item == NULL)
            continue;
        json_put_text(item, "title", words_in(&criterion->title, language));
        json_put_int(item, "score", score);
    }
    json_put_text(into, "total", view_points(arena, kept->total));
    json_put_text(into, "recommendation",
                  recommendation_label(definition, kept->recommendation, language));
    json_put_text(into, "to_committee", kept->to_committee);
    json_put_text(into, "to_applicant", kept->to_applicant);
}

void view_review_form(struct arena *arena, const struct review_facts *f, json_t *model)
{
    json_t *list = json_put_array(model, "recommendations"), *familiar, *errors;
    const struct review *r = f->review;

    put_groups(arena, f, model);
    for (size_t i = 0; i < f->definition->recommendations.count; i++) {
        const struct option *option = &f->definition->recommendations.items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "key", option->key);
        json_put_text(item, "label", words_in(&option->label, f->language));
        json_put_flag(item, "checked", strcmp(r->recommendation, option->key) == 0);
    }
    familiar = json_put_array(model, "familiarity");
    for (int64_t value = 1; value <= 3; value++) {
        json_t *item = json_add_object(familiar);

        json_put_int(item, "value", value);
        json_put_text(item, "label", familiarity_label(arena, value, f->language));
        json_put_flag(item, "checked", r->familiarity == value);
    }
    errors = json_put_object(model, "error_at");
    put_error(f, arena, "recommendation", "recommendation", errors);
    put_error(f, arena, "familiarity", "familiarity", errors);
    put_error(f, arena, "reason", "reason", errors);
    put_error(f, arena, "scan", "scan", errors);
    json_put_text(model, "to_committee", r->to_committee);
    json_put_text(model, "to_applicant", r->to_applicant);
    json_put_int(model, "revision", r->revision);
    json_put_int(model, "given", review_given(f->definition, r));
    json_put_int(model, "criteria_count", (int64_t)f->definition->criteria.count);
    json_put_int(model, "review_version", r->version);
    json_put_flag(model, "submitted", r->state == REVIEW_SUBMITTED);
    json_put_flag(model, "on_paper", r->on_paper);
    json_put_text(model, "total", view_points(arena, r->total));
    view_minutes(model, "saved_at", r->saved_at);
    view_minutes(model, "review_submitted_at", r->submitted_at);
}
