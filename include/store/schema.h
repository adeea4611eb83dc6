/* schema.h: the version of the schema, making it anew, and bringing older files to it.
 *
 * The rule is in the head of sql/schema.sql.  One thread, at start.
 */
#pragma once

#include "store/connection.h"

/* The migrations this program carries (sql/migrations), in `arena`. */
struct migrations schema_migrations(struct arena *arena);

/* The version a program with these migrations works with: the newest number, 1 without any. */
int schema_version(const struct migrations *migrations);

/* The version of a file; 0 for a new, empty one.  BROKEN "store/open" for another program's. */
bool schema_version_of(sqlite3 *handle, int *version, struct error *err);

/* sql/schema.sql into an empty file, in one transaction. */
bool schema_make(sqlite3 *handle, int version, struct error *err);

/* All steps newer than `from`, in one transaction: afterwards it is the new schema or, whatever
 * happened, still the old one.  References are checked before the COMMIT. */
bool schema_migrate(sqlite3 *handle, const struct migrations *migrations, int from,
                    struct error *err);
