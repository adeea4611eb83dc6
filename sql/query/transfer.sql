-- Files on their way in, part by part.

-- :name transfer_add
INSERT INTO transfer(key, application, slot, name, size, sha256, begun_by, begun_at, touched_at)
VALUES (:key, :application, :slot, :name, :size, :sha256, :by, :now, :now);

-- :name transfer_get
-- Nobody but who began it.
SELECT t.id, t.key, t.application, a.key AS application_key, t.slot, t.name, t.size, coalesce(t.sha256, '') AS sha256,
       t.arrived, t.begun_at, t.attachment IS NOT NULL AS ended
  FROM transfer t JOIN application a ON a.id = t.application
 WHERE t.key = :key AND t.begun_by = :person;

-- :name transfer_list
-- A person's unfinished ones.
SELECT t.id, t.key, t.application, a.key AS application_key, t.slot, t.name, t.size, coalesce(t.sha256, '') AS sha256,
       t.arrived, t.begun_at, 0 AS ended
  FROM transfer t JOIN application a ON a.id = t.application
 WHERE t.begun_by = :person AND t.attachment IS NULL
 ORDER BY t.id;

-- :name transfer_advance
UPDATE transfer SET arrived = :arrived, touched_at = :now WHERE id = :id AND arrived = :before AND attachment IS NULL;

-- :name transfer_end
UPDATE transfer SET attachment = :attachment, touched_at = :now WHERE id = :id AND attachment IS NULL;

-- :name transfer_drop
DELETE FROM transfer WHERE id = :id AND attachment IS NULL;

-- :name transfer_sweep
DELETE FROM transfer WHERE touched_at < :before;

-- :name transfer_wanted
SELECT id FROM transfer WHERE key = :key AND attachment IS NULL;
