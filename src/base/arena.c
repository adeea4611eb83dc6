/* arena.c: memory that lives exactly as long as one request, job or test. */

#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>

#define FIRST_BLOCK  8192
#define LARGEST_STEP ((size_t)1 << 20)
#define SHORT_TEXT   256

struct block {
    struct block *next;
    size_t used, room;
    alignas(max_align_t) unsigned char bytes[];
};

struct cleanup {
    struct cleanup *next;
    void (*release)(void *);
    void *thing;
};

struct arena {
    struct block *blocks; /* newest first */
    struct cleanup *cleanups;
    size_t size;
};

_Noreturn void die(const char *what)
{
    fprintf(stderr, "{\"event\":\"die\",\"what\":\"%s\"}\n", what);
    abort();
}

static struct block *block_add(struct arena *arena, size_t need)
{
    size_t room = arena->size < FIRST_BLOCK    ? FIRST_BLOCK
                  : arena->size < LARGEST_STEP ? arena->size
                                               : LARGEST_STEP;
    struct block *block;

    if (need > SIZE_MAX / 2)
        die("arena: size overflow");
    if (room < need)
        room = need;
    block = malloc(sizeof *block + room);
    if (block == NULL)
        die("arena: out of memory");
    *block = (struct block){.next = arena->blocks, .room = room};
    arena->blocks = block;
    arena->size += sizeof *block + room;
    return block;
}

struct arena *arena_open(void)
{
    struct arena *arena = calloc(1, sizeof *arena);

    if (arena == NULL)
        die("arena: out of memory");
    return arena;
}

void arena_close(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct cleanup *c = arena->cleanups; c != NULL; c = c->next)
        c->release(c->thing);
    for (struct block *block = arena->blocks, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t mask = alignof(max_align_t) - 1;
    struct block *block = arena->blocks;
    size_t need = size <= SIZE_MAX / 2 ? (size + mask) & ~mask : size;
    void *bytes;

    if (block == NULL || block->room - block->used < need)
        block = block_add(arena, need);
    bytes = block->bytes + block->used;
    block->used += need;
    return memset(bytes, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        die("arena: array size overflow");
    return arena_alloc(arena, bytes);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text == NULL ? arena_copy(arena, "", 0) : arena_copy(arena, text, strlen(text));
}

char *arena_vformat(struct arena *arena, const char *format, va_list args)
{
    char brief[SHORT_TEXT], *text;
    va_list again;
    int length;

    /* Most are short: written once, not measured first. */
    va_copy(again, args);
    length = vsnprintf(brief, sizeof brief, format, again);
    va_end(again);
    if (length < 0)
        die("arena: bad format");
    if ((size_t)length < sizeof brief)
        return arena_copy(arena, brief, (size_t)length);
    text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

void arena_cleanup(struct arena *arena, void (*release)(void *thing), void *thing)
{
    struct cleanup *cleanup = arena_alloc(arena, sizeof *cleanup);

    *cleanup = (struct cleanup){arena->cleanups, release, thing};
    arena->cleanups = cleanup;
}

void arena_clean(struct arena *arena, void (*release)(void *thing))
{
    for (struct cleanup **at = &arena->cleanups; *at != NULL;)
        if ((*at)->release == release) {
            void *thing = (*at)->thing;

            *at = (*at)->next;
            release(thing);
        } else {
            at = &(*at)->next;
        }
}

size_t arena_size(const struct arena *arena)
{
    return arena->size;
}
