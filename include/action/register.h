/* register.h: 邮件申报: the office registers an application that came by mail or on paper
 * (domain.md §3).
 *
 * Version and receipt are made at once and count; the applicant gets a link to confirm or complete
 * it until closing.
 */
#pragma once

#include "action/application.h"
#include "base/list.h"

struct upload;

struct registered_file {
    const char *name;
    struct upload *upload;
};

struct registration {
    const char *topic;
    const char *name, *institution, *email; /* the applicant's */
    const char *title;
    int64_t amount;      /* fen */
    int64_t received_at; /* when it came */
    const char *channel; /* "mail" or "paper" */
    const char *reason;  /* why it is registered by hand */
    struct {
        LIST(struct registered_file);
    } files; /* the originals, one at least */
};

/* INVALID "form/invalid" with problems; DENIED; CONFLICT "register/exists" when the applicant has
 * submitted to this topic, "register/late" when it came after the applicant's closing. */
bool action_register(struct env *env, const struct actor *actor, const struct call *call,
                     const struct registration *form, struct problems *problems, struct key *key,
                     struct error *err);

/* May the actor register now?  For the page of the form. */
bool action_register_may(struct env *env, const struct actor *actor, const struct call *call,
                         struct error *err);
