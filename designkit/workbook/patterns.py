"""Tables as teams make them again and again, each with the conventions built in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designkit.changes import Create
from designkit.errors import ModelError
from designkit.model import (
    Column,
    ForeignKey,
    QualifiedName,
    Table,
    Unique,
    Value,
    checked,
    replace,
)
from designkit.model.conventional import (
    DELETED_AT,
    REQUIRED_COLUMNS,
    audit_column,
    column_index,
    foreign_key_column,
    id_column,
    id_key,
    key_column,
    key_name,
    reference,
)


class Pattern(Value, frozen=True, kw_only=True):
    """A kind of table.

    Attributes:
        title: what people choose it by.
        columns: those between `id` and the audit columns.
        unique: which of them are unique together.
        parents: how many tables it points to; None for any number.
    """

    title: str
    columns: tuple[Column, ...] = ()
    unique: tuple[str, ...] = ()
    parents: int | None = None
    is_soft_deleted: bool = False


_DELETED = replace(audit_column(DELETED_AT), nullable=True, default=None)

PATTERNS: Mapping[str, Pattern] = {
    "plain": Pattern(title="table"),
    "soft-deleted": Pattern(title="table whose rows are kept when deleted", is_soft_deleted=True),
    "link": Pattern(title="link between two tables", parents=2),
    "lookup": Pattern(
        title="list of codes",
        columns=(
            Column(name="code", type="text", nullable=False),
            Column(name="label", type="text", nullable=False),
        ),
        unique=("code",),
    ),
    "log": Pattern(
        title="log of what happened",
        columns=(
            Column(name="kind", type="text", nullable=False),
            Column(name="occurred_at", type="timestamp with time zone", nullable=False),
            Column(name="payload", type="jsonb", nullable=False),
        ),
    ),
}


def table_of(pattern: str, name: str, parents: Sequence[Table] = ()) -> Create:
    """The creation of a table by a pattern, with a foreign key and its index to each parent.

    A link has its keys unique together, and needs no index for the first.

    Raises:
        ModelError: there is no such pattern, the name is none, or the parents do not fit it.
    """
    found = PATTERNS.get(pattern)
    if found is None:
        known = ", ".join(PATTERNS)
        raise ModelError(f"pattern {pattern}", f"there is none of this name; there are: {known}")
    if found.parents is not None and len(parents) != found.parents:
        raise ModelError(
            f"table {name}", f"a {found.title} names {found.parents} tables, not {len(parents)}"
        )
    qualified = QualifiedName.of(checked(name, "table"))
    references = tuple(_reference(qualified.name, parent) for parent in parents)
    pair = tuple(column.name for column, _ in references) if found.parents else found.unique
    table = Table(
        namespace=qualified.namespace,
        name=qualified.name,
        columns=(
            id_column(),
            *(column for column, _ in references),
            *found.columns,
            *(audit_column(column) for column in REQUIRED_COLUMNS[1:]),
            *((_DELETED,) * found.is_soft_deleted),
        ),
        primary_key=id_key(qualified.name),
        uniques=_uniques(qualified.name, pair),
        foreign_keys=tuple(key for _, key in references),
        indexes=tuple(
            column_index(qualified.name, (column.name,))
            for column, _ in references
            if column.name not in pair[:1]
        ),
    )
    return Create(object=table)


def _reference(table: str, parent: Table) -> tuple[Column, ForeignKey]:
    name = foreign_key_column(parent.name)
    column = Column(name=name, type=key_column(parent).type, nullable=False)
    return column, reference(table, name, parent)


def _uniques(table: str, columns: tuple[str, ...]) -> tuple[Unique, ...]:
    if not columns:
        return ()
    unique = Unique(name="", columns=columns)
    return (replace(unique, name=key_name(table, unique)),)
