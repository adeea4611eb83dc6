/* token.c: one-time links, as rows. */

#include "store/token.h"

#include "store/query.h"

static const char *const purposes[] = {
#define AS_WORD(name, word) [TOKEN_##name] = word,
    TOKEN_PURPOSES(AS_WORD)
#undef AS_WORD
};

const char *token_word(enum token_purpose purpose)
{
    return purposes[purpose];
}

static enum token_purpose purpose_of(const char *word)
{
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++)
        if (strcmp(purposes[i], word) == 0)
            return (enum token_purpose)i;
    die("token: unknown purpose");
}

static struct token read_token(struct env *env, struct statement *s, struct error *err)
{
    struct token token = {.purpose = purpose_of(column_text(s, env->arena, "purpose"))};
    const char *detail;

    token.person.value = column_int(s, "person");
    token.email = column_text(s, env->arena, "email");
    detail = column_text(s, env->arena, "detail");
    token.detail = *detail == '\0' ? json_root(env->arena)
                                   : json_parse(env->arena, detail, strlen(detail), err);
    token.created_at = column_int(s, "created_at");
    token.expires_at = column_int(s, "expires_at");
    return token;
}

bool store_token_add(struct env *env, const struct token *token, const char *hash,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_TOKEN_ADD);

    bind_text(s, "hash", hash);
    bind_text(s, "purpose", token_word(token->purpose));
    bind_id(s, "person", token->person.value);
    bind_text(s, "email", token->email);
    bind_text(s, "detail", token->detail == NULL ? NULL : json_write(env->arena, token->detail));
    bind_int(s, "now", env->now);
    bind_int(s, "expires_at", token->expires_at);
    return query_run(s, err);
}

static bool one_token(struct env *env, enum query_name name, const char *hash, struct token *token,
                      struct error *err)
{
    struct statement *s = query(env->db, name);
    bool found;

    bind_text(s, "hash", hash);
    bind_int(s, "now", env->now);
    found = query_row(s, err);
    if (found)
        *token = read_token(env, s, err);
    query_end(s);
    if (err->kind != ERROR_NONE)
        return false;
    return found || error_set(err, ERROR_MISSING, "account/link");
}

bool store_token_peek(struct env *env, const char *hash, struct token *token, struct error *err)
{
    return one_token(env, Q_TOKEN_PEEK, hash, token, err);
}

bool store_token_take(struct env *env, const char *hash, struct token *token, struct error *err)
{
    return one_token(env, Q_TOKEN_TAKE, hash, token, err);
}

bool store_token_end(struct env *env, struct person_id person, enum token_purpose purpose,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_TOKEN_END);

    bind_int(s, "person", person.value);
    bind_text(s, "purpose", token_word(purpose));
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_token_open(struct env *env, enum token_purpose purpose, int64_t limit,
                      struct tokens *tokens, struct error *err)
{
    struct statement *s = query(env->db, Q_TOKEN_OPEN);

    bind_text(s, "purpose", token_word(purpose));
    bind_int(s, "now", env->now);
    bind_int(s, "limit", limit);
    while (query_row(s, err))
        *list_add(env->arena, tokens) = read_token(env, s, err);
    return err->kind == ERROR_NONE;
}
