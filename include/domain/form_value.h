/* form_value.h: one typed value into the shape it is stored in (FIELD_KINDS of call.h). */
#pragma once

#include "domain/form.h"

/* A new reference.  What cannot be read (money "abc") stays as typed text. */
json_t *form_value(struct arena *arena, const struct field *field, const char *typed);

/* "control-bytes" or "too-long" for what may not be stored at all; else NULL. */
const char *form_value_problem(const struct field *field, const char *typed);

/* Absent, "", false, [] are empty. */
bool form_value_empty(const json_t *value);
