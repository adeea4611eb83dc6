/* play.c: what the sample people of a rehearsal do by themselves as its clock moves. */

#include "action/play.h"

#include "action/review.h"
#include "action/sample.h"
#include "base/text.h"
#include "store/person.h"
#include "store/role.h"
#include "store/setting.h"
#include "store/tx.h"

#define DAY            86400
#define REVIEWERS_EACH 3
#define LIST_MOST      500

static bool actor_for(struct env *env, const char *email, struct actor *actor, struct error *err)
{
    struct person person;
    struct role_grants grants = {0};
    bool found;

    if (!store_person_by_email(env, email, &person, &found, err) || !found ||
        !store_role_of(env, person.id, &grants, err))
        return false;
    *actor = (struct actor){.person = person.id,
                            .key = person.key,
                            .name = person.name,
                            .email = person.email,
                            .language = person.language};
    for (size_t i = 0; i < grants.count; i++)
        *list_add(env->arena, &actor->roles) = grants.items[i];
    return true;
}

static const char *email_of(const char *role)
{
    for (const struct sample_person *p = sample_people; p->name != NULL; p++)
        if (strcmp(p->role, role) == 0)
            return p->email;
    return "";
}

static bool submitted(struct env *env, const struct actor *office, const struct call *call,
                      struct application_rows *rows, struct error *err)
{
    struct application_filter filter = {.call = call->id, .after = "", .limit = LIST_MOST};

    return store_applications(env, office, &filter, rows, err);
}

/* Most pass; one is returned and one is ineligible, so that the office has both to look at. */
static bool screen_all(struct env *env, const struct call *call, struct error *err)
{
    struct application_rows rows = {0};
    struct actor office;

    if (!actor_for(env, email_of("secretary"), &office, err) ||
        !submitted(env, &office, call, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct application *a = &rows.items[i].application;
        const char *verdict = i == 4 ? "ineligible" : "pass";
        const char *note = i == 4 ? "申请人为兼职人员，不符合全职要求。" : "";
        struct problems problems = problems_in(env->arena);

        if (a->state == APPLICATION_SUBMITTED &&
            !action_screen(env, &office, a->key, verdict, note, 0, &problems, err))
            return false;
    }
    return true;
}

/* Reviewers in turn, past those who must not: a refusal for a conflict is what it is for. */
static bool assign_one(struct env *env, const struct actor *office, struct key key, size_t turn,
                       struct error *err)
{
    struct office_view view;
    size_t given;

    if (!action_office_application(env, office, key, &view, err))
        return false;
    given = view.assignments.count;
    for (size_t n = 0; n < view.reviewers.count && given < REVIEWERS_EACH; n++) {
        const struct reviewer_row *r = &view.reviewers.items[(turn + n) % view.reviewers.count];
        struct error refused = {0};

        if (!r->assigned && action_assign(env, office, key, r->key, &refused))
            given++;
    }
    return true;
}

static bool assign_all(struct env *env, const struct call *call, struct error *err)
{
    struct application_rows rows = {0};
    struct actor office;

    if (!actor_for(env, email_of("secretary"), &office, err) ||
        !submitted(env, &office, call, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (rows.items[i].application.state == APPLICATION_ELIGIBLE &&
            !assign_one(env, &office, rows.items[i].application.key, i * REVIEWERS_EACH, err))
            return false;
    return true;
}

/* A believable score: the application's own level, the reviewer's leaning, and a little of each. */
static int64_t score_of(const struct assignment *a, size_t criterion)
{
    unsigned level = 0, leaning = (unsigned)(a->reviewer.value % 3);

    for (const char *p = a->number; *p != '\0'; p++)
        level = level * 31 + (unsigned char)*p;
    return 5 + (int64_t)(level % 4) + (int64_t)leaning / 2 +
           (int64_t)((level / 7 + criterion * 5 + (unsigned)a->reviewer.value) % 2);
}

static bool score_one(struct env *env, const struct actor *reviewer, const struct call *call,
                      const struct assignment *a, struct error *err)
{
    const struct definition *d = call->definition;
    json_t *scores = json_root(env->arena);
    struct problems problems = problems_in(env->arena);
    struct review_view view;
    struct review_form form = {.scores = scores,
                               .recommendation = d->recommendations.items[1].key,
                               .familiarity = 1 + a->reviewer.value % 3,
                               .to_committee = "方案可行，基线与测量方法需在合同中写明。",
                               .to_applicant = "建议补充与现有方法的对照实验。",
                               .reason = "",
                               .submit = true};

    for (size_t i = 0; i < d->criteria.count; i++)
        json_put_text(scores, d->criteria.items[i].key,
                      arena_format(env->arena, "%lld", (long long)score_of(a, i)));
    return action_review_save(env, reviewer, a->key, &form, &view, &problems, err);
}

static bool score_all(struct env *env, const struct call *call, struct error *err)
{
    for (const struct sample_person *p = sample_people; p->name != NULL; p++) {
        struct assignments mine = {0};
        struct actor actor;

        if (!actor_for(env, p->email, &actor, err) ||
            !store_assignments_mine(env, call->id, actor.person, &mine, err))
            return false;
        for (size_t i = 0; i < mine.count; i++)
            if (*mine.items[i].state == '\0' && !score_one(env, &actor, call, &mine.items[i], err))
                return false;
    }
    return true;
}

/* What is done so many days after closing, in this order. */
static const struct {
    const char *name;
    int64_t days;
    bool (*act)(struct env *, const struct call *, struct error *);
} steps[] = {{"screen", 1, screen_all}, {"assign", 2, assign_all}, {"score", 9, score_all}};

static bool mark(struct env *env, const char *name, struct error *err)
{
    bool done = tx_begin(env, err) && store_setting_put(env, name, "done", err);

    return tx_end(env, done, err);
}

bool rehearsal_play(struct env *env, struct error *err)
{
    const struct call *call;

    if (!service_call(env, NULL, &call, err))
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const char *name = arena_format(env->arena, "rehearsal.%s", steps[i].name), *did = NULL;

        if (call->closed_at == 0 || env->now < call->closed_at + steps[i].days * DAY ||
            call->released_at != 0)
            return true;
        if (!store_setting_get(env, name, &did, err))
            return false;
        if (did == NULL && (!steps[i].act(env, call, err) || !mark(env, name, err)))
            return false;
    }
    return true;
}
