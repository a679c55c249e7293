-- schema --
-- designkit: rows=1M
CREATE TABLE accounts (id uuid PRIMARY KEY, name text NOT NULL);
-- designkit: rows=50M
CREATE TABLE notes (
    id uuid PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), tags jsonb NOT NULL
);
CREATE INDEX idx_notes_tags_id ON notes (id, tags);
-- queries --
-- name: NotesOfNamedAccount :many
SELECT n.* FROM notes n JOIN accounts a ON a.id = n.account_id WHERE a.id = :id;
-- advice --
CREATE INDEX idx_notes_account_id ON notes (account_id);
-- idle --
idx_notes_tags_id
