"""The rule `orm-used`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from designkit.rules.finding import Severity
from designkit.rules.query_rule import CodeRule


class OrmUsed(CodeRule, frozen=True, kw_only=True):
    """Go code imports an ORM.

    GORM, ent, bun, beego and the like. Queries that they make are found by nobody.

    Why:
        The platform writes SQL with sqlx and lib/pq. A query that stands nowhere has no plan and no
        review.
    Bad:
        package users

        import "gorm.io/gorm"

        func Find(db *gorm.DB, id string) (user User, err error) {
            err = db.First(&user, "id = ?", id).Error
            return user, err
        }
    Good:
        package users

        import "github.com/jmoiron/sqlx"

        func Find(db *sqlx.DB, id string) (user User, err error) {
            err = db.Get(&user, "SELECT id, email FROM users WHERE id = $1", id)
            return user, err
        }
    Sources:
        https://pkg.go.dev/github.com/jmoiron/sqlx
        https://gorm.io/docs/
    """

    kinds: ClassVar[Mapping[str, Severity]] = {
        "orm-used": Severity.ERROR,
    }
