/* form.h: sections of a call's form as models: to be filled in, and to be read.
 *
 * A field's `id` is its path, "basic.title" or "members.rows.0.name", which is what problems name,
 * so an error summary links to it.  Reading asks the policy for every field's audience.
 */
#pragma once

#include "base/json.h"
#include "base/problems.h"
#include "domain/form.h"
#include "domain/policy.h"

/* Everything a section's page needs. */
struct section_model {
    const struct definition *definition;
    const struct topic_definition *topic;
    const struct section *section;
    const json_t *answers;           /* NULL: none yet */
    const struct problems *problems; /* of the whole application; those of this section are used */
    enum language language;
};

/* {key, number, title, help, shared, fields: […], mark: {text, tone}, filled, asked}: to fill in.
 */
void view_section_form(struct arena *arena, const struct section_model *m, json_t *into);

/* {number, title, fields: [{label, text | lines | list | table}]}: to read, leaving out what the
 * standing may not see. */
void view_section_read(struct arena *arena, const struct section_model *m,
                       const struct standing *standing, json_t *into);

/* A field's answer as people read it, in one text: rows and items on lines of their own. */
const char *view_field_text(struct arena *arena, const struct section_model *m,
                            const struct field *field, const json_t *value);

/* The value of one field or cell in words: options by their label, money with its unit. */
const char *view_answer_text(struct arena *arena, const struct section_model *m,
                             const struct field *field, const json_t *value);

/* A field's value in one text, rows on lines of their own: for showing two versions side by side.
 */
const char *view_value_text(struct arena *arena, const json_t *value);
