-- People and their mail addresses.

-- :name person_add
INSERT INTO person(key, name, latin_name, institution, orcid, phone, language, created_at)
VALUES (:key, :name, :latin_name, :institution, :orcid, :phone, :language, :now);

-- :name person_by_id
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled
    FROM person p LEFT JOIN account a ON a.person = p.id
    WHERE p.id = :id;

-- :name person_by_key
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled
    FROM person p LEFT JOIN account a ON a.person = p.id
    WHERE p.key = :key;

-- :name person_by_email
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled
    FROM address d JOIN person p ON p.id = d.person LEFT JOIN account a ON a.person = p.id
    WHERE d.folded = :folded;

-- :name person_search
-- :scan p  the office looks for a part of a name
SELECT p.id, p.key, p.name, p.latin_name, p.institution, p.orcid, p.phone, p.language,
       (SELECT email FROM address WHERE person = p.id AND is_primary = 1 ORDER BY id LIMIT 1) AS email,
       a.person IS NOT NULL AS has_account, a.disabled_at IS NOT NULL AS disabled
    FROM person p LEFT JOIN account a ON a.person = p.id
    WHERE p.joined_into IS NULL
      AND (instr(p.name, :words) > 0 OR p.id = (SELECT person FROM address WHERE folded = :folded))
    ORDER BY p.name, p.id
    LIMIT :limit;

-- :name person_change
UPDATE person
   SET name = :name, latin_name = :latin_name, institution = :institution, orcid = :orcid,
       phone = :phone, language = :language
 WHERE id = :id;

-- :name person_language
UPDATE person SET language = :language WHERE id = :id;

-- :name address_add
-- The first one is written to.
INSERT INTO address(person, email, folded, is_primary, verified_at, created_at)
SELECT :person, :email, :folded, NOT EXISTS (SELECT 1 FROM address WHERE person = :person),
       :verified_at, :now;

-- :name address_verify
UPDATE address SET verified_at = :now
 WHERE person = :person AND folded = :folded AND verified_at IS NULL;

-- :name address_list
SELECT email, is_primary, verified_at IS NOT NULL AS verified FROM address
 WHERE person = :person
 ORDER BY is_primary DESC, id;

-- :name address_primary
-- One is written to: this one, and no other any more.
UPDATE address SET is_primary = (folded = :folded) WHERE person = :person;

-- :name address_remove
DELETE FROM address WHERE person = :person AND folded = :folded AND is_primary = 0;
