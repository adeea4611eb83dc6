/* audit.h: model of the log of who did what. */
#pragma once

#include "base/list.h"
#include "base/json.h"
#include "domain/audit.h"
#include "base/env.h"

struct audit_facts {
    struct {
        LIST(struct audit_fact {
            const struct audit_row *row;
            const char *actor;
        });
    } rows;
    bool more, reads, verified;
    struct audit_head head;
    int64_t bad_seq; /* 0: sound */
};
json_t *view_audit(struct arena *arena, enum language language, const struct audit_facts *facts);
