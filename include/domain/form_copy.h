/* form_copy.h: an earlier application's answers into a later call's form, where they fit.
 *
 * A field takes the answer of the field with the same key in the section with the same key, when
 * the kind is the same and nothing was answered yet.  What does not fit is named with its reason
 * and text, so that nothing written is out of reach.
 */
#pragma once

#include "base/json.h"
#include "domain/call.h"

#define COPY_REASONS(X)                                                                            \
    X(GONE, "gone")     /* the later form does not ask it */                                       \
    X(KIND, "kind")     /* it asks for another kind of answer */                                   \
    X(CHOICE, "choice") /* the choice is no longer offered */                                      \
    X(FILLED, "filled") /* something else is answered already */

#define COPY_AS_ENUM(name, word) COPY_##name,
enum copy_reason { COPY_REASONS(COPY_AS_ENUM) };
#undef COPY_AS_ENUM

const char *copy_word(enum copy_reason reason);

struct copied_field {
    const struct section *section; /* of the later form */
    const struct field *field;
};
struct left_field {
    const struct section *section; /* of the earlier form */
    const struct field *field;
    const json_t *value;
    enum copy_reason reason;
};
struct form_copy {
    json_t *sections; /* later section key → {field: value}: what is to be saved */
    struct {
        LIST(struct copied_field);
    } copied;
    struct {
        LIST(struct left_field);
    } left;
};

/* `now`: section key → answers there already. */
struct form_copy form_copy(struct arena *arena, const struct definition *earlier,
                           const struct topic_definition *earlier_topic, const json_t *answers,
                           const struct definition *later,
                           const struct topic_definition *later_topic, const json_t *now);
