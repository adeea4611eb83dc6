/* contract.h: what the office does with contracts, and the lists made of what the call holds. */
#pragma once

#include "action/service.h"
#include "domain/baseline.h"
#include "domain/person.h"
#include "view/contract.h"
#include "view/sheet.h"
#include "world/typesetter.h"

bool action_contracts(struct env *env, const struct actor *actor, const struct call *call,
                      struct contract_list_facts *facts, struct error *err);

/* MISSING for whoever may not read it.  The account number is opened for who may see it. */
bool action_contract_open(struct env *env, const struct actor *actor, struct key key,
                          struct contract_facts *facts, struct error *err);

/* Takes the fields of the table contract_field from `form`; its revision is the one that was read.
 * CONFLICT "contract/stale", "contract/ended", "contract/agreed" (a settled field changed). */
bool action_contract_save(struct env *env, const struct actor *actor, struct key key,
                          const struct contract *form, struct error *err);

/* Party B's own fields of the table, by the leader, until party B has signed.  Errors as above. */
bool action_contract_fill(struct env *env, const struct actor *actor, struct key key,
                          const struct contract *form, struct error *err);

struct contract_move {
    const char *state, *day, *reason;
};
/* As contract_become; tells the applicant and the mailbox of sent, signed and effective. */
bool action_contract_move(struct env *env, const struct actor *actor, struct key key,
                          const struct contract_move *move, struct problems *problems,
                          struct error *err);

/* The contract as its columns stand, made by the typesetter.  BUSY "typesetter/busy" when there is
 * no turn to be had within seconds. */
bool action_contract_paper(struct env *env, const struct actor *actor, struct key key,
                           struct typeset *made, const char **name, struct error *err);

/* 鹏城·脑海: contracts whose application asks for it, with the wish and the word on it so far. */
bool action_large_models(struct env *env, const struct actor *actor, const struct call *call,
                         struct large_list *list, struct error *err);
/* As contract_choose, from the revision read ("contract/stale"); told to the leader. */
bool action_large_model_select(struct env *env, const struct actor *actor, struct key key,
                               const struct large_choice *choice, struct problems *problems,
                               struct error *err);

/* 补充确认: another version of the baseline, by the office, from the contract's effect to its end;
 * told to the leader.  CONFLICT "contract/no-baseline" outside of that; INVALID "contract/invalid"
 * with the problems of baseline_check. */
bool action_contract_confirm(struct env *env, const struct actor *actor, struct key key,
                             const struct baseline_change *change, struct problems *problems,
                             struct error *err);

/* A list as a file, by a preset of the call's definition; its making is logged.  MISSING
 * "export/unknown"; INVALID "export/format". */
struct export_file {
    const char *name, *type, *bytes;
    size_t length;
};
bool action_export(struct env *env, const struct actor *actor, const struct call *call,
                   const char *preset, const char *format, struct export_file *file,
                   struct error *err);

/* The PDFs of a topic's applications, and of its contracts once they are there, as one ZIP to be
 * read from `fd`, which the caller closes; logged like a list.  MISSING for no such topic. */
bool action_export_papers(struct env *env, const struct actor *actor, const struct call *call,
                          const char *topic, const char **name, int *fd, int64_t *size,
                          struct error *err);

struct export_row;
/* What both ask and do: may the actor, and that it was done.  Reading makes a list; that one was
 * made is written down all the same. */
bool action_export_allowed(struct env *env, const struct actor *actor, const struct call *call,
                           struct error *err);
bool action_export_note(struct env *env, const struct actor *actor, const struct call *call,
                        const struct export_row *row, struct error *err);

bool action_exports(struct env *env, const struct actor *actor, const struct call *call,
                    struct export_list *made, struct error *err);
