/* definition_check.h: what holds between the parts of a definition: references, meanings, limits.
 */
#pragma once

#include "domain/reader.h"

/* One field by itself: options where there must be some, meanings that fit the kind, limits. */
void definition_check_field(const struct node *node, const struct field *field);

/* The whole: unique keys, references, patterns, weights, dates, every needed meaning. */
void definition_check(const struct node *root, const struct definition *definition);
