/* register.c: 邮件申报: an application that came by mail or on paper. */

#include "action/register.h"

#include "action/filetype.h"
#include "action/link.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/tx.h"
#include "world/mailer.h"
#include "world/world.h"

#define FILE_MOST ((int64_t)20 * 1024 * 1024)

bool action_register_may(struct env *env, const struct actor *actor, const struct call *call,
                         struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return policy_may(&standing, VERB_APPLICATION_REGISTER, err);
}

/* Where the originals go; NULL when the call keeps none. */
static const struct attachment_slot *slot_of(const struct definition *d)
{
    for (size_t i = 0; i < d->attachments.count; i++)
        if (d->attachments.items[i].by_office)
            return &d->attachments.items[i];
    return NULL;
}

static void check_files(const struct registration *form, const struct attachment_slot *slot,
                        struct problems *problems)
{
    if (form->files.count == 0)
        problems_add(problems, SEVERITY_ERROR, "file", "required");
    if ((int64_t)form->files.count > slot->most)
        problems_add(problems, SEVERITY_ERROR, "file", "register/files");
    for (size_t i = 0; i < form->files.count; i++) {
        const struct registered_file *file = &form->files.items[i];
        size_t length;
        const uint8_t *head = upload_head(file->upload, &length);

        if (upload_size(file->upload) == 0 || upload_size(file->upload) > FILE_MOST ||
            !filetype_allowed(file->name, slot->types, head, length))
            problems_add(problems, SEVERITY_ERROR, "file", "register/type");
    }
}

static bool check(struct env *env, const struct call *call, const struct registration *form,
                  struct problems *problems, struct error *err)
{
    const struct attachment_slot *slot = slot_of(call->definition);
    const struct {
        const char *field, *value;
    } needed[] = {{"name", form->name}, {"heading", form->title}, {"reason", form->reason}};

    if (slot == NULL)
        return error_set(err, ERROR_CONFLICT, "register/no-slot");
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (text_blank(needed[i].value))
            problems_add(problems, SEVERITY_ERROR, needed[i].field, "required");
    if (!address_is_valid(form->email))
        problems_add(problems, SEVERITY_ERROR, "email", "not-an-address");
    if (definition_topic(call->definition, form->topic) == NULL)
        problems_add(problems, SEVERITY_ERROR, "topic", "required");
    if (strcmp(form->channel, "mail") != 0 && strcmp(form->channel, "paper") != 0)
        problems_add(problems, SEVERITY_ERROR, "channel", "required");
    if (form->received_at == 0 || form->received_at > env->now)
        problems_add(problems, SEVERITY_ERROR, "received_at", "register/received");
    check_files(form, slot, problems);
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

/* Durable under their hashes before any row names them. */
static bool keep_files(struct env *env, const struct registration *form,
                       const struct attachment_slot *slot, struct attachments *files,
                       struct error *err)
{
    for (size_t i = 0; i < form->files.count; i++) {
        const struct registered_file *from = &form->files.items[i];
        struct attachment *file = list_add(env->arena, files);
        struct digest sha256;

        *file = (struct attachment){.key = key_new(env),
                                    .slot = slot->key,
                                    .name = from->name,
                                    .type = filetype_of(from->name),
                                    .size = upload_size(from->upload)};
        if (!upload_keep(from->upload, &sha256, err))
            return false;
        file->sha256 = digest_hex(env->arena, &sha256);
        file->added_at = env->now;
        file->stored_at = clock_now(env->world->clock);
    }
    return true;
}

static bool find_person(struct env *env, const struct registration *form, struct person *person,
                        struct error *err)
{
    struct person_details details = {
        .name = form->name, .institution = form->institution, .language = LANGUAGE_ZH};
    struct person_id id;
    bool found;

    if (!store_person_by_email(env, form->email, person, &found, err))
        return false;
    return found || (store_person_add(env, &details, &id, err) &&
                     store_address_add(env, id, form->email, false, err) &&
                     store_person_get(env, id, person, err));
}

/* The applicant's application to the topic: a draft begun in the browser, or a new one. */
static bool find_application(struct env *env, const struct actor *applicant,
                             const struct call *call, const char *topic_code, struct key *key,
                             struct error *err)
{
    struct application_rows rows = {0};
    struct application_id id;
    struct topic_row topic;

    if (!store_applications_mine(env, applicant, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].application.topic_code, topic_code) == 0) {
            *key = rows.items[i].application.key;
            return true;
        }
    *key = key_new(env);
    return store_topic_get(env, call->id, topic_code, &topic, err) &&
           store_application_add(env, call->id, topic.id, applicant->person, *key,
                                 action_application_number(env, call), true, &id, err);
}

