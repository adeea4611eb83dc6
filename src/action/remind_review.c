/* remind_review.c: what the clock writes to reviewers, and thanks. */

#include "action/remind.h"

#include "action/tell.h"
#include "base/text.h"
#include "domain/reminder.h"
#include "store/reminder.h"
#include "store/review.h"
#include "store/tx.h"

static bool is_open(const struct assignment *a)
{
    return !text_equal(a->state, "submitted");
}

/* What is left of a reviewer's work; nothing that a conflict hides is counted. */
struct left {
    int64_t open, all, due; /* due: the nearest, of those open */
    int64_t since;          /* the first of them was assigned */
};

static bool find_left(struct env *env, const struct call *call, struct person_id reviewer,
                      struct left *left, struct error *err)
{
    struct assignments mine = {0};

    *left = (struct left){.open = 0};
    if (!store_assignments_mine(env, call->id, reviewer, &mine, err))
        return false;
    for (size_t i = 0; i < mine.count; i++) {
        const struct assignment *a = &mine.items[i];
        int64_t due = a->due_at == 0 ? call->definition->review_by : a->due_at;

        left->all++;
        if (!is_open(a))
            continue;
        if (left->open == 0 || a->assigned_at < left->since)
            left->since = a->assigned_at;
        if (left->open++ == 0 || (due != 0 && due < left->due))
            left->due = due;
    }
    return true;
}

/* The list is on the page: mail names no application (R14). */
static bool tell(struct env *env, const struct call *call, struct person_id reviewer,
                 const char *mark, const struct left *left, struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_int(detail, "open", left->open);
    json_put_int(detail, "all", left->all);
    json_put_text(detail, "until", text_time_minutes(env->arena, left->due));
    json_put_flag(detail, "over", text_equal(mark, "review-over"));
    return tell_person(env, reviewer, "review-due", call->id, "reviewer", call->id.value, detail,
                       err);
}

static bool remind(struct env *env, const struct call *call, struct person_id reviewer,
                   struct error *err)
{
    struct left left;
    const char *mark;
    bool fresh, done;

    if (!find_left(env, call, reviewer, &left, err))
        return false;
    mark = left.open == 0 ? NULL : reminder_review_mark(left.due, left.since, env->now);
    if (mark == NULL)
        return true;
    if (!store_reminder_fresh(env, call->id, reviewer, mark, left.due, &fresh, err) || !fresh)
        return err->kind == ERROR_NONE;
    done = tx_begin(env, err) && store_reminder_add(env, call->id, reviewer, mark, left.due, err) &&
           tell(env, call, reviewer, mark, &left, err);
    return tx_end(env, done, err);
}

bool action_remind_reviewers(struct env *env, struct error *err)
{
    const struct call *call;
    struct error none = {0};
    struct reminder_people people = {0};

    if (!service_call(env, NULL, &call, &none) || call->released_at != 0)
        return true;
    if (!store_reminder_reviewers(env, call->id, &people, err))
        return false;
    for (size_t i = 0; i < people.count; i++)
        if (!remind(env, call, people.items[i], err))
            return false;
    return true;
}

bool action_thank_reviewer(struct env *env, const struct call *call, struct person_id reviewer,
                           struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct left left;
    bool fresh;

    if (!find_left(env, call, reviewer, &left, err) || left.open > 0 ||
        !store_reminder_fresh(env, call->id, reviewer, "review-thanks", 0, &fresh, err) || !fresh)
        return err->kind == ERROR_NONE;
    json_put_int(detail, "all", left.all);
    return store_reminder_add(env, call->id, reviewer, "review-thanks", 0, err) &&
           tell_person(env, reviewer, "review-thanks", call->id, "reviewer", call->id.value, detail,
                       err);
}
