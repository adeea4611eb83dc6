/* membership.c: what members named in a team say of it, as models. */

#include "view/membership.h"

#include "view/common.h"

static const char *state_of(const struct membership_facts *f)
{
    if (*f->word != '\0')
        return f->changed ? "changed" : f->word;
    return *f->email == '\0' ? "silent" : f->told_at == 0 ? "untold" : "told";
}

void view_membership(enum language language, const struct membership_facts *f, json_t *item)
{
    json_put_text(item, "key", f->key.text);
    json_put_text(item, "leader", f->leader);
    json_put_text(item, "name", f->name);
    json_put_text(item, "institution", f->institution);
    json_put_text(item, "email", f->email);
    json_put_text(item, "note", f->note);
    json_put_flag(item, "confirmed", strcmp(f->word, "confirmed") == 0);
    json_put_flag(item, "objected", strcmp(f->word, "objected") == 0);
    view_state(item, "state", language, "membership", state_of(f));
    view_minutes(item, "said_at", f->said_at);
}
