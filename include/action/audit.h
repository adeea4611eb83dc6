/* audit.h: reading the log of who did what, and verifying it. */
#pragma once

#include "action/service.h"
#include "domain/person.h"
#include "store/audit.h"

struct audit_page {
    struct audit_entries entries; /* newest first; none for whoever may only verify */
    bool more, reads, verified;
    struct audit_report report; /* when verified */
};
/* DENIED unless auditor or secretary (rows) or administrator (the log's soundness only). */
bool action_audit(struct env *env, const struct actor *actor, const struct call *call,
                  int64_t before, bool verify, struct audit_page *page, struct error *err);
