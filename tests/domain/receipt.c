/* receipt.c: what a receipt says, and what its holder can prove. */

#include "domain/receipt.h"

#include "base/text.h"
#include "support/test.h"

#define CONTENT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define PAPER   "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define OTHER   "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

struct desk {
    struct arena *arena;
    struct receipt receipt;
    struct published_keys keys;
    struct evidences evidence;
    struct verification v;
};

/* A signature here is its key's first byte and the length of what was signed. */
static bool holds(const uint8_t key[RECEIPT_KEY], const void *bytes, size_t length,
                  const uint8_t signature[RECEIPT_SIGNATURE])
{
    (void)bytes;
    return signature[0] == key[0] && signature[1] == (uint8_t)length;
}

static const char *sign(struct arena *arena, uint8_t key, size_t length)
{
    uint8_t signature[RECEIPT_SIGNATURE] = {key, (uint8_t)length};

    return text_base64(arena, signature, sizeof signature);
}

static void desk_open(struct desk *d)
{
    *d = (struct desk){.arena = arena_open()};
    struct receipt r = {.service = "https://fund.example",
                        .call = "2023",
                        .application = "k3v9x2m7q4tz8w5n",
                        .number = "A2023-7K3M",
                        .topic = "1",
                        .title = "可复现的低比特训练",
                        .version = 2,
                        .submitted_at = 1700816399,
                        .signed_at = 1700816400,
                        .sha256 = CONTENT,
                        .key = "0011223344556677"};
    struct published_key *key = list_add(d->arena, &d->keys);

    *key = (struct published_key){.id = "0011223344556677", .key = {7}, .from = 1};
    *list_add(d->arena, &r.files) = (struct receipt_file){"论文.pdf", PAPER, 5};
    r.bytes = receipt_bytes(d->arena, receipt_document(d->arena, &r));
    r.signature = sign(d->arena, 7, strlen(r.bytes));
    d->receipt = r;
    d->v = (struct verification){.receipt = &d->receipt,
                                 .keys = &d->keys,
                                 .service = "https://fund.example",
                                 .evidence = &d->evidence,
                                 .holds = holds};
}

static void bring(struct desk *d, const char *name, const char *sha256, const char *canonical)
{
    *list_add(d->arena, &d->evidence) = (struct evidence){name, sha256, canonical};
}

/* "signed received …", and whether it proves. */
static const char *told(struct desk *d, bool *proves)
{
    struct buffer out = buffer_in(d->arena);
    struct findings findings = {0};

    receipt_verify(d->arena, &d->v, &findings);
    for (size_t i = 0; i < findings.count; i++)
        buffer_format(&out, "%s%s", i == 0 ? "" : " ", finding_word(findings.items[i].kind));
    *proves = findings_prove(&findings);
    return buffer_get(&out);
}

TEST("a receipt is read as it was written, in whatever order its members come back")
{
    struct desk d;
    struct receipt back;
    struct error err = {0};
    const char *text;

    desk_open(&d);
    text = json_write(d.arena, receipt_document(d.arena, &d.receipt));
    assert_true(receipt_read(d.arena, text, strlen(text), &back, &err));
    assert_string_equal(back.bytes, d.receipt.bytes);
    assert_string_equal(back.title, d.receipt.title);
    assert_string_equal(back.files.items[0].name, "论文.pdf");
    assert_int_equal(back.submitted_at, d.receipt.submitted_at);
    assert_int_equal(back.version, 2);
    assert_null(strstr(back.bytes, "\"signature\""));
    arena_close(d.arena);
}

TEST("what is no receipt is refused: another format, a member missing or of another kind")
{
    struct desk d;

    desk_open(&d);
    for (const char *const *name =
             (const char *const[]){"format", "service", "call", "application", "number", "topic",
                                   "title", "sha256", "key", "signature", "files", "submitted_at",
                                   "signed_at", NULL};
         *name != NULL; name++) {
        json_t *document = receipt_document(d.arena, &d.receipt);
        struct receipt back;
        struct error err = {0};
        const char *text;

        json_put_int(document, *name, 1);
        text = json_write(d.arena, document);
        assert_false(receipt_read(d.arena, text, strlen(text), &back, &err));
        assert_string_equal(err.code, "receipt/not-a-receipt");
    }
    arena_close(d.arena);
}

TEST("a receipt alone proves its signature and its moment, and says what was not compared")
{
    struct desk d;
    bool proves;

    desk_open(&d);
    assert_string_equal(told(&d, &proves), "signed received no-content no-file limits");
    assert_true(proves);
    arena_close(d.arena);
}

TEST("content and files that are brought are told by their digests, not by their names")
{
    struct desk d;
    bool proves;

    desk_open(&d);
    bring(&d, "any.json", OTHER, CONTENT);
    bring(&d, "any.pdf", PAPER, "");
    assert_string_equal(told(&d, &proves), "signed received content file limits");
    assert_true(proves);
    bring(&d, "论文.pdf", OTHER, "");
    assert_string_equal(told(&d, &proves), "signed received content file unmatched limits");
    assert_false(proves);
    arena_close(d.arena);
}

TEST("nothing is said of files while the signature does not hold")
{
    struct desk d;
    bool proves;

    desk_open(&d);
    bring(&d, "any.pdf", PAPER, "");
    d.receipt.signature = sign(d.arena, 8, strlen(d.receipt.bytes));
    assert_string_equal(told(&d, &proves), "broken");
    assert_false(proves);
    d.receipt.signature = "";
    assert_string_equal(told(&d, &proves), "broken");
    arena_close(d.arena);
}

TEST("a key that nobody published proves nothing; whose service is another is told where to ask")
{
    struct desk d;
    bool proves;

    desk_open(&d);
    d.receipt.key = "ffffffffffffffff";
    assert_string_equal(told(&d, &proves), "unknown-key");
    assert_false(proves);
    d.receipt.service = "https://other.example";
    assert_string_equal(told(&d, &proves), "other-service");
    assert_false(proves);
    d.v.service = "";
    assert_string_equal(told(&d, &proves), "unknown-key");
    arena_close(d.arena);
}

TEST("a key out of use still proves, and the records of the service have a say")
{
    struct desk d;
    bool proves;

    desk_open(&d);
    d.keys.items[0].until = 1700900000;
    d.v.records = RECORDS_HOLD_IT;
    assert_string_equal(told(&d, &proves),
                        "signed received retired recorded no-content no-file limits");
    assert_true(proves);
    d.v.records = RECORDS_DO_NOT;
    assert_string_equal(told(&d, &proves),
                        "signed received retired unrecorded no-content no-file limits");
    assert_false(proves);
    arena_close(d.arena);
}

TEST("no findings prove nothing")
{
    struct findings none = {0};

    assert_false(findings_prove(&none));
}
