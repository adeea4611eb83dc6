/* outbox.h: the messages of a release as they will go, looked over before anybody confirms it. */
#pragma once

#include "action/mail.h"
#include "store/decision.h"

struct outbox_message {
    const char *name, *email; /* email "": nobody to be written to */
    enum outcome subject;
    size_t decisions;
    struct mail_text text;
};
struct outbox {
    LIST(struct outbox_message);
    int64_t counts[OUTCOME_COUNT]; /* messages by subject */
    int64_t without_address;
};

/* For who may release.  A message is left out whole when part of it is about what the actor must
 * not see. */
bool action_outbox(struct env *env, const struct actor *actor, const struct call *call,
                   struct outbox *outbox, struct error *err);
