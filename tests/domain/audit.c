/* audit.c: leaves and roots of the audit log, against the vectors of RFC 6962's authors. */

#include "domain/audit.h"

#include "support/test.h"

static const struct {
    const char *bytes;
    size_t length;
    const char *root; /* of the tree up to here */
} published[] = {
    {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8,
     "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void assert_root(const struct audit_tree *tree, const char *hex)
{
    struct arena *arena = arena_open();
    struct digest root = audit_tree_root(tree);

    assert_string_equal(digest_hex(arena, &root), hex);
    arena_close(arena);
}

TEST("the tree of no leaves and of the eight published ones has the published roots")
{
    struct audit_tree tree = {0};

    assert_root(&tree, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        unsigned char leaf[32] = {0};
        struct digest digest;

        memcpy(leaf + 1, published[i].bytes, published[i].length);
        digest = digest_of(leaf, published[i].length + 1);
        audit_tree_add(&tree, &digest);
        assert_root(&tree, published[i].root);
    }
}

TEST("changing any one column of an audit row changes its leaf")
{
    struct arena *arena = arena_open();
    const struct audit_row row = {1, 2, 3, 4, 5, "a", "b", "c", "d", "e", "f", "g", "h"};
    struct audit_row rows[13];
    struct digest leaf = audit_leaf(arena, &row);

    for (size_t i = 0; i < 13; i++)
        rows[i] = row;
    rows[0].seq = 9, rows[1].at = 9, rows[2].mono = 9, rows[3].actor = 9, rows[4].real_actor = 9;
    rows[5].role = "z", rows[6].action = "z", rows[7].object_kind = "z", rows[8].object = "z";
    rows[9].before_hash = "z", rows[10].after_hash = "z", rows[11].request = "z";
    rows[12].source = "z";
    for (size_t i = 0; i < 13; i++) {
        struct digest other = audit_leaf(arena, &rows[i]);

        assert_false(digest_equal(&leaf, &other));
    }
    arena_close(arena);
}

TEST("every audit action is named by its kind and what was done, and no two alike")
{
    struct arena *arena = arena_open();

    for (int i = 0; i < AUDIT_ACTION_COUNT; i++) {
        const char *word = audit_word((enum audit_action)i);
        const char *kind = audit_kind(arena, (enum audit_action)i);

        assert_int_equal(word[strlen(kind)], '/');
        assert_true(strlen(kind) > 0 && strlen(word) > strlen(kind) + 1);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(word, audit_word((enum audit_action)j));
    }
    arena_close(arena);
}
