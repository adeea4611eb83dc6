/* office.h: running a call: its dates and switches, announcements, files, more time. */
#pragma once

#include "action/outage.h"
#include "action/service.h"
#include "base/problems.h"
#include "domain/application.h"
#include "domain/person.h"
#include "store/call.h"
#include "store/notice.h"
#include "store/paper.h"
#include "store/public.h"

struct upload;

struct front_view {
    struct announcements announcements;
    struct downloads downloads;
};
/* What everybody sees of a call beside its definition. */
bool action_front(struct env *env, const struct call *call, struct front_view *view,
                  struct error *err);
bool action_announcement(struct env *env, struct key key, struct announcement *announcement,
                         struct error *err);
bool action_download(struct env *env, struct key key, struct download *download, struct error *err);

struct office_desk {
    int64_t counts[APPLICATION_STATE_COUNT];
    struct notice_counts notices;
    struct paper_counts papers;
    struct topic_rows topics;
    struct call_history history;
    struct front_view front;
    bool outage_offered;
    struct outage_offer outage; /* more time for everybody that the service offers to give */
    int64_t clock_jump; /* seconds the system's time is ahead of the service's; 0: they agree */
};
/* DENIED unless secretary. */
/* The system's time jumped and is right after all (world/clock.h): the service follows it again. */
bool action_clock_trust(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err);
bool action_office_desk(struct env *env, const struct actor *actor, const struct call *call,
                        struct office_desk *desk, struct error *err);

struct call_form {
    int64_t opens_at, closes_at, grace, budget; /* 0: not set; grace in seconds, budget in fen */
    const json_t *switches;                     /* key → value; only what the definition names */
    const json_t *quotas;                       /* topic code → places */
    const char *reason;
};
/* INVALID "call/form-wrong" with problems: closing before opening, or announced less than 24 h
 * ahead without a reason. */
bool action_call_set(struct env *env, const struct actor *actor, const struct call *call,
                     const struct call_form *form, struct problems *problems, struct error *err);

/* "opening", "closing" or "reopening", by hand, with a reason. */
bool action_call_event(struct env *env, const struct actor *actor, const struct call *call,
                       const char *event, const char *reason, struct error *err);

struct extension_form {
    const char *email, *topic, *reason; /* "" for anybody and any */
    int64_t until;
};
bool action_extend(struct env *env, const struct actor *actor, const struct call *call,
                   const struct extension_form *form, struct problems *problems, struct error *err);

bool action_announce(struct env *env, const struct actor *actor, const struct call *call,
                     const struct announcement *announcement, struct error *err);
bool action_announcement_withdraw(struct env *env, const struct actor *actor,
                                  const struct call *call, struct key key, struct error *err);
bool action_download_add(struct env *env, const struct actor *actor, const struct call *call,
                         const char *slot, const char *name, struct upload *upload,
                         struct error *err);
bool action_download_remove(struct env *env, const struct actor *actor, const struct call *call,
                            struct key key, struct error *err);
