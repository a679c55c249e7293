-- schema --
-- designkit: rows=100M distinct(account_id)=50k width(memo)=300
CREATE TABLE entries (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    amount numeric NOT NULL,
    memo text
);
-- queries --
-- designkit: weight=50
-- name: BalanceOf :one
SELECT sum(amount) FROM entries WHERE account_id = :account_id;
-- advice --
CREATE INDEX idx_entries_account_id ON entries (account_id) INCLUDE (amount);
