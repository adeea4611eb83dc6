-- :name announcement_list
SELECT a.key, a.title, a.body, coalesce(a.title_en, '') AS title_en, coalesce(a.body_en, '') AS body_en, a.published_at
  FROM announcement a
 WHERE a.call = :call AND a.published_at IS NOT NULL AND a.withdrawn_at IS NULL
 ORDER BY a.published_at DESC, a.id DESC
 LIMIT 50;

-- :name announcement_get
SELECT a.key, a.title, a.body, coalesce(a.title_en, '') AS title_en, coalesce(a.body_en, '') AS body_en, a.published_at
  FROM announcement a
 WHERE a.key = :key AND a.published_at IS NOT NULL AND a.withdrawn_at IS NULL;

-- :name announcement_add
INSERT INTO announcement(key, call, title, body, title_en, body_en, published_at, by)
VALUES (:key, :call, :title, :body, :title_en, :body_en, :now, :by);

-- :name announcement_withdraw
UPDATE announcement SET withdrawn_at = :now WHERE key = :key AND call = :call AND withdrawn_at IS NULL;

-- :name download_list
SELECT key, slot, name, type, blob, size, uploaded_at FROM download WHERE call = :call AND removed_at IS NULL ORDER BY slot, id;

-- :name download_get
SELECT key, slot, name, type, blob, size, uploaded_at FROM download WHERE key = :key AND removed_at IS NULL;

-- :name download_add
INSERT INTO download(key, call, slot, name, type, blob, size, uploaded_by, uploaded_at)
VALUES (:key, :call, :slot, :name, :type, :blob, :size, :by, :now);

-- :name download_remove
UPDATE download SET removed_at = :now WHERE key = :key AND call = :call AND removed_at IS NULL;
