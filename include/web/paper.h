/* paper.h: PDFs of applications, and the page that waits for one. */
#pragma once

#include "action/paper.h"
#include "web/request.h"

/* Not there yet: a page that asks again by itself, with no script; `back` leads away from it. */
struct reply reply_paper_later(struct request *req, const char *number, bool failing,
                               const char *back);

/* The paper of the version that the path names (":key", ":version"). */
struct reply reply_paper(struct request *req, enum paper_kind kind);
