"""The index over all services: what each holds, and where one speaks of what another owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.diagram.compose import draw
from designkit.diagram.markdown import code, grid, target, text
from designkit.diagram.picture import Diagram
from designkit.model import ForeignKey, QualifiedName, Schema, Value, replace
from designkit.model.types import short_name


class Crossing(Value, frozen=True, kw_only=True, order=True):
    """Columns of one service that hold keys of another's table.

    Attributes:
        types: of the columns, and of those they point to.
        key: the foreign key that holds them; "" where none does.
    """

    service: str
    table: QualifiedName
    columns: tuple[str, ...]
    other: str
    there: QualifiedName
    referenced: tuple[str, ...]
    types: tuple[str, str]
    key: str = ""


class Borrowing(Value, frozen=True, kw_only=True, order=True):
    """A query of one service that touches tables of others, each with its owner."""

    service: str
    query: str
    tables: tuple[tuple[str, QualifiedName], ...]


def overview(
    schemas: Mapping[str, Schema],
    crossings: tuple[Crossing, ...] = (),
    borrowings: tuple[Borrowing, ...] = (),
    *,
    diagram: str | None = None,
    mermaid: str | None = None,
) -> str:
    """The index over services as Markdown; equal services give equal bytes.

    Args:
        schemas: what each service's migrations build.
        crossings: the references between them.
        borrowings: the queries that touch what another service owns.
        diagram: path of the picture of the references, relative to where the index will lie.
        mermaid: path of the same as Mermaid.
    """
    pages = {service: f"[{text(service)}]({target(f'{service}.md')})" for service in schemas}
    lines = ["# Services", ""]
    lines += ["Written by designkit from the schemas. Change the schemas, not this page."]
    lines += grid(
        ("Service", "Tables", "Speaks of", "Is spoken of by"),
        (
            (
                pages[service],
                str(len(schemas[service].tables)),
                _listed({item.other for item in crossings if item.service == service}, pages),
                _listed({item.service for item in crossings if item.other == service}, pages),
            )
            for service in sorted(schemas)
        ),
    )
    if crossings:
        lines += ["", "## References between services"]
    if diagram:
        lines += ["", f"![Diagram of the references between services]({target(diagram)})"]
    if mermaid:
        lines += ["", f"The same [as Mermaid]({target(mermaid)})."]
    lines += grid(
        ("Service", "Table", "Column", "Type", "Points to", "Held by"),
        map(_crossing, sorted(crossings)),
    )
    if borrowings:
        lines += ["", "## Queries over tables of other services"]
    lines += grid(("Service", "Query", "Touches"), map(_borrowing, sorted(borrowings)))
    return "\n".join(lines) + "\n"


def crossing_diagram(schemas: Mapping[str, Schema], crossings: tuple[Crossing, ...]) -> Diagram:
    """The tables that take part in references between services, with these references alone.

    What no foreign key holds is drawn as if one did.
    """
    taking_part = {(item.service, item.table) for item in crossings}
    taking_part |= {(item.other, item.there) for item in crossings}
    return draw(
        {
            service: Schema(
                tables=tuple(
                    replace(table, foreign_keys=tuple(_keys(service, table.qualified, crossings)))
                    for table in schema
                    if (service, table.qualified) in taking_part
                )
            )
            for service, schema in schemas.items()
        },
        detail="keys",
    )


def _keys(
    service: str, table: QualifiedName, crossings: tuple[Crossing, ...]
) -> Iterator[ForeignKey]:
    for item in crossings:
        if (item.service, item.table) == (service, table):
            yield ForeignKey(
                name=item.key or f"{table.name}_{item.columns[0]}",
                columns=item.columns,
                referenced_table=item.there,
                referenced_columns=item.referenced,
            )


def _listed(services: set[str], pages: Mapping[str, str]) -> str:
    return ", ".join(pages.get(service, text(service)) for service in sorted(services))


def _crossing(item: Crossing) -> tuple[str, ...]:
    here, there = (short_name(each) for each in item.types)
    return (
        text(item.service),
        code(str(item.table)),
        code(", ".join(item.columns)),
        code(here) if here == there else f"{code(here)}, there {code(there)}",
        f"{text(item.other)} {code(str(item.there))} {code(', '.join(item.referenced))}",
        f"foreign key {code(item.key)}" if item.key else "its name alone",
    )


def _borrowing(item: Borrowing) -> tuple[str, ...]:
    touched = (f"{text(owner)} {code(str(table))}" for owner, table in item.tables)
    return text(item.service), code(item.query), ", ".join(touched)
