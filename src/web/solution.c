/* solution.c: the committee's page of solutions: methods compared, cases settled, one taken over.
 */

#include "action/solution.h"

#include "base/text.h"
#include "web/form.h"
#include "web/pages.h"

/* The method and the least score, from the address or the form; what cannot be read is none. */
static struct solution_asked asked_of(struct request *req)
{
    struct solution_asked asked = {SOLUTION_MAX_SCORE, 0};
    const char *method = request_query(req, "method"), *minimum = request_query(req, "minimum");
    int64_t hundredths;

    solution_method_of(method, &asked.method);
    if (text_to_fen(minimum, &hundredths) && hundredths > 0 && hundredths <= 10000)
        asked.minimum = hundredths * 100;
    return asked;
}

struct reply page_solutions(struct request *req)
{
    struct solution_asked asked = asked_of(req);
    struct error err = {0};
    struct solution_facts facts;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_solutions(&req->env, &req->actor, req->call, &asked, &facts, &err))
        return reply_error(req, &err);
    if (req->failed != NULL)
        facts.again = form_text(req, "application");
    return reply_page(req, "award/solutions.html", view_solutions(req->env.arena, &facts));
}

struct reply page_solution_adopt(struct request *req)
{
    struct solution_asked asked = asked_of(req);
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_solution_adopt(&req->env, &req->actor, req->call, &asked, form_text(req, "seal"),
                               &err))
        return reply_again(req, page_solutions, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_award_case(struct request *req)
{
    struct award_case_form form = {form_text(req, "application"), form_text(req, "act"),
                                   form_text(req, "reason")};
    struct solution_asked asked = asked_of(req);
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_award_case(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return err.kind == ERROR_INVALID ? reply_again(req, page_solutions, &err)
                                         : reply_error(req, &err);
    return reply_redirect(req, "/awards/solutions?call=%s&method=%s&minimum=%s#row-%s",
                          req->call->key, solution_word(asked.method),
                          text_from_fen(req->env.arena, asked.minimum / 100), form.application);
}
