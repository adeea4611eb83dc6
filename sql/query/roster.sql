-- 指派方案: drafts of who reviews what.

-- :part roster_columns
SELECT r.id, r.key, r.call, r.state, r.settings, r.seed, coalesce(r.base, 0) AS base, coalesce(r.digest, '') AS digest,
       coalesce(r.total, -1) AS total, r.missing, coalesce(r.cut, '') AS cut, r.live, r.newest, coalesce(r.failure, '') AS failure, r.took,
       p.name AS made_by, r.made_at, r.solved_at, coalesce(q.name, '') AS published_by, r.published_at,
       (SELECT count(*) FROM roster_application w WHERE w.roster = r.id) AS applications
  FROM roster r JOIN person p ON p.id = r.made_by LEFT JOIN person q ON q.id = r.published_by

-- :name roster_by_key
-- :use roster_columns
 WHERE r.key = :key;

-- :name roster_list
-- :use roster_columns
 WHERE r.call = :call
 ORDER BY r.id DESC
 LIMIT :limit;

-- :name roster_due
-- Also one that a stopped process had begun.
-- :scan r  an index that holds only those still to be solved
-- :use roster_columns
 WHERE r.state IN ('waiting', 'solving')
 ORDER BY r.id
 LIMIT 1;

-- :name roster_base
-- The newest draft that nobody published yet.
SELECT id FROM roster WHERE call = :call AND state IN ('solved', 'partial') ORDER BY id DESC LIMIT 1;

-- :name roster_unfinished
SELECT count(*) AS count FROM roster WHERE call = :call AND state IN ('waiting', 'solving');

-- :name roster_add
INSERT INTO roster(key, call, state, settings, seed, base, made_by, made_at)
VALUES (:key, :call, 'waiting', :settings, :seed, :base, :by, :now);

-- :name roster_step
UPDATE roster SET state = :state WHERE id = :id AND state IN ('waiting', 'solving');

-- :name roster_solved
UPDATE roster
   SET state = :state, problem = :problem, digest = :digest, total = :total, missing = :missing, cut = :cut, live = :live, newest = :newest,
       took = :took, solved_at = :now
 WHERE id = :id AND state = 'solving';

-- :name roster_failed
UPDATE roster SET state = 'failed', failure = :failure WHERE id = :id AND state IN ('waiting', 'solving');

-- :name roster_publish
UPDATE roster SET state = 'published', published_by = :by, published_at = :now WHERE id = :id AND state IN ('solved', 'partial');

-- :name roster_overtake
-- What was solved beside or before it speaks of what is no more.
UPDATE roster SET state = 'overtaken' WHERE call = :call AND id <> :id AND state IN ('solved', 'partial');

-- :name roster_problem
SELECT coalesce(problem, '') AS problem FROM roster WHERE id = :id;

-- :name roster_application_add
INSERT INTO roster_application(roster, application, wanted) VALUES (:roster, :application, :wanted);

-- :name roster_application_clear
DELETE FROM roster_application WHERE roster = :roster;

-- :name roster_pair_add
INSERT INTO roster_pair(roster, application, reviewer, held, cost, nearness, keywords, wish, unread, moved)
VALUES (:roster, :application, :reviewer, :held, :cost, :nearness, :keywords, :wish, :unread, :moved);

-- :name roster_pair_clear
DELETE FROM roster_pair WHERE roster = :roster;

-- :name roster_applications
-- Of a draft, what the actor's lists show.
SELECT a.id, a.key, a.number, a.title, t.code AS topic_code, w.wanted
  FROM roster_application w JOIN application a ON a.id = w.application JOIN topic t ON t.id = a.topic
 WHERE w.roster = :roster AND a.version > 0
-- :use application_visible
-- :use application_others
 ORDER BY a.number;

-- :name roster_pairs
SELECT w.application, w.reviewer, p.key, p.name, w.held, w.cost, w.nearness, w.keywords, w.wish, w.unread, w.moved
  FROM roster_pair w JOIN application a ON a.id = w.application JOIN person p ON p.id = w.reviewer
 WHERE w.roster = :roster AND a.version > 0
-- :use application_visible
-- :use application_others
 ORDER BY w.application, w.cost, p.name, w.reviewer;

-- :name roster_live
-- Who is assigned to what the actor's lists show, and is not conflicted with it.
SELECT s.application, s.reviewer, p.key, p.name
  FROM application a JOIN assignment s ON s.application = a.id AND s.ended_at IS NULL JOIN person p ON p.id = s.reviewer
 WHERE a.call = :call AND a.version > 0
   AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.application = s.application AND c.reviewer = s.reviewer AND c.state <> 'dismissed')
-- :use application_visible
-- :use application_others
 ORDER BY s.application, p.name, s.reviewer;

-- :name roster_eligible
-- What can be assigned, as the actor's lists show it.
SELECT a.id, a.key, a.number, a.title, t.code AS topic_code, :k AS wanted
  FROM application a JOIN topic t ON t.id = a.topic
 WHERE a.call = :call AND a.state = 'eligible' AND a.version > 0
-- :use application_visible
-- :use application_others
 ORDER BY a.number;

