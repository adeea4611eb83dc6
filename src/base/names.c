/* names.c: names turned into numbers: open addressing, half empty. */

#include "base/names.h"

static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15U ^ length;

    for (; length > 0;) {
        size_t part = length < 8 ? length : 8;
        uint64_t word = 0;

        memcpy(&word, text, part);
        hash = (hash ^ word) * 0xBF58476D1CE4E5B9U;
        hash ^= hash >> 29;
        text += part;
        length -= part;
    }
    hash *= 0x94D049BB133111EBU;
    return hash ^ hash >> 32;
}

/* The slot that holds the name, or the free one where it belongs. */
static size_t slot_of(const struct names *names, const char *text, size_t length, uint64_t hash)
{
    size_t slot = hash & names->mask;

    for (; names->slots[slot] != 0; slot = (slot + 1) & names->mask) {
        const struct name *name = &names->items[names->slots[slot] - 1];

        if (name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0)
            break;
    }
    return slot;
}

static void grow(struct arena *arena, struct names *names)
{
    names->mask = names->mask == 0 ? 63 : names->mask * 2 + 1;
    names->slots = arena_array(arena, names->mask + 1, sizeof *names->slots);
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];

        names->slots[slot_of(names, name->text, name->length, name->hash)] = (uint32_t)i + 1;
    }
}

uint32_t names_add(struct arena *arena, struct names *names, const char *text, size_t length,
                   bool *is_new)
{
    uint64_t hash = hash_of(text, length);
    size_t slot;

    if (names->count * 2 >= names->mask)
        grow(arena, names);
    slot = slot_of(names, text, length, hash);
    *is_new = names->slots[slot] == 0;
    if (*is_new) {
        *list_add(arena, names) = (struct name){text, length, hash};
        names->slots[slot] = (uint32_t)names->count;
    }
    return names->slots[slot] - 1;
}

uint32_t names_find(const struct names *names, const char *text, size_t length)
{
    if (names->count == 0)
        return NAMES_NONE;
    return names->slots[slot_of(names, text, length, hash_of(text, length))] - 1;
}
