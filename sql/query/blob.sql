-- Content-addressed files: the file is durable before its row commits.

-- :name blob_add
INSERT INTO blob(sha256, size, created_at) VALUES (:sha256, :size, :created_at)
    ON CONFLICT(sha256) DO NOTHING;

-- :name blob_wanted
SELECT size FROM blob WHERE sha256 = :sha256 UNION ALL SELECT size FROM upload_part WHERE sha256 = :sha256;

-- :name blob_all
-- :scan blob every file is looked at, by grantd check and backup
SELECT sha256, size FROM blob ORDER BY sha256;
