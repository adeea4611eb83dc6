-- What somebody asks to have erased, and erasing it.

-- :name erasure_add
INSERT INTO erasure(key, person, state, reason, asked_at) VALUES (:key, :person, 'asked', :reason, :now);

-- :name erasure_of
SELECT e.id, e.key, e.person, p.key AS person_key, p.name, e.state, e.reason, e.asked_at, e.answer, e.decided_at, e.due_at, e.ended_at
  FROM erasure e JOIN person p ON p.id = e.person
 WHERE e.person = :person
 ORDER BY e.id DESC LIMIT 1;

-- :name erasure_get
SELECT e.id, e.key, e.person, p.key AS person_key, p.name, e.state, e.reason, e.asked_at, e.answer, e.decided_at, e.due_at, e.ended_at
  FROM erasure e JOIN person p ON p.id = e.person
 WHERE e.key = :key;

-- :name erasure_list
-- :scan e  a few in a year
SELECT e.id, e.key, e.person, p.key AS person_key, p.name, e.state, e.reason, e.asked_at, e.answer, e.decided_at, e.due_at, e.ended_at
  FROM erasure e JOIN person p ON p.id = e.person
 ORDER BY e.id DESC LIMIT 500;

-- :name erasure_due
SELECT e.id, e.key, e.person, p.key AS person_key, p.name, e.state, e.reason, e.asked_at, e.answer, e.decided_at, e.due_at, e.ended_at
  FROM erasure e JOIN person p ON p.id = e.person
 WHERE e.state = 'accepted' AND e.due_at <= :now
 ORDER BY e.due_at LIMIT 1;

-- :name erasure_decide
UPDATE erasure SET state = :state, answer = :answer, decided_by = :by, decided_at = :now, due_at = :due
 WHERE id = :id AND state IN ('asked', 'accepted');

-- :name erasure_end
UPDATE erasure SET state = :state, ended_at = :now WHERE id = :id AND state IN ('asked', 'accepted');

-- :name erasure_facts
-- :scan w  people are erased a few times a year
SELECT (SELECT count(*) FROM award w WHERE w.person = :person) AS awards,
       (SELECT count(*) FROM application a JOIN call c ON c.id = a.call
         WHERE a.applicant = :person AND a.state IN ('submitted', 'returned', 'eligible') AND c.released_at IS NULL) AS in_review,
       (SELECT count(*) FROM role_grant r WHERE r.person = :person AND r.ended_at IS NULL) AS roles;

-- What follows blanks or deletes, in this order: what points at a row goes before it.  Numbers, times, verdicts,
-- scores and hashes stay, so that counts, rankings and the audit log stay what they were.

-- :name erase_token
-- :scan token  people are erased a few times a year
DELETE FROM token WHERE person = :person OR lower(email) IN (SELECT folded FROM address WHERE person = :person);

-- :name erase_session
DELETE FROM session WHERE person = :person;

-- :name erase_totp
DELETE FROM totp WHERE person = :person;

-- :name erase_recovery
DELETE FROM recovery_code WHERE person = :person;

-- :name erase_account
DELETE FROM account WHERE person = :person;

-- :name erase_notice
-- :scan notice  people are erased a few times a year
DELETE FROM notice
 WHERE person = :person OR lower(email) IN (SELECT folded FROM address WHERE person = :person)
    OR (object_kind = 'application' AND object IN (SELECT id FROM application WHERE applicant = :person))
    OR (object_kind = 'submission'
        AND object IN (SELECT s.id FROM submission s JOIN application a ON a.id = s.application WHERE a.applicant = :person));

-- :name erase_member
-- :scan member  people are erased a few times a year
DELETE FROM member WHERE leader = :person;

-- :name erase_membership
-- :scan membership  people are erased a few times a year
DELETE FROM membership WHERE leader = :person OR email IN (SELECT folded FROM address WHERE person = :person);

-- :name erase_team
DELETE FROM collaborator WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_collaborator
-- Helping with another's application was seen by its leader; that it was this person goes.
UPDATE collaborator SET name = '—', email = '', link = NULL, ended_at = ifnull(ended_at, :now) WHERE person = :person;

-- :name erase_upload_part
-- :scan upload  people are erased a few times a year
DELETE FROM upload_part
 WHERE upload IN (SELECT id FROM upload WHERE by = :person OR application IN (SELECT id FROM application WHERE applicant = :person));

