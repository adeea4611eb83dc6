/* application.h: what pages of other rooms show of an application. */
#pragma once

#include "action/application.h"
#include "view/application.h"
#include "web/request.h"

/* The facts a view needs, from what the action found; `files` of the draft or of a version. */
struct application_facts application_facts_of(struct request *req,
                                              const struct application_view *view,
                                              const struct attachments *files);
struct writers;
struct writer_list writer_facts_of(struct arena *arena, const struct writers *writers);
struct version_facts version_facts_of(const struct submission *submission);

/* {changes: {sections, files}} where the owner's draft says something else than its newest version,
 * {others: how many more submitted applications a shared section alters}. */
bool put_changes(struct request *req, const struct application_view *view, json_t *model,
                 struct error *err);
