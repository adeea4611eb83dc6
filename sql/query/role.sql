-- What was granted to whom.

-- :name role_grant
INSERT INTO role_grant(person, call, role, granted_by, granted_at)
VALUES (:person, :call, :role, :by, :now);

-- :name role_end
UPDATE role_grant SET ended_at = :now
 WHERE person = :person AND role = :role AND ifnull(call, 0) = ifnull(:call, 0) AND ended_at IS NULL;

-- :name role_of_person
SELECT role, call FROM role_grant WHERE person = :person AND ended_at IS NULL ORDER BY id;

-- :name role_holders
SELECT count(*) AS count
    FROM role_grant r JOIN account a ON a.person = r.person
    WHERE r.role = :role AND r.call IS :call AND r.ended_at IS NULL AND a.disabled_at IS NULL;

-- :name role_people
-- Everybody who holds something in the call or over all calls, a row per grant.
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled, r.role, r.call
    FROM role_grant r JOIN person p ON p.id = r.person LEFT JOIN account a ON a.person = p.id
    WHERE r.ended_at IS NULL AND r.call = :call
UNION ALL
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled, r.role, r.call
    FROM role_grant r JOIN person p ON p.id = r.person LEFT JOIN account a ON a.person = p.id
    WHERE r.ended_at IS NULL AND r.call IS NULL
ORDER BY 3, 1
LIMIT 1000;
