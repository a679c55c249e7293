-- schema --
-- designkit: rows=1M
CREATE TABLE accounts (id uuid PRIMARY KEY, name text NOT NULL);
-- designkit: rows=50M
CREATE TABLE notes (
    id uuid PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), body text NOT NULL,
    written_at timestamptz NOT NULL
);
CREATE INDEX idx_notes_account_id ON notes (account_id);
CREATE INDEX idx_notes_account_id_written_at ON notes (account_id, written_at);
-- queries --
-- name: GetNote :one
SELECT body FROM notes WHERE id = :id;
-- idle --
idx_notes_account_id_written_at
