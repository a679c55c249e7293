"""The rule `cross-service-join`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.model import QualifiedName
from designkit.rules.finding import Finding
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.workload.examined import Examined


class CrossServiceJoin(QueryRule, frozen=True, kw_only=True):
    """A query touches tables of two services.

    Also through views and in subqueries, and where it touches nothing but a table of another
    service than its own.

    Why:
        Every service owns its data. Such a query ties two services to one database, and breaks when
        the other one changes its tables.
    Bad:
        -- service: auth
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- service: billing
        CREATE TABLE invoices (id uuid PRIMARY KEY, user_id uuid NOT NULL);
        -- name: GetInvoice :one
        SELECT i.id, u.email FROM invoices i JOIN users u ON u.id = i.user_id WHERE i.id = @id;
    Good:
        -- service: auth
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- service: billing
        CREATE TABLE invoices (id uuid PRIMARY KEY, user_id uuid NOT NULL);
        -- name: GetInvoice :one
        SELECT id, user_id FROM invoices WHERE id = @id;
    Sources:
        https://microservices.io/patterns/data/database-per-service.html
    """

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield a query whose tables are known to have different owners."""
        home, others = foreign_tables(item, context)
        if item.references is None or not others:
            return
        foreign, owner = next(iter(others.items()))
        own = next(
            (str(name) for name in item.references.touched if context.owner(name) == home), ""
        )
        through = next((it for it in item.references.of(foreign) if it.through), None)
        via = f" (through {through.through[0]})" if through is not None else ""
        tables = f"{own} of {home} and {foreign} of {owner}" if own else f"{foreign} of {owner}"
        mention = next(iter(item.references.of(foreign)), None)
        yield self.at(
            item,
            f"{item.query.name} touches {tables}{via}; ask the service {owner} for what it needs",
            offset=mention.offset if mention is not None else 0,
        )


def foreign_tables(
    item: Examined, context: WorkloadContext
) -> tuple[str, Mapping[QualifiedName, str]]:
    """Whose query it is, and the tables of other services that it touches, with their owners."""
    touched = item.references.touched if item.references is not None else ()
    owners = {name: context.owner(name) for name in touched}
    known = {name: owner for name, owner in owners.items() if owner}
    home = item.query.service or context.service or next(iter(known.values()), "")
    return home, {name: owner for name, owner in known.items() if owner != home}
