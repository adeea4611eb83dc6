/* verify.h: what somebody who brings a receipt, and perhaps what it is about, can prove. */
#pragma once

#include "action/service.h"
#include "domain/receipt.h"

struct upload;

#define EVIDENCE_JSON_MOST (4 * 1024 * 1024) /* larger files are compared byte by byte only */

/* One more thing that is brought along: bytes, or an upload, which cannot be kept after. */
void action_evidence_bytes(struct arena *arena, struct evidences *evidence, const char *name,
                           const char *bytes, size_t length);
void action_evidence_upload(struct arena *arena, struct evidences *evidence, const char *name,
                            struct upload *upload);

/* With this service's keys and records. */
bool action_verify(struct env *env, const struct receipt *receipt, const struct evidences *evidence,
                   struct findings *findings, struct error *err);

/* With the keys of a file: a PEM, or the JSON of a service's page /keys.  INVALID
 * "receipt/no-keys". */
bool action_verify_with(struct arena *arena, const struct receipt *receipt,
                        const struct evidences *evidence, const char *keys,
                        struct findings *findings, struct error *err);
