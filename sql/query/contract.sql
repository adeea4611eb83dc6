-- Contracts, their steps, and the log of lists made of them.

-- :part contract_columns
SELECT c.id, c.key, c.call, c.award, c.number, c.project_number, c.state, c.amount, c.party_b, c.credit_code, c.credit_reason,
       c.account, c.agent, c.agent_phone, c.postal, c.instalments, c.starts_on, c.ends_on, c.metric, c.large_asked, c.large_model, c.resources, coalesce(c.copies, 0) AS copies,
       c.courier, c.invoiced_on, c.invoice, c.paid, c.paid_on, c.sent_on, c.signed_b_on, c.signed_a_on, c.acceptance_due, c.note, c.revision,
       c.created_at, c.party_at, w.person, w.application, a.key AS application_key, a.number AS application_number, a.title, a.leader, a.version, t.code AS topic_code,
       w.person = :actor AS owner
  FROM contract c JOIN award w ON w.id = c.award JOIN application a ON a.id = w.application JOIN topic t ON t.id = a.topic

-- :part contract_visible
-- One's own; the office's for its roles, but never against a conflict that is not dismissed or on one's own team.
   AND (w.person = :actor
        OR (:reads_all
            AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.application = a.id AND x.reviewer = :actor AND x.state <> 'dismissed')
            AND NOT
-- :use on_team
            ))

-- :name contract_call_by_key
SELECT call FROM contract WHERE key = :key;

-- :name contract_by_key
-- :use contract_columns
 WHERE c.key = :key
-- :use contract_visible
;

-- :name contract_of_application
SELECT c.key FROM award w JOIN contract c ON c.award = w.id WHERE w.application = :application AND w.live = 1 ORDER BY c.id DESC LIMIT 1;

-- :name contract_list
-- :use contract_columns
 WHERE c.call = :call
-- :use contract_visible
 ORDER BY c.number;

-- :name contract_add
INSERT INTO contract(key, call, award, number, project_number, state, amount, party_b, starts_on, ends_on, metric, large_asked, created_at)
VALUES (:key, :call, :award, :number, :project_number, 'draft', :amount, :party_b, :starts_on, :ends_on, :metric, :large_asked, :now);

-- :name contract_save
-- The sealed account stays when none is given.
UPDATE contract
   SET project_number = :project_number, state = :state, amount = :amount, party_b = :party_b, credit_code = :credit_code, credit_reason = :credit_reason,
       account = coalesce(:account, account), agent = :agent, agent_phone = :agent_phone, postal = :postal,
       instalments = :instalments, starts_on = :starts_on, ends_on = :ends_on, metric = :metric, large_model = :large_model, resources = :resources, copies = :copies,
       courier = :courier, invoiced_on = :invoiced_on, invoice = :invoice, paid = :paid, paid_on = :paid_on, sent_on = :sent_on,
       signed_b_on = :signed_b_on, signed_a_on = :signed_a_on, acceptance_due = :acceptance_due, note = :note, revision = revision + 1
 WHERE id = :id AND revision = :revision;

-- :name contract_party
UPDATE contract SET party_at = :now WHERE id = :id;

-- :name contract_event_add
INSERT INTO contract_event(contract, state, on_day, note, by, at) VALUES (:contract, :state, :day, :note, :by, :now);

-- :name contract_events
SELECT e.state, e.on_day, e.note, e.at, p.name AS by
  FROM contract_event e JOIN person p ON p.id = e.by
 WHERE e.contract = :contract
 ORDER BY e.id DESC;

-- :name contract_choice
SELECT x.selected, x.resources, x.reason, x.at, p.name AS by
  FROM contract_choice x JOIN person p ON p.id = x.by
 WHERE x.contract = :contract
 ORDER BY x.id DESC
 LIMIT 1;

-- :name contract_choice_add
INSERT INTO contract_choice(contract, selected, resources, reason, by, at) VALUES (:contract, :selected, :resources, :reason, :by, :now);

-- :name contract_baseline_add
-- The next version; two at once cannot both have it.
INSERT INTO contract_baseline(contract, version, content, sha256, reason, by, at)
SELECT :contract, 1 + coalesce(max(version), 0), :content, :sha256, :reason, :by, :now FROM contract_baseline WHERE contract = :contract;

-- :name contract_baselines
SELECT b.version, b.content, b.sha256, b.reason, b.at, p.name AS by
  FROM contract_baseline b JOIN person p ON p.id = b.by
 WHERE b.contract = :contract
 ORDER BY b.version DESC;

-- :name export_add
INSERT INTO export(call, preset, format, rows, sha256, by, at) VALUES (:call, :preset, :format, :rows, :sha256, :by, :now);

-- :name export_list
-- :scan e  a call has a few dozen
SELECT e.preset, e.format, e.rows, e.sha256, e.at, coalesce(p.name, '') AS by
  FROM export e LEFT JOIN person p ON p.id = e.by
 WHERE e.call = :call
 ORDER BY e.id DESC
 LIMIT :limit;
