-- :part on_team
-- Whoever the leader names as a member, and whoever helps to write it now.
   (EXISTS (SELECT 1 FROM member m WHERE m.call = a.call AND m.leader = a.applicant AND m.person = :actor)
    OR EXISTS (SELECT 1 FROM collaborator h WHERE h.application = a.id AND h.person = :actor AND h.ended_at IS NULL))

-- :part application_columns
SELECT a.id, a.key, a.number, a.call, a.topic, t.code AS topic_code, a.applicant, a.state, a.title, a.amount, a.institution,
       a.leader, coalesce(a.preference, 0) AS preference, a.version, a.by_mail, a.due_at, a.at_closing, a.created_at, a.submitted_at,
       (SELECT coalesce(max(x.until), 0) FROM extension x
         WHERE x.call = a.call AND (x.person IS NULL OR x.person = a.applicant) AND (x.topic IS NULL OR x.topic = a.topic)) AS extended_until,
       a.applicant = :actor AS owner,
-- :use on_team
       AS member,
       EXISTS (SELECT 1 FROM assignment s WHERE s.application = a.id AND s.reviewer = :actor AND s.ended_at IS NULL) AS assigned,
       EXISTS (SELECT 1 FROM conflict c WHERE c.application = a.id AND c.reviewer = :actor AND c.state <> 'dismissed') AS conflicted,
       EXISTS (SELECT 1 FROM review r WHERE r.application = a.id AND r.reviewer = :actor AND r.state = 'submitted') AS reviewed
  FROM application a JOIN topic t ON t.id = a.topic

-- :part application_visible
-- The one definition of which applications an actor may see at all: one's own and one's team's always; the
-- others once submitted, by role or assignment, and never against a conflict that is not dismissed.
-- The sets hold what is the actor's own only, so they are read once a statement and not once a row.
   AND (a.applicant = :actor
        OR (a.version > 0
            AND (:reads_all
                 OR a.id IN (SELECT s.application FROM assignment s WHERE s.reviewer = :actor AND s.ended_at IS NULL))
            AND a.id NOT IN (SELECT c.application FROM conflict c WHERE c.reviewer = :actor AND c.state <> 'dismissed'))
        OR (a.call, a.applicant) IN (SELECT m.call, m.leader FROM member m WHERE m.person = :actor)
        OR a.id IN (SELECT h.application FROM collaborator h WHERE h.person = :actor AND h.ended_at IS NULL))

-- :name application_call_by_key
SELECT call FROM application WHERE key = :key;

-- :name application_call_by_id
SELECT call FROM application WHERE id = :id;

-- :name application_by_key
-- :use application_columns
 WHERE a.key = :key
-- :use application_visible
;

-- :name application_by_id
-- :use application_columns
 WHERE a.id = :id
-- :use application_visible
;

-- :name application_mine
-- :use application_columns
 WHERE a.call = :call AND a.applicant = :actor
 ORDER BY t.place;

-- :part application_others
-- The office's lists leave out what the actor leads or is a member of: there they stand as applicants do.
   AND a.applicant <> :actor
   AND NOT
-- :use on_team

-- :name application_list
-- Submitted ones of a call, in the order of their numbers (random, so that it tells nothing); page by page.
-- :use application_columns
 WHERE a.call = :call AND a.version > 0 AND a.number > :after
   AND (:topic IS NULL OR a.topic = :topic) AND (:state IS NULL OR a.state = :state)
-- :use application_visible
-- :use application_others
 ORDER BY a.number
 LIMIT :limit;

-- :name application_count
SELECT a.state, count(*) AS count
  FROM application a
 WHERE a.call = :call AND a.version > 0
-- :use application_visible
-- :use application_others
 GROUP BY a.state;

-- :name application_add
INSERT INTO application(key, number, call, topic, applicant, state, by_mail, created_at, preference)
VALUES (:key, :number, :call, :topic, :applicant, 'draft', :by_mail, :now,
        (SELECT 1 + count(*) FROM application WHERE call = :call AND applicant = :applicant));

-- :name application_save
UPDATE application
   SET state = :state, title = :title, amount = :amount, institution = :institution, leader = :leader, version = :version,
       due_at = :due_at, submitted_at = :submitted_at, by_mail = :by_mail
 WHERE id = :id;

-- :name application_at_closing
UPDATE application SET at_closing = :wanted WHERE id = :id;

-- :name application_at_closing_done
-- A wish is good for one gate: who is given more time may wish again.
UPDATE application SET at_closing = 0, at_closing_done = :now WHERE id = :id;

-- :name application_list_at_closing
-- :scan a  an index that holds only those still waiting for their gate
-- :use application_columns
 WHERE a.at_closing = 1 AND a.state IN ('draft', 'submitted');

-- :name application_preference
UPDATE application SET preference = :preference WHERE id = :id AND applicant = :applicant;

-- :name answer_get_own
SELECT id, section, revision, content, revisions, saved_at FROM answer WHERE application = :application AND section = :section;

-- :name answer_get_shared
SELECT id, section, revision, content, revisions, saved_at
  FROM answer
 WHERE call = :call AND person = :person AND application IS NULL AND section = :section;

