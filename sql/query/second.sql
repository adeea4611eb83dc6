-- The second step of signing in.

-- :name totp_get
SELECT key, secret, step, enabled_at IS NOT NULL AS enabled FROM totp WHERE person = :person;

-- :name totp_offer
-- One that is in use is not overwritten.
INSERT INTO totp(person, key, secret, created_at) VALUES (:person, :key, :secret, :now)
    ON CONFLICT(person) DO UPDATE SET key = excluded.key, secret = excluded.secret, step = 0,
                                      created_at = excluded.created_at
    WHERE totp.enabled_at IS NULL;

-- :name totp_take
-- Of two that come with the same code one succeeds.
UPDATE totp SET step = :step, enabled_at = coalesce(enabled_at, :now)
 WHERE person = :person AND step < :step;

-- :name totp_end
DELETE FROM totp WHERE person = :person;

-- :name recovery_add
INSERT INTO recovery_code(person, hash) VALUES (:person, :hash);

-- :name recovery_take
UPDATE recovery_code SET used_at = :now WHERE person = :person AND hash = :hash AND used_at IS NULL;

-- :name recovery_left
SELECT count(*) AS left FROM recovery_code WHERE person = :person AND used_at IS NULL;

-- :name recovery_end
DELETE FROM recovery_code WHERE person = :person;
