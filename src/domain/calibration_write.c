/* calibration_write.c: the answer of `grantd rank`. */

#include "domain/calibration_json.h"

#include "base/quote.h"

#define FORMAT "{\"format\":\"" CALIBRATION_FORMAT "\",\"status\":"

static void put(struct buffer *out, const char *text)
{
    buffer_text(out, text);
}

/* 15 digits, always with a point or an exponent; never "-0". */
static void put_real(struct buffer *out, const char *before, double value)
{
    char text[40];
    int length = snprintf(text, sizeof text, "%.15g", value == 0 ? 0 : value);

    put(out, before);
    buffer_add(out, text, (size_t)length);
    if (text[strcspn(text, ".e")] == '\0')
        put(out, ".0");
}

static void put_count(struct buffer *out, const char *before, int64_t value)
{
    char text[24], *at = text + sizeof text;
    uint64_t rest = (uint64_t)(value < 0 ? -value : value);

    put(out, before);
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--at = '-';
    buffer_add(out, at, (size_t)(text + sizeof text - at));
}

static void put_name(struct buffer *out, const char *before, const struct name *name)
{
    put(out, before);
    buffer_quote(out, name->text, name->length);
}

static void put_model(struct buffer *out, const struct calibration *c)
{
    put_real(out, ",\"model\":{\"noise_sd\":", c->noise_sd);
    put_real(out, ",\"bias_sd\":", c->bias_sd);
    put_real(out, ",\"lambda\":", c->lambda);
    put_count(out, ",\"df_noise\":", c->df_noise);
    put_count(out, ",\"df_bias\":", c->df_bias);
    put(out, "}");
}

static void put_components(struct buffer *out, const struct calibration *c)
{
    put(out, ",\"components\":[");
    for (size_t i = 0; i < c->component_count; i++) {
        put_count(out, i == 0 ? "{\"id\":" : ",{\"id\":", (int64_t)i + 1);
        put_count(out, ",\"applications\":", c->components[i].applications);
        put_count(out, ",\"reviewers\":", c->components[i].reviewers);
        put(out, c->components[i].exact ? ",\"error\":\"exact\"}" : ",\"error\":\"diagonal\"}");
    }
}

static void put_application(struct buffer *out, const struct calibration_application *row)
{
    put_count(out, ",\"reviews\":", row->reviews);
    if (row->reviews == 0) {
        put(out, ",\"component\":null,\"raw\":null,\"calibrated\":null,\"se\":null,\"low\":null,"
                 "\"high\":null,\"rank_topic\":null,\"rank_overall\":null,\"chance\":0.0}");
        return;
    }
    put_count(out, ",\"component\":", row->component);
    put_real(out, ",\"raw\":", row->raw);
    put_real(out, ",\"calibrated\":", row->calibrated);
    put_real(out, ",\"se\":", row->se);
    put_real(out, ",\"low\":", row->low);
    put_real(out, ",\"high\":", row->high);
    put_count(out, ",\"rank_topic\":", row->rank_topic);
    put_count(out, ",\"rank_overall\":", row->rank_overall);
    put_real(out, ",\"chance\":", row->chance);
    put(out, "}");
}

static void put_applications(struct buffer *out, const struct calibration_document *document)
{
    const struct calibration *c = &document->calibration;

    put(out, "],\"applications\":[");
    for (size_t i = 0; i < c->application_count; i++) {
        put_name(out, i == 0 ? "{\"id\":" : ",{\"id\":", &document->applications.items[i]);
        put_name(out, ",\"topic\":", &document->topics.items[c->applications[i].topic]);
        put_application(out, &c->applications[i]);
    }
}

static void put_reviewers(struct buffer *out, const struct calibration_document *document)
{
    const struct calibration *c = &document->calibration;

    put(out, "],\"reviewers\":[");
    for (size_t j = 0; j < c->reviewer_count; j++) {
        put_name(out, j == 0 ? "{\"id\":" : ",{\"id\":", &document->reviewers.items[j]);
        put_count(out, ",\"component\":", c->reviewers[j].component);
        put_count(out, ",\"reviews\":", c->reviewers[j].reviews);
        put_real(out, ",\"bias\":", c->reviewers[j].bias);
        put(out, "}");
    }
}

static void put_top(struct buffer *out, const struct calibration_document *document,
                    const struct calibration_topic *topic)
{
    const char *before = "";

    put(out, ",\"top\":[");
    for (uint32_t i = 0; i < topic->reviewed; i++) {
        if (!document->calibration.applications[topic->members[i]].top)
            continue;
        put_name(out, before, &document->applications.items[topic->members[i]]);
        before = ",";
    }
    put(out, "]}");
}

static void put_topics(struct buffer *out, const struct calibration_document *document)
{
    const struct calibration *c = &document->calibration;

    put(out, "],\"topics\":[");
    for (size_t t = 0; t < c->topic_count; t++) {
        put_name(out, t == 0 ? "{\"id\":" : ",{\"id\":", &document->topics.items[t]);
        put_count(out, ",\"quota\":", c->topics[t].quota);
        put_count(out, ",\"components\":", c->topics[t].components);
        if (c->topics[t].has_line)
            put_real(out, ",\"line\":", c->topics[t].line);
        else
            put(out, ",\"line\":null");
        put_top(out, document, &c->topics[t]);
    }
}

static void put_list(struct buffer *out, const char *before, const struct names *names,
                     const struct calibration_indices *list)
{
    put(out, before);
    for (size_t i = 0; i < list->count; i++)
        put_name(out, i == 0 ? "" : ",", &names->items[list->items[i]]);
    put(out, "]");
}

static void put_drops(struct buffer *out, const struct calibration_document *document)
{
    const struct calibration *c = &document->calibration;

    put(out, "],\"leave_one_out\":[");
    for (size_t d = 0; d < c->drop_count; d++) {
        const struct calibration_drop *drop = &c->drops[d];

        put_name(out, d == 0 ? "{\"reviewer\":" : ",{\"reviewer\":",
                 &document->reviewers.items[drop->reviewer]);
        put_count(out, ",\"changes\":", (int64_t)drop->lost.count);
        put_list(out, ",\"lost\":[", &document->applications, &drop->lost);
        put_list(out, ",\"gained\":[", &document->applications, &drop->gained);
        put(out, "}");
    }
}

void calibration_write(struct buffer *out, const struct calibration_document *document)
{
    put(out, FORMAT "\"ok\"");
    put_model(out, &document->calibration);
    put_components(out, &document->calibration);
    put_applications(out, document);
    put_reviewers(out, document);
    put_topics(out, document);
    put_drops(out, document);
    put(out, "]}\n");
}

bool calibration_reply(struct arena *arena, char *bytes, size_t length, struct buffer *out)
{
    struct calibration_document document;
    const char *wrong = calibration_read(arena, bytes, length, &document);

    if (!calculator_valid(out, CALIBRATION_FORMAT, wrong))
        return false;
    calibration_make(arena, &document.calibration);
    calibration_write(out, &document);
    return true;
}
