/* audit.c: the log of who did what: adding, listing, verifying. */

#include "store/audit.h"

#include "store/query.h"

/* Rows read between two clean-ups while verifying. */
#define BATCH 256

static int64_t milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static bool next_seq(struct env *env, int64_t *seq, struct error *err)
{
    struct statement *s = query(env->db, Q_AUDIT_NEXT);

    if (!query_row(s, err))
        return false;
    *seq = column_int(s, "seq");
    query_end(s);
    return true;
}

static bool insert(struct env *env, const struct audit_row *row, struct error *err)
{
    struct statement *s = query(env->db, Q_AUDIT_ADD);
    struct digest leaf = audit_leaf(env->arena, row);

    bind_int(s, "seq", row->seq);
    bind_int(s, "at", row->at);
    bind_int(s, "mono", row->mono);
    bind_id(s, "actor", row->actor);
    bind_text(s, "role", row->role);
    bind_id(s, "real_actor", row->real_actor);
    bind_text(s, "action", row->action);
    bind_text(s, "object_kind", row->object_kind);
    bind_text(s, "object", row->object);
    bind_text(s, "before_hash", row->before_hash);
    bind_text(s, "after_hash", row->after_hash);
    bind_text(s, "request", row->request);
    bind_text(s, "source", row->source);
    bind_text(s, "leaf", digest_hex(env->arena, &leaf));
    return query_run(s, err);
}

bool store_audit_add(struct env *env, const struct actor *actor, const char *role,
                     const char *action, const char *object_kind, const char *object,
                     const char *before_hash, const char *after_hash, struct error *err)
{
    struct audit_row row = {
        .at = env->now,
        .mono = milliseconds(),
        .actor = actor != NULL ? actor->person.value : 0,
        .role = or_empty(role),
        .action = action,
        .object_kind = or_empty(object_kind),
        .object = or_empty(object),
        .before_hash = or_empty(before_hash),
        .after_hash = or_empty(after_hash),
        .request = or_empty(env->request),
        .source = or_empty(env->source),
    };

    return next_seq(env, &row.seq, err) && insert(env, &row, err);
}

bool store_audit(struct env *env, const struct actor *actor, const char *role,
                 enum audit_action action, const char *object, struct error *err)
{
    return store_audit_add(env, actor, role, audit_word(action), audit_kind(env->arena, action),
                           object, NULL, NULL, err);
}

static struct audit_row read_row(struct statement *s, struct arena *arena)
{
    struct audit_row row = {
        .seq = column_int(s, "seq"),
        .at = column_int(s, "at"),
        .mono = column_int(s, "mono"),
        .actor = column_int(s, "actor"),
    };

    row.role = column_text(s, arena, "role");
    row.real_actor = column_int(s, "real_actor");
    row.action = column_text(s, arena, "action");
    row.object_kind = column_text(s, arena, "object_kind");
    row.object = column_text(s, arena, "object");
    row.before_hash = column_text(s, arena, "before_hash");
    row.after_hash = column_text(s, arena, "after_hash");
    row.request = column_text(s, arena, "request");
    row.source = column_text(s, arena, "source");
    return row;
}

static struct statement *page_query(struct env *env, const struct audit_filter *filter)
{
    struct statement *s;

    if (filter->actor.value != 0) {
        s = query(env->db, Q_AUDIT_PAGE_OF_ACTOR);
        bind_id(s, "actor", filter->actor.value);
        bind_text(s, "object", filter->object);
    } else if (filter->object != NULL) {
        s = query(env->db, Q_AUDIT_PAGE_OF_OBJECT);
        bind_text(s, "object", filter->object);
    } else {
        s = query(env->db, Q_AUDIT_PAGE);
    }
    bind_int(s, "before", filter->before != 0 ? filter->before : INT64_MAX);
    bind_int(s, "limit", filter->limit);
    return s;
}

bool store_audit_list(struct env *env, const struct audit_filter *filter,
                      struct audit_entries *entries, struct error *err)
{
    struct statement *s = page_query(env, filter);
    struct error mine = {0};

    while (query_row(s, &mine)) {
        struct audit_entry *entry = list_add(env->arena, entries);

        entry->row = read_row(s, env->arena);
        entry->leaf = column_text(s, env->arena, "leaf");
        entry->actor_key = column_key(s, "actor_key");
        entry->actor_name = column_text(s, env->arena, "actor_name");
    }
    return mine.kind == ERROR_NONE || error_set(err, mine.kind, mine.code);
}

/* ---- verifying */

static void blame(struct audit_report *report, int64_t seq, const char *why)
{
    if (report->why != NULL)
        return;
    report->bad_seq = seq;
    report->why = why;
}

static void check_row(struct statement *s, struct arena *arena, struct audit_tree *tree,
                      struct audit_report *report)
{
    struct audit_row row = read_row(s, arena);
    struct digest leaf = audit_leaf(arena, &row);

    if (row.seq != (int64_t)tree->size + 1)
        blame(report, (int64_t)tree->size + 1, "missing");
    if (strcmp(digest_hex(arena, &leaf), column_text(s, arena, "leaf")) != 0)
        blame(report, row.seq, "changed");
    audit_tree_add(tree, &leaf);
}

static void check_known(const struct audit_head *known, const struct audit_tree *tree,
                        struct audit_report *report)
{
    struct digest root = audit_tree_root(tree);

    if (known != NULL && (int64_t)tree->size == known->size && !digest_equal(&root, &known->root))
        blame(report, known->size, "rewritten");
}

bool store_audit_verify(struct env *env, const struct audit_head *known,
                        struct audit_report *report, struct error *err)
{
    struct statement *s = query(env->db, Q_AUDIT_ALL);
    struct arena *batch = arena_open();
    struct audit_tree tree = {0};
    struct error mine = {0};

    *report = (struct audit_report){0};
    check_known(known, &tree, report);
    while (query_row(s, &mine)) {
        check_row(s, batch, &tree, report);
        check_known(known, &tree, report);
        if (tree.size % BATCH == 0) {
            arena_close(batch);
            batch = arena_open();
        }
    }
    arena_close(batch);
    if (known != NULL && (int64_t)tree.size < known->size)
        blame(report, (int64_t)tree.size + 1, "missing");
    report->head = (struct audit_head){(int64_t)tree.size, audit_tree_root(&tree)};
    return mine.kind == ERROR_NONE || error_set(err, mine.kind, mine.code);
}
