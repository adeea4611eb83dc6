/* paper.h: the PDFs of submitted versions, as rows. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "domain/ids.h"
#include "domain/paper.h"

struct paper {
    struct submission_id submission;
    enum paper_kind kind;
    const char *sha256; /* "" until it is made */
    int64_t size, pages, made_at;
    int64_t attempts;    /* that failed */
    const char *failure; /* code of the last one's error */
};

/* With the version, inside its transaction: a row for each kind. */
bool store_papers_ask(struct env *env, struct submission_id submission, struct error *err);

bool store_paper_get(struct env *env, struct submission_id submission, enum paper_kind kind,
                     struct paper *paper, struct error *err);
/* The one to be made next. */
bool store_paper_due(struct env *env, struct paper *paper, bool *found, struct error *err);
/* The first one stays; its file is durable and its blob's row is there. */
bool store_paper_made(struct env *env, const struct paper *paper, struct error *err);
bool store_paper_failed(struct env *env, const struct paper *paper, const char *failure,
                        int64_t next_at, struct error *err);

struct paper_counts {
    int64_t waiting, failing; /* not made yet; those among them that have failed */
};
/* Of the applications that the actor's lists show. */
bool store_paper_count(struct env *env, struct call_id call, struct person_id actor,
                       struct paper_counts *counts, struct error *err);
