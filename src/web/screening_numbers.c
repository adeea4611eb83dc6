/* screening_numbers.c: how many applications each rule of the checklist speaks of. */

#include "action/screening_numbers.h"

#include "base/text.h"
#include "view/application.h"
#include "view/review.h"
#include "view/wording.h"
#include "web/pages.h"

static void put_rule(struct request *req, const struct rule_number *number, const char *chosen,
                     json_t *item)
{
    struct arena *arena = req->env.arena;
    const struct problem *problem = &number->problem;
    const char *name = screening_rule_name(arena, problem);

    json_put_text(item, "code", problem->code);
    json_put_text(item, "rule", name);
    json_put_text(
        item, "place",
        view_problem_place(arena, req->call->definition, problem->path, req->env.language));
    json_put_text(item, "text", wording_problem(arena, req->env.language, problem));
    json_put_flag(item, "error", problem->severity == SEVERITY_ERROR);
    json_put_int(item, "applications", number->applications);
    json_put_flag(item, "chosen", text_equal(name, chosen));
}

struct reply page_screening_numbers(struct request *req)
{
    struct error err = {0};
    struct screening_numbers numbers;
    const char *chosen = request_query(req, "rule");
    json_t *model = json_root(req->env.arena), *rules = json_put_array(model, "rules"),
           *list = json_put_array(model, "applications");

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_screening_numbers(&req->env, &req->actor, req->call, chosen, &numbers, &err))
        return reply_error(req, &err);
    json_put_int(model, "checked", numbers.checked);
    json_put_int(model, "clean", numbers.clean);
    for (size_t i = 0; i < numbers.rules.count; i++)
        put_rule(req, &numbers.rules.items[i], chosen, json_add_object(rules));
    for (size_t i = 0; i < numbers.chosen.count; i++)
        view_office_row(req->env.arena, &numbers.chosen.items[i], req->call, req->env.language,
                        json_add_object(list));
    json_put_flag(model, "chosen_shown", *chosen != '\0');
    return reply_page(req, "office/screening.html", model);
}
