/* document.h: a submitted version as one page that stands alone, for a mailbox or a printer. */
#pragma once

#include "base/json.h"
#include "domain/call.h"

/* What the page tells.  Whatever its reader may not see has been left out of all of it. */
struct document_facts {
    const struct definition *definition; /* in force when it was submitted */
    const struct topic_definition *topic;
    const json_t *content; /* the canonical document */
    struct section_list {
        LIST(struct section);
    } sections;
    const char *sha256; /* of the document as it was submitted */
    int64_t at;
};

json_t *view_document(struct arena *arena, const struct document_facts *facts);
