-- How often a subject failed lately.

-- :name guess_get
SELECT count, since, next_at FROM guess WHERE subject = :subject;

-- :name guess_put
INSERT INTO guess(subject, count, since, next_at) VALUES (:subject, :count, :since, :next_at)
    ON CONFLICT(subject) DO UPDATE
    SET count = excluded.count, since = excluded.since, next_at = excluded.next_at;

-- :name guess_clear
DELETE FROM guess WHERE subject = :subject;

-- :name guess_sweep
-- :scan guess  what nobody tried for long is forgotten
DELETE FROM guess WHERE since < :before AND next_at < :before;
