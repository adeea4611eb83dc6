/* setting.h: what the service remembers of itself: 'folder', 'call', 'mail.paused' … */
#pragma once

#include "base/env.h"
#include "base/error.h"

/* *value is NULL when it was never put. */
bool store_setting_get(struct env *env, const char *name, const char **value, struct error *err);

/* Inside a transaction. */
bool store_setting_put(struct env *env, const char *name, const char *value, struct error *err);
