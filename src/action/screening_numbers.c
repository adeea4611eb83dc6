/* screening_numbers.c: how many applications each rule of the checklist speaks of. */

#include "action/screening_numbers.h"

#include <stdlib.h>

#include "action/review.h"
#include "base/text.h"
#include "domain/policy.h"
#include "store/application.h"

#define PAGE 500

/* "members.rows.2.months" is about one column, whichever row. */
static const char *without_rows(struct arena *arena, const char *path)
{
    struct buffer out = buffer_in(arena);

    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        bool row = length > 0 && strspn(path, "0123456789") == length;

        if (!row) {
            if (out.length > 0)
                buffer_byte(&out, '.');
            buffer_add(&out, path, length);
        }
        path += length + (path[length] == '.');
    }
    return buffer_get(&out);
}

const char *screening_rule_name(struct arena *arena, const struct problem *problem)
{
    return arena_format(arena, "%s %s", problem->code, problem->path);
}

struct tally {
    struct env *env;
    const struct actor *actor;
    const char *rule;
    struct screening_numbers *numbers;
};

static struct rule_number *number_of(struct tally *t, const struct problem *problem)
{
    struct rule_numbers *rules = &t->numbers->rules;

    for (size_t i = 0; i < rules->count; i++)
        if (strcmp(rules->items[i].problem.code, problem->code) == 0 &&
            strcmp(rules->items[i].problem.path, problem->path) == 0)
            return &rules->items[i];
    *list_add(t->env->arena, rules) = (struct rule_number){.problem = *problem};
    return &rules->items[rules->count - 1];
}

static bool is_before(const struct problems *problems, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(problems->items[i].code, problems->items[at].code) == 0 &&
            strcmp(problems->items[i].path, problems->items[at].path) == 0)
            return true;
    return false;
}

static void count(struct tally *t, const struct application *a, struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        struct problem *problem = &problems->items[i];

        problem->path = without_rows(t->env->arena, problem->path);
        if (is_before(problems, i))
            continue;
        number_of(t, problem)->applications++;
        if (strcmp(t->rule, screening_rule_name(t->env->arena, problem)) == 0)
            *list_add(t->env->arena, &t->numbers->chosen) = *a;
    }
    t->numbers->checked++;
    t->numbers->clean += problems->count == 0;
}

static bool check(struct tally *t, const struct application *a, struct error *err)
{
    struct error hidden = {0};
    struct office_view view;

    if (a->version == 0 || a->state == APPLICATION_WITHDRAWN)
        return true;
    if (action_office_application(t->env, t->actor, a->key, &view, &hidden)) {
        count(t, a, &view.problems);
        return true;
    }
    return hidden.kind == ERROR_MISSING || error_set(err, hidden.kind, hidden.code);
}

static int by_applications(const void *a, const void *b)
{
    const struct rule_number *first = a, *second = b;

    if (first->applications != second->applications)
        return first->applications < second->applications ? 1 : -1;
    return strcmp(first->problem.code, second->problem.code);
}

bool action_screening_numbers(struct env *env, const struct actor *actor, const struct call *call,
                              const char *rule, struct screening_numbers *numbers,
                              struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct application_filter filter = {.call = call->id, .after = "", .limit = PAGE};
    struct tally t = {env, actor, rule, numbers};
    struct application_rows rows;

    *numbers = (struct screening_numbers){.checked = 0};
    if (!policy_may(&standing, VERB_APPLICATION_LIST, err))
        return false;
    do {
        rows = (struct application_rows){0};
        if (!store_applications(env, actor, &filter, &rows, err))
            return false;
        for (size_t i = 0; i < rows.count; i++)
            if (!check(&t, &rows.items[i].application, err))
                return false;
        if (rows.count > 0)
            filter.after = rows.items[rows.count - 1].application.number;
    } while (rows.count == PAGE);
    if (numbers->rules.count > 0)
        qsort(numbers->rules.items, numbers->rules.count, sizeof *numbers->rules.items,
              by_applications);
    return true;
}
