"""What crosses the borders of services: told by the very rules that judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.config import Config, Service, Target
from designkit.diagram.overview import Borrowing, Crossing
from designkit.errors import QueryError
from designkit.model import QualifiedName, Schema, Table
from designkit.review.services import owners
from designkit.rules.conventions.cross_service_foreign_key import CrossServiceForeignKey
from designkit.rules.design.foreign_key_missing import ForeignKeyMissing
from designkit.rules.queries.cross_service_join import foreign_tables
from designkit.rules.query_rule import WorkloadContext
from designkit.rules.rule import SchemaContext
from designkit.rules.settings import with_options
from designkit.workload.examined import Examined
from designkit.workload.references import references


class _AllServices:
    """What a rule may ask of one service's tables, where those of all others are known as well."""

    has_text = False
    targets: tuple[Target, ...] = ()

    def __init__(self, context: SchemaContext, schemas: Mapping[str, Schema]) -> None:
        self._context = context
        self._schemas = schemas

    def table(self, name: QualifiedName) -> Table | None:
        """The table of that name: the service's own, or else that of its owner."""
        own = self._context.schema.find_table(name)
        owner = self._context.owners.get(name, "")
        return own or (self._schemas[owner].find_table(name) if owner in self._schemas else None)

    def owner(self, name: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        return self._context.owner(name)

    def pointing_to(self, name: QualifiedName) -> tuple[Table, ...]:
        """The other tables of the service whose foreign keys point to a table."""
        schema = self._context.schema
        return tuple(schema.table(each) for each in schema.referencing.get(name, ()))


def crossings(schemas: Mapping[str, Schema], config: Config) -> tuple[Crossing, ...]:
    """The columns that speak of another service's table: by their name, or by a foreign key.

    Args:
        schemas: what each service's migrations build.
        config: whose tables belong to whom, and what the rules that tell it are set to.
    """
    return tuple(sorted(item for service in schemas for item in _of(service, schemas, config)))


def _of(service: str, schemas: Mapping[str, Schema], config: Config) -> Iterator[Crossing]:
    context = SchemaContext(
        schema=schemas[service], service=service, owners=owners(config, service)
    )
    related = _AllServices(context, schemas)
    named = with_options(ForeignKeyMissing(), config, service)
    for table in filter(named.judges, context.own_tables()):
        for column, there in named.pointing(table, related):
            if (owner := context.owner(there.qualified)) != service:
                yield Crossing(
                    service=service,
                    table=table.qualified,
                    columns=(column.name,),
                    other=owner,
                    there=there.qualified,
                    referenced=("id",),
                    types=(column.type, there.column("id").type),
                )
    held = with_options(CrossServiceForeignKey(), config, service)
    for table, key, owner in held.crossing(context):
        here = table.column(key.columns[0]).type
        yield Crossing(
            service=service,
            table=table.qualified,
            columns=key.columns,
            other=owner,
            there=key.referenced_table,
            referenced=key.referenced_columns,
            types=(here, here),  # No foreign key joins what cannot be compared.
            key=key.name,
        )


def borrowings(service: Service, schema: Schema, config: Config) -> Iterator[Borrowing]:
    """The queries of a service that touch tables of others; what does not parse is left to checks.

    Raises:
        SourceError: a file or folder cannot be read.
        QueryError: a file cannot be taken for queries.
    """
    if not service.queries and not service.code:
        return
    # It loads the parser of Go.
    from designkit.workload.collecting import collect  # noqa: PLC0415

    context = WorkloadContext(
        schema=schema, service=service.name, owners=owners(config, service.name)
    )
    for query in collect(service).queries:
        try:
            touched = references(query, schema)
        except QueryError:
            continue
        _, others = foreign_tables(Examined(query=query, references=touched), context)
        if others:
            tables = tuple(sorted((owner, name) for name, owner in others.items()))
            yield Borrowing(service=service.name, query=query.name, tables=tables)
