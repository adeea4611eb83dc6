/* presence.c: who writes which part of which application just now. */

#include "action/presence.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

#define PLACES 1024
#define LASTS  75 /* seconds: three heartbeats of team.js */

struct presence {
    pthread_mutex_t guard;
    struct place {
        int64_t application, at; /* application 0: free */
        struct present who;
    } places[PLACES];
};

struct presence *presence_open(void)
{
    struct presence *presence = calloc(1, sizeof *presence);

    if (presence == NULL)
        die("presence: out of memory");
    pthread_mutex_init(&presence->guard, NULL);
    return presence;
}

void presence_close(struct presence *presence)
{
    if (presence == NULL)
        return;
    pthread_mutex_destroy(&presence->guard);
    free(presence);
}

/* Where the person was before, else the place that was silent longest. */
static struct place *place_of(struct presence *presence, int64_t application, int64_t person)
{
    struct place *oldest = &presence->places[0];

    for (size_t i = 0; i < PLACES; i++) {
        struct place *place = &presence->places[i];

        if (place->application == application && place->who.person.value == person)
            return place;
        if (place->at < oldest->at)
            oldest = place;
    }
    return oldest;
}

void presence_mark(struct presence *presence, struct application_id application,
                   struct person_id person, const char *part, int64_t now)
{
    struct place *place;

    pthread_mutex_lock(&presence->guard);
    place = place_of(presence, application.value, person.value);
    *place = (struct place){.application = application.value, .at = now, .who.person = person};
    snprintf(place->who.part, sizeof place->who.part, "%s", part);
    pthread_mutex_unlock(&presence->guard);
}

void presence_list(struct presence *presence, struct arena *arena,
                   struct application_id application, int64_t now, struct present_list *list)
{
    pthread_mutex_lock(&presence->guard);
    for (size_t i = 0; i < PLACES; i++) {
        const struct place *place = &presence->places[i];

        if (place->application == application.value && place->at > now - LASTS)
            *list_add(arena, list) = place->who;
    }
    pthread_mutex_unlock(&presence->guard);
}
