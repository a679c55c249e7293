-- schema --
-- designkit: rows=5M distinct(email)=5M nulls(deleted_at)=0.98
CREATE TABLE accounts (
    id uuid PRIMARY KEY, email varchar(320) NOT NULL, password_hash text NOT NULL,
    deleted_at timestamptz
);
-- queries --
-- designkit: weight=20
-- name: LogIn :one
SELECT id, password_hash FROM accounts WHERE lower(email) = lower(:email) AND deleted_at IS NULL;
-- name: AccountsOfEmails :many
SELECT id, email FROM accounts WHERE lower(email) = ANY (:emails::text[]);
-- name: SignUp :exec
INSERT INTO accounts (id, email, password_hash) VALUES (:id, :email, :password_hash);
-- advice --
CREATE INDEX idx_accounts_lower_email ON accounts (lower(email));
