/* receipt.h: models of the signed receipt, the published keys, and of what a receipt proves. */
#pragma once

#include "base/env.h"
#include "domain/receipt.h"
#include "view/document.h"

/* What is known of the receipt of a version at `path`. */
struct receipt_facts {
    const char *service, *path;      /* public address; /applications/…/receipts/1 */
    const char *content, *signature; /* NULL: not signed yet */
};

/* The whole object, signature included; NULL while there is none. */
json_t *view_receipt_document(struct arena *arena, const struct receipt_facts *facts);

/* Adds to the page of a receipt: the signed object ("receipt"), its QR code ("qr"), and where its
 * parts are ("parts"). */
void view_receipt(struct arena *arena, const struct receipt_facts *facts, json_t *model);

/* The model of view/pdf.h: one page with what was received, its digests, signature and code. */
json_t *view_receipt_paper(struct arena *arena, const struct document_facts *facts,
                           const struct receipt_facts *receipt);

json_t *view_keys(struct arena *arena, const char *service, const struct published_keys *keys);

/* Adds "verdict": {"proved", "headline", "told": […], "open": […]}, rows {"word", "bad", "text"}.
 */
void view_findings(struct arena *arena, enum language language, const struct findings *findings,
                   json_t *model);

/* One finding in words. */
char *view_finding(struct arena *arena, enum language language, const struct finding *finding);
