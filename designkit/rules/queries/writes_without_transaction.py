"""The rule `writes-without-transaction`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from designkit.rules.finding import Severity
from designkit.rules.query_rule import CodeRule


class WritesWithoutTransaction(CodeRule, frozen=True, kw_only=True):
    """A function writes several times and in no transaction, or beside the one that it has open.

    An error where it writes to several tables, a warning where it writes to one several times.

    Why:
        What fails in between leaves the first write without the second, and others see the state in
        between.
    Bad:
        package orders

        import "github.com/jmoiron/sqlx"

        func Cancel(db *sqlx.DB, id string) error {
            if _, err := db.Exec("DELETE FROM orders WHERE id = $1", id); err != nil {
                return err
            }
            _, err := db.Exec("DELETE FROM reservations WHERE order_id = $1", id)
            return err
        }
    Good:
        package orders

        import "github.com/jmoiron/sqlx"

        func Cancel(db *sqlx.DB, id string) error {
            tx, err := db.Beginx()
            if err != nil {
                return err
            }
            defer tx.Rollback()
            if _, err := tx.Exec("DELETE FROM orders WHERE id = $1", id); err != nil {
                return err
            }
            if _, err := tx.Exec("DELETE FROM reservations WHERE order_id = $1", id); err != nil {
                return err
            }
            return tx.Commit()
        }
    Sources:
        https://go.dev/doc/database/execute-transactions
        https://www.cockroachlabs.com/docs/v25.2/transactions
    """

    kinds: ClassVar[Mapping[str, Severity]] = {
        "writes-without-transaction": Severity.ERROR,
        "repeated-writes-without-transaction": Severity.WARNING,
    }
