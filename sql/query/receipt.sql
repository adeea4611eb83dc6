-- Receipts of submitted versions, and the keys they are signed with.

-- :name receipt_get
SELECT content, signing_key, signature, signed_at FROM receipt WHERE submission = :submission;

-- :name receipt_add
-- Whoever signs second finds it done.
INSERT INTO receipt(submission, content, signing_key, signature, signed_at)
VALUES (:submission, :content, :signing_key, :signature, :signed_at)
    ON CONFLICT(submission) DO NOTHING;

-- :name receipt_subject
SELECT a.key, a.call FROM submission s JOIN application a ON a.id = s.application WHERE s.id = :submission;

-- :name receipt_missing
-- :scan s  once a minute, by an index: some thousand versions a year
SELECT s.id FROM submission s
 WHERE s.content <> '{"sections":{}}' AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.submission = s.id)
 ORDER BY s.id LIMIT :limit;

-- :name receipt_known
SELECT EXISTS (SELECT 1 FROM receipt WHERE signature = :signature AND content = :content) AS known;

-- :name signing_key_list
-- :scan signing_key  a handful
SELECT id, public, valid_from, valid_until FROM signing_key ORDER BY valid_until IS NOT NULL, valid_from DESC, id;

-- :name signing_key_end
-- :scan signing_key  a handful
UPDATE signing_key SET valid_until = :now WHERE valid_until IS NULL AND id <> :id;

-- :name signing_key_begin
-- A key laid back into DATA/keys is in force again.
INSERT INTO signing_key(id, public, valid_from) VALUES (:id, :public, :now)
    ON CONFLICT(id) DO UPDATE SET valid_until = NULL;
