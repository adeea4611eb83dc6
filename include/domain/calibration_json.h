/* calibration_json.h: the documents of `grantd rank`: format "grantd-rank-1" in and out. */
#pragma once

#include "domain/calibration.h"
#include "domain/calculator.h"

#define CALIBRATION_FORMAT "grantd-rank-1"

struct calibration_document {
    struct calibration calibration;
    struct names topics, applications, reviewers; /* ids; numbers are the indices */
};

/* Reads reviews; `bytes` is followed by a NUL, is written over and must outlive the document.
 * NULL when it is valid, else what is wrong: "format", "unknown-id", "duplicate" or "range". */
const char *calibration_read(struct arena *arena, char *bytes, size_t length,
                             struct calibration_document *document);

/* Appends the answer, one line. */
void calibration_write(struct buffer *out, const struct calibration_document *document);

calculator calibration_reply;
