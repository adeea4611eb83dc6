-- Two persons found to be one: every row of `from` that says who somebody is goes over to `into`.  What `from`
-- did (audit, saves, signatures of the office) stays as it was done.

-- :name join_same_topic
-- Why two cannot become one: both applied to one topic.
SELECT a.number AS first, b.number AS second
  FROM application a JOIN application b ON b.call = a.call AND b.topic = a.topic AND b.applicant = :from
 WHERE a.applicant = :into
 LIMIT 1;

-- :name join_two_awards
-- :scan y  people are joined once in a season
SELECT x.number AS first, y.number AS second
  FROM award x JOIN award y ON y.call = x.call AND y.person = :from AND y.live = 1
 WHERE x.person = :into AND x.live = 1
 LIMIT 1;

-- :name join_is_done
SELECT joined_into IS NOT NULL AS done FROM person WHERE id = :id;

-- :name join_approval
-- A release waiting for its second person was asked for when the two were still two.
UPDATE approval SET ended_at = :now
 WHERE confirmed_at IS NULL AND ended_at IS NULL AND act = 'release'
   AND call IN (SELECT a.call FROM application a WHERE a.applicant IN (:from, :into));

-- :name join_preference
-- One list of wishes: those of `from` come after those of `into`.
UPDATE application
   SET preference = preference + (SELECT ifnull(max(x.preference), 0) FROM application x WHERE x.applicant = :into AND x.call = application.call)
 WHERE applicant = :from AND preference IS NOT NULL;

-- :name join_application
UPDATE application SET applicant = :into WHERE applicant = :from;

-- :name join_answer
-- A shared section stays behind where the other one has it too: submitted versions hold their own copy.
-- :scan answer  people are joined once in a season
UPDATE answer SET person = :into
 WHERE person = :from
   AND (application IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM answer x WHERE x.call = answer.call AND x.person = :into AND x.section = answer.section
                          AND x.application IS NULL));

-- :name join_member_leader
-- :scan member  people are joined once in a season
UPDATE member SET leader = :into WHERE leader = :from;

-- :name join_member_person
-- :scan member  people are joined once in a season
UPDATE member SET person = :into WHERE person = :from;

-- :name join_membership
-- Those told by both keep what they said to `into`.
-- :scan membership  people are joined once in a season
UPDATE membership SET leader = :into
 WHERE leader = :from
   AND NOT EXISTS (SELECT 1 FROM membership x WHERE x.call = membership.call AND x.leader = :into AND x.email = membership.email);

-- :name join_collaborator_end
-- Both help with one application: the row of `into` stays, or none when they turn out to lead it.
UPDATE collaborator SET ended_at = :now, link = NULL
 WHERE ended_at IS NULL AND person IN (:from, :into)
   AND ((person = :from
         AND EXISTS (SELECT 1 FROM collaborator x WHERE x.application = collaborator.application AND x.person = :into AND x.ended_at IS NULL))
        OR EXISTS (SELECT 1 FROM application a WHERE a.id = collaborator.application AND a.applicant = :into));

-- :name join_collaborator
UPDATE collaborator SET person = :into WHERE person = :from;

-- :name join_address
UPDATE address SET person = :into, is_primary = 0 WHERE person = :from AND EXISTS (SELECT 1 FROM address x WHERE x.person = :into);

-- :name join_address_first
UPDATE address SET person = :into WHERE person = :from;

-- :name join_extension
-- :scan extension  people are joined once in a season
UPDATE extension SET person = :into WHERE person = :from;

-- :name join_conflict
UPDATE conflict SET reviewer = :into
 WHERE reviewer = :from
   AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.application = conflict.application AND x.reviewer = :into AND x.source = conflict.source);

-- :name join_conflict_left
-- The same conflict of both: what stands against one stands against both.
UPDATE conflict SET state = 'suspected'
 WHERE reviewer = :into AND state = 'dismissed'
   AND EXISTS (SELECT 1 FROM conflict x WHERE x.application = conflict.application AND x.reviewer = :from AND x.source = conflict.source
                  AND x.state <> 'dismissed');

