-- schema --
-- designkit: rows=1M
CREATE TABLE accounts (id uuid PRIMARY KEY, name text NOT NULL);
-- designkit: rows=50M distinct(account_id)=1M
CREATE TABLE notes (
    id uuid PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), body text NOT NULL,
    written_at timestamptz NOT NULL
);
CREATE INDEX idx_notes_account_id ON notes (account_id);
CREATE INDEX idx_notes_account_id_written_at ON notes (account_id, written_at);
-- queries --
-- name: LatestNotes :many
SELECT body FROM notes WHERE account_id = :account_id ORDER BY written_at DESC LIMIT 3;
-- idle --
idx_notes_account_id