/* What the applicant wrote in the browser stays: only empty fields are filled. */
static bool put_answer(struct env *env, const struct actor *actor,
                       const struct application_view *view, enum meaning means, json_t *take,
                       struct error *err)
{
    const struct section *section;
    const struct field *field = definition_meaning(view->call->definition, means, &section);
    const json_t *value = json_own(env->arena, take);
    json_t *content, *revisions;
    struct answer answer;

    if (field == NULL)
        return true;
    if (!store_answer_get(env, &view->application, section, &answer, err))
        return false;
    if (json_at(answer.content, field->key) != NULL)
        return true;
    content = json_own(env->arena, json_copy((json_t *)(uintptr_t)answer.content));
    revisions = json_own(env->arena, json_copy((json_t *)(uintptr_t)answer.revisions));
    json_put(content, field->key, json_incref((json_t *)(uintptr_t)value));
    json_put_int(revisions, field->key, answer.revision + 1);
    return store_answer_save(env, &view->application, section, &answer, content, revisions,
                             actor->person, err);
}

static bool put_answers(struct env *env, const struct actor *actor,
                        const struct application_view *view, const struct registration *form,
                        struct error *err)
{
    return put_answer(env, actor, view, MEANS_TITLE, json_string(form->title), err) &&
           put_answer(env, actor, view, MEANS_AMOUNT, json_integer(form->amount), err) &&
           put_answer(env, actor, view, MEANS_NAME, json_string(form->name), err) &&
           put_answer(env, actor, view, MEANS_EMAIL, json_string(form->email), err) &&
           (text_blank(form->institution) ||
            put_answer(env, actor, view, MEANS_INSTITUTION, json_string(form->institution), err));
}

static bool put_files(struct env *env, const struct actor *actor,
                      const struct application_view *view, struct attachments *files,
                      struct error *err)
{
    for (size_t i = 0; i < files->count; i++) {
        struct attachment *file = &files->items[i];

        file->application = view->application.id;
        if (!store_blob_add(env, file->sha256, file->size, err) ||
            !store_attachment_add(env, file, actor->person, err))
            return false;
    }
    return true;
}

static const char *how_it_came(struct env *env, const struct registration *form)
{
    json_t *how = json_root(env->arena);

    json_put_text(how, "received_at", text_time(env->arena, form->received_at));
    json_put_text(how, "channel", form->channel);
    json_put_text(how, "reason", form->reason);
    return json_canonical(env->arena, how);
}

static bool make_version(struct env *env, const struct actor *actor, struct application_view *view,
                         const struct registration *form, struct submission *submission,
                         struct error *err)
{
    *submission = (struct submission){.registered = how_it_came(env, form)};
    return application_register(&view->application, view->call, env->now, form->received_at, err) &&
           action_version_add(env, actor, view, submission, err) &&
           store_audit_add(env, actor, "secretary", audit_word(AUDIT_APPLICATION_REGISTERED),
                           "application", view->application.key.text, NULL, submission->sha256,
                           err);
}

/* Somebody with an account signs in; somebody without gets a link that makes one. */
static bool tell(struct env *env, const struct application_view *view,
                 const struct submission *submission, const struct person *person,
                 const char *email, struct error *err)
{
    struct token token = {.purpose = TOKEN_CONFIRM, .email = email, .person = person->id};
    json_t *detail = json_root(env->arena);
    const char *link = NULL;

    json_put_text(detail, "call", view->call->key);
    token.detail = detail;
    if (!person->has_account && !action_link_add(env, &token, &link, err))
        return false;
    return tell_registered(env, view, submission, email, person->language, link, err);
}

/* Inside the transaction.  The applicant's own view of it is what is written. */
static bool enter(struct env *env, const struct actor *actor, const struct call *call,
                  const struct registration *form, struct attachments *files, struct key *key,
                  struct error *err)
{
    struct application_view view = {0};
    struct actor applicant = {0};
    struct submission submission;
    struct person person;

    if (!find_person(env, form, &person, err))
        return false;
    applicant.person = person.id;
    return find_application(env, &applicant, call, form->topic, key, err) &&
           action_application_open(env, &applicant, *key, &view, err) &&
           put_answers(env, actor, &view, form, err) && put_files(env, actor, &view, files, err) &&
           action_application_open(env, &applicant, *key, &view, err) &&
           make_version(env, actor, &view, form, &submission, err) &&
           tell(env, &view, &submission, &person, form->email, err);
}

bool action_register(struct env *env, const struct actor *actor, const struct call *call,
                     const struct registration *form, struct problems *problems, struct key *key,
                     struct error *err)
{
    struct attachments files = {0};
    bool done;

    if (!action_register_may(env, actor, call, err) || !check(env, call, form, problems, err) ||
        !keep_files(env, form, slot_of(call->definition), &files, err))
        return false;
    done = tx_begin(env, err) && action_register_may(env, actor, call, err) &&
           enter(env, actor, call, form, &files, key, err);
    return tx_end(env, done, err);
}
