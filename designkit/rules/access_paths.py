"""The ways into a table, indexes and keys alike, so that two rules compare them as one kind."""

from __future__ import annotations

from designkit.model import Index, IndexKey, PrimaryKey, Table, Unique, Value


class AccessPath(Value, frozen=True, kw_only=True):
    """An index, whoever owns it.

    Attributes:
        index: the index, or None where a constraint owns it.
    """

    name: str
    keys: tuple[IndexKey, ...]
    unique: bool
    method: str = "btree"
    include: tuple[str, ...] = ()
    predicate: str | None = None
    nulls_not_distinct: bool = False
    parameters: tuple[str, ...] = ()
    index: Index | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """What two paths have in common that find the same rows in the same way."""
        return self.keys, self.method, frozenset(self.include), self.predicate

    def begins(self, other: AccessPath) -> bool:
        """Whether the other one, which is longer, answers all that this one does."""
        return (
            self.method == other.method == "btree"
            and self.predicate == other.predicate
            and len(self.keys) < len(other.keys)
            and other.keys[: len(self.keys)] == self.keys
            and not set(self.include).difference(other.include, (key.column for key in other.keys))
        )

    def __str__(self) -> str:
        return f"{'constraint' if self.index is None else 'index'} {self.name}"


def begin_alike(table: Table) -> bool:
    """Whether two of the ways begin with the same key, without which no two are alike.

    It is asked first, since in most tables none do.
    """
    keys = [key.columns[0] for key in table.uniques]
    if table.primary_key:
        keys.append(table.primary_key.columns[0])
    first = [index.keys[0] for index in table.indexes]
    keys += [key.column or key.expression or "" for key in first]
    return len(set(keys)) < len(keys)


def access_paths(table: Table) -> tuple[AccessPath, ...]:
    """Return those that queries may use: keys first, then unique indexes, then the others."""
    primary = (table.primary_key,) if table.primary_key else ()
    keys: tuple[PrimaryKey | Unique, ...] = (*primary, *table.uniques)
    owned = tuple(
        AccessPath(
            name=key.name,
            keys=tuple(IndexKey(column=name) for name in key.columns),
            unique=True,
            include=key.include,
        )
        for key in keys
        # One that is checked late cannot be what ON CONFLICT names, so it replaces no other.
        if key.deferrable is None
    )
    valid = sorted((index for index in table.indexes if index.valid), key=lambda i: not i.unique)
    return owned + tuple(
        AccessPath(
            name=index.name,
            keys=index.keys,
            unique=index.unique,
            method=index.method,
            include=index.include,
            predicate=index.predicate,
            nulls_not_distinct=index.nulls_not_distinct,
            parameters=index.parameters,
            index=index,
        )
        for index in valid
    )
