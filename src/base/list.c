/* list.c: a growing array of one type, in an arena. */

#include "base/list.h"

void *list_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count == *room) {
        size_t more = *room == 0 ? 8 : *room * 2;
        void *larger = arena_array(arena, more, size);

        if (count > 0)
            memcpy(larger, items, count * size);
        *room = more;
        items = larger;
    }
    memset((char *)items + count * size, 0, size);
    return items;
}
