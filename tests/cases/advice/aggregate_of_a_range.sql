-- schema --
-- designkit: rows=50M distinct(account_id)=20k correlation(account_id)=0
CREATE TABLE payments (
    id bigint PRIMARY KEY, account_id bigint NOT NULL, amount numeric(12, 2) NOT NULL,
    currency char(3) NOT NULL, paid_at timestamptz NOT NULL, note text
);
-- queries --
-- designkit: weight=20
-- name: PaidSince :many
SELECT currency, sum(amount), count(*) FROM payments
 WHERE account_id = :account_id AND paid_at >= :since GROUP BY currency;
-- name: LastPayment :one
SELECT id, amount FROM payments WHERE account_id = :account_id ORDER BY paid_at DESC LIMIT 1;
-- designkit: weight=10
-- name: AddPayment :exec
INSERT INTO payments (id, account_id, amount, currency, paid_at)
VALUES (:id, :account_id, :amount, :currency, now());
-- advice --
CREATE INDEX idx_payments_account_id_paid_at ON payments (account_id, paid_at) INCLUDE (amount, currency);
