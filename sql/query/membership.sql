-- What members named by a leader say of it.

-- :part membership_columns
SELECT w.id, w.key, w.call, w.leader, p.name AS leader_name, m.name, m.institution, w.email, w.told_at, w.expires_at,
       coalesce(w.word, '') AS word, w.note, coalesce(w.said_of, '') AS said_of, w.said_at
  FROM membership w JOIN person p ON p.id = w.leader
                    JOIN member m ON m.call = w.call AND m.leader = w.leader AND m.email = w.email

-- :name membership_named
-- Everybody the leader names now, in the order of the table, with what they said.
SELECT m.name, m.institution, coalesce(m.email, '') AS email, w.key, w.told_at, w.expires_at, coalesce(w.word, '') AS word,
       coalesce(w.note, '') AS note, coalesce(w.said_of, '') AS said_of, w.said_at, coalesce(m.person, 0) = m.leader AS own
  FROM member m LEFT JOIN membership w ON w.call = m.call AND w.leader = m.leader AND w.email = m.email
 WHERE m.call = :call AND m.leader = :leader
 ORDER BY m.place;

-- :name membership_ever
SELECT count(*) AS count FROM membership WHERE call = :call AND leader = :leader;

-- :name membership_tell
INSERT INTO membership(key, call, leader, email, link, told_at, expires_at)
VALUES (:key, :call, :leader, :email, :link, :now, :expires_at)
    ON CONFLICT(call, leader, email) DO UPDATE
   SET link = excluded.link, told_at = excluded.told_at, expires_at = excluded.expires_at;

-- :name membership_by_link
-- Who is named twice answers for the first row.
-- :use membership_columns
 WHERE w.link = :link AND w.expires_at >= :now
 ORDER BY m.place
 LIMIT 1;

-- :name membership_by_key
-- Only who holds the address answers without the link.
-- :use membership_columns
  JOIN address d ON d.folded = w.email AND d.verified_at IS NOT NULL
 WHERE w.key = :key AND d.person = :person
 ORDER BY m.place
 LIMIT 1;

-- :name membership_mine
-- :use membership_columns
  JOIN address d ON d.folded = w.email AND d.verified_at IS NOT NULL
 WHERE d.person = :person AND w.call = :call
 GROUP BY w.id
 ORDER BY w.id;

-- :name membership_say
-- A link answers once: of two at once the second changes no row.
UPDATE membership SET word = :word, note = :note, said_of = :said_of, said_at = :now, link = NULL
 WHERE id = :id AND (:link IS NULL OR link = :link);

-- :name membership_objections
SELECT m.name, w.note, w.said_at
  FROM application a JOIN member m ON m.call = a.call AND m.leader = a.applicant
                     JOIN membership w ON w.call = m.call AND w.leader = m.leader AND w.email = m.email
 WHERE a.id = :application AND w.word = 'objected'
 ORDER BY m.place;
