/* receipt.c: what a receipt says, and what it proves. */

#include "domain/receipt.h"

#include "base/text.h"

json_t *receipt_document(struct arena *arena, const struct receipt *receipt)
{
    json_t *root = json_root(arena), *list = json_put_array(root, "files");

    json_put_text(root, "format", RECEIPT_FORMAT);
    json_put_text(root, "service", receipt->service);
    json_put_text(root, "call", receipt->call);
    json_put_text(root, "application", receipt->application);
    json_put_text(root, "number", receipt->number);
    json_put_text(root, "topic", receipt->topic);
    json_put_text(root, "title", receipt->title);
    json_put_int(root, "version", receipt->version);
    json_put_text(root, "submitted_at", text_rfc3339(arena, receipt->submitted_at));
    json_put_text(root, "signed_at", text_rfc3339(arena, receipt->signed_at));
    json_put_flag(root, "in_grace", receipt->in_grace);
    json_put_text(root, "sha256", receipt->sha256);
    json_put_text(root, "key", receipt->key);
    if (receipt->signature != NULL)
        json_put_text(root, "signature", receipt->signature);
    for (size_t i = 0; i < receipt->files.count; i++) {
        json_t *file = json_add_object(list);

        json_put_text(file, "name", receipt->files.items[i].name);
        json_put_int(file, "size", receipt->files.items[i].size);
        json_put_text(file, "sha256", receipt->files.items[i].sha256);
    }
    return root;
}

char *receipt_bytes(struct arena *arena, const json_t *document)
{
    json_t *without = json_own(arena, json_copy((json_t *)(uintptr_t)document));

    json_object_del(without, "signature");
    return json_canonical(arena, without);
}

/* ---- reading */

static bool is_digest(const char *text)
{
    return text != NULL && strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static bool read_texts(const json_t *from, struct receipt *receipt)
{
    const struct {
        const char *name, **into;
    } texts[] = {{"service", &receipt->service},    {"call", &receipt->call},
                 {"number", &receipt->number},      {"application", &receipt->application},
                 {"topic", &receipt->topic},        {"title", &receipt->title},
                 {"sha256", &receipt->sha256},      {"key", &receipt->key},
                 {"signature", &receipt->signature}};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if ((*texts[i].into = json_text(from, texts[i].name)) == NULL)
            return false;
    return is_digest(receipt->sha256);
}

static bool read_files(struct arena *arena, const json_t *from, struct receipt *receipt)
{
    const json_t *list = json_at(from, "files");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        struct receipt_file file = {.name = json_text(item, "name"),
                                    .sha256 = json_text(item, "sha256"),
                                    .size = json_int(item, "size", -1)};

        if (file.name == NULL || !is_digest(file.sha256) || file.size < 0)
            return false;
        *list_add(arena, &receipt->files) = file;
    }
    return json_is_array(list);
}

bool receipt_read(struct arena *arena, const char *text, size_t length, struct receipt *receipt,
                  struct error *err)
{
    struct error bad = {0};
    const json_t *root;

    *receipt = (struct receipt){.version = 0};
    if (length > RECEIPT_MOST)
        return error_set(err, ERROR_INVALID, "receipt/too-large");
    root = json_parse(arena, text, length, &bad);
    if (json_is_object(json_at(root, "receipt")))
        root = json_at(root, "receipt");
    if (!text_equal(json_text(root, "format"), RECEIPT_FORMAT) || !read_texts(root, receipt) ||
        !read_files(arena, root, receipt) ||
        !text_to_time(json_text(root, "submitted_at"), &receipt->submitted_at) ||
        !text_to_time(json_text(root, "signed_at"), &receipt->signed_at))
        return error_set(err, ERROR_INVALID, "receipt/not-a-receipt");
    receipt->version = json_int(root, "version", 0);
    receipt->in_grace = json_flag(root, "in_grace");
    receipt->bytes = receipt_bytes(arena, root);
    return true;
}

/* ---- verifying */

#define FINDING_AS_ROW(name, tone, word) [FINDS_##name] = {FINDING_##tone, word},
static const struct {
    enum finding_tone tone;
    const char *word;
} kinds[] = {RECEIPT_FINDINGS(FINDING_AS_ROW)};
#undef FINDING_AS_ROW

const char *finding_word(enum finding_kind kind)
{
    return kinds[kind].word;
}

enum finding_tone finding_tone_of(enum finding_kind kind)
{
    return kinds[kind].tone;
}

static struct finding *add(struct arena *arena, struct findings *findings, enum finding_kind kind)
{
    struct finding *finding = list_add(arena, findings);

    finding->kind = kind;
    return finding;
}

