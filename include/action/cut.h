/* cut.h: an application's content cut down to what an audience may read: for papers and mail.
 *
 * Only what the sections that are left name is taken over, so a field nobody knows stays behind.
 */
#pragma once

#include "action/service.h"
#include "store/application.h"
#include "view/document.h"

struct cut_content {
    const char *content, *sha256; /* canonical document; its digest, NULL for a draft */
    int64_t call_version;         /* of the definition it was written under */
    int64_t at;
};

/* With the definition as it was then: an import since may have moved fields.  BROKEN
 * "call/definition" when there is none. */
bool action_cut(struct env *env, const struct call *call, const struct cut_content *from,
                enum audience audience, struct document_facts *facts, struct error *err);
bool action_cut_version(struct env *env, const struct call *call,
                        const struct submission *submission, enum audience audience,
                        struct document_facts *facts, struct error *err);
