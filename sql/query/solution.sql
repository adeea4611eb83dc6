-- :name award_case_put
INSERT INTO award_case(application, kind, reason, by, at) VALUES (:application, :kind, :reason, :by, :now)
    ON CONFLICT(application) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, by = excluded.by, at = excluded.at;

-- :name award_case_remove
DELETE FROM award_case WHERE application = :application;

-- :name award_case_list
SELECT c.application, c.kind, c.reason, p.name AS by
  FROM award_case c JOIN application a ON a.id = c.application JOIN person p ON p.id = c.by
 WHERE a.call = :call
 ORDER BY c.application;
