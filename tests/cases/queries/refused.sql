-- What the database refuses, at its place.
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);

-- name: Sound :one
SELECT email FROM users WHERE id = @id;

-- name: Table :one
SELECT id
  FROM people;  -- finding: query-refused Table

-- name: Column :one
SELECT id,
       mail  -- finding: query-refused Column
  FROM users WHERE id = @id;

-- name: Function :one
SELECT digest(email)  -- finding: query-refused Function
  FROM users WHERE id = @id;

-- name: Types :one
SELECT email FROM users
 WHERE id = 5;  -- finding: query-refused Types

-- name: Untyped :one
SELECT email FROM users WHERE id = @id
   AND @other IS NULL;  -- finding: query-refused Untyped

-- name: Grammar :one
SELECT email
  FORM users;  -- finding: query-refused Grammar
