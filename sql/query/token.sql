-- One-time links.

-- :name token_add
INSERT INTO token(hash, purpose, person, email, detail, created_at, expires_at)
VALUES (:hash, :purpose, :person, :email, :detail, :now, :expires_at);

-- :name token_peek
SELECT purpose, person, email, detail, created_at, expires_at
    FROM token
    WHERE hash = :hash AND used_at IS NULL AND expires_at >= :now;

-- :name token_take
UPDATE token SET used_at = :now
 WHERE hash = :hash AND used_at IS NULL AND expires_at >= :now
RETURNING purpose, person, email, detail, created_at, expires_at;

-- :name token_end
UPDATE token SET used_at = :now WHERE person = :person AND purpose = :purpose AND used_at IS NULL;

-- :name token_open
SELECT purpose, person, email, detail, created_at, expires_at
    FROM token
    WHERE purpose = :purpose AND used_at IS NULL AND expires_at >= :now
    ORDER BY expires_at DESC
    LIMIT :limit;
