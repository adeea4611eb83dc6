/* copies.h: what goes with a notice as attachments, by its event. */
#pragma once

#include "action/service.h"
#include "store/notice.h"

struct copy {
    const char *name, *type;
    const void *bytes;
    size_t length;
};
struct copies {
    LIST(struct copy);
    bool without_pdf; /* it could not be made: a page to print goes instead */
};

/* Adds the copies of the notice's object that its recipient may see; none for most events. */
bool action_copies(struct env *env, const struct notice *notice, struct copies *copies,
                   struct error *err);
