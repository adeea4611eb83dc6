/* allocation_json.h: the documents of `grantd award`: format "grantd-award-1" in and out. */
#pragma once

#include "domain/allocation.h"
#include "domain/calculator.h"

#define ALLOCATION_FORMAT "grantd-award-1"

struct allocation_document {
    struct allocation_problem problem;
    struct names topics, applications, applicants; /* ids; numbers are the indices */
    double minimum;                                /* as written */
};

/* Reads a problem; `bytes` is followed by a NUL, is written over and must outlive the document.
 * NULL when it is valid, else what is wrong: "format", "unknown-id", "duplicate", "range",
 * "preference-duplicate", "pin-veto", "pin-applicant", "pin-quota" or "pin-budget". */
const char *allocation_read(struct arena *arena, char *bytes, size_t length,
                            struct allocation_document *document);

/* Appends the answer, one line. */
void allocation_write(struct arena *arena, struct buffer *out,
                      const struct allocation_document *document,
                      const struct allocation_answer *answer);

calculator allocation_reply;
