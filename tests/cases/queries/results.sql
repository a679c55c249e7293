-- How much a query returns, and how it turns pages; nobody said how large the tables are.
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, is_active boolean, settings jsonb);
CREATE TABLE posts (id uuid PRIMARY KEY, user_id uuid NOT NULL, title text);
CREATE INDEX idx_posts_user_id ON posts (user_id);
CREATE TABLE wide (id uuid PRIMARY KEY, b int, c int, d int, e int, f int, g int, h int);
CREATE VIEW everyone AS SELECT * FROM users;
-- designkit: rows=100
CREATE TABLE plans (id uuid PRIMARY KEY, code text NOT NULL);

-- name: All :many
SELECT id FROM users;  -- finding: query-unbounded All

-- name: Half :many
SELECT id FROM users WHERE is_active;  -- finding: query-unbounded Half

-- name: OfOne :many
SELECT id FROM posts WHERE user_id = @user_id;

-- name: OfSome :many
SELECT id FROM posts WHERE user_id = ANY(@user_ids::uuid[]);

-- name: Page :many
SELECT id FROM posts WHERE id > @last_id ORDER BY id LIMIT 20;

-- name: Counted :many
SELECT user_id, count(*) FROM posts GROUP BY user_id;

-- name: First :one
SELECT id FROM posts WHERE user_id = @user_id;

-- name: AllPlans :many
SELECT id, code FROM plans ORDER BY code OFFSET 10;

-- name: Skipped :many
SELECT p.id FROM users u  -- finding: query-offset-pagination Skipped
  JOIN posts p ON p.user_id = u.id WHERE u.id = @id ORDER BY p.id LIMIT 20 OFFSET @page;

-- name: Star :one
SELECT * FROM users WHERE id = @id;  -- finding: query-selects-star Star

-- name: StarOfOne :one
SELECT p.* FROM posts p JOIN users u ON u.id = p.user_id WHERE p.id = @id;

-- name: StarOfMany :one
SELECT * FROM wide WHERE id = @id;  -- finding: query-selects-star StarOfMany

-- name: Changed :one
UPDATE users SET email = @email WHERE id = @id RETURNING *;  -- finding: query-selects-star Changed

-- name: NoRowsTaken :one
SELECT count(*) FROM users u WHERE u.id = @id AND EXISTS (SELECT 1 FROM posts p WHERE p.user_id = u.id);
