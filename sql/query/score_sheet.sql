-- Score sheets that came back and wait for a yes.

-- :name score_upload_put
INSERT INTO score_upload(person, call, name, cells, uploaded_at) VALUES (:person, :call, :name, :cells, :now)
    ON CONFLICT(person, call) DO UPDATE SET name = excluded.name, cells = excluded.cells, uploaded_at = excluded.uploaded_at;

-- :name score_upload_get
SELECT name, cells, uploaded_at FROM score_upload WHERE person = :person AND call = :call;

-- :name score_upload_drop
DELETE FROM score_upload WHERE person = :person AND call = :call;
