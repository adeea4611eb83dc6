-- What reviewers bring: expertise, load, languages; and their bids.

-- :part expertise_columns
SELECT p.id, p.key, p.name, coalesce(p.institution, '') AS institution, coalesce(r.topics, '[]') AS topics, coalesce(r.keywords, '') AS keywords,
       coalesce(r.languages, '[]') AS languages, coalesce(r.load, 20) AS load, coalesce(r.answer, '') AS answer, r.sought_at, r.saved_at
  FROM person p LEFT JOIN reviewer r ON r.call = :call AND r.person = p.id
 WHERE p.id IN (SELECT g.person FROM role_grant g WHERE g.call = :call AND g.role IN ('reviewer', 'member', 'chair') AND g.ended_at IS NULL)

-- :name expertise_list
-- Everybody who may review in the call.
-- :use expertise_columns
 ORDER BY p.name, p.id;

-- :name expertise_get
-- :use expertise_columns
   AND p.id = :person;

-- :name expertise_put
INSERT INTO reviewer(person, call, topics, keywords, languages, load, answer, saved_by, saved_at)
VALUES (:person, :call, :topics, :keywords, :languages, :load, :answer, :by, :now)
    ON CONFLICT(call, person) DO UPDATE
   SET topics = excluded.topics, keywords = excluded.keywords, languages = excluded.languages, load = excluded.load,
       answer = excluded.answer, saved_by = excluded.saved_by, saved_at = excluded.saved_at;

-- :name expertise_unsought
-- Somebody who may review and for whom nobody looked for conflicts yet.
-- :scan g  some dozens, and only those whose role stands
SELECT g.call, g.person
  FROM role_grant g JOIN call c ON c.id = g.call LEFT JOIN reviewer r ON r.call = g.call AND r.person = g.person
 WHERE g.ended_at IS NULL AND g.role IN ('reviewer', 'member', 'chair') AND c.released_at IS NULL AND r.sought_at IS NULL
 LIMIT 1;

-- :name expertise_sought
INSERT INTO reviewer(person, call, sought_at) VALUES (:person, :call, :now)
    ON CONFLICT(call, person) DO UPDATE SET sought_at = excluded.sought_at;

-- :part bid_open
-- The titles a reviewer may say something of: eligible ones that nothing of the reviewer's stands against,
-- and none before it was looked for.
   a.call = :call AND a.state = 'eligible' AND a.version > 0
   AND EXISTS (SELECT 1 FROM reviewer r WHERE r.call = a.call AND r.person = :actor AND r.sought_at IS NOT NULL)
   AND a.id NOT IN (SELECT c.application FROM conflict c WHERE c.reviewer = :actor AND c.state <> 'dismissed')
   AND a.applicant <> :actor
   AND a.applicant NOT IN (SELECT m.leader FROM member m WHERE m.person = :actor AND m.call = :call)
   AND a.id NOT IN (SELECT h.application FROM collaborator h WHERE h.person = :actor)

-- :name bid_list
SELECT a.key, a.title, t.code AS topic_code, coalesce(b.wish, '') AS wish
  FROM application a JOIN topic t ON t.id = a.topic
       LEFT JOIN bid b ON b.reviewer = :actor AND b.application = a.id
 WHERE
-- :use bid_open
 ORDER BY t.place, a.number;

-- :name bid_put
-- Of what is hidden meanwhile nothing is kept.
INSERT INTO bid(reviewer, application, wish, at)
SELECT :actor, a.id, :wish, :now
  FROM application a
 WHERE a.key = :key AND
-- :use bid_open
    ON CONFLICT(reviewer, application) DO UPDATE SET wish = excluded.wish, at = excluded.at
 WHERE bid.wish <> excluded.wish;

-- :name bid_remove
DELETE FROM bid WHERE reviewer = :actor AND application = (SELECT id FROM application WHERE key = :key AND call = :call);

-- :name bid_counts
-- How many each said something of, among what the actor's lists show.
SELECT b.reviewer, count(*) AS count
  FROM application a JOIN bid b ON b.application = a.id
 WHERE a.call = :call AND a.version > 0
-- :use application_visible
-- :use application_others
 GROUP BY b.reviewer;
