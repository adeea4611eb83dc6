/* backup.h: one file that holds database and files, verified; and laying it out again.
 *
 * Format "grantd-backup-1": a line `grantd-backup-1\n`, then for each part a line `NAME SIZE
 * SHA256\n` and SIZE bytes; the last line is `end COUNT\n`.  Names are "grantd.db" and the
 * hexadecimal names of content files: nothing else is ever written on restore.  Keys (DATA/keys)
 * are not in it.
 */
#pragma once

#include "action/service.h"

/* Online, beside a running server: the database through its own connection, then every file it
 * names. Durable and read back before it gets its name.  CONFLICT "backup/exists". */
bool action_backup(struct service *service, const char *path, int64_t *files, struct error *err);

/* Into a folder without a database.  CONFLICT "backup/not-empty"; BROKEN "backup/damaged". */
bool action_restore(const char *path, const char *data, int64_t *files, struct error *err);
