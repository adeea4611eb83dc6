/* audit.c: what is written down of every action, and the tree that shows it was not changed. */

#include "domain/audit.h"

#include "base/json.h"

static const char *const words[] = {
#define AS_WORD(name, word) [AUDIT_##name] = word,
    AUDIT_ACTIONS(AS_WORD)
#undef AS_WORD
};

const char *audit_word(enum audit_action action)
{
    return words[action];
}

char *audit_kind(struct arena *arena, enum audit_action action)
{
    return arena_copy(arena, words[action], strcspn(words[action], "/"));
}

struct digest audit_leaf(struct arena *arena, const struct audit_row *row)
{
    json_t *columns = json_root(arena);
    const char *text;
    char *leaf;
    size_t length;

    json_put_int(columns, "seq", row->seq);
    json_put_int(columns, "at", row->at);
    json_put_int(columns, "mono", row->mono);
    json_put_int(columns, "actor", row->actor);
    json_put_text(columns, "role", row->role);
    json_put_int(columns, "real_actor", row->real_actor);
    json_put_text(columns, "action", row->action);
    json_put_text(columns, "object_kind", row->object_kind);
    json_put_text(columns, "object", row->object);
    json_put_text(columns, "before_hash", row->before_hash);
    json_put_text(columns, "after_hash", row->after_hash);
    json_put_text(columns, "request", row->request);
    json_put_text(columns, "source", row->source);
    text = json_canonical(arena, columns);
    length = strlen(text);
    leaf = arena_alloc(arena, length + 1);
    memcpy(leaf + 1, text, length);
    return digest_of(leaf, length + 1);
}

static struct digest node_over(const struct digest *left, const struct digest *right)
{
    unsigned char bytes[1 + 2 * sizeof left->bytes] = {1};

    memcpy(bytes + 1, left->bytes, sizeof left->bytes);
    memcpy(bytes + 1 + sizeof left->bytes, right->bytes, sizeof right->bytes);
    return digest_of(bytes, sizeof bytes);
}

/* Adding one to `size` carries through its low bits; so do two equal subtrees become one. */
void audit_tree_add(struct audit_tree *tree, const struct digest *leaf)
{
    struct digest node = *leaf;
    int level = 0;

    for (; tree->size >> level & 1; level++)
        node = node_over(&tree->peaks[level], &node);
    tree->peaks[level] = node;
    tree->size++;
}

struct digest audit_tree_root(const struct audit_tree *tree)
{
    struct digest root;
    int level = 0;

    if (tree->size == 0)
        return digest_of("", 0);
    while ((tree->size >> level & 1) == 0)
        level++;
    root = tree->peaks[level];
    for (level++; level < 64; level++)
        if (tree->size >> level & 1)
            root = node_over(&tree->peaks[level], &root);
    return root;
}
