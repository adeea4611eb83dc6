-- :name screening_add
INSERT INTO screening(application, version, verdict, reasons, note, until, by, at)
VALUES (:application, :version, :verdict, :reasons, :note, :until, :by, :now);

-- :name screening_list
SELECT s.version, s.verdict, s.note, s.until, s.at, p.name AS by
  FROM screening s JOIN person p ON p.id = s.by
 WHERE s.application = :application
 ORDER BY s.id DESC;

-- :name reviewer_list
-- Everybody who may review in the call, with their load.
SELECT p.id, p.key, p.name, coalesce(p.institution, '') AS institution,
       (SELECT count(*) FROM assignment s WHERE s.call = :call AND s.reviewer = p.id AND s.ended_at IS NULL) AS load,
       (SELECT count(*) FROM conflict c WHERE c.application = :application AND c.reviewer = p.id AND c.state <> 'dismissed') AS conflicts,
       EXISTS (SELECT 1 FROM assignment s WHERE s.application = :application AND s.reviewer = p.id AND s.ended_at IS NULL) AS assigned
  FROM person p
 WHERE p.id IN (SELECT g.person FROM role_grant g WHERE g.call = :call AND g.role IN ('reviewer', 'member', 'chair') AND g.ended_at IS NULL)
 ORDER BY p.name, p.id;

-- :name assignment_add
INSERT INTO assignment(key, call, application, reviewer, due_at, assigned_by, assigned_at)
VALUES (:key, :call, :application, :reviewer, :due_at, :by, :now);

-- :name assignment_end
UPDATE assignment SET ended_at = :now, ended_why = :why WHERE id = :id AND ended_at IS NULL;

-- :name assignment_decline
UPDATE assignment SET ended_at = :now, ended_why = 'declined', decline = :decline, note = :note WHERE id = :id AND ended_at IS NULL;

-- :name assignment_settle
-- Whoever is assigned steps in for who declined first.
UPDATE assignment SET settled_at = :now
 WHERE id = (SELECT min(s.id) FROM assignment s
              WHERE s.application = :application AND s.ended_why = 'declined' AND s.settled_at IS NULL
                AND (:key IS NULL OR s.key = :key));

-- :name assignment_vacant
-- Declined, and nobody steps in yet: of what the actor's lists show.
SELECT s.key, s.reviewer, s.decline, coalesce(s.note, '') AS note, s.ended_at, p.name AS reviewer_name,
       a.id AS application, a.key AS application_key, a.number, a.title, t.code AS topic_code
  FROM application a JOIN assignment s ON s.application = a.id AND s.ended_why = 'declined' AND s.settled_at IS NULL
       JOIN topic t ON t.id = a.topic JOIN person p ON p.id = s.reviewer
 WHERE a.call = :call AND a.state = 'eligible' AND a.version > 0
-- :use application_visible
-- :use application_others
 ORDER BY a.number, s.id;

-- :name assignment_mine
SELECT s.id, s.key, s.application, s.reviewer, s.due_at, s.assigned_at, a.key AS application_key, a.number, a.title, t.code AS topic_code, p.name AS reviewer_name,
       coalesce(r.state, '') AS state, coalesce(r.scores, '{}') AS scores, coalesce(r.total, -1) AS total, r.saved_at, r.submitted_at
  FROM assignment s JOIN application a ON a.id = s.application JOIN topic t ON t.id = a.topic JOIN person p ON p.id = s.reviewer
       LEFT JOIN review r ON r.assignment = s.id
 WHERE s.reviewer = :reviewer AND s.call = :call AND s.ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.application = s.application AND c.reviewer = s.reviewer AND c.state <> 'dismissed')
 ORDER BY a.number;

-- :name assignment_of_application
SELECT s.id, s.key, s.application, s.reviewer, s.due_at, s.assigned_at, a.key AS application_key, a.number, a.title, t.code AS topic_code, p.name AS reviewer_name,
       coalesce(r.state, '') AS state, coalesce(r.scores, '{}') AS scores, coalesce(r.total, -1) AS total, r.saved_at, r.submitted_at
  FROM assignment s JOIN application a ON a.id = s.application JOIN topic t ON t.id = a.topic JOIN person p ON p.id = s.reviewer
       LEFT JOIN review r ON r.assignment = s.id
 WHERE s.application = :application AND s.ended_at IS NULL
 ORDER BY s.id;

-- :name assignment_by_key
SELECT s.id, s.key, s.application, s.reviewer, s.due_at, s.assigned_at, a.key AS application_key, a.number, a.title, t.code AS topic_code, p.name AS reviewer_name,
       coalesce(r.state, '') AS state, coalesce(r.scores, '{}') AS scores, coalesce(r.total, -1) AS total, r.saved_at, r.submitted_at
  FROM assignment s JOIN application a ON a.id = s.application JOIN topic t ON t.id = a.topic JOIN person p ON p.id = s.reviewer
       LEFT JOIN review r ON r.assignment = s.id
 WHERE s.key = :key AND s.ended_at IS NULL;

-- :name review_of_assignment
SELECT id, key, assignment, application, reviewer, state, version, revision, changed, scores, coalesce(total, -1) AS total, recommendation, familiarity,
       to_committee, to_applicant, on_paper, coalesce(scan, '') AS scan, coalesce(scan_name, '') AS scan_name, saved_at, submitted_at
  FROM review
 WHERE assignment = :assignment;

