"""The rule `query-refused`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.query_rule import Known, QueryRule, WorkloadContext
from designkit.workload.answers import Refused
from designkit.workload.examined import Examined

_UNDEFINED_TABLE = "42P01"


class QueryRefused(QueryRule, frozen=True, kw_only=True):
    """The database refuses a query.

    It is prepared on the service's schema and not run: an unknown table, column or function, types
    that cannot be compared, a parameter whose type nobody can tell. Of a table that another service
    owns, `cross-service-join` speaks.

    Why:
        It fails in production as it fails here, each time.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: GetUser :one
        SELECT id, mail FROM users WHERE id = @id;
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: GetUser :one
        SELECT id, email FROM users WHERE id = @id;
    Sources:
        https://www.postgresql.org/docs/18/sql-prepare.html
        https://www.postgresql.org/docs/18/errcodes-appendix.html
    """

    needs: ClassVar[Known] = "answer"

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the refusal, where the database puts it."""
        answer = item.answer
        if not isinstance(answer, Refused) or _is_of_others(item, answer, context):
            return
        said = f"the database refuses {item.query.name}: {answer.message}"
        yield Finding(
            rule=self.id,
            severity=self.severity,
            message=f"{said}. {answer.hint}".removesuffix(" ").removesuffix("."),
            service=item.query.service,
            object=item.query.name,
            file=item.query.place.file,
            line=answer.line,
            column=answer.column,
            evidence=f"SQLSTATE {answer.sqlstate}",
        )


def _is_of_others(item: Examined, answer: Refused, context: WorkloadContext) -> bool:
    """Whether it is refused for a table that another service owns, which is told of already."""
    if answer.sqlstate != _UNDEFINED_TABLE or item.references is None:
        return False
    absent = [it for it in item.references.touched if context.schema.find_table(it) is None]
    return any(context.owner(name) for name in absent)
