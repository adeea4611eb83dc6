/* receipt.h: the receipt of a submitted version: what it says, and what somebody who holds one can
 * prove with it.
 *
 * A receipt is a JSON object of the format "grantd-receipt-1".  Signed are the bytes of its
 * canonical form (RFC 8785) without its member `signature`, so it may be indented, reordered and
 * kept by any program.  No I/O and no cryptography here: the caller brings digests and the check of
 * a signature.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"

#define RECEIPT_FORMAT    "grantd-receipt-1"
#define RECEIPT_MOST      (64 * 1024) /* bytes of one that is read */
#define RECEIPT_SIGNATURE 64
#define RECEIPT_KEY       32

struct receipt_file {
    const char *name, *sha256;
    int64_t size;
};

struct receipt {
    const char *service; /* its public address */
    const char *call, *application, *number, *topic, *title;
    int64_t version;
    int64_t submitted_at; /* the arrival of the request, which is what counts */
    int64_t signed_at;
    bool in_grace;
    const char *sha256; /* of the submission's canonical JSON */
    struct {
        LIST(struct receipt_file);
    } files;
    const char *key;       /* id of the key */
    const char *signature; /* base64; NULL: not signed yet */
    const char *bytes;     /* what is signed; set by receipt_read */
};

/* The object, with its signature when there is one. */
json_t *receipt_document(struct arena *arena, const struct receipt *receipt);

/* What is signed of a document: its canonical form without the signature. */
char *receipt_bytes(struct arena *arena, const json_t *document);

/* Reads one that somebody brings; also inside {"receipt": …}, as the page's model has it.  INVALID
 * "receipt/not-a-receipt", "receipt/too-large". */
bool receipt_read(struct arena *arena, const char *text, size_t length, struct receipt *receipt,
                  struct error *err);

/* A key the service has published; `until` 0: in force. */
struct published_key {
    const char *id, *pem;
    uint8_t key[RECEIPT_KEY];
    int64_t from, until;
};
struct published_keys {
    LIST(struct published_key);
};

/* A file that is brought along: the submission's JSON or one of its files. */
struct evidence {
    const char *name;
    const char *sha256;    /* of its bytes */
    const char *canonical; /* SHA-256 of its canonical form; "" when it is no JSON */
};
struct evidences {
    LIST(struct evidence);
};

/* What was found, each a sentence "receipt.finding.WORD". */
#define RECEIPT_FINDINGS(X)                                                                        \
    X(SIGNED, PROVED, "signed")                                                                    \
    X(RECEIVED, PROVED, "received")                                                                \
    X(RECORDED, PROVED, "recorded")                                                                \
    X(CONTENT, PROVED, "content")                                                                  \
    X(FILE, PROVED, "file")                                                                        \
    X(BROKEN, REFUTED, "broken")                                                                   \
    X(UNKNOWN_KEY, REFUTED, "unknown-key")                                                         \
    X(OTHER_SERVICE, REFUTED, "other-service")                                                     \
    X(UNRECORDED, REFUTED, "unrecorded")                                                           \
    X(UNMATCHED, REFUTED, "unmatched")                                                             \
    X(RETIRED, OPEN, "retired")                                                                    \
    X(NO_CONTENT, OPEN, "no-content")                                                              \
    X(NO_FILE, OPEN, "no-file")                                                                    \
    X(LIMITS, OPEN, "limits")

enum finding_tone { FINDING_PROVED, FINDING_REFUTED, FINDING_OPEN };

#define FINDING_AS_ENUM(name, tone, word) FINDS_##name,
enum finding_kind { RECEIPT_FINDINGS(FINDING_AS_ENUM) FINDING_COUNT };
#undef FINDING_AS_ENUM

const char *finding_word(enum finding_kind kind);
enum finding_tone finding_tone_of(enum finding_kind kind);

struct finding {
    enum finding_kind kind;
    struct error_value values[4];
};
struct findings {
    LIST(struct finding);
};

typedef bool signature_check(const uint8_t key[RECEIPT_KEY], const void *bytes, size_t length,
                             const uint8_t signature[RECEIPT_SIGNATURE]);

struct verification {
    const struct receipt *receipt;
    const struct published_keys *keys;
    const char *service; /* address of who published the keys; "" when nobody says */
    const struct evidences *evidence;
    signature_check *holds;
    enum { RECORDS_UNKNOWN, RECORDS_HOLD_IT, RECORDS_DO_NOT } records; /* of the service */
};

/* The findings, in the order they are told.  Nothing is said of content and files while the
 * signature does not hold. */
void receipt_verify(struct arena *arena, const struct verification *v, struct findings *findings);

/* Something is proved and nothing is refuted. */
bool findings_prove(const struct findings *findings);
