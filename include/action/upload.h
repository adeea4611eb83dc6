/* upload.h: files on their way in and out, for the web floor. */
#pragma once

#include "action/service.h"

struct upload;

/* An upload in pieces, thrown away with the arena unless an action keeps it. */
struct upload *action_upload_start(struct service *service, struct arena *arena, struct error *err);
bool action_upload_add(struct upload *upload, const void *bytes, size_t length, struct error *err);
int64_t action_upload_size(const struct upload *upload);
/* All its bytes, NULL when there are more than `most`. */
char *action_upload_read(const struct upload *upload, struct arena *arena, int64_t most);

/* An open descriptor of a kept file, which the caller closes; -1 and MISSING "blob/missing". */
int action_file_open(struct env *env, const char *sha256, int64_t *size, struct error *err);
