/* queue.c: places for waiting requests. */

#include "web/queue.h"

#include "support/test.h"

static struct job *job_number(size_t number)
{
    static char jobs[8];

    return (struct job *)(void *)&jobs[number];
}

TEST("a full queue takes nobody in, and one who leaves makes one place")
{
    struct queue *queue = queue_open(2);

    assert_true(queue_reserve(queue));
    assert_true(queue_reserve(queue));
    assert_false(queue_reserve(queue));
    queue_push(queue, job_number(1));
    queue_push(queue, job_number(2));
    assert_ptr_equal(queue_pop(queue), job_number(1));
    assert_true(queue_reserve(queue));
    assert_false(queue_reserve(queue));
    queue_push(queue, job_number(3));
    assert_ptr_equal(queue_pop(queue), job_number(2));
    assert_ptr_equal(queue_pop(queue), job_number(3));
    queue_free(queue);
}

TEST("a closed queue still gives out those who wait, then nobody")
{
    struct queue *queue = queue_open(2);

    assert_true(queue_reserve(queue));
    queue_push(queue, job_number(1));
    queue_close(queue);
    assert_false(queue_reserve(queue));
    assert_ptr_equal(queue_pop(queue), job_number(1));
    assert_null(queue_pop(queue));
    queue_free(queue);
}
