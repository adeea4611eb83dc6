-- :name call_by_key
SELECT id, key, version, opens_at, closes_at, grace, opened_at, closed_at, released_at, budget, switches
  FROM call
 WHERE key = :key;

-- :name call_current
SELECT c.id, c.key, c.version, c.opens_at, c.closes_at, c.grace, c.opened_at, c.closed_at, c.released_at, c.budget, c.switches
  FROM setting s JOIN call c ON c.key = s.value
 WHERE s.name = 'call';

-- :name call_by_id
SELECT id, key, version, opens_at, closes_at, grace, opened_at, closed_at, released_at, budget, switches
  FROM call
 WHERE id = :id;

-- :name call_list
-- :scan c one row a year
SELECT c.key, c.version, c.opens_at, c.closes_at,
       EXISTS (SELECT 1 FROM setting s WHERE s.name = 'call' AND s.value = c.key) AS current
  FROM call c
 ORDER BY c.id DESC
 LIMIT 100;

-- :name call_definition
SELECT definition
  FROM call_version
 WHERE call = :call AND version = :version;

-- :name call_add
INSERT INTO call(key, version, opens_at, closes_at, grace, budget, switches, created_at)
VALUES (:key, 1, :opens_at, :closes_at, :grace, :budget, '{}', :now);

-- :name call_version_add
INSERT INTO call_version(call, version, definition, sha256, imported_by, imported_at)
VALUES (:call, :version, :definition, :sha256, :by, :now);

-- :name call_version_newest
SELECT max(version) AS version FROM call_version WHERE call = :call;

-- :name call_set_version
UPDATE call SET version = :version WHERE id = :call;

-- :name call_set
UPDATE call
   SET opens_at = :opens_at, closes_at = :closes_at, grace = :grace, budget = :budget, switches = :switches
 WHERE id = :id;

-- :name call_event_opening
UPDATE call SET opened_at = :at WHERE id = :call AND opened_at IS NULL;

-- :name call_event_closing
UPDATE call SET closed_at = :at WHERE id = :call AND closed_at IS NULL;

-- :name call_event_release
UPDATE call SET released_at = :at WHERE id = :call AND released_at IS NULL;

-- :name call_reopen
-- A closing time that has passed would close it again at once: a new one is announced later.
UPDATE call
   SET closed_at = NULL, closes_at = CASE WHEN closes_at > :now THEN closes_at END
 WHERE id = :call AND closed_at IS NOT NULL AND released_at IS NULL;

-- :name call_event_add
INSERT INTO call_event(call, event, at, by, reason) VALUES (:call, :event, :at, :by, :reason);

-- :name call_event_newest
-- :scan call_event once, at the start of the service
SELECT coalesce(max(at), 0) AS at FROM call_event;

-- :name call_history
SELECT e.event, e.at, coalesce(p.name, '') AS by, coalesce(e.reason, '') AS reason
  FROM call_event e LEFT JOIN person p ON p.id = e.by
 WHERE e.call = :call
 ORDER BY e.id DESC
 LIMIT 200;

-- :name call_answered
-- :scan n asked only when a definition is imported, and the first row of the call ends it
SELECT EXISTS (SELECT 1 FROM application a WHERE a.call = :call)
    OR EXISTS (SELECT 1 FROM answer n WHERE n.call = :call) AS answered;

-- :name candidate_add
INSERT INTO call_candidate(key, definition, uploaded_by, uploaded_at)
VALUES (:key, :definition, :by, :now);

-- :name candidate_get
SELECT c.definition, c.uploaded_at, p.name AS by
  FROM call_candidate c JOIN person p ON p.id = c.uploaded_by
 WHERE c.key = :key;

-- :name candidate_remove
DELETE FROM call_candidate WHERE key = :key;

-- :name candidate_clear
-- :scan call_candidate a handful of rows: one for each secretary
DELETE FROM call_candidate WHERE uploaded_by = :by;

-- :name topic_add
-- Topics of earlier versions stay with their quota.
INSERT INTO topic(call, code, place, quota) VALUES (:call, :code, :place, :quota)
    ON CONFLICT(call, code) DO UPDATE SET place = excluded.place;

-- :name topic_list
SELECT id, code, quota FROM topic WHERE call = :call ORDER BY place;

-- :name topic_by_code
SELECT id, code, quota FROM topic WHERE call = :call AND code = :code;

-- :name topic_quota
UPDATE topic SET quota = :quota WHERE id = :id;

-- :name extension_add
INSERT INTO extension(call, person, topic, until, reason, by, at)
VALUES (:call, :person, :topic, :until, :reason, :by, :now);

-- :name extension_until
SELECT coalesce(max(until), 0) AS until
  FROM extension
 WHERE call = :call AND (person IS NULL OR person = :person) AND (topic IS NULL OR topic = :topic);
