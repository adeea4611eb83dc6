/* verify.c: receipts that somebody brings, held against keys, records and files. */

#include "action/verify.h"

#include "action/receipt.h"
#include "base/text.h"
#include "store/receipt.h"
#include "world/world.h"

static const char *canonical_digest(struct arena *arena, const char *bytes, size_t length)
{
    struct error bad = {0};
    const json_t *value = json_parse(arena, bytes, length, &bad);
    const char *text = json_is_object(value) ? json_canonical(arena, value) : NULL;
    struct digest digest;

    if (text == NULL)
        return "";
    digest = digest_of(text, strlen(text));
    return digest_hex(arena, &digest);
}

void action_evidence_bytes(struct arena *arena, struct evidences *evidence, const char *name,
                           const char *bytes, size_t length)
{
    struct digest digest = digest_of(bytes, length);

    *list_add(arena, evidence) = (struct evidence){
        .name = name,
        .sha256 = digest_hex(arena, &digest),
        .canonical = length > EVIDENCE_JSON_MOST ? "" : canonical_digest(arena, bytes, length)};
}

void action_evidence_upload(struct arena *arena, struct evidences *evidence, const char *name,
                            struct upload *upload)
{
    bool small = upload_size(upload) <= EVIDENCE_JSON_MOST;
    struct error late = {0};
    size_t length;
    const char *bytes = small ? upload_read(upload, arena, &length, &late) : NULL;
    struct digest digest = upload_digest(upload);

    *list_add(arena, evidence) = (struct evidence){
        .name = name,
        .sha256 = digest_hex(arena, &digest),
        .canonical = bytes == NULL ? "" : canonical_digest(arena, bytes, length)};
}

bool action_verify(struct env *env, const struct receipt *receipt, const struct evidences *evidence,
                   struct findings *findings, struct error *err)
{
    struct published_keys keys = {0};
    struct verification v = {.receipt = receipt,
                             .keys = &keys,
                             .service = service_public_url(service_of(env)),
                             .evidence = evidence,
                             .holds = signature_holds};
    bool known;

    if (!action_keys(env, &keys, err) ||
        !store_receipt_known(env, receipt->bytes, receipt->signature, &known, err))
        return false;
    v.records = known ? RECORDS_HOLD_IT : RECORDS_DO_NOT;
    receipt_verify(env->arena, &v, findings);
    return true;
}

/* Ids are computed, not believed. */
static bool add_key(struct arena *arena, struct published_keys *keys, const char *pem,
                    const char *until)
{
    struct published_key key = {.pem = pem};

    if (!signature_of_pem(pem, key.key))
        return false;
    key.id = signature_key_id(arena, key.key);
    if (until != NULL)
        text_to_time(until, &key.until);
    *list_add(arena, keys) = key;
    return true;
}

static bool read_keys(struct arena *arena, const char *text, struct published_keys *keys,
                      const char **service)
{
    struct error bad = {0};
    const json_t *root, *list;

    if (text_starts(text, "-----BEGIN"))
        return add_key(arena, keys, text, NULL);
    root = json_parse(arena, text, strlen(text), &bad);
    list = json_at(root, "keys");
    *service = json_word(root, "service");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!add_key(arena, keys, json_word(json_array_get(list, i), "pem"),
                     json_text(json_at(json_array_get(list, i), "until"), "iso")))
            return false;
    return keys->count > 0;
}

bool action_verify_with(struct arena *arena, const struct receipt *receipt,
                        const struct evidences *evidence, const char *keys,
                        struct findings *findings, struct error *err)
{
    struct published_keys list = {0};
    struct verification v = {.receipt = receipt,
                             .keys = &list,
                             .service = "",
                             .evidence = evidence,
                             .holds = signature_holds};

    if (!read_keys(arena, keys, &list, &v.service))
        return error_set(err, ERROR_INVALID, "receipt/no-keys");
    receipt_verify(arena, &v, findings);
    return true;
}
