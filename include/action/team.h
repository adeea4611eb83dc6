/* team.h: who helps to write an application: invited by its leader, given parts, removed.
 *
 * An invitation is a link with one right, for one application, good once (security.md §5 rule 5):
 * it signs nobody in, and whoever holds it accepts with an account of any address.  It dies with
 * the application's gate, with the row, and with its use.  What a removed person wrote stays.
 */
#pragma once

#include "action/application.h"
#include "store/collaborator.h"

struct team_view {
    struct application_view base;
    struct collaborators rows; /* that have not ended */
};
/* For the leader.  MISSING for whoever may not see the application, DENIED for its team. */
bool action_team_open(struct env *env, const struct actor *actor, struct key key,
                      struct team_view *view, struct error *err);

struct team_form {
    const char *email, *name;
    const json_t *parts; /* keys as typed */
};
/* Sends the link.  INVALID "form/invalid"; CONFLICT "team/many". Says nothing of whose the address
 * is (R20). */
bool action_team_invite(struct env *env, const struct actor *actor, struct key key,
                        const struct team_form *form, struct problems *problems, struct error *err);

/* One row, by its key: other parts; another link in place of the old one (CONFLICT "team/soon",
 * "team/joined"); the end. */
bool action_team_parts(struct env *env, const struct actor *actor, struct key key, struct key row,
                       const json_t *parts, struct problems *problems, struct error *err);
bool action_team_again(struct env *env, const struct actor *actor, struct key key, struct key row,
                       struct error *err);
bool action_team_end(struct env *env, const struct actor *actor, struct key key, struct key row,
                     struct error *err);

/* What a link offers, to whoever holds it. */
struct invitation_view {
    struct collaborator row;
    struct application_view application; /* as its leader sees it */
    const char *leader;                  /* the leader's name */
    struct error refusal;                /* why the actor may not accept; kind NONE: may */
};
/* MISSING "team/link"; CONFLICT when the application is no longer written. */
bool action_invitation_show(struct env *env, const struct actor *actor, const char *link,
                            struct invitation_view *view, struct error *err);
/* CONFLICT "team/own", "team/already", "team/reviewer"; DENIED for an auditor. */
bool action_invitation_accept(struct env *env, const struct actor *actor, const char *link,
                              struct key *application, struct error *err);

/* Where the actor helps. */
struct helping_view {
    struct application_view base;
    const char *leader;
    const json_t *parts;
};
struct helping_views {
    LIST(struct helping_view);
};
bool action_helping(struct env *env, const struct actor *actor, const struct call *call,
                    struct helping_views *views, struct error *err);

/* Who else is writing which part now, for those who write: the leader and helpers. */
struct writer {
    const char *name, *part;
};
struct writers {
    LIST(struct writer);
    bool others; /* there may be some: somebody was invited */
};
bool action_writers(struct env *env, const struct actor *actor, const struct application_view *view,
                    struct writers *writers, struct error *err);
/* The same, after saying where the actor is; `part` "": nowhere. */
bool action_here(struct env *env, const struct actor *actor, struct key key, const char *part,
                 struct writers *writers, struct error *err);
