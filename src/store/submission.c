/* submission.c: files and submitted versions of applications (declared in application.h). */

#include "store/application.h"
#include "store/paper.h"
#include "store/query.h"

static void read_file(struct env *env, struct statement *s, struct attachment *file)
{
    file->slot = column_text(s, env->arena, "slot");
    file->name = column_text(s, env->arena, "name");
    file->type = column_text(s, env->arena, "type");
    file->sha256 = column_text(s, env->arena, "blob");
    file->size = column_int(s, "size");
    file->pages = column_int(s, "pages");
}

bool store_attachments(struct env *env, struct application_id application,
                       struct attachments *attachments, struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_LIST);

    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct attachment *file = list_add(env->arena, attachments);

        file->id.value = column_int(s, "id");
        file->key = column_key(s, "key");
        file->application = application;
        read_file(env, s, file);
        file->added_at = column_int(s, "added_at");
        file->stored_at = column_int(s, "stored_at");
    }
    return err->kind == ERROR_NONE;
}

bool store_attachment_get(struct env *env, struct key key, struct attachment *file,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_GET);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    *file = (struct attachment){.id = {column_int(s, "id")}, .key = key};
    file->application.value = column_int(s, "application");
    read_file(env, s, file);
    file->added_at = column_int(s, "added_at");
    file->removed_at = column_int(s, "removed_at");
    query_end(s);
    return true;
}

bool store_attachment_add(struct env *env, const struct attachment *file, struct person_id by,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_ADD);

    bind_text(s, "key", file->key.text);
    bind_int(s, "application", file->application.value);
    bind_text(s, "slot", file->slot);
    bind_text(s, "name", file->name);
    bind_text(s, "type", file->type);
    bind_text(s, "blob", file->sha256);
    bind_int(s, "size", file->size);
    bind_int(s, "by", by.value);
    bind_int(s, "added", file->added_at);
    bind_int(s, "stored", file->stored_at);
    return query_run(s, err);
}

bool store_attachment_began(struct env *env, struct application_id application, int64_t gate,
                            int64_t *began, struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_BEGAN);

    bind_int(s, "application", application.value);
    bind_int(s, "gate", gate);
    *began = query_row(s, err) ? column_int(s, "began") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_attachment_uncounted(struct env *env, const char **sha256, struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_UNCOUNTED);

    *sha256 = query_row(s, err) ? column_text(s, env->arena, "blob") : NULL;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_attachment_counted(struct env *env, const char *sha256, int64_t pages, struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_COUNTED);

    bind_text(s, "blob", sha256);
    bind_int(s, "pages", pages);
    return query_run(s, err);
}

bool store_attachment_remove(struct env *env, struct attachment_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_REMOVE);

    bind_int(s, "id", id.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_attachment_total(struct env *env, struct application_id application, int64_t *total,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_ATTACHMENT_TOTAL);

    bind_int(s, "application", application.value);
    *total = query_row(s, err) ? column_int(s, "total") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_attachment_submitted(struct env *env, const struct attachment *file, bool *is,
                                struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_HAS_FILE);

    bind_int(s, "attachment", file->id.value);
    bind_int(s, "application", file->application.value);
    *is = query_row(s, err) && column_int(s, "there") != 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_submission_add(struct env *env, struct submission *submission, struct person_id by,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_ADD);

    bind_text(s, "key", submission->key.text);
    bind_int(s, "application", submission->application.value);
    bind_int(s, "version", submission->version);
    bind_int(s, "call_version", submission->call_version);
    bind_text(s, "content", submission->content);
    bind_text(s, "sha256", submission->sha256);
    bind_int(s, "submitted_at", submission->submitted_at);
    bind_int(s, "by", by.value);
    bind_int(s, "in_grace", submission->in_grace);
    bind_text(s, "registered", submission->registered);
    if (!query_insert(s, &submission->id.value, err))
        return false;
    s = query(env->db, Q_SUBMISSION_FILE_ADD);
    bind_int(s, "submission", submission->id.value);
    bind_int(s, "application", submission->application.value);
    return query_run(s, err) && store_papers_ask(env, submission->id, err);
}

static void read_submission(struct env *env, struct statement *s, struct submission *submission)
{
    submission->id.value = column_int(s, "id");
    submission->key = column_key(s, "key");
    submission->application.value = column_int(s, "application");
    submission->version = column_int(s, "version");
    submission->call_version = column_int(s, "call_version");
    submission->content = column_text(s, env->arena, "content");
    submission->sha256 = column_text(s, env->arena, "sha256");
    submission->submitted_at = column_int(s, "submitted_at");
    submission->in_grace = column_int(s, "in_grace") != 0;
    submission->registered = column_text(s, env->arena, "registered");
}

bool store_submissions(struct env *env, struct application_id application,
                       struct submissions *submissions, struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_LIST);

    bind_int(s, "application", application.value);
    while (query_row(s, err))
        read_submission(env, s, list_add(env->arena, submissions));
    return err->kind == ERROR_NONE;
}

static bool one_submission(struct env *env, struct statement *s, struct submission *submission,
                           struct error *err)
{
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_submission(env, s, submission);
    query_end(s);
    return true;
}

bool store_submission_get(struct env *env, struct application_id application, int64_t version,
                          struct submission *submission, struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_GET);

    bind_int(s, "application", application.value);
    bind_int(s, "version", version);
    return one_submission(env, s, submission, err);
}

bool store_submission_by_id(struct env *env, struct submission_id id, struct submission *submission,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_BY_ID);

    bind_int(s, "id", id.value);
    return one_submission(env, s, submission, err);
}

bool store_submission_files(struct env *env, struct submission_id submission,
                            struct attachments *files, struct error *err)
{
    struct statement *s = query(env->db, Q_SUBMISSION_FILES);

    bind_int(s, "submission", submission.value);
    while (query_row(s, err)) {
        struct attachment *file = list_add(env->arena, files);

        read_file(env, s, file);
        file->key = column_key(s, "key");
    }
    return err->kind == ERROR_NONE;
}
