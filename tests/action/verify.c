/* verify.c: a receipt made by another program, once and for all: its format is a promise. */

#include "action/verify.h"

#include "base/text.h"
#include "support/test.h"
#include "world/signature.h"

/* Of RFC 8032 §7.1, test 3; tests/golden/receipt.json was signed with its private half by openssl.
 */
#define PUBLIC "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
#define GOLDEN "tests/golden/receipt.json"

static const char *golden(struct arena *arena)
{
    FILE *file = fopen(GOLDEN, "rb");
    char *text = arena_alloc(arena, 8192);

    if (file == NULL)
        skip(); /* the tests run away from the tree */
    text[fread(text, 1, 8191, file)] = '\0';
    fclose(file);
    return text;
}

static const char *pem(struct arena *arena)
{
    uint8_t key[SIGNER_BYTES];

    assert_true(text_unhex(PUBLIC, key, sizeof key));
    return signature_pem(arena, key);
}

static bool proves(struct arena *arena, const char *text, const struct evidences *evidence,
                   const char *keys)
{
    struct receipt receipt;
    struct findings findings = {0};
    struct error err = {0};

    assert_true(receipt_read(arena, text, strlen(text), &receipt, &err));
    assert_true(action_verify_with(arena, &receipt, evidence, keys, &findings, &err));
    return findings_prove(&findings);
}

TEST("a receipt that openssl signed in 2026 holds, with content and file, and not once changed")
{
    struct arena *arena = arena_open();
    struct evidences evidence = {0};
    char *text = arena_text(arena, golden(arena));

    assert_true(proves(arena, text, &evidence, pem(arena)));
    action_evidence_bytes(arena, &evidence, "a.json", "{ \"a\" : 1.0 }", 13);
    action_evidence_bytes(arena, &evidence, "paper", "paper", 5);
    assert_true(proves(arena, text, &evidence, pem(arena)));
    action_evidence_bytes(arena, &evidence, "other", "papers", 6);
    assert_false(proves(arena, text, &evidence, pem(arena)));
    evidence.count--;
    *strstr(text, "7K3M") = '8';
    assert_false(proves(arena, text, &evidence, pem(arena)));
    arena_close(arena);
}

TEST("keys are taken as PEM or as the page's JSON; their ids are computed, not believed")
{
    struct arena *arena = arena_open();
    struct evidences none = {0};
    json_t *page = json_root(arena), *item = json_add_object(json_put_array(page, "keys"));
    const char *text = golden(arena);

    json_put_text(item, "id", "0000000000000000");
    json_put_text(item, "pem", pem(arena));
    assert_true(proves(arena, text, &none, json_write(arena, page)));
    arena_close(arena);
}

TEST("a file without a key in it is no file of keys")
{
    struct arena *arena = arena_open();
    static const char *const bad[] = {
        "", "{}", "{\"keys\":[]}", "{\"keys\":[{\"pem\":\"x\"}]}",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"};
    const char *text = golden(arena);
    struct evidences none = {0};
    struct receipt receipt;
    struct error read = {0};

    assert_true(receipt_read(arena, text, strlen(text), &receipt, &read));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct findings findings = {0};
        struct error err = {0};

        assert_false(action_verify_with(arena, &receipt, &none, bad[i], &findings, &err));
        assert_string_equal(err.code, "receipt/no-keys");
    }
    arena_close(arena);
}