-- :name answer_all
SELECT id, section, revision, content, saved_at FROM answer WHERE application = :application
UNION ALL
SELECT id, section, revision, content, saved_at
  FROM answer
 WHERE call = :call AND person = :person AND application IS NULL;

-- :name answer_add
INSERT INTO answer(call, person, application, section, revision, content, revisions, saved_at, saved_by)
VALUES (:call, :person, :application, :section, 1, :content, :revisions, :now, :by);

-- :name answer_save
UPDATE answer
   SET revision = :revision, content = :content, revisions = :revisions, saved_at = :now, saved_by = :by
 WHERE id = :id AND revision = :revision - 1;

-- :name section_revision_add
INSERT INTO section_revision(answer, revision, content, saved_at, saved_by)
VALUES (:answer, :revision, :content, :now, :by);

-- :name section_revision_get
SELECT content FROM section_revision WHERE answer = :answer AND revision = :revision;

-- :name section_revision_list
SELECT r.revision, r.saved_at, p.name AS by
  FROM section_revision r JOIN person p ON p.id = r.saved_by
 WHERE r.answer = :answer AND r.revision < :before
 ORDER BY r.revision DESC
 LIMIT :limit;

-- :name member_clear
DELETE FROM member WHERE call = :call AND leader = :leader;

-- :name member_add
INSERT INTO member(call, leader, place, name, institution, email, person)
VALUES (:call, :leader, :place, :name, :institution, :email,
        (SELECT d.person FROM address d WHERE d.folded = :email AND d.verified_at IS NOT NULL));

-- :name attachment_add
INSERT INTO attachment(key, application, slot, name, type, blob, size, added_by, added_at, stored_at)
VALUES (:key, :application, :slot, :name, :type, :blob, :size, :by, :added, :stored);

-- :name attachment_began
-- The upload that was under way at the application's gate.
SELECT coalesce(max(added_at), 0) AS began
  FROM attachment
 WHERE application = :application AND removed_at IS NULL AND added_at <= :gate AND stored_at > :gate;

-- :name attachment_list
SELECT id, key, slot, name, type, blob, size, coalesce(pages, -1) AS pages, added_at, stored_at
  FROM attachment
 WHERE application = :application AND removed_at IS NULL
 ORDER BY slot, id;

-- :name attachment_get
SELECT t.id, t.key, t.application, t.slot, t.name, t.type, t.blob, t.size, coalesce(t.pages, -1) AS pages, t.added_at, t.removed_at
  FROM attachment t
 WHERE t.key = :key;

-- :name attachment_uncounted
-- The oldest PDF whose pages nobody has counted.
-- :scan attachment its index holds those only, and they are few
SELECT blob FROM attachment WHERE pages IS NULL AND type = 'application/pdf' ORDER BY id LIMIT 1;

-- :name attachment_counted
-- All that are the same file.
-- :scan attachment its index holds those only, and they are few
UPDATE attachment SET pages = :pages WHERE pages IS NULL AND type = 'application/pdf' AND blob = :blob;

-- :name attachment_remove
UPDATE attachment SET removed_at = :now WHERE id = :id AND removed_at IS NULL;

-- :name attachment_total
SELECT coalesce(sum(size), 0) AS total FROM attachment WHERE application = :application AND removed_at IS NULL;

-- :name submission_add
INSERT INTO submission(key, application, version, call_version, content, sha256, submitted_at, submitted_by, in_grace, registered)
VALUES (:key, :application, :version, :call_version, :content, :sha256, :submitted_at, :by, :in_grace, :registered);

-- :name submission_file_add
INSERT INTO submission_file(submission, attachment, slot, name, type, blob, size)
SELECT :submission, t.id, t.slot, t.name, t.type, t.blob, t.size
  FROM attachment t
 WHERE t.application = :application AND t.removed_at IS NULL;

-- :name submission_list
SELECT s.id, s.key, s.application, s.version, s.call_version, '' AS content, s.sha256, s.submitted_at, s.in_grace,
       coalesce(s.registered, '') AS registered
  FROM submission s
 WHERE s.application = :application
 ORDER BY s.version DESC;

-- :name submission_get
SELECT s.id, s.key, s.application, s.version, s.call_version, s.content, s.sha256, s.submitted_at, s.in_grace,
       coalesce(s.registered, '') AS registered
  FROM submission s
 WHERE s.application = :application AND s.version = :version;

-- :name submission_by_id
SELECT s.id, s.key, s.application, s.version, s.call_version, s.content, s.sha256, s.submitted_at, s.in_grace,
       coalesce(s.registered, '') AS registered
  FROM submission s
 WHERE s.id = :id;

-- :name submission_files
SELECT f.slot, f.name, f.type, f.blob, f.size, coalesce(t.pages, -1) AS pages, t.key
  FROM submission_file f JOIN attachment t ON t.id = f.attachment
 WHERE f.submission = :submission
 ORDER BY f.slot, f.id;

-- :name submission_has_file
-- Is this attachment part of the newest submitted version?
SELECT EXISTS (SELECT 1 FROM submission_file f JOIN submission s ON s.id = f.submission
                WHERE f.attachment = :attachment AND s.application = :application) AS there;
