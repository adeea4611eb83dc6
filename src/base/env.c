/* env.c: languages and keys. */

#include "base/env.h"

#include <strings.h>

static const char CROCKFORD[] = "0123456789abcdefghjkmnpqrstvwxyz";

static const char *const tags[] = {
#define AS_TAG(name, tag) tag,
    LANGUAGES(AS_TAG)
#undef AS_TAG
};

const char *language_tag(enum language language)
{
    return tags[language];
}

enum language language_of(const char *tag, enum language otherwise)
{
    if (tag != NULL)
        for (int i = 0; i < LANGUAGE_COUNT; i++)
            if (strcasecmp(tag, tags[i]) == 0)
                return (enum language)i;
    return otherwise;
}

bool key_parse(const char *text, struct key *key)
{
    if (text == NULL || strlen(text) != KEY_LENGTH)
        return false;
    for (int i = 0; i < KEY_LENGTH; i++) {
        char c = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);

        c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
        if (strchr(CROCKFORD, c) == NULL)
            return false;
        key->text[i] = c;
    }
    key->text[KEY_LENGTH] = '\0';
    return true;
}

struct key key_of(const uint8_t random[10])
{
    struct key key = {0};
    uint32_t bits = 0;
    int have = 0, out = 0;

    for (int i = 0; i < 10; i++) {
        bits = bits << 8 | random[i];
        for (have += 8; have >= 5; have -= 5)
            key.text[out++] = CROCKFORD[bits >> (have - 5) & 31];
    }
    return key;
}

struct key key_new(const struct env *env)
{
    uint8_t random[10];

    env->random(random, sizeof random);
    return key_of(random);
}

int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
