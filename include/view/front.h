/* front.h: models of the public pages of a call. */
#pragma once

#include "base/json.h"
#include "domain/call.h"

/* The definition's words for the home page; `call` NULL: nothing is published yet. */
json_t *view_home(struct arena *arena, const struct call *call, enum language language,
                  int64_t now);
json_t *view_topic(struct arena *arena, const struct call *call,
                   const struct topic_definition *topic, enum language language, int64_t now);
/* {paragraphs: […]} of a text with blank lines between. */
void view_paragraphs(json_t *model, const char *key, const char *text);
