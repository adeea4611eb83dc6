/* upload.c: files on their way in and out, for the web floor. */

#include "action/upload.h"

#include "world/world.h"

struct upload *action_upload_start(struct service *service, struct arena *arena, struct error *err)
{
    return upload_start(service_world(service)->blobs, arena, err);
}

bool action_upload_add(struct upload *upload, const void *bytes, size_t length, struct error *err)
{
    return upload_add(upload, bytes, length, err);
}

int64_t action_upload_size(const struct upload *upload)
{
    return upload_size(upload);
}

char *action_upload_read(const struct upload *upload, struct arena *arena, int64_t most)
{
    return upload_read(upload, arena, most);
}

int action_file_open(struct env *env, const char *sha256, int64_t *size, struct error *err)
{
    return blob_open(env->world->blobs, sha256, size, err);
}
