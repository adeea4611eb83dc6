/* allocation_write.c: the answer of `grantd award`. */

#include "base/quote.h"
#include "domain/allocation_json.h"

#define FORMAT "{\"format\":\"" ALLOCATION_FORMAT "\",\"status\":"

static const char *const codes[] = {
    [ALLOCATION_VETOED] = "vetoed",
    [ALLOCATION_BELOW_MINIMUM] = "below-minimum",
    [ALLOCATION_AWARDED_PREFERRED] = "awarded-preferred",
    [ALLOCATION_QUOTA_FULL] = "quota-full",
    [ALLOCATION_AWARDED_ELSEWHERE] = "awarded-elsewhere",
    [ALLOCATION_BUDGET] = "budget",
};

struct writing {
    struct buffer *out;
    const struct allocation_document *document;
    const struct allocation_application *list;
};

static void put_name(struct writing *w, const char *before, const struct names *names, size_t at)
{
    buffer_text(w->out, before);
    buffer_quote(w->out, names->items[at].text, names->items[at].length);
}

static void put_number(struct writing *w, const char *before, int64_t number)
{
    buffer_format(w->out, "%s%lld", before, (long long)number);
}

static void put_score(struct writing *w, const char *before, int64_t units)
{
    buffer_format(w->out, "%s%lld.%04lld", before, (long long)(units / ALLOCATION_UNIT),
                  (long long)(units % ALLOCATION_UNIT));
}

static void put_head(struct writing *w, const struct allocation_answer *answer)
{
    bool stable = w->document->problem.stable;

    buffer_format(w->out, FORMAT "\"%s\",\"method\":\"%s\"",
                  stable            ? "stable"
                  : answer->optimal ? "optimal"
                                    : "stopped",
                  stable ? "stable" : "max-score");
    if (!answer->optimal)
        put_score(w, ",\"gap\":", answer->gap);
    put_score(w, ",\"total_score\":", answer->total);
    put_number(w, ",\"preference_sum\":", answer->preferences);
    put_number(w, ",\"spent\":", answer->spent);
    put_number(w, ",\"over_budget\":", answer->over);
}

static void put_awards(struct writing *w)
{
    const char *comma = "";

    buffer_text(w->out, ",\"awards\":[");
    for (size_t i = 0; i < w->document->problem.application_count; i++) {
        if (!w->list[i].won)
            continue;
        buffer_text(w->out, comma);
        put_name(w, "{\"application\":", &w->document->applications, i);
        put_name(w, ",\"applicant\":", &w->document->applicants, w->list[i].applicant);
        put_name(w, ",\"topic\":", &w->document->topics, w->list[i].topic);
        buffer_format(w->out, ",\"pinned\":%s}", w->list[i].pinned ? "true" : "false");
        comma = ",";
    }
}

static int by_topic(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const size_t *)a];
    const struct allocation_application *right = &list[*(const size_t *)b];

    if (left->topic != right->topic)
        return left->topic < right->topic ? -1 : 1;
    return allocation_compare(left, right);
}

/* Of each topic, in its order: who may be awarded and holds no award at all. */
static void put_reserve(struct arena *arena, struct writing *w, const struct allocation_view *view)
{
    const struct allocation_problem *problem = &w->document->problem;
    size_t *list = arena_array(arena, problem->application_count, sizeof *list), count = 0, at = 0;

    for (size_t i = 0; i < problem->application_count; i++)
        if (view->award_of[w->list[i].applicant] == 0 && allocation_fundable(problem, i))
            list[count++] = i;
    qsort_r(list, count, sizeof *list, by_topic, problem->applications);
    buffer_text(w->out, "],\"reserve\":[");
    for (size_t t = 0; t < problem->topic_count; t++) {
        const char *comma = "";

        put_name(w, t == 0 ? "{\"topic\":" : ",{\"topic\":", &w->document->topics, t);
        buffer_text(w->out, ",\"applications\":[");
        for (; at < count && w->list[list[at]].topic == t; at++, comma = ",")
            put_name(w, comma, &w->document->applications, list[at]);
        buffer_text(w->out, "]}");
    }
}

static void put_why(struct writing *w, const struct allocation_view *view, size_t i)
{
    struct allocation_why why = allocation_why(view, i);

    put_name(w, "{\"application\":", &w->document->applications, i);
    buffer_format(w->out, ",\"code\":\"%s\"", codes[why.reason]);
    switch (why.reason) {
    case ALLOCATION_VETOED:
        break;
    case ALLOCATION_BELOW_MINIMUM:
        buffer_format(w->out, ",\"minimum\":%.17g", w->document->minimum);
        break;
    case ALLOCATION_AWARDED_PREFERRED:
    case ALLOCATION_AWARDED_ELSEWHERE:
        put_name(w, ",\"award\":", &w->document->applications, why.other);
        put_name(w, ",\"topic\":", &w->document->topics, w->list[why.other].topic);
        break;
    case ALLOCATION_QUOTA_FULL:
        if (!why.has_other) {
            buffer_text(w->out, ",\"last\":null");
            break;
        }
        put_name(w, ",\"last\":{\"application\":", &w->document->applications, why.other);
        put_score(w, ",\"score\":", w->list[why.other].score);
        buffer_byte(w->out, '}');
        break;
    case ALLOCATION_BUDGET:
        put_number(w, ",\"missing\":", why.missing);
        break;
    }
    buffer_byte(w->out, '}');
}

void allocation_write(struct arena *arena, struct buffer *out,
                      const struct allocation_document *document,
                      const struct allocation_answer *answer)
{
    struct writing w = {out, document, document->problem.applications};
    struct allocation_view view = allocation_look(arena, &document->problem, answer);
    const char *comma = "";

    put_head(&w, answer);
    put_awards(&w);
    put_reserve(arena, &w, &view);
    buffer_text(out, "],\"reasons\":[");
    for (size_t i = 0; i < document->problem.application_count; i++) {
        if (w.list[i].won)
            continue;
        buffer_text(out, comma);
        put_why(&w, &view, i);
        comma = ",";
    }
    buffer_text(out, "]}\n");
}

bool allocation_reply(struct arena *arena, char *bytes, size_t length, struct buffer *out)
{
    struct allocation_document document;
    struct allocation_answer answer;
    const char *wrong = allocation_read(arena, bytes, length, &document);

    if (!calculator_valid(out, ALLOCATION_FORMAT, wrong))
        return false;
    allocation_solve(arena, &document.problem, &answer);
    allocation_write(arena, out, &document, &answer);
    return true;
}
