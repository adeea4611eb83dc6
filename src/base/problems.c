/* problems.c: everything that is wrong with what somebody typed or imported, place by place. */

#include "base/problems.h"

#include "base/text.h"

struct problems problems_in(struct arena *arena)
{
    return (struct problems){.arena = arena};
}

struct problem *problems_add(struct problems *problems, enum severity severity, const char *path,
                             const char *code)
{
    struct problem *problem = list_add(problems->arena, problems);

    problem->path = arena_text(problems->arena, path);
    problem->code = code;
    problem->severity = severity;
    return problem;
}

struct problem *problem_text(struct problem *problem, const char *name, const char *text)
{
    for (size_t i = 0; i < sizeof problem->values / sizeof problem->values[0]; i++) {
        if (problem->values[i].name != NULL)
            continue;
        problem->values[i].name = name;
        text_clip(problem->values[i].text, sizeof problem->values[i].text, text);
        break;
    }
    return problem;
}

struct problem *problem_number(struct problem *problem, const char *name, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)number);
    return problem_text(problem, name, text);
}

size_t problems_errors(const struct problems *problems)
{
    size_t count = 0;

    for (size_t i = 0; i < problems->count; i++)
        count += problems->items[i].severity == SEVERITY_ERROR;
    return count;
}
