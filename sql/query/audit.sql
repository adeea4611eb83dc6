-- The log of who did what.  Rows are added and read, never changed.

-- :name audit_next
SELECT coalesce(max(seq), 0) + 1 AS seq FROM audit;

-- :name audit_add
INSERT INTO audit(seq, at, mono, actor, role, real_actor, action, object_kind, object,
                  before_hash, after_hash, request, source, leaf)
VALUES (:seq, :at, :mono, :actor, :role, :real_actor, :action, :object_kind, :object,
        :before_hash, :after_hash, :request, :source, :leaf);

-- :name audit_all
-- :scan audit  to verify the log is to read all of it
SELECT seq, at, mono, actor, role, real_actor, action, object_kind, object,
       before_hash, after_hash, request, source, leaf
FROM audit ORDER BY seq;

-- :name audit_page
SELECT a.seq, a.at, a.mono, a.actor, a.role, a.real_actor, a.action, a.object_kind, a.object,
       a.before_hash, a.after_hash, a.request, a.source, a.leaf,
       p.key AS actor_key, p.name AS actor_name
FROM audit a LEFT JOIN person p ON p.id = a.actor
WHERE a.seq < :before
ORDER BY a.seq DESC LIMIT :limit;

-- :name audit_page_of_actor
SELECT a.seq, a.at, a.mono, a.actor, a.role, a.real_actor, a.action, a.object_kind, a.object,
       a.before_hash, a.after_hash, a.request, a.source, a.leaf,
       p.key AS actor_key, p.name AS actor_name
FROM audit a LEFT JOIN person p ON p.id = a.actor
WHERE a.actor = :actor AND (:object IS NULL OR a.object = :object) AND a.seq < :before
ORDER BY a.seq DESC LIMIT :limit;

-- :name audit_page_of_object
SELECT a.seq, a.at, a.mono, a.actor, a.role, a.real_actor, a.action, a.object_kind, a.object,
       a.before_hash, a.after_hash, a.request, a.source, a.leaf,
       p.key AS actor_key, p.name AS actor_name
FROM audit a LEFT JOIN person p ON p.id = a.actor
WHERE a.object = :object AND a.seq < :before
ORDER BY a.seq DESC LIMIT :limit;
