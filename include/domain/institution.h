/* institution.h: when two ways of writing name one institution (domain.md §6).
 *
 * 清华, 清华大学, Tsinghua University and ＴＨＵ are one.  Names are folded first (width, case,
 * spaces, punctuation), then looked up among the aliases the service knows; a name without alias
 * stands for itself.  Schools and departments are not cut off: only whole institutions compare.
 */
#pragma once

#include <stdbool.h>
#include "base/json.h"
#include "base/list.h"

/* The form that is compared: half-width, ASCII letters lower-cased, without white space,
 * punctuation and a leading "the".  "" for a name that has nothing else. */
char *institution_fold(struct arena *arena, const char *name);

/* Where aliases are looked up: `find` takes a folded alias and returns the institution it stands
 * for, NULL when it knows none.  All zero: there are no aliases. */
struct institution_aliases {
    const char *(*find)(const void *context, const char *folded);
    const void *context;
};

/* Do both name the same institution?  A blank name is the same as nothing, itself included. */
bool same_institution(struct arena *arena, const char *a, const char *b,
                      const struct institution_aliases *aliases);

/* One row of the table institution_alias: `alias` is folded, `institution` is not. */
struct institution_alias {
    const char *alias, *institution;
};
struct institution_list {
    LIST(struct institution_alias);
};

/* The rows of templates/institutions.json, {"institutions": [{"name", "aliases": [...]}]}; each
 * name is an alias of itself.  INVALID "institution/ambiguous" when one alias stands for two. */
bool institution_read(struct arena *arena, const json_t *document, struct institution_list *list,
                      struct error *err);

/* `find` over such a list, which is its context. */
const char *institution_find(const void *list, const char *folded);
