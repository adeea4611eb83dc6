-- :name conflict_add
INSERT INTO conflict(application, reviewer, source, state, reason, by, at)
VALUES (:application, :reviewer, :source, :state, :reason, :by, :now)
    ON CONFLICT(application, reviewer, source) DO UPDATE
   SET state = excluded.state, reason = excluded.reason
 WHERE conflict.by IS NULL AND conflict.state = 'suspected';

-- :name conflict_decide
-- One's own and one's team's application is final; a likeness of names is not.
UPDATE conflict SET state = :state, reason = :reason, by = :by, at = :now
 WHERE application = :application AND reviewer = :reviewer AND source = :source 
   AND NOT (source IN ('self', 'member') AND by IS NULL AND conflict.state = 'confirmed');

-- :name conflict_standing
SELECT count(*) AS count FROM conflict WHERE application = :application AND reviewer = :reviewer AND state <> 'dismissed';

-- :name conflict_list
SELECT c.source, c.state, c.reason, c.at, c.by IS NULL AS found, p.key AS reviewer, p.name
  FROM conflict c JOIN person p ON p.id = c.reviewer
 WHERE c.application = :application
 ORDER BY p.name, c.source;

-- :name party_leader
SELECT p.id AS person, p.name, coalesce(nullif(a.institution, ''), p.institution, '') AS institution, '' AS email
  FROM application a JOIN person p ON p.id = a.applicant
 WHERE a.id = :application;

-- :name party_members
-- Who is named in the team, and everybody who ever helped to write it.
SELECT coalesce(m.person, 0) AS person, m.name, m.institution, coalesce(m.email, '') AS email
  FROM application a JOIN member m ON m.call = a.call AND m.leader = a.applicant
 WHERE a.id = :application
UNION ALL
SELECT p.id, p.name, coalesce(p.institution, ''), ''
  FROM collaborator h JOIN person p ON p.id = h.person
 WHERE h.application = :application;

-- :name party_reviewer
SELECT p.id AS person, p.name, coalesce(p.institution, '') AS institution, '' AS email FROM person p WHERE p.id = :person;

-- :name party_addresses
SELECT folded AS email FROM address WHERE person = :person;

-- :part companion_team
-- Teams of the call in which the reviewer stands, other than the one looked at.
  WITH own(email) AS (SELECT folded FROM address WHERE person = :reviewer),
       team(leader) AS (
         SELECT a.applicant FROM application a WHERE a.applicant = :reviewer AND a.call = :call AND a.applicant <> :applicant
         UNION
         SELECT m.leader FROM member m WHERE m.call = :call AND m.leader <> :applicant AND m.person = :reviewer
         UNION
         SELECT m.leader FROM member m JOIN own o ON m.email = o.email WHERE m.call = :call AND m.leader <> :applicant
         UNION
         SELECT a.applicant FROM collaborator h JOIN application a ON a.id = h.application
          WHERE h.person = :reviewer AND a.call = :call AND a.applicant <> :applicant)

-- :name companion_leaders
-- :scan t the few teams of one reviewer
-- :scan own the reviewer's own addresses
-- :scan o the reviewer's own addresses
-- :use companion_team
SELECT p.id AS person, p.name, coalesce(p.institution, '') AS institution, '' AS email
  FROM team t JOIN person p ON p.id = t.leader
 WHERE p.id <> :reviewer;

-- :name companion_members
-- :scan t the few teams of one reviewer
-- :scan own the reviewer's own addresses
-- :scan o the reviewer's own addresses
-- :use companion_team
SELECT coalesce(m.person, 0) AS person, m.name, m.institution, coalesce(m.email, '') AS email
  FROM team t JOIN member m ON m.call = :call AND m.leader = t.leader
 WHERE coalesce(m.person, 0) <> :reviewer AND coalesce(m.email, '') NOT IN (SELECT email FROM own)
UNION ALL
SELECT p.id, p.name, coalesce(p.institution, ''), ''
  FROM team t JOIN application a ON a.call = :call AND a.applicant = t.leader
              JOIN collaborator h ON h.application = a.id JOIN person p ON p.id = h.person
 WHERE p.id <> :reviewer;

-- :name reviewer_ids
SELECT DISTINCT g.person AS id
  FROM role_grant g
 WHERE g.call = :call AND g.role IN ('reviewer', 'member', 'chair') AND g.ended_at IS NULL
 ORDER BY g.person;

-- :name alias_find
SELECT institution FROM institution_alias WHERE alias = :alias;

-- :name alias_any
-- :scan institution_alias the first row ends it
SELECT EXISTS (SELECT 1 FROM institution_alias) AS any;

-- :name alias_add
INSERT INTO institution_alias(alias, institution) VALUES (:alias, :institution) ON CONFLICT(alias) DO NOTHING;
