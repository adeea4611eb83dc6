/* query.h: running the named statements of sql/query, with values bound and read by name.
 *
 *     struct statement *s = query(env->db, Q_APPLICATION_BY_KEY);
 *     bind_text(s, "key", key.text);
 *     while (query_row(s, err))
 *         title = column_text(s, env->arena, "title");
 *
 * A statement resets itself at its end, at an error, and at the next query() of that name; break
 * out of a loop early only with query_end.  Columns are looked up from where the last one was
 * found, so reading in the order of the SELECT costs nothing.  A name that does not exist dies.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/env.h"
#include "base/error.h"
#include "queries.h"

struct statement;

struct statement *query(struct db *db, enum query_name name);

void bind_int(struct statement *s, const char *name, int64_t value);
void bind_id(struct statement *s, const char *name, int64_t value);   /* 0 becomes NULL */
void bind_time(struct statement *s, const char *name, int64_t value); /* 0 becomes NULL */
void bind_text(struct statement *s, const char *name,
               const char *text); /* NULL stays NULL; copied */
void bind_bytes(struct statement *s, const char *name, const void *bytes, size_t length);

/* Steps to the next row; false at the end and at errors (then err is set). */
bool query_row(struct statement *s, struct error *err);

/* Runs to the end.  CONFLICT "store/unique" when a unique index refuses, "store/reference" for a
 * foreign key; FULL "store/full"; BROKEN "store/broken". */
bool query_run(struct statement *s, struct error *err);

/* Runs an INSERT and gives its row number. */
bool query_insert(struct statement *s, int64_t *id, struct error *err);

void query_end(struct statement *s);
int64_t query_changes(const struct statement *s); /* rows the last query_run changed */

int64_t column_int(struct statement *s, const char *name); /* NULL reads 0 */
bool column_is_null(struct statement *s, const char *name);
const char *column_text(struct statement *s, struct arena *arena,
                        const char *name); /* NULL reads "" */
const void *column_bytes(struct statement *s, struct arena *arena, const char *name,
                         size_t *length);
struct key column_key(struct statement *s, const char *name);
