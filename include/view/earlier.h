/* earlier.h: earlier applications to copy from, and what a copy took and left, as models. */
#pragma once

#include "base/json.h"
#include "domain/application.h"
#include "domain/form_copy.h"

/* {key, number, heading, call, topic_code} */
void view_earlier(const struct application *application, const struct call *call,
                  enum language language, json_t *item);

/* {copied: [{section, label}], left: [{section, label, reason, text}]} */
void view_copied(struct arena *arena, const struct form_copy *copy,
                 const struct definition *earlier, const struct topic_definition *topic,
                 const json_t *answers, enum language language, json_t *model);
