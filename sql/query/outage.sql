-- When the service was away.

-- :name outage_add
INSERT INTO outage(began_at, ended_at) VALUES (:began, :ended);

-- :name outage_list
SELECT began_at, ended_at FROM outage WHERE ended_at >= :since ORDER BY ended_at;
