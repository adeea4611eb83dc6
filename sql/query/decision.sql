-- :name decision_outer
SELECT outcome, outer FROM decision WHERE application = :application AND released_at IS NOT NULL;

-- :name decision_get
SELECT id, call, application, outcome, amount, reason, outer, proposed_by, proposed_at, released_at FROM decision WHERE application = :application;

-- :name decision_put
INSERT INTO decision(call, application, outcome, amount, reason, outer, proposed_by, proposed_at)
VALUES (:call, :application, :outcome, :amount, :reason, :outer, :by, :now)
    ON CONFLICT(application) DO UPDATE
   SET outcome = excluded.outcome, amount = excluded.amount, reason = excluded.reason, outer = excluded.outer,
       proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at;

-- :name decision_candidates
-- Every application of the call that was ever submitted, as the release looks at it; conflicts do not matter to the check.
SELECT a.id, a.key, a.number, t.code AS topic_code, a.applicant, a.leader, a.institution, a.title, a.state, a.preference, a.version,
       coalesce(d.outcome, '') AS outcome, coalesce(d.amount, 0) AS amount, coalesce(d.outer, '') AS outer
  FROM application a JOIN topic t ON t.id = a.topic LEFT JOIN decision d ON d.application = a.id
 WHERE a.call = :call AND a.version > 0
 ORDER BY t.place, a.number;

-- :part barred
-- What the actor is conflicted with, leads or is a member of, of everything that was ever submitted.
 WHERE a.call = :call AND a.version > 0
   AND (a.applicant = :actor
        OR EXISTS (SELECT 1 FROM conflict c WHERE c.application = a.id AND c.reviewer = :actor AND c.state <> 'dismissed')
        OR
-- :use on_team
        )

-- :name decision_unseen
-- The check counts it, but names it to others only.
SELECT a.id
  FROM application a
-- :use barred
;

-- :name topics_barred
SELECT DISTINCT t.code AS topic_code
  FROM application a JOIN topic t ON t.id = a.topic
-- :use barred
;

-- :name decision_release
-- What was decided of an application that is no longer eligible stays a proposal.
UPDATE decision SET released_at = :now
 WHERE call = :call AND released_at IS NULL AND application IN (SELECT a.id FROM application a WHERE a.call = :call AND a.state = 'eligible');

-- :name approval_open
SELECT v.key, v.proposed_by, p.name, v.proposed_at, v.detail
  FROM approval v JOIN person p ON p.id = v.proposed_by
 WHERE v.call = :call AND v.act = :act AND v.confirmed_at IS NULL AND v.ended_at IS NULL
 ORDER BY v.id DESC
 LIMIT 1;

-- :name approval_add
INSERT INTO approval(key, call, act, detail, proposed_by, proposed_at) VALUES (:key, :call, :act, :detail, :by, :now);

-- :name approval_confirm
-- Nobody is named as the second person where one was enough.
UPDATE approval SET confirmed_by = CASE WHEN proposed_by = :by THEN NULL ELSE :by END, confirmed_at = :now WHERE key = :key;

-- :name approval_end
UPDATE approval SET ended_at = :now
 WHERE call = :call AND act = :act AND confirmed_at IS NULL AND ended_at IS NULL;