static void value(struct finding *finding, const char *name, const char *text)
{
    for (size_t i = 0; i < sizeof finding->values / sizeof finding->values[0]; i++)
        if (finding->values[i].name == NULL) {
            finding->values[i].name = name;
            text_clip(finding->values[i].text, sizeof finding->values[i].text, text);
            return;
        }
}

static const struct published_key *key_of(const struct verification *v)
{
    for (size_t i = 0; i < v->keys->count; i++)
        if (strcmp(v->keys->items[i].id, v->receipt->key) == 0)
            return &v->keys->items[i];
    return NULL;
}

/* Whose key is not known may have been made by another service, which its receipts name. */
static void tell_unknown(struct arena *arena, const struct verification *v,
                         struct findings *findings)
{
    bool other = *v->service != '\0' && strcmp(v->service, v->receipt->service) != 0;
    struct finding *finding = add(arena, findings, other ? FINDS_OTHER_SERVICE : FINDS_UNKNOWN_KEY);

    value(finding, "key", v->receipt->key);
    value(finding, "service", v->receipt->service);
}

static void tell_signed(struct arena *arena, const struct verification *v,
                        const struct published_key *key, struct findings *findings)
{
    const struct receipt *r = v->receipt;
    struct finding *finding = add(arena, findings, FINDS_SIGNED);

    value(finding, "service", r->service);
    value(finding, "key", r->key);
    finding = add(arena, findings, FINDS_RECEIVED);
    value(finding, "number", r->number);
    value(finding, "topic", r->topic);
    value(finding, "version", arena_format(arena, "%lld", (long long)r->version));
    value(finding, "at", text_time(arena, r->submitted_at));
    if (key->until != 0)
        value(add(arena, findings, FINDS_RETIRED), "until", text_time(arena, key->until));
    if (v->records != RECORDS_UNKNOWN)
        add(arena, findings, v->records == RECORDS_HOLD_IT ? FINDS_RECORDED : FINDS_UNRECORDED);
}

static bool is_content(const struct receipt *r, const struct evidence *e)
{
    return strcmp(e->sha256, r->sha256) == 0 || strcmp(e->canonical, r->sha256) == 0;
}

static const struct receipt_file *file_of(const struct receipt *r, const struct evidence *e)
{
    for (size_t i = 0; i < r->files.count; i++)
        if (strcmp(r->files.items[i].sha256, e->sha256) == 0)
            return &r->files.items[i];
    return NULL;
}

static void tell_evidence(struct arena *arena, const struct verification *v,
                          struct findings *findings)
{
    for (size_t i = 0; i < v->evidence->count; i++) {
        const struct evidence *e = &v->evidence->items[i];
        const struct receipt_file *file = file_of(v->receipt, e);
        bool content = is_content(v->receipt, e);
        struct finding *finding = add(arena, findings,
                                      content        ? FINDS_CONTENT
                                      : file != NULL ? FINDS_FILE
                                                     : FINDS_UNMATCHED);

        value(finding, "name", e->name);
        if (!content && file != NULL)
            value(finding, "listed", file->name);
    }
}

/* What could have been compared and was not brought. */
static void tell_open(struct arena *arena, const struct verification *v, struct findings *findings)
{
    const struct receipt *r = v->receipt;
    bool content = false;

    for (size_t i = 0; i < v->evidence->count; i++)
        content = content || is_content(r, &v->evidence->items[i]);
    if (!content)
        add(arena, findings, FINDS_NO_CONTENT);
    for (size_t f = 0; f < r->files.count; f++) {
        bool brought = false;

        for (size_t i = 0; i < v->evidence->count; i++)
            brought = brought ||
                      strcmp(v->evidence->items[i].sha256, r->files.items[f].sha256) == 0;
        if (!brought)
            value(add(arena, findings, FINDS_NO_FILE), "name", r->files.items[f].name);
    }
    add(arena, findings, FINDS_LIMITS);
}

void receipt_verify(struct arena *arena, const struct verification *v, struct findings *findings)
{
    const struct published_key *key = key_of(v);
    uint8_t signature[RECEIPT_SIGNATURE];

    if (key == NULL) {
        tell_unknown(arena, v, findings);
        return;
    }
    if (!text_unbase64(v->receipt->signature, signature, sizeof signature) ||
        !v->holds(key->key, v->receipt->bytes, strlen(v->receipt->bytes), signature)) {
        value(add(arena, findings, FINDS_BROKEN), "key", key->id);
        return;
    }
    tell_signed(arena, v, key, findings);
    tell_evidence(arena, v, findings);
    tell_open(arena, v, findings);
}

bool findings_prove(const struct findings *findings)
{
    bool proved = false;

    for (size_t i = 0; i < findings->count; i++) {
        if (kinds[findings->items[i].kind].tone == FINDING_REFUTED)
            return false;
        proved = proved || kinds[findings->items[i].kind].tone == FINDING_PROVED;
    }
    return proved;
}
