/* list.h: a growing array of one type, in an arena.
 *
 *     struct topics { LIST(struct topic); } topics = {0};
 *     struct topic *topic = list_add(arena, &topics);      // zeroed, at the end
 *     for (size_t i = 0; i < topics.count; i++) use(&topics.items[i]);
 *
 * A pointer into `items` is good until the next list_add.
 */
#pragma once

#include <stddef.h>
#include "base/arena.h"

#define LIST(type)                                                                                 \
    type *items;                                                                                   \
    size_t count;                                                                                  \
    size_t room

#define list_add(arena, list)                                                                      \
    ((list)->items = list_grow((arena), (list)->items, (list)->count, &(list)->room,               \
                               sizeof *(list)->items),                                             \
     &(list)->items[(list)->count++])

/* Items with room for one more, which is zeroed.  Used by list_add only. */
void *list_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size);
