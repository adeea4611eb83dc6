/* calculator.c: what the documents of grantd rank, assign and award have in common. */

#include "domain/calculator.h"

bool calculator_is_id(const struct tape *value)
{
    return tape_is(value, TAPE_STRING) && value->length > 0;
}

/* Integers come in any size: the limits keep what is accepted exact in a double. */
const char *calculator_whole(const struct tape *value, int64_t least, int64_t most, int64_t *into)
{
    if (!tape_is(value, TAPE_INTEGER))
        return WRONG_FORMAT;
    if (!(value->as.number >= (double)least && value->as.number <= (double)most))
        return WRONG_RANGE;
    *into = (int64_t)value->as.number;
    return NULL;
}

const char *calculator_rows(struct arena *arena, const struct tape *root, const char *key,
                            struct names *names, const struct tape **list)
{
    const char *wrong = NULL;
    const struct tape *row;
    bool is_new;

    *list = tape_get(root, key);
    if (!tape_is(*list, TAPE_ARRAY))
        return WRONG_FORMAT;
    row = tape_first(*list);
    for (unsigned i = 0; i < (*list)->length; i++, row = tape_next(row)) {
        const struct tape *id = tape_get(row, "id");

        if (!calculator_is_id(id))
            return WRONG_FORMAT;
        names_add(arena, names, id->as.text, id->length, &is_new);
        wrong = is_new ? wrong : WRONG_DUPLICATE;
    }
    return wrong;
}

bool calculator_valid(struct buffer *out, const char *format, const char *wrong)
{
    if (wrong != NULL)
        buffer_format(out,
                      "{\"format\":\"%s\",\"status\":\"invalid\",\"error\":{\"code\":\"%s\"}}\n",
                      format, wrong);
    return wrong == NULL;
}
