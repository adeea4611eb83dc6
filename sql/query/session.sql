-- Who is signed in (action/session.c).

-- :name session_find
SELECT s.id, s.person, p.key, p.name,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       p.language, s.seen_at
    FROM session s
    JOIN person p ON p.id = s.person
    JOIN account a ON a.person = s.person
    WHERE s.token = :token AND s.ended_at IS NULL AND a.disabled_at IS NULL
      AND (s.stays = 1 OR s.seen_at >= :idle) AND s.created_at >= :absolute;

-- :name session_roles
SELECT role, call FROM role_grant WHERE person = :person AND ended_at IS NULL;

-- :name session_seen
UPDATE session SET seen_at = :now WHERE id = :id AND seen_at < :now;

-- :name session_add
INSERT INTO session(key, token, person, source, agent, stays, created_at, seen_at)
VALUES (:key, :token, :person, :source, :agent, :stays, :now, :now);

-- :name session_end
UPDATE session SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- :name session_end_all
UPDATE session SET ended_at = :now WHERE person = :person AND ended_at IS NULL AND id <> :except;

-- :name session_known
SELECT EXISTS (SELECT 1 FROM session
                WHERE person = :person AND source = :source AND created_at > :since) AS known;

-- :name session_list
SELECT id, key, source, agent, created_at, seen_at FROM session
 WHERE person = :person AND ended_at IS NULL
   AND (stays = 1 OR seen_at >= :idle) AND created_at >= :absolute
 ORDER BY seen_at DESC, id DESC;
