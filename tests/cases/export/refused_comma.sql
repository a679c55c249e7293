-- What stands behind a comma is an option of the tag.
-- schema --
CREATE TABLE users ("id,omitempty" integer NOT NULL);
-- queries --
-- name: Users :many
SELECT * FROM users;
-- error --
queries.sql:2: Users has the column 'id,omitempty', which no db tag can name. Give it another name with AS.
