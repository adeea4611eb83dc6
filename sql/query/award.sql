-- :name sequence_take
-- The next number of a sequence; its first when there was none.
INSERT INTO sequence(name, next) VALUES (:name, :first + 1)
    ON CONFLICT(name) DO UPDATE SET next = next + 1
RETURNING next - 1 AS number;

-- :name award_add
INSERT INTO award(key, call, person, application, number, amount, made_by, made_at)
VALUES (:key, :call, :person, :application, :number, :amount, :by, :now);

-- :name award_list
SELECT id, key, person, application, number, amount, live, made_at, coalesce(ended_at, 0) AS ended_at, coalesce(ended_why, '') AS ended_why
  FROM award
 WHERE call = :call
 ORDER BY id;

-- :name award_end
UPDATE award SET live = 0, ended_at = :now, ended_why = :why WHERE id = :id AND live = 1;

-- :name award_of_person
SELECT number FROM award WHERE call = :call AND person = :person AND live = 1;

-- :name likeness_list
-- Whoever would be funded.
SELECT DISTINCT p.id, p.key, p.name, coalesce(p.institution, '') AS institution, coalesce(p.phone, '') AS phone, coalesce(p.orcid, '') AS orcid
  FROM decision d JOIN application a ON a.id = d.application JOIN person p ON p.id = a.applicant
 WHERE d.call = :call AND d.outcome = 'fund'
 ORDER BY p.id;

-- :name different_has
SELECT EXISTS (SELECT 1 FROM different_person WHERE call = :call AND first = :first AND second = :second) AS there;

-- :name different_add
INSERT INTO different_person(call, first, second, reason, by, at) VALUES (:call, :first, :second, :reason, :by, :now)
    ON CONFLICT(call, first, second) DO NOTHING;
