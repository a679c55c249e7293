"""Whether a fix can be applied as it stands: which names it gives, and whether they are free.

The operations of a fix are not applied for that, which would cost more than all rules together.
Only the names are followed: whatever else a fix needs, its rule has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    DropConstraint,
    DropIndex,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    ValidateConstraint,
)
from designkit.model import Constraint, PrimaryKey, QualifiedName, Schema, Table, Unique, View

_NO_NAMES: frozenset[QualifiedName] = frozenset()


def names_given(fix: tuple[Operation, ...], schema: Schema) -> frozenset[QualifiedName] | None:
    """The names of relations that a fix gives, which must be free; None where it cannot be applied.

    Args:
        fix: operations inside one table of the schema, or on the indexes of one view.
        schema: the schema that is to be mended.
    """
    naming: list[Operation] = []
    for operation in fix:
        if not isinstance(operation, AlterColumn | ValidateConstraint):
            naming.append(operation)
        elif _held(operation, schema):
            return None
    if not naming:
        return _NO_NAMES
    first = fix[0]
    owner = first.before if isinstance(first, RenameTable) else first.table_name
    table = schema.find_table(owner) if owner is not None else None
    names = (
        _Names(view for view in schema.views if view.qualified == owner)
        if table is None
        else _Names((table,), table)
    )
    if not all(map(names.follow, naming)):
        return None
    if owner is None or not names.given:
        return _NO_NAMES
    return frozenset(QualifiedName(namespace=owner.namespace, name=name) for name in names.given)


class _Names:
    """The names of one owner of indexes, as the operations of a fix change them.

    Attributes:
        relations: those of the owner, its indexes and keys.
        keys: those of its primary key and unique constraints, which are relations.
        constraints: those of all its constraints.
        columns: those of its columns.
    """

    def __init__(self, owners: Iterable[Table | View], table: Table | None = None) -> None:
        constraints = () if table is None else table.constraints
        self.constraints = {item.name for item in constraints}
        self.keys = {item.name for item in constraints if _is_relation(item)}
        self.columns = set(() if table is None else table.columns_by_name)
        self.relations = set(self.keys)
        for owner in owners:
            self.relations.add(owner.name)
            self.relations.update(index.name for index in owner.indexes)
        self._before = frozenset(self.relations)

    @property
    def given(self) -> set[str]:
        """The names of relations that were not there before."""
        return self.relations - self._before

    def follow(self, operation: Operation) -> bool:
        """Change the names as an operation does; whether none that it gives is taken."""
        match operation:
            case AddIndex():
                return _add(self.relations, operation.index.name)
            case DropIndex():
                self.relations.discard(operation.index.name)
                return True
            case RenameIndex():
                return _rename(self.relations, operation.before, operation.after)
            case RenameTable():
                return _rename(self.relations, operation.before.name, operation.after.name)
            case AddConstraint() | DropConstraint() | RenameConstraint():
                return self._follow_constraint(operation)
            case _:
                return self._follow_column(operation)

    def _follow_column(self, operation: Operation) -> bool:
        match operation:
            case AddColumn():
                return _add(self.columns, operation.column.name)
            case RenameColumn():
                return _rename(self.columns, operation.before, operation.after)
            case _:
                return True  # Changes a thing under its name.

    def _follow_constraint(
        self, operation: AddConstraint | DropConstraint | RenameConstraint
    ) -> bool:
        match operation:
            case AddConstraint(constraint=added):
                free = not _is_relation(added) or _add(self.relations, added.name)
                return _add(self.constraints, added.name) and free
            case DropConstraint(constraint=dropped):
                self.constraints.discard(dropped.name)
                if _is_relation(dropped):
                    self.relations.discard(dropped.name)
                return True
            case RenameConstraint(before=before, after=after):
                free = before not in self.keys or _rename(self.relations, before, after)
                return _rename(self.constraints, before, after) and free


def _is_relation(constraint: Constraint) -> bool:
    return isinstance(constraint, PrimaryKey | Unique)


def _add(names: set[str], name: str) -> bool:
    """Add a name; whether it was free."""
    free = name not in names
    names.add(name)
    return free


def _rename(names: set[str], before: str, after: str) -> bool:
    """Put a name in the place of another; whether it was free."""
    names.discard(before)
    return _add(names, after)


def names_of(table: Table) -> Iterator[QualifiedName]:
    """The names that a table takes: its own, and those of its indexes and keys."""
    yield table.qualified
    for index in table.indexes:
        yield QualifiedName(namespace=table.namespace, name=index.name)
    for key in (table.primary_key, *table.uniques):
        if key is not None:
            yield QualifiedName(namespace=table.namespace, name=key.name)


def names_beside(schema: Schema) -> Iterator[QualifiedName]:
    """The names that no table takes: those of views, with their indexes, and of sequences."""
    for view in schema.views:
        yield view.qualified
        for index in view.indexes:
            yield QualifiedName(namespace=view.namespace, name=index.name)
    yield from (sequence.qualified for sequence in schema.sequences)


def _held(operation: Operation, schema: Schema) -> bool:
    """Whether PostgreSQL would refuse the change of a type: a view or a partition key uses it.

    Source: https://www.postgresql.org/docs/18/sql-altertable.html
    """
    if not isinstance(operation, AlterColumn) or operation.before.type == operation.after.type:
        return False
    table = schema.table(operation.table)
    return table.partition_key is not None or any(
        table.qualified in view.depends_on for view in schema.views
    )
