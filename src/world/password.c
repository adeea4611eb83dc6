/* password.c: Argon2id off the request threads, and passwords too common to take. */

#include "world/password.h"

#include <pthread.h>
#include <sodium.h>

#include "base/asset.h"
#include "base/text.h"

#define MEMORY      ((size_t)19456 * 1024)
#define PASSES      2
#define AT_ONCE     2
#define WAITING_MAX 32

struct passwords {
    bool plain;
    pthread_mutex_t guard;
    pthread_cond_t freed;
    int running, waiting;
};

static struct passwords *passwords_make(struct arena *arena, bool plain)
{
    struct passwords *p = arena_alloc(arena, sizeof *p);

    if (sodium_init() < 0)
        die("libsodium cannot start");
    p->plain = plain;
    pthread_mutex_init(&p->guard, NULL);
    pthread_cond_init(&p->freed, NULL);
    return p;
}

struct passwords *passwords_argon(struct arena *arena)
{
    return passwords_make(arena, false);
}

struct passwords *passwords_plain(struct arena *arena)
{
    return passwords_make(arena, true);
}

static bool slot_take(struct passwords *p, struct error *err)
{
    bool taken = false;

    pthread_mutex_lock(&p->guard);
    if (p->waiting < WAITING_MAX) {
        p->waiting++;
        while (p->running >= AT_ONCE)
            pthread_cond_wait(&p->freed, &p->guard);
        p->waiting--;
        p->running++;
        taken = true;
    }
    pthread_mutex_unlock(&p->guard);
    return taken || error_set(err, ERROR_BUSY, "account/busy");
}

static void slot_free(struct passwords *p)
{
    pthread_mutex_lock(&p->guard);
    p->running--;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->guard);
}

bool password_hash(struct passwords *p, struct arena *arena, const char *password, const char **phc,
                   struct error *err)
{
    char *text = arena_alloc(arena, crypto_pwhash_STRBYTES);
    bool good;

    *phc = text;
    if (p->plain) {
        *phc = arena_format(arena, "plain:%s", password);
        return true;
    }
    if (!slot_take(p, err))
        return false;
    good = crypto_pwhash_str_alg(text, password, strlen(password), PASSES, MEMORY,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
    slot_free(p);
    return good || error_set(err, ERROR_BUSY, "account/busy");
}

/* A hash of nobody's password, so that an unknown address costs what a known one does (R20). */
static const char NOBODY[crypto_pwhash_STRBYTES] =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "Jv6yUCQlgq3IM4Mx1fLXpRBMlJh8jgPEqz3ptgKbOBE";

bool password_verify(struct passwords *p, const char *phc, const char *password, bool *match,
                     bool *weaker, struct error *err)
{
    bool known = phc != NULL && *phc != '\0';

    *match = *weaker = false;
    if (p->plain) {
        *match = known && text_starts(phc, "plain:") && strcmp(phc + 6, password) == 0;
        return true;
    }
    if (!slot_take(p, err))
        return false;
    *match = crypto_pwhash_str_verify(known ? phc : NOBODY, password, strlen(password)) == 0;
    slot_free(p);
    *match = *match && known;
    *weaker = *match && crypto_pwhash_str_needs_rehash(phc, PASSES, MEMORY) != 0;
    return true;
}

static bool is_listed(const char *word)
{
    const struct asset *list = asset_find("templates/passwords.txt");
    size_t length = strlen(word);
    const char *at = list == NULL ? "" : (const char *)list->bytes;

    for (const char *end; *at != '\0'; at = *end == '\0' ? end : end + 1) {
        end = at + strcspn(at, "\n");
        if ((size_t)(end - at) == length && memcmp(at, word, length) == 0)
            return true;
    }
    return false;
}

/* `word` with nothing but digits and marks after it. */
static bool is_made_of(const char *password, const char *word)
{
    size_t length = strlen(word);

    return length > 2 && text_starts(password, word) &&
           strspn(password + length, "0123456789!@#$%^&*._-") == strlen(password + length);
}

bool password_is_common(const char *password, const char *email)
{
    static const char *const ours[] = {"grantd", "mindspore", "caai", "password", "shengsi"};
    struct arena *arena = arena_open();
    const char *lower = text_lower(arena, password);
    const char *mail = text_lower(arena, email);
    bool common = is_listed(lower) || strcmp(lower, mail) == 0 ||
                  is_made_of(lower, arena_copy(arena, mail, strcspn(mail, "@")));

    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        common = common || is_made_of(lower, ours[i]);
    arena_close(arena);
    return common;
}
