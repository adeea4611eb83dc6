-- :part notice_unhidden
-- Nothing about an application the actor is conflicted with, leads or is a member of, nor to its applicant:
-- it would tell who reviews it and what becomes of it.
   NOT EXISTS (SELECT 1
                 FROM application a
                WHERE (a.applicant = n.person
                       OR a.id = CASE n.object_kind
                                 WHEN 'application' THEN n.object
                                 WHEN 'submission' THEN (SELECT s.application FROM submission s WHERE s.id = n.object)
                                 WHEN 'contract' THEN (SELECT w.application FROM contract k JOIN award w ON w.id = k.award
                                                        WHERE k.id = n.object)
                                 END)
                  AND (a.applicant = :actor
                       OR EXISTS (SELECT 1 FROM conflict c
                                   WHERE c.application = a.id AND c.reviewer = :actor AND c.state <> 'dismissed')
                       OR
-- :use on_team
                       ))
-- One about several assignments is shown while one of them is about what is not hidden.
   AND (coalesce(n.object_kind, '') <> 'roster'
        OR EXISTS (SELECT 1
                     FROM assignment s JOIN application a ON a.id = s.application
                    WHERE s.roster = n.object AND s.reviewer = n.person AND a.applicant <> coalesce(:actor, 0)
                      AND NOT EXISTS (SELECT 1 FROM conflict c
                                       WHERE c.application = a.id AND c.reviewer = :actor AND c.state <> 'dismissed')
                      AND NOT
-- :use on_team
                    ))
-- One about all of a reviewer's work tells of what may be hidden: shown to whom nothing of the call is.
   AND (coalesce(n.object_kind, '') <> 'reviewer'
        OR NOT (EXISTS (SELECT 1 FROM conflict c JOIN application a ON a.id = c.application
                         WHERE c.reviewer = :actor AND c.state <> 'dismissed' AND a.call = n.object)
                OR EXISTS (SELECT 1 FROM application a WHERE a.applicant = :actor AND a.call = n.object)
                OR EXISTS (SELECT 1 FROM member m WHERE m.person = :actor AND m.call = n.object)
                OR EXISTS (SELECT 1 FROM collaborator h JOIN application a ON a.id = h.application
                            WHERE h.person = :actor AND h.ended_at IS NULL AND a.call = n.object)))

-- :name notice_address
SELECT d.email, p.language
  FROM address d JOIN person p ON p.id = d.person
 WHERE d.person = :person AND d.verified_at IS NOT NULL
 ORDER BY d.is_primary DESC, d.id
 LIMIT 1;

-- :name notice_add
INSERT INTO notice(key, call, event, person, email, language, object_kind, object, detail, message_id, state, next_at, created_at)
VALUES (:key, :call, :event, :person, :email, :language, :object_kind, :object, :detail, :message_id, 'waiting', :next_at, :now);

-- :name notice_due
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       n.detail, n.message_id, n.subject, n.body, n.state, n.answer, n.message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n LEFT JOIN person p ON p.id = n.person
 WHERE n.state IN ('waiting', 'retrying') AND n.next_at <= :now AND n.subject IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM notice o WHERE o.email = n.email AND o.id < n.id AND o.state IN ('waiting', 'retrying'))
 ORDER BY n.next_at, n.id
 LIMIT 1;

-- :name notice_unrendered
-- A letter with a PDF waits for it, but not longer than :patience.
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       n.detail, n.message_id, n.subject, n.body, n.state, n.answer, n.message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n LEFT JOIN person p ON p.id = n.person
 WHERE n.state IN ('waiting', 'retrying') AND n.subject IS NULL AND n.next_at <= :now
   AND NOT (n.event = 'received' AND n.object_kind = 'submission' AND n.created_at > :now - :patience
            AND EXISTS (SELECT 1 FROM paper p WHERE p.submission = n.object AND p.kind = 'office' AND p.blob IS NULL))
 ORDER BY n.id
 LIMIT 1;

-- :name notice_next
SELECT min(next_at) AS at FROM notice WHERE state IN ('waiting', 'retrying');

-- :name notice_freeze
UPDATE notice SET subject = :subject, body = :body, message = :message WHERE id = :id;

-- :name notice_sent
-- One-time links have done their work: what remains is what the person may read again.
UPDATE notice
   SET state = 'sent', answer = :answer, sent_at = :now, attempts = attempts + 1, message = NULL, detail = '{}'
 WHERE id = :id;

-- :name notice_retry
UPDATE notice SET state = 'retrying', answer = :answer, next_at = :next_at, attempts = attempts + 1 WHERE id = :id;

-- :name notice_failed
UPDATE notice SET state = 'failed', answer = :answer, attempts = attempts + 1 WHERE id = :id;

-- :name notice_revive
UPDATE notice SET state = 'waiting', next_at = :now WHERE key = :key AND state IN ('failed', 'retrying', 'bounced');

-- :name notice_list
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       '{}' AS detail, n.message_id, n.subject, '' AS body, n.state, n.answer, NULL AS message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n LEFT JOIN person p ON p.id = n.person
 WHERE n.id < :before AND
-- :use notice_unhidden
 ORDER BY n.id DESC
 LIMIT :limit;

-- :name notice_list_state
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       '{}' AS detail, n.message_id, n.subject, '' AS body, n.state, n.answer, NULL AS message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n LEFT JOIN person p ON p.id = n.person
 WHERE n.state = :state AND n.id < :before AND
-- :use notice_unhidden
 ORDER BY n.id DESC
 LIMIT :limit;

-- :name notice_of_person
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       '{}' AS detail, n.message_id, n.subject, '' AS body, n.state, n.answer, NULL AS message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n JOIN person p ON p.id = n.person
 WHERE n.person = :person AND n.id < :before
 ORDER BY n.id DESC
 LIMIT :limit;

-- :name notice_get
SELECT n.id, n.key, n.call, n.person, n.event, n.email, coalesce(p.name, '') AS name, n.language, n.object_kind, n.object,
       n.detail, n.message_id, n.subject, n.body, n.state, n.answer, n.message, n.attempts, n.next_at, n.created_at, n.sent_at, n.read_at
  FROM notice n LEFT JOIN person p ON p.id = n.person
 WHERE n.key = :key;

-- :name notice_read
UPDATE notice SET read_at = :now WHERE id = :id AND read_at IS NULL;

-- :name notice_count
-- :scan n counted whole for the office page
SELECT sum(n.state = 'waiting') AS waiting, sum(n.state = 'sent') AS sent, sum(n.state = 'retrying') AS retrying,
       sum(n.state IN ('failed', 'bounced')) AS failed
  FROM notice n
 WHERE
-- :use notice_unhidden
;

-- :name notice_shown
SELECT count(*) AS count
  FROM notice n
 WHERE n.key = :key AND
-- :use notice_unhidden
;

-- :name notice_sent_since
SELECT count(*) AS count FROM notice WHERE sent_at >= :since;
