/* paper.h: the PDFs of a submitted version, and who gets which. */
#pragma once

#include "domain/policy.h"

/* Name, word (rows, file names), the most confidential audience whose fields are on it. */
#define PAPERS(X)                                                                                  \
    X(READERS, "readers", READERS)                                                                 \
    X(OFFICE, "office", OFFICE)                                                                    \
    X(RECEIPT, "receipt", OFFICE)

#define PAPER_AS_ENUM(name, word, audience) PAPER_##name,
enum paper_kind { PAPERS(PAPER_AS_ENUM) PAPER_COUNT };
#undef PAPER_AS_ENUM

const char *paper_word(enum paper_kind kind);
bool paper_of(const char *word, enum paper_kind *kind); /* false: no such word */
enum audience paper_audience(enum paper_kind kind);

/* Of somebody who may read the version: may he have this paper of it? */
bool paper_may_read(const struct standing *standing, enum paper_kind kind);

/* The fullest paper of an application that he may have; false: none. */
bool paper_for(const struct standing *standing, enum paper_kind *kind);
