/* paper.h: PDFs of applications, and the page that waits for one. */
#pragma once

#include "action/paper.h"
#include "web/request.h"

/* The paper of the version that the path names (":key", ":version"). */
struct reply reply_paper(struct request *req, enum paper_kind kind);
