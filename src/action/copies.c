/* copies.c: what goes with a notice as attachments, by its event. */

#include "action/copies.h"

bool action_copies(struct env *env, const struct notice *notice, struct copies *copies,
                   struct error *err)
{
    (void)env;
    (void)notice;
    (void)copies;
    return err->kind == ERROR_NONE;
}
