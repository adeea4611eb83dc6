/* setting.h: what the service remembers of itself, by name. */
#pragma once

#include <stdbool.h>
#include "base/env.h"
#include "base/error.h"

/* "" when there is none; outside a transaction it reads the last committed value. */
bool store_setting_get(struct env *env, const char *name, const char **value, struct error *err);

/* Inside a transaction. */
bool store_setting_put(struct env *env, const char *name, const char *value, struct error *err);
