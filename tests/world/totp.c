/* totp.c: codes that change every half minute. */

#include "world/totp.h"

#include "support/test.h"

static const uint8_t *const secret = (const uint8_t *)"12345678901234567890";

TEST("codes are those of RFC 6238, appendix B, to six digits")
{
    static const struct {
        int64_t at;
        const char *code;
    } facts[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};

    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        char code[TOTP_DIGITS + 1];

        totp_code(secret, facts[i].at / TOTP_STEP, code);
        assert_string_equal(code, facts[i].code);
    }
}

TEST("a code is taken half a minute early or late, not later, and once")
{
    int64_t step = 0;

    for (int64_t now = 1111111109 - 30; now <= 1111111109 + 30; now += 30) {
        assert_true(totp_matches(secret, now, 0, "081804", &step));
        assert_int_equal(step, 1111111109 / 30);
    }
    assert_false(totp_matches(secret, 1111111109 + 60, 0, "081804", &step));
    assert_false(totp_matches(secret, 1111111109 - 60, 0, "081804", &step));
    assert_false(totp_matches(secret, 1111111109, 1111111109 / 30, "081804", &step));
    assert_false(totp_matches(secret, 1111111109, 0, "81804", &step));
    assert_false(totp_matches(secret, 1111111109, 0, "0818040", &step));
    assert_false(totp_matches(secret, 1111111109, 0, "", &step));
}

TEST("a secret is written in base32 and read back; other texts are none")
{
    struct arena *arena = arena_open();
    uint8_t back[TOTP_SECRET];

    assert_string_equal(totp_base32(arena, secret, TOTP_SECRET),
                        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_string_equal(totp_base32(arena, "fooba", 5), "MZXW6YTB");
    assert_string_equal(totp_base32(arena, "foob", 4), "MZXW6YQ");
    assert_true(totp_unbase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", back));
    assert_memory_equal(back, secret, TOTP_SECRET);
    assert_false(totp_unbase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", back));
    assert_false(totp_unbase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", back));
    arena_close(arena);
}
