-- Sign-ins and the versions of texts accepted.

-- :name account_by_email
SELECT d.person, a.password, d.verified_at IS NOT NULL AS verified, a.disabled_at IS NOT NULL AS disabled
    FROM address d LEFT JOIN account a ON a.person = d.person
    WHERE d.folded = :folded;

-- :name account_of_person
SELECT a.person, a.password, a.disabled_at IS NOT NULL AS disabled,
       EXISTS (SELECT 1 FROM address WHERE person = a.person AND verified_at IS NOT NULL) AS verified
    FROM account a
    WHERE a.person = :person;

-- :name account_password
INSERT INTO account(person, password, created_at) VALUES (:person, :password, :now)
    ON CONFLICT(person) DO UPDATE SET password = coalesce(excluded.password, account.password);

-- :name account_disable
UPDATE account SET disabled_at = :at WHERE person = :person;

-- :name consent_add
INSERT INTO consent(person, kind, version, given_at) VALUES (:person, :kind, :version, :now);

-- :name consent_has
SELECT 1 AS given FROM consent
 WHERE person = :person AND kind = :kind AND version = :version AND withdrawn_at IS NULL;

-- :name consent_withdraw
UPDATE consent SET withdrawn_at = :now WHERE person = :person AND kind = :kind AND withdrawn_at IS NULL;

-- :name consent_list
SELECT kind, version, given_at, withdrawn_at FROM consent WHERE person = :person ORDER BY id;
