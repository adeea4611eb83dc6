/* document.h: an application as one document that stands alone: a page for a mailbox, a paper to
 * print.
 */
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
    bool readers; /* cut for those who review it */
    bool draft;   /* not submitted: no digest, marked on every page */
};

json_t *view_document(struct arena *arena, const struct document_facts *facts);

/* The model of view/pdf.h: 项目申请书 with cover, sections in order, files, boxes to sign. */
json_t *view_paper(struct arena *arena, const struct document_facts *facts);
