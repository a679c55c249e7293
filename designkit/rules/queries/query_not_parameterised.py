"""The rule `query-not-parameterised`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from designkit.rules.finding import Severity
from designkit.rules.query_rule import CodeRule


class QueryNotParameterised(CodeRule, frozen=True, kw_only=True):
    """A value is written into the text of a statement.

    By `+`, `fmt.Sprintf`, a builder of strings and the like. What is put together of constants
    alone, of numbers, or of identifiers that were quoted, is none.

    Why:
        Who gives the value can give a statement, and the database runs it. It also plans each text
        anew.
    Bad:
        package users

        import "github.com/jmoiron/sqlx"

        func Find(db *sqlx.DB, email string) (ids []string, err error) {
            err = db.Select(&ids, "SELECT id FROM users WHERE email = '"+email+"'")
            return ids, err
        }
    Good:
        package users

        import "github.com/jmoiron/sqlx"

        func Find(db *sqlx.DB, email string) (ids []string, err error) {
            err = db.Select(&ids, "SELECT id FROM users WHERE email = $1", email)
            return ids, err
        }
    Sources:
        https://go.dev/doc/database/sql-injection
        https://owasp.org/www-community/attacks/SQL_Injection
    """

    kinds: ClassVar[Mapping[str, Severity]] = {
        "injection": Severity.ERROR,
    }