-- :name join_assignment
-- :scan assignment  people are joined once in a season
UPDATE assignment SET reviewer = :into
 WHERE reviewer = :from
   AND (ended_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM assignment x WHERE x.application = assignment.application AND x.reviewer = :into AND x.ended_at IS NULL));

-- :name join_assignment_end
UPDATE assignment SET ended_at = :now, ended_why = 'joined' WHERE reviewer = :from AND ended_at IS NULL;

-- :name join_review
-- :scan review  people are joined once in a season
UPDATE review SET reviewer = :into
 WHERE reviewer = :from AND EXISTS (SELECT 1 FROM assignment s WHERE s.id = review.assignment AND s.reviewer = :into);

-- :name join_reviewer
-- :scan reviewer  people are joined once in a season
UPDATE reviewer SET person = :into
 WHERE person = :from AND NOT EXISTS (SELECT 1 FROM reviewer x WHERE x.call = reviewer.call AND x.person = :into);

-- :name join_reviewer_sought
-- Two people have more to do with others than one: conflicts are looked for again.
-- :scan reviewer  people are joined once in a season
UPDATE reviewer SET sought_at = NULL WHERE person = :into;

-- :name join_bid
UPDATE bid SET reviewer = :into
 WHERE reviewer = :from AND NOT EXISTS (SELECT 1 FROM bid x WHERE x.reviewer = :into AND x.application = bid.application);

-- :name join_hand
-- :scan roster_hand  people are joined once in a season
UPDATE roster_hand SET reviewer = :into
 WHERE reviewer = :from AND NOT EXISTS (SELECT 1 FROM roster_hand x WHERE x.reviewer = :into AND x.application = roster_hand.application);

-- :name join_conflict_self
-- Nobody reviews what is now their own.
-- :scan s  people are joined once in a season
INSERT INTO conflict(application, reviewer, source, state, at)
SELECT a.id, :into, 'self', 'confirmed', :now
  FROM application a
 WHERE a.applicant = :into AND EXISTS (SELECT 1 FROM assignment s WHERE s.application = a.id AND s.reviewer = :into)
    ON CONFLICT(application, reviewer, source) DO NOTHING;

-- :name join_award
-- :scan award  people are joined once in a season
UPDATE award SET person = :into WHERE person = :from;

-- :name join_role
-- :scan role_grant  people are joined once in a season
UPDATE role_grant SET person = :into
 WHERE person = :from AND ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM role_grant x WHERE x.person = :into AND x.role = role_grant.role AND ifnull(x.call, 0) = ifnull(role_grant.call, 0)
                      AND x.ended_at IS NULL);

-- :name join_role_end
UPDATE role_grant SET ended_at = :now WHERE person = :from AND ended_at IS NULL;

-- :name join_notice
UPDATE notice SET person = :into WHERE person = :from;

-- :name join_consent
UPDATE consent SET person = :into WHERE person = :from;

-- :name join_token
UPDATE token SET used_at = :now WHERE person = :from AND used_at IS NULL;

-- :name join_session
UPDATE session SET ended_at = :now WHERE person = :from AND ended_at IS NULL;

-- :name join_totp
-- It goes where its account goes.
UPDATE totp SET person = :into WHERE person = :from AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person = :into);

-- :name join_recovery
UPDATE recovery_code SET person = :into WHERE person = :from AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person = :into);

-- :name join_account
UPDATE account SET person = :into WHERE person = :from AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person = :into);

-- :name join_account_end
UPDATE account SET disabled_at = :now WHERE person = :from AND disabled_at IS NULL;

-- :name join_erasure
-- Asked for by one of the two, who is another person now.
UPDATE erasure SET state = 'withdrawn', ended_at = :now WHERE person = :from AND state IN ('asked', 'accepted');

-- :name join_person
UPDATE person SET joined_into = :into WHERE id = :from;
