-- How commits are made; src/store/tx.c alone runs these.

-- :name tx_begin
BEGIN IMMEDIATE;

-- :name tx_commit
COMMIT;

-- :name tx_rollback
ROLLBACK;

-- :name tx_save
SAVEPOINT writer;

-- :name tx_release
RELEASE writer;

-- :name tx_undo
ROLLBACK TO writer;

-- :name view_begin
BEGIN;
