/* queue.c: requests waiting for a worker, so many and no more. */

#include "web/queue.h"

#include <pthread.h>
#include "base/arena.h"

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    bool closed;
    size_t room, reserved, count, first;
    struct job *jobs[];
};

struct queue *queue_open(size_t room)
{
    struct queue *queue = calloc(1, sizeof *queue + room * sizeof(struct job *));

    if (queue == NULL)
        die("queue: out of memory");
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    queue->room = room;
    return queue;
}

void queue_free(struct queue *queue)
{
    pthread_mutex_destroy(&queue->lock);
    pthread_cond_destroy(&queue->filled);
    free(queue);
}

bool queue_reserve(struct queue *queue)
{
    bool reserved;

    pthread_mutex_lock(&queue->lock);
    reserved = !queue->closed && queue->reserved < queue->room;
    queue->reserved += reserved;
    pthread_mutex_unlock(&queue->lock);
    return reserved;
}

void queue_push(struct queue *queue, struct job *job)
{
    pthread_mutex_lock(&queue->lock);
    queue->jobs[(queue->first + queue->count++) % queue->room] = job;
    pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

/* Closed means that nobody reserves any more; what was reserved is still to come. */
struct job *queue_pop(struct queue *queue)
{
    struct job *job = NULL;

    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !(queue->closed && queue->reserved == 0))
        pthread_cond_wait(&queue->filled, &queue->lock);
    if (queue->count > 0) {
        job = queue->jobs[queue->first];
        queue->first = (queue->first + 1) % queue->room;
        queue->count--;
        queue->reserved--;
    }
    if (queue->closed && queue->reserved == 0)
        pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
    return job;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}
