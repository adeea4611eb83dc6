/* score_sheet.h: score sheets that came back and wait for a yes, as rows. */
#pragma once

#include "base/cell.h"
#include "base/env.h"
#include "base/error.h"
#include "domain/person.h"

struct score_upload {
    const char *name;
    struct cells cells; /* in order */
    int64_t uploaded_at;
};

/* In the place of an earlier one. */
bool store_score_upload_put(struct env *env, struct call_id call, struct person_id person,
                            const char *name, const struct cells *cells, struct error *err);
bool store_score_upload_get(struct env *env, struct call_id call, struct person_id person,
                            struct score_upload *upload, bool *there, struct error *err);
bool store_score_upload_drop(struct env *env, struct call_id call, struct person_id person,
                             struct error *err);
