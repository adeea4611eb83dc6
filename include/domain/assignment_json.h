/* assignment_json.h: the documents of `grantd assign`: format "grantd-assign-1" in and out. */
#pragma once

#include "domain/assignment.h"
#include "domain/calculator.h"

#define ASSIGNMENT_FORMAT "grantd-assign-1"

struct assignment_document {
    struct assignment_problem problem;
    struct names applications, reviewers; /* ids; numbers are the indices */
    struct names groups;                  /* number + 1 is the group */
};

/* Reads a problem; `bytes` is followed by a NUL, is written over and must outlive the document.
 * NULL when it is valid, else what is wrong: "format", "unknown-id", "duplicate", "range",
 * "pin-conflict" or "pin-load". */
const char *assignment_read(struct arena *arena, char *bytes, size_t length,
                            struct assignment_document *document);

/* Appends the answer, one line. */
void assignment_write(struct buffer *out, const struct assignment_document *document,
                      const struct assignment_answer *answer);

calculator assignment_reply;
