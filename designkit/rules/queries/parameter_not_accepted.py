"""The rule `parameter-not-accepted`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from designkit.rules.finding import Severity
from designkit.rules.query_rule import CodeRule


class ParameterNotAccepted(CodeRule, frozen=True, kw_only=True):
    """A parameter is written in a way that lib/pq does not take.

    `sql.Named`, or `:name`, `@name` and `?` in a text that goes to the driver as it is.

    Why:
        lib/pq takes `$1`, `$2` only, so the call fails each time.
    Bad:
        package users

        import (
            "github.com/jmoiron/sqlx"
            _ "github.com/lib/pq"
        )

        func Rename(db *sqlx.DB, id, name string) error {
            _, err := db.Exec("UPDATE users SET name = ? WHERE id = ?", name, id)
            return err
        }
    Good:
        package users

        import (
            "github.com/jmoiron/sqlx"
            _ "github.com/lib/pq"
        )

        func Rename(db *sqlx.DB, id, name string) error {
            _, err := db.Exec("UPDATE users SET name = $1 WHERE id = $2", name, id)
            return err
        }
    Sources:
        https://pkg.go.dev/github.com/lib/pq#hdr-Queries
        https://jmoiron.github.io/sqlx/#namedParams
    """

    kinds: ClassVar[Mapping[str, Severity]] = {
        "named-argument": Severity.ERROR,
        "named-parameter": Severity.ERROR,
        "question-mark": Severity.ERROR,
    }
