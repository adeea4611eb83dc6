/* wait.h: waiting under a guard, by the clock that nobody sets.
 *
 * A condition waits by the system's time unless told otherwise: one that is set back an hour would
 * hold whoever waits for a moment of it an hour longer.
 */
#pragma once

#include <pthread.h>

void wait_init(pthread_cond_t *condition);

/* Under the guard, until it is signalled or the milliseconds are over; may return early, as
 * conditions do. */
void wait_ms(pthread_cond_t *condition, pthread_mutex_t *guard, int ms);
