-- schema --
-- designkit: rows=20M distinct(author_id)=200k distinct(state)=4 common(state)='draft':0.05,'shown':0.9,'hidden':0.04,'gone':0.01
CREATE TABLE posts (
    id uuid PRIMARY KEY,
    author_id uuid NOT NULL,
    state text NOT NULL,
    body text,
    created_at timestamptz NOT NULL
);
-- queries --
-- name: DraftsOfAuthor :many
SELECT * FROM posts WHERE author_id = :author_id AND state = 'draft' ORDER BY created_at;
-- designkit: weight=20
-- name: PostsOfAuthors :many
SELECT * FROM posts WHERE author_id = ANY (:author_ids) AND state <> 'gone';
-- name: AddPost :exec
INSERT INTO posts (id, author_id, state, body, created_at) VALUES (:id, :author_id, :state, :body, now());
-- advice --
CREATE INDEX idx_posts_author_id ON posts (author_id);
CREATE INDEX idx_posts_author_id_2 ON posts (author_id) WHERE state = 'draft';
