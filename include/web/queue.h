/* queue.h: requests waiting for a worker, so many and no more.
 *
 * A place is reserved before a connection is suspended, so that pushing cannot fail afterwards.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct queue;
struct job;

struct queue *queue_open(size_t room);
void queue_free(struct queue *queue);

bool queue_reserve(struct queue *queue); /* false: full or closed */
void queue_push(struct queue *queue, struct job *job);

/* Waits; NULL when it is closed and empty. */
struct job *queue_pop(struct queue *queue);
void queue_close(struct queue *queue);
