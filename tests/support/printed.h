/* printed.h: answers as people are to read them, and a paper as another program reads it. */
#pragma once

#include "view/form.h"

/* The words that stand for one value or list item: an option's label, yes or no, money as written
 * with commas, everything else as it was typed. */
const char *printed_value(struct arena *arena, const struct section_model *m,
                          const struct field *field, const json_t *value);

/* Every text of a model, one after the other. */
const char *printed_strings(struct arena *arena, const json_t *model);

/* The text of a PDF without what runs above and below its pages, in the order it was drawn. */
const char *printed_text(struct arena *arena, const char *folder, const void *bytes, size_t length);

/* Only characters whose fonts every machine has, and that run from left to right. */
bool printed_plain(const char *text);

/* Is the text there, whole or in the few pieces that the ends of pages make of it? */
bool printed_holds(struct arena *arena, const char *paper, const char *text);
