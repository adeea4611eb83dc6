-- Files on their way in parts.

-- :part parts_columns
SELECT u.id, u.key, u.application, a.key AS application_key, u.slot, u.name, u.size, u.stamp, u.by, u.began_at
  FROM upload u JOIN application a ON a.id = u.application

-- :name parts_get
-- :use parts_columns
 WHERE u.key = :key AND u.by = :by;

-- :name parts_find
-- :use parts_columns
 WHERE u.by = :by AND u.application = :application AND u.slot = :slot AND u.name = :name AND u.size = :size AND u.stamp = :stamp
 LIMIT 1;

-- :name parts_mine
-- :use parts_columns
 WHERE u.by = :by
 ORDER BY u.id;

-- :name parts_add
INSERT INTO upload(key, application, slot, name, size, stamp, by, began_at)
VALUES (:key, :application, :slot, :name, :size, :stamp, :by, :now);

-- :name parts_remove
DELETE FROM upload WHERE id = :id;

-- :name parts_forget
DELETE FROM upload WHERE began_at < :before;

-- :name part_put
INSERT INTO upload_part(upload, place, sha256, size) VALUES (:upload, :place, :sha256, :size)
    ON CONFLICT(upload, place) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size;

-- :name part_list
SELECT place, sha256, size FROM upload_part WHERE upload = :upload ORDER BY place;

-- :name part_clear
DELETE FROM upload_part WHERE upload = :upload;

-- :name part_forget
DELETE FROM upload_part WHERE upload IN (SELECT id FROM upload WHERE began_at < :before);
