-- :name decision_outer
SELECT outcome, outer FROM decision WHERE application = :application AND released_at IS NOT NULL;