-- :name review_put
INSERT INTO review(key, assignment, application, reviewer, state, version, revision, changed, scores, total, recommendation, familiarity,
                   to_committee, to_applicant, on_paper, scan, scan_name, entered_by, saved_at, submitted_at)
VALUES (:key, :assignment, :application, :reviewer, :state, :version, :revision, :changed, :scores, :total, :recommendation, :familiarity,
        :to_committee, :to_applicant, :on_paper, :scan, :scan_name, :entered_by, :saved_at, :submitted_at)
    ON CONFLICT(assignment) DO UPDATE
   SET state = excluded.state, version = excluded.version, revision = excluded.revision, changed = excluded.changed, scores = excluded.scores,
       total = excluded.total, recommendation = excluded.recommendation, familiarity = excluded.familiarity, to_committee = excluded.to_committee,
       to_applicant = excluded.to_applicant, on_paper = excluded.on_paper, scan = excluded.scan, scan_name = excluded.scan_name,
       entered_by = excluded.entered_by, saved_at = excluded.saved_at, submitted_at = excluded.submitted_at;

-- :name review_version_add
-- A draft that a sheet replaces is version 0, and the newest such draft is the one that is kept.
INSERT INTO review_version(review, version, content, reason, by, at)
SELECT r.id, r.version, :content, :reason, :by, :now FROM review r WHERE r.assignment = :assignment
    ON CONFLICT(review, version) DO UPDATE
   SET content = excluded.content, at = excluded.at WHERE review_version.version = 0;

-- :name review_begun
SELECT v.content FROM review_version v JOIN review r ON r.id = v.review WHERE r.assignment = :assignment AND v.version = 0;

-- :name review_versions
SELECT v.version, v.content, v.reason, v.at, v.by <> r.reviewer AS by_office
  FROM review r JOIN review_version v ON v.review = r.id AND v.version > 0
 WHERE r.assignment = :assignment
 ORDER BY v.version DESC;

-- :part ranking_seen
-- What the actor may be shown in a ranking at all: nothing one is conflicted with, leads or belongs to.
   AND a.id NOT IN (SELECT c.application FROM conflict c WHERE c.reviewer = :actor AND c.state <> 'dismissed')
   AND a.applicant <> :actor
   AND a.applicant NOT IN (SELECT m.leader FROM member m WHERE m.person = :actor AND m.call = :call)
   AND a.id NOT IN (SELECT h.application FROM collaborator h WHERE h.person = :actor AND h.ended_at IS NULL)

-- :part ranking_owed
-- Whoever still owes a review sees no total of that application, nor what is computed from it (R12).
   AND NOT EXISTS (SELECT 1 FROM assignment o
                    WHERE o.application = a.id AND o.reviewer = :actor AND o.ended_at IS NULL
                      AND NOT EXISTS (SELECT 1 FROM review r WHERE r.assignment = o.id AND r.state = 'submitted'))

-- :name ranking_totals
-- Submitted totals of what the actor may see, application by application; none of those whose own review
-- is still to come.
SELECT a.id, a.key, a.number, a.title, a.leader, a.institution, t.code AS topic_code, a.applicant, a.amount,
       v.total, coalesce(d.outcome, '') AS outcome, coalesce(d.amount, 0) AS granted,
       coalesce(d.reason, '') AS reason, coalesce(d.outer, '') AS outer, a.state, coalesce(a.preference, 0) AS preference
  FROM application a JOIN topic t ON t.id = a.topic
       LEFT JOIN review v ON v.application = a.id AND v.state = 'submitted'
             AND EXISTS (SELECT 1 FROM assignment s WHERE s.id = v.assignment AND s.ended_at IS NULL)
-- :use ranking_owed
       LEFT JOIN decision d ON d.application = a.id
 WHERE a.call = :call AND a.version > 0 AND a.state IN ('eligible', 'submitted', 'returned')
   AND (:topic IS NULL OR a.topic = :topic)
-- :use ranking_seen
 ORDER BY a.number, v.assignment;

-- :name ranking_reviews
-- The reviews of what the actor is shown: a hidden one must not show in anybody's strictness either (R5).
SELECT v.application, v.reviewer, v.total, p.name
  FROM application a JOIN review v ON v.application = a.id AND v.state = 'submitted' AND v.total IS NOT NULL
       JOIN person p ON p.id = v.reviewer
 WHERE a.call = :call AND a.version > 0 AND a.state IN ('eligible', 'submitted', 'returned')
   AND EXISTS (SELECT 1 FROM assignment s WHERE s.id = v.assignment AND s.ended_at IS NULL)
-- :use ranking_seen
-- :use ranking_owed
 ORDER BY a.id, v.id;

-- :name review_others
-- What one who may read the others' reviews reads.
SELECT r.reviewer, p.name AS reviewer_name, r.total, r.recommendation, r.to_committee, r.to_applicant, r.version,
       coalesce((SELECT v.reason FROM review_version v WHERE v.review = r.id AND v.version = r.version), '') AS reason
  FROM review r JOIN person p ON p.id = r.reviewer JOIN assignment s ON s.id = r.assignment
 WHERE r.application = :application AND r.state = 'submitted' AND s.ended_at IS NULL
 ORDER BY r.key;
