/* arena.h: memory that lives exactly as long as one request, job or test.
 *
 * Everything a request makes is allocated from its arena and dies with it, so no other code
 * frees.  Foreign things (jansson values, PDF surfaces, files) join the arena with
 * arena_cleanup and are released with it, last in first out.  When memory runs out the process
 * stops with a message: callers never see NULL.  An arena belongs to one thread at a time.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_open(void);

/* Runs the cleanups, newest first, then frees everything.  NULL is allowed. */
void arena_close(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed items of `size` bytes; dies when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const void *bytes, size_t length);

/* A copy of `text`; "" for NULL. */
char *arena_text(struct arena *arena, const char *text);

char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* `release(thing)` is called when the arena closes. */
void arena_cleanup(struct arena *arena, void (*release)(void *thing), void *thing);

/* Calls those cleanups now that are this function, newest first. */
void arena_clean(struct arena *arena, void (*release)(void *thing));

/* Bytes taken from the system so far: for limits and the memory bench. */
size_t arena_size(const struct arena *arena);

/* Says what failed and aborts; for states in which going on could do harm. */
_Noreturn void die(const char *what);
