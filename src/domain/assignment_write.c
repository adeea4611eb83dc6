/* assignment_write.c: the answer of `grantd assign`. */

#include "base/quote.h"
#include "domain/assignment_json.h"

#define FORMAT "{\"format\":\"" ASSIGNMENT_FORMAT "\",\"status\":"

static void put_names(struct buffer *out, const struct names *names, const uint32_t *list,
                      size_t count)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        const struct name *name = &names->items[list[i]];

        if (i > 0)
            buffer_byte(out, ',');
        buffer_quote(out, name->text, name->length);
    }
    buffer_byte(out, ']');
}

static void put_number(struct buffer *out, const char *before, int64_t number)
{
    buffer_format(out, "%s%lld", before, (long long)number);
}

static void put_cut(struct buffer *out, const struct assignment_document *document,
                    const struct assignment_cut *cut)
{
    buffer_text(out, FORMAT "\"infeasible\",\"cut\":{\"applications\":");
    put_names(out, &document->applications, cut->applications, cut->application_count);
    buffer_text(out, ",\"reviewers\":");
    put_names(out, &document->reviewers, cut->reviewers, cut->reviewer_count);
    put_number(out, ",\"need\":", cut->need);
    put_number(out, ",\"have\":", cut->have);
    put_number(out, ",\"short\":", cut->need - cut->have);
    buffer_text(out, "}}\n");
}

static void put_sums(struct buffer *out, const struct assignment_answer *answer)
{
    put_number(out, FORMAT "\"optimal\",\"cost\":{\"total\":", answer->total);
    put_number(out, ",\"pairs\":", answer->pairs);
    put_number(out, ",\"balance\":", answer->balance);
    put_number(out, ",\"bridge\":", answer->bridge);
    buffer_text(out, "},\"worst\":");
    if (answer->has_worst)
        put_number(out, "", answer->worst);
    else
        buffer_text(out, "null");
}

void assignment_write(struct buffer *out, const struct assignment_document *document,
                      const struct assignment_answer *answer)
{
    const struct assignment_problem *problem = &document->problem;

    if (!answer->feasible) {
        put_cut(out, document, &answer->cut);
        return;
    }
    put_sums(out, answer);
    buffer_text(out, ",\"assignments\":[");
    for (size_t i = 0; i < problem->application_count; i++) {
        const struct name *name = &document->applications.items[i];

        buffer_text(out, i == 0 ? "{\"application\":" : ",{\"application\":");
        buffer_quote(out, name->text, name->length);
        buffer_text(out, ",\"reviewers\":");
        put_names(out, &document->reviewers, problem->applications[i].chosen,
                  (size_t)problem->applications[i].k);
        buffer_byte(out, '}');
    }
    buffer_text(out, "]}\n");
}

bool assignment_reply(struct arena *arena, char *bytes, size_t length, struct buffer *out)
{
    struct assignment_document document;
    struct assignment_answer answer;
    const char *wrong = assignment_read(arena, bytes, length, &document);

    if (wrong == NULL && !assignment_solve(arena, &document.problem, &answer))
        wrong = WRONG_RANGE;
    if (!calculator_valid(out, ASSIGNMENT_FORMAT, wrong))
        return false;
    assignment_write(out, &document, &answer);
    return true;
}