-- :name erase_upload
-- :scan upload  people are erased a few times a year
DELETE FROM upload WHERE by = :person OR application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_paper
DELETE FROM paper
 WHERE submission IN (SELECT s.id FROM submission s JOIN application a ON a.id = s.application WHERE a.applicant = :person);

-- :name erase_receipt
DELETE FROM receipt
 WHERE submission IN (SELECT s.id FROM submission s JOIN application a ON a.id = s.application WHERE a.applicant = :person);

-- :name erase_submission_file
DELETE FROM submission_file
 WHERE submission IN (SELECT s.id FROM submission s JOIN application a ON a.id = s.application WHERE a.applicant = :person);

-- :name erase_submission
UPDATE submission SET content = '{"sections":{}}', registered = NULL
 WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_attachment
-- :scan submission_file  people are erased a few times a year
-- :scan attachment  people are erased a few times a year
DELETE FROM attachment WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_revision
-- :scan answer  people are erased a few times a year
DELETE FROM section_revision WHERE answer IN (SELECT id FROM answer WHERE person = :person);

-- :name erase_answer
-- :scan answer  people are erased a few times a year
DELETE FROM answer WHERE person = :person;

-- :name erase_screening
UPDATE screening SET note = '' WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_review_version
-- Scores stay; what was written about the work goes.
-- :scan review_version  people are erased a few times a year
UPDATE review_version SET content = json_remove(content, '$.to_committee', '$.to_applicant'), reason = ''
 WHERE review IN (SELECT r.id FROM review r JOIN application a ON a.id = r.application WHERE a.applicant = :person);

-- :name erase_review
UPDATE review SET to_committee = '', to_applicant = '', scan = NULL, scan_name = NULL
 WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_decision
UPDATE decision SET reason = '', outer = '' WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_award_case
UPDATE award_case SET reason = '' WHERE application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_conflict
UPDATE conflict SET reason = '' WHERE reviewer = :person OR application IN (SELECT id FROM application WHERE applicant = :person);

-- :name erase_assignment
-- :scan assignment  people are erased a few times a year
UPDATE assignment SET note = '' WHERE note <> '' AND (reviewer = :person OR application IN (SELECT id FROM application WHERE applicant = :person));

-- :name erase_extension
-- :scan extension  people are erased a few times a year
UPDATE extension SET reason = '' WHERE person = :person;

-- :name erase_different
-- :scan different_person  people are erased a few times a year
UPDATE different_person SET reason = '' WHERE first = :person OR second = :person;

-- :name erase_reviewer
-- :scan reviewer  people are erased a few times a year
UPDATE reviewer SET topics = '[]', keywords = '', languages = '[]' WHERE person = :person;

-- :name erase_score_upload
-- :scan score_upload  people are erased a few times a year
DELETE FROM score_upload WHERE person = :person;

-- :name erase_application
-- A draft is nobody's any more; what was submitted keeps its state.
UPDATE application
   SET title = '', institution = '', leader = '', at_closing = 0, state = CASE state WHEN 'draft' THEN 'withdrawn' ELSE state END
 WHERE applicant = :person;

-- :name erase_address
DELETE FROM address WHERE person = :person;

-- :name erase_person
-- :scan person  people are erased a few times a year
UPDATE person SET name = '—', latin_name = NULL, institution = NULL, orcid = NULL, phone = NULL
 WHERE id = :person OR joined_into = :person;

-- :name erase_words
UPDATE erasure SET reason = '', answer = '' WHERE person = :person;

-- :name erase_blob
-- Files nothing points at any more; the sweep takes them from the disk.
-- :scan blob  people are erased a few times a year
-- :scan attachment  people are erased a few times a year
-- :scan submission_file  people are erased a few times a year
-- :scan paper  people are erased a few times a year
-- :scan download  people are erased a few times a year
-- :scan review  people are erased a few times a year
DELETE FROM blob
 WHERE sha256 NOT IN (SELECT blob FROM attachment) AND sha256 NOT IN (SELECT blob FROM submission_file)
   AND sha256 NOT IN (SELECT blob FROM paper WHERE blob IS NOT NULL) AND sha256 NOT IN (SELECT blob FROM download)
   AND sha256 NOT IN (SELECT scan FROM review WHERE scan IS NOT NULL);
