-- The PDFs of submitted versions.

-- :name paper_ask
INSERT INTO paper(submission, kind, next_at) VALUES (:submission, :kind, :now);

-- :name paper_get
SELECT submission, kind, coalesce(blob, '') AS blob, size, pages, coalesce(made_at, 0) AS made_at, attempts, failure
  FROM paper
 WHERE submission = :submission AND kind = :kind;

-- :name paper_due
-- The oldest first; of a version the office's, for which a mailbox waits, before the readers'.
SELECT submission, kind, '' AS blob, size, pages, 0 AS made_at, attempts, failure
  FROM paper
 WHERE blob IS NULL AND next_at <= :now
 ORDER BY next_at, submission, kind
 LIMIT 1;

-- :name paper_made
-- Whoever makes it second finds it made.
UPDATE paper SET blob = :blob, size = :size, pages = :pages, made_at = :now, failure = NULL
 WHERE submission = :submission AND kind = :kind AND blob IS NULL;

-- :name paper_failed
UPDATE paper SET attempts = attempts + 1, failure = :failure, next_at = :next_at
 WHERE submission = :submission AND kind = :kind AND blob IS NULL;

-- :name paper_count
-- Of what the actor's lists show: those not made yet, and how many of them have failed.
SELECT count(*) AS waiting, coalesce(sum(p.attempts > 0), 0) AS failing
  FROM paper p JOIN submission v ON v.id = p.submission JOIN application a ON a.id = v.application
 WHERE p.blob IS NULL AND a.call = :call AND a.version > 0
-- :use application_visible
-- :use application_others
;
