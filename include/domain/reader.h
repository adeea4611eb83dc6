/* reader.h: reading a JSON document member by member, each mistake with its JSON path.
 *
 * Every function returns something usable and notes what is wrong in `problems`; the caller looks
 * once, at the end.  Codes are "definition/…", worded in rule.json.
 */
#pragma once

#include "base/json.h"
#include "base/problems.h"
#include "domain/call.h"

struct reader {
    struct arena *arena;
    struct problems *problems;
};

/* One object and where it stands: "$.sections[3]". */
struct node {
    struct reader *reader;
    const json_t *value;
    const char *path;
};

enum need { NEEDED, OPTIONAL };

struct problem *node_bad(const struct node *node, const char *key, const char *code);

/* Notes an object that is none, and members other than these words. */
void node_only(const struct node *node, const char *words);

/* One line, or paragraphs, without control characters and bidi overrides; "" when there is none.
 */
const char *node_text(const struct node *node, const char *key, enum need need);
const char *node_lines(const struct node *node, const char *key, enum need need);

/* A needed text that may stand in addresses and form names: letters, digits, - _ and `marks`. */
const char *node_key(const struct node *node, const char *key, const char *marks);

/* A whole number from `least` to `most`; node_int: from 0 to 10^14, so that sums stay exact. */
int64_t node_range(const struct node *node, const char *key, enum need need, int64_t least,
                   int64_t most, int64_t fallback);
int64_t node_int(const struct node *node, const char *key, enum need need, int64_t fallback);

bool node_flag(const struct node *node, const char *key);
int64_t node_time(const struct node *node, const char *key); /* 0 for null or absent */
struct words node_words(const struct node *node, const char *key, enum need need);
struct words words_of(const struct node *node); /* the node itself is {"zh", "en"} */

/* How many items a list has, and one of them; 0 when absent, no list or too long.  A needed list
 * has at least one. */
size_t node_count(const struct node *node, const char *key, enum need need);
struct node node_item(const struct node *node, const char *key, size_t index);
struct node node_member(const struct node *node, const char *key);

/* A list of texts, NULL-terminated. */
const char *const *node_texts(const struct node *node, const char *key, enum need need);
