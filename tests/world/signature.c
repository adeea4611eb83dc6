/* signature.c: signatures that hold, and the keys they are made with. */

#include "world/signature.h"

#include <sys/stat.h>

#include "base/text.h"
#include "support/folder.h"
#include "support/test.h"

/* RFC 8032 §7.1, test 3. */
#define RFC_PUBLIC "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
#define RFC_SIGNATURE                                                                              \
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"                             \
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"

TEST("the signature printed in RFC 8032 holds, and not for another byte, key or signature")
{
    uint8_t key[SIGNER_BYTES], signature[SIGNATURE_BYTES];

    assert_true(text_unhex(RFC_PUBLIC, key, sizeof key));
    assert_true(text_unhex(RFC_SIGNATURE, signature, sizeof signature));
    assert_true(signature_holds(key, "\xaf\x82", 2, signature));
    assert_false(signature_holds(key, "\xaf\x83", 2, signature));
    assert_false(signature_holds(key, "\xaf", 1, signature));
    key[0] ^= 1;
    assert_false(signature_holds(key, "\xaf\x82", 2, signature));
    key[0] ^= 1;
    signature[63] ^= 1;
    assert_false(signature_holds(key, "\xaf\x82", 2, signature));
}

TEST("the signing key is made once, for the owner only, and signs after a restart as before")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    uint8_t before[SIGNER_BYTES], after[SIGNER_BYTES], signature[SIGNATURE_BYTES];
    struct stat about;
    struct signer *signer = signer_open(arena, folder, &err);

    signer_public(signer, before);
    assert_true(signer_sign(signer, before, "text", 4, signature));
    assert_true(signature_holds(before, "text", 4, signature));
    signer_public(signer_open(arena, folder, &err), after);
    assert_memory_equal(before, after, SIGNER_BYTES);
    assert_int_equal(stat(arena_format(arena, "%s/keys/signature", folder), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, 32);
    folder_remove(folder);
    arena_close(arena);
}

TEST("a renewed key signs from then on, and what the old one signed still holds under the old one")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct signer *signer = signer_open(arena, folder, &err);
    uint8_t old[SIGNER_BYTES], new[SIGNER_BYTES], first[SIGNATURE_BYTES], second[SIGNATURE_BYTES];

    signer_public(signer, old);
    assert_true(signer_sign(signer, old, "text", 4, first));
    assert_true(signer_renew(signer, arena, &err));
    assert_false(signer_sign(signer, old, "text", 4, second));
    signer_public(signer, new);
    assert_true(signer_sign(signer, new, "text", 4, second));
    assert_memory_not_equal(old, new, SIGNER_BYTES);
    assert_true(signature_holds(old, "text", 4, first));
    assert_true(signature_holds(new, "text", 4, second));
    assert_false(signature_holds(new, "text", 4, first));
    signer_public(signer_open(arena, folder, &err), old);
    assert_memory_equal(old, new, SIGNER_BYTES);
    folder_remove(folder);
    arena_close(arena);
}

TEST("a key that cannot be renewed stays the one that signs")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct signer *signer = signer_open(arena, folder, &err);
    uint8_t before[SIGNER_BYTES], after[SIGNER_BYTES];

    signer_public(signer, before);
    folder_remove(folder);
    assert_false(signer_renew(signer, arena, &err));
    assert_string_equal(err.code, "service/keys");
    signer_public(signer, after);
    assert_memory_equal(before, after, SIGNER_BYTES);
    arena_close(arena);
}

TEST("a public key goes out as PEM and comes back; other texts are no key")
{
    struct arena *arena = arena_open();
    uint8_t key[SIGNER_BYTES], back[SIGNER_BYTES];
    char *pem;

    assert_true(text_unhex(RFC_PUBLIC, key, sizeof key));
    pem = signature_pem(arena, key);
    assert_true(signature_of_pem(pem, back));
    assert_memory_equal(key, back, SIGNER_BYTES);
    assert_int_equal(strlen(signature_key_id(arena, key)), 16);
    pem[40] = '*';
    assert_false(signature_of_pem(pem, back));
    assert_false(signature_of_pem("", back));
    arena_close(arena);
}
