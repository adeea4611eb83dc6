-- Who helps to write an application.

-- :part collaborator_columns
SELECT h.id, h.key, h.application, h.name, h.email, h.sections, h.invited_at, h.expires_at, h.person, h.accepted_at, h.ended_at,
       coalesce(p.name, '') AS person_name, a.key AS application_key, a.applicant AS leader
  FROM collaborator h JOIN application a ON a.id = h.application LEFT JOIN person p ON p.id = h.person

-- :name collaborator_add
INSERT INTO collaborator(key, application, name, email, sections, link, invited_at, expires_at)
VALUES (:key, :application, :name, :email, :sections, :link, :now, :expires_at);

-- :name collaborator_list
-- :use collaborator_columns
 WHERE h.application = :application AND h.ended_at IS NULL
 ORDER BY h.id;

-- :name collaborator_ever
SELECT count(*) AS count FROM collaborator WHERE application = :application;

-- :name collaborator_by_key
-- :use collaborator_columns
 WHERE h.application = :application AND h.key = :key AND h.ended_at IS NULL;

-- :name collaborator_by_link
-- :use collaborator_columns
 WHERE h.link = :link AND h.ended_at IS NULL AND h.expires_at >= :now;

-- :name collaborator_accept
-- Of two who use a link at once, one changes a row.
UPDATE collaborator SET person = :person, accepted_at = :now, link = NULL
 WHERE link = :link AND ended_at IS NULL AND expires_at >= :now;

-- :name collaborator_again
UPDATE collaborator SET link = :link, invited_at = :now, expires_at = :expires_at
 WHERE id = :id AND person IS NULL AND ended_at IS NULL;

-- :name collaborator_sections
UPDATE collaborator SET sections = :sections WHERE id = :id AND ended_at IS NULL;

-- :name collaborator_end
UPDATE collaborator SET ended_at = :now, link = NULL WHERE id = :id AND ended_at IS NULL;

-- :name collaborator_given
-- What one person may write of an application.
SELECT sections FROM collaborator WHERE person = :person AND application = :application AND ended_at IS NULL;

-- :name collaborator_helping
-- Where one person helps, newest first.
SELECT a.key, h.sections
  FROM collaborator h JOIN application a ON a.id = h.application
 WHERE h.person = :person AND h.ended_at IS NULL AND a.call = :call
 ORDER BY h.accepted_at DESC, h.id;

-- :name collaborator_reviews
-- Does this person review the application, or did they?
SELECT EXISTS (SELECT 1 FROM assignment s WHERE s.application = :application AND s.reviewer = :person AND s.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM review r WHERE r.application = :application AND r.reviewer = :person) AS reviews;
