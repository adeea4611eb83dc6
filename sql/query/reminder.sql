-- :name reminder_people
SELECT DISTINCT a.applicant AS person
  FROM application a
 WHERE a.call = :call AND a.state IN ('draft', 'returned')
   AND EXISTS (SELECT 1 FROM account c WHERE c.person = a.applicant AND c.disabled_at IS NULL);

-- :name reminder_reviewers
-- Whoever has a review to submit; those that a conflict hides are left out when they are read.
-- :scan s  once a minute, by an index: some hundred reviewers
SELECT DISTINCT s.reviewer AS person
  FROM assignment s
 WHERE s.call = :call AND s.ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM review r WHERE r.assignment = s.id AND r.state = 'submitted')
   AND EXISTS (SELECT 1 FROM account c WHERE c.person = s.reviewer AND c.disabled_at IS NULL);

-- :name extension_people
SELECT DISTINCT a.applicant AS person
  FROM application a
 WHERE a.call = :call AND a.state IN ('draft', 'submitted', 'returned') AND :person IN (0, a.applicant) AND :topic IN (0, a.topic);

-- :name reminder_there
SELECT EXISTS (SELECT 1 FROM reminder WHERE call = :call AND person = :person AND mark = :mark AND gate = :gate) AS there;

-- :name reminder_add
INSERT INTO reminder(call, person, mark, gate, at) VALUES (:call, :person, :mark, :gate, :now)
    ON CONFLICT(call, person, mark, gate) DO NOTHING;

-- :name digest_counts
-- :scan a once a day
-- :scan r once a day
SELECT count(*) FILTER (WHERE a.state = 'draft') AS drafts,
       count(*) FILTER (WHERE a.version > 0 AND a.state <> 'withdrawn') AS submitted,
       count(*) FILTER (WHERE a.submitted_at > :since) AS submitted_since,
       (SELECT count(*) FROM review r JOIN application b ON b.id = r.application WHERE b.call = :call AND r.state = 'submitted') AS reviews,
       (SELECT count(*) FROM notice n WHERE n.state IN ('waiting', 'retrying')) AS mail_waiting,
       (SELECT count(*) FROM notice n WHERE n.state = 'failed') AS mail_failed
  FROM application a
 WHERE a.call = :call;
