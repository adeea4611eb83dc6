/* audit.c: the page of the log of who did what. */

#include "action/audit.h"

#include "base/text.h"
#include "view/audit.h"
#include "web/pages.h"

struct reply page_audit(struct request *req)
{
    struct error err = {0};
    struct audit_page page;
    struct audit_facts facts = {.more = false};
    const char *text = request_query(req, "before");
    int64_t before = 0;

    if (req->call == NULL || (*text != '\0' && (!text_to_int(text, &before) || before < 1)))
        return reply_missing(req);
    if (!action_audit(&req->env, &req->actor, req->call, before,
                      strcmp(request_query(req, "verify"), "1") == 0, &page, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < page.entries.count; i++)
        *list_add(req->env.arena, &facts.rows) = (struct audit_fact){
            &page.entries.items[i].row, page.entries.items[i].actor_name};
    facts.more = page.more;
    facts.reads = page.reads;
    facts.verified = page.verified;
    facts.head = page.report.head;
    facts.bad_seq = page.report.bad_seq;
    return reply_page(req, "audit/list.html",
                      view_audit(req->env.arena, req->env.language, &facts));
}