-- :name roster_hands
SELECT h.application, h.reviewer, h.act, a.key AS application_key, a.number, a.title, t.code AS topic_code, p.key, p.name, q.name AS by, h.at
  FROM application a JOIN roster_hand h ON h.application = a.id JOIN topic t ON t.id = a.topic JOIN person p ON p.id = h.reviewer
       JOIN person q ON q.id = h.by
 WHERE a.call = :call AND a.version > 0
-- :use application_visible
-- :use application_others
 ORDER BY a.number, p.name, h.reviewer;

-- :name roster_hand_put
INSERT INTO roster_hand(application, reviewer, act, by, at) VALUES (:application, :reviewer, :act, :by, :now)
    ON CONFLICT(application, reviewer) DO UPDATE SET act = excluded.act, by = excluded.by, at = excluded.at;

-- :name roster_hand_remove
DELETE FROM roster_hand WHERE application = :application AND reviewer = :reviewer;

-- What the solver reads: the whole call, whoever asked for it; :only is one application or NULL.

-- :name roster_case_applications
SELECT a.id, a.key, a.title, a.applicant, t.code AS topic_code, s.content
  FROM application a JOIN topic t ON t.id = a.topic JOIN submission s ON s.application = a.id AND s.version = a.version
 WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only)
 ORDER BY a.id;

-- :name roster_case_conflicts
SELECT DISTINCT c.application, c.reviewer
  FROM application a JOIN conflict c ON c.application = a.id AND c.state <> 'dismissed'
 WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only)
UNION
SELECT a.id, a.applicant FROM application a WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only)
UNION
SELECT a.id, m.person
  FROM application a JOIN member m ON m.call = a.call AND m.leader = a.applicant
 WHERE a.call = :call AND a.state = 'eligible' AND m.person IS NOT NULL AND (:only IS NULL OR a.id = :only)
UNION
SELECT a.id, h.person
  FROM application a JOIN collaborator h ON h.application = a.id
 WHERE a.call = :call AND a.state = 'eligible' AND h.person IS NOT NULL AND (:only IS NULL OR a.id = :only);

-- :name roster_case_live
SELECT s.application, s.reviewer
  FROM application a JOIN assignment s ON s.application = a.id AND s.ended_at IS NULL
 WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only);

-- :name roster_case_hands
SELECT h.application, h.reviewer, h.act
  FROM application a JOIN roster_hand h ON h.application = a.id
 WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only);

-- :name roster_case_bids
SELECT b.application, b.reviewer, b.wish
  FROM application a JOIN bid b ON b.application = a.id
 WHERE a.call = :call AND a.state = 'eligible' AND (:only IS NULL OR a.id = :only);

-- :name roster_case_stood
SELECT w.application, w.reviewer
  FROM roster_pair w
 WHERE w.roster = :base AND (:only IS NULL OR w.application = :only);

-- :name roster_live_mark
SELECT count(*) AS live, coalesce(max(s.id), 0) AS newest
  FROM application a JOIN assignment s ON s.application = a.id AND s.ended_at IS NULL
 WHERE a.call = :call;

-- :name roster_found
-- Conflicts that are written down already.
SELECT c.application, c.reviewer, c.source, c.state, c.by IS NULL AS found
  FROM application a JOIN conflict c ON c.application = a.id
 WHERE a.call = :call AND a.state = 'eligible';

-- At publishing.

-- :name roster_barred
-- New pairs that a conflict stands against by now; `visible` are those of the actor's lists.
SELECT w.application, w.reviewer, p.name, a.number,
       a.id IN (SELECT a.id FROM application a WHERE a.call = :call AND a.version > 0
-- :use application_visible
-- :use application_others
       ) AS visible
  FROM roster_pair w JOIN application a ON a.id = w.application JOIN person p ON p.id = w.reviewer
 WHERE w.roster = :roster AND w.held <> 'live'
   AND (a.applicant = w.reviewer
        OR EXISTS (SELECT 1 FROM member m WHERE m.call = a.call AND m.leader = a.applicant AND m.person = w.reviewer)
        OR EXISTS (SELECT 1 FROM collaborator h WHERE h.application = a.id AND h.person = w.reviewer)
        OR EXISTS (SELECT 1 FROM conflict c WHERE c.application = w.application AND c.reviewer = w.reviewer AND c.state <> 'dismissed'))
 ORDER BY a.number, p.name;

-- :name roster_gone
-- New pairs whose application is not eligible any more, or whose reviewer no longer reviews.
SELECT count(*) AS count
  FROM roster_pair w JOIN application a ON a.id = w.application
 WHERE w.roster = :roster AND w.held <> 'live'
   AND (a.state <> 'eligible'
        OR NOT EXISTS (SELECT 1 FROM role_grant g
                        WHERE g.person = w.reviewer AND g.call = a.call AND g.role IN ('reviewer', 'member', 'chair') AND g.ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM reviewer r WHERE r.call = a.call AND r.person = w.reviewer AND r.answer = 'declined'));

-- :name roster_new
SELECT w.application, w.reviewer FROM roster_pair w WHERE w.roster = :roster AND w.held <> 'live' ORDER BY w.reviewer, w.application;

-- :name roster_assign
INSERT INTO assignment(key, call, application, reviewer, assigned_by, assigned_at, roster)
VALUES (:key, :call, :application, :reviewer, :by, :now, :roster);
