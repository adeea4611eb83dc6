/* audit.c: reading the log of who did what, and verifying it. */

#include "action/audit.h"

#include "domain/policy.h"

#define PAGE 50

bool action_audit(struct env *env, const struct actor *actor, const struct call *call,
                  int64_t before, bool verify, struct audit_page *page, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct audit_filter filter = {.before = before, .limit = PAGE + 1};
    struct error denied = {0};

    *page = (struct audit_page){.reads = policy_may(&standing, VERB_AUDIT_READ, &denied),
                                .verified = verify};
    if (!page->reads && !standing.administrator)
        return error_set(err, ERROR_DENIED, "denied");
    if (page->reads && !store_audit_list(env, &filter, &page->entries, err))
        return false;
    page->more = page->entries.count > PAGE;
    if (page->more)
        page->entries.count = PAGE;
    return !verify || store_audit_verify(env, NULL, &page->report, err);
}
