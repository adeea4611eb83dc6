/* receipt.c: signing what was filed, and publishing the keys. */

#include "action/receipt.h"

#include "base/log.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/tx.h"
#include "world/world.h"

#define AT_ONCE 20

/* ---- signing */

/* The title as it was submitted, wherever the call asks for it. */
static const char *title_of(const struct call *call, const json_t *content)
{
    const struct section *section;
    const struct field *field = definition_meaning(call->definition, MEANS_TITLE, &section);

    if (field == NULL)
        return "";
    return json_word(json_at(json_at(content, "sections"), section->key), field->key);
}

static bool describe_files(struct env *env, struct submission_id id, struct receipt *receipt,
                           struct error *err)
{
    struct attachments files = {0};

    if (!store_submission_files(env, id, &files, err))
        return false;
    for (size_t i = 0; i < files.count; i++)
        *list_add(env->arena, &receipt->files) = (struct receipt_file){
            files.items[i].name, files.items[i].sha256, files.items[i].size};
    return true;
}

static bool describe(struct env *env, struct submission_id id, struct receipt *receipt,
                     struct error *err)
{
    struct submission submission;
    const struct call *call;
    struct call_id call_id;
    struct key application;
    const json_t *content;

    if (!store_submission_by_id(env, id, &submission, err) ||
        !store_receipt_subject(env, id, &application, &call_id, err) ||
        !service_call_by_id(env, call_id, &call, err))
        return false;
    content = json_parse(env->arena, submission.content, strlen(submission.content), err);
    if (content == NULL)
        return false;
    *receipt = (struct receipt){.service = service_public_url(service_of(env)),
                                .call = call->key,
                                .application = arena_text(env->arena, application.text),
                                .number = json_word(content, "number"),
                                .topic = json_word(content, "topic"),
                                .title = title_of(call, content),
                                .version = submission.version,
                                .submitted_at = submission.submitted_at,
                                .signed_at = env->now,
                                .in_grace = submission.in_grace,
                                .sha256 = submission.sha256};
    return describe_files(env, id, receipt, err);
}

/* The receipt names its key, so a key renewed meanwhile means writing it again. */
static void sign(struct env *env, struct receipt *receipt, struct receipt_row *row)
{
    uint8_t key[SIGNER_BYTES], signature[SIGNATURE_BYTES];

    do {
        signer_public(env->world->signer, key);
        receipt->key = signature_key_id(env->arena, key);
        row->content = receipt_bytes(env->arena, receipt_document(env->arena, receipt));
    } while (!signer_sign(env->world->signer, key, row->content, strlen(row->content), signature));
    row->key = receipt->key;
    row->signature = text_base64(env->arena, signature, sizeof signature);
    row->signed_at = receipt->signed_at;
}

static bool make(struct env *env, struct submission_id id, struct error *err)
{
    struct receipt receipt;
    struct receipt_row row = {.submission = id};
    bool done;

    if (!describe(env, id, &receipt, err))
        return false;
    sign(env, &receipt, &row);
    done = tx_begin(env, err) && store_receipt_add(env, &row, err);
    return tx_end(env, done, err);
}

void action_receipt_sign(struct env *env, struct submission_id submission)
{
    struct error err = {0};

    if (!make(env, submission, &err))
        log_event("receipt/unsigned", "code", err.code, NULL);
}

bool action_receipt(struct env *env, const struct actor *actor, struct key key, int64_t version,
                    struct receipt_view *view, struct error *err)
{
    const struct standing *standing = &view->version.base.standing;
    struct error denied = {0};

    *view = (struct receipt_view){.is_signed = false};
    if (!action_application_version(env, actor, key, version, &view->version, err))
        return false;
    if (!policy_may(standing, VERB_RECEIPT_READ, &denied))
        return error_set(err, ERROR_MISSING, "missing");
    if (!store_receipt_get(env, view->version.submission.id, &view->row, &view->is_signed, err))
        return false;
    if (view->is_signed)
        return true;
    action_receipt_sign(env, view->version.submission.id);
    return store_receipt_get(env, view->version.submission.id, &view->row, &view->is_signed, err);
}

bool action_receipts_work(struct env *env, bool *again, struct error *err)
{
    struct submission_ids ids = {0};

    *again = false;
    if (!action_keys_agree(env, err) || !store_receipts_missing(env, AT_ONCE, &ids, err))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        if (!make(env, ids.items[i], err))
            return false;
    *again = ids.count == AT_ONCE;
    return true;
}

/* ---- keys */

static bool in_force(const struct signing_keys *keys, const char *id)
{
    for (size_t i = 0; i < keys->count; i++)
        if (keys->items[i].until == 0)
            return strcmp(keys->items[i].id, id) == 0;
    return false;
}

bool action_keys_agree(struct env *env, struct error *err)
{
    struct signing_keys keys = {0};
    uint8_t key[SIGNER_BYTES];
    const char *id;
    bool done;

    signer_public(env->world->signer, key);
    id = signature_key_id(env->arena, key);
    if (!store_signing_keys(env, &keys, err))
        return false;
    if (in_force(&keys, id))
        return true;
    done = tx_begin(env, err) &&
           store_signing_key_begin(env, id, text_hex(env->arena, key, sizeof key), err) &&
           store_audit(env, NULL, "local", AUDIT_KEY_PUBLISHED, id, err);
    return tx_end(env, done, err);
}

bool action_key_renew(struct env *env, const char **id, struct error *err)
{
    uint8_t key[SIGNER_BYTES];

    if (!signer_renew(env->world->signer, env->arena, err) || !action_keys_agree(env, err))
        return false;
    signer_public(env->world->signer, key);
    *id = signature_key_id(env->arena, key);
    return true;
}

bool action_keys(struct env *env, struct published_keys *keys, struct error *err)
{
    struct signing_keys rows = {0};

    if (!store_signing_keys(env, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct published_key *key = list_add(env->arena, keys);

        key->id = rows.items[i].id;
        key->from = rows.items[i].from;
        key->until = rows.items[i].until;
        if (!text_unhex(rows.items[i].public, key->key, sizeof key->key))
            return error_set(err, ERROR_BROKEN, "receipt/key");
        key->pem = signature_pem(env->arena, key->key);
    }
    return true;
}
