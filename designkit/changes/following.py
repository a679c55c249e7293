"""Names that follow a rename: those of keys, checks, indexes and sequences that spell the old name.

`users_pkey`, `users_email_key`, `idx_users_email`, `fk_users_team_id`, `users_id_seq`: the table,
perhaps columns, and a word for the kind, at either end. Every other name was chosen, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designkit.changes.enum_values import RenameValue
from designkit.changes.renames import (
    Rename,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
)
from designkit.model import (
    MAX_NAME_BYTES,
    Check,
    Column,
    Constraint,
    Index,
    IndexKey,
    OtherConstraint,
    QualifiedName,
    Schema,
    Table,
)

# https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/indexcmds.c
_BEHIND = r"_(?:pkey|key|fkey|idx|check|excl|seq|pk|uq|uniq|unique|fk|ck|chk|index)"
_BEFORE = r"(?:pk|key|uq|uk|uniq|unique|fk|fkey|ck|chk|check|idx|ix|index|seq)_"
_CAST = re.compile(r"::[a-z ]+(?:\([\d,]+\))?")
_FUNCTION = re.compile(r"([a-z_]\w*)\(")
_WORD = re.compile(r"[a-z_]\w*")


def with_followers(schema: Schema, rename: RenameTable | RenameColumn) -> tuple[Rename, ...]:
    """A rename and those that follow it, each to a name that is free and short enough.

    Raises:
        ModelError: the schema does not hold what is renamed, or the new name is taken.
    """
    renamed = rename.apply(schema)
    free = _Free(renamed)
    return (rename, *(item for item in followers(schema, renamed, rename) if free.takes(item)))


def followers(
    schema: Schema, renamed: Schema, rename: RenameTable | RenameColumn
) -> Iterator[Rename]:
    """The renames that follow one, whether or not their new names are free."""
    old = schema.table(rename.before if isinstance(rename, RenameTable) else rename.table)
    new = renamed.table(rename.after if isinstance(rename, RenameTable) else rename.table)
    yield from _of_constraints(old, new)
    for before, after in zip(old.indexes, new.indexes, strict=True):
        pairs = zip(_index_stems(old, before), _index_stems(new, after), strict=True)
        name = _followed(before.name, pairs)
        if name is not None:
            yield RenameIndex(table=new.qualified, before=before.name, after=name)
    for sequence in renamed.sequences:
        if sequence.owned_by is not None and sequence.owned_by[0] == new.qualified:
            name = _followed(sequence.name, _column_stems(old, new, sequence.owned_by[1]))
            if name is not None:
                after_name = QualifiedName(namespace=sequence.namespace, name=name)
                yield RenameSequence(before=sequence.qualified, after=after_name)


class FollowingSequence(NamedTuple):
    """A sequence that a column owns, after renames of its table or column.

    Attributes:
        before: its name, in the namespace where its table is now.
        after: the name that follows.
    """

    before: QualifiedName
    after: QualifiedName
    owner: tuple[QualifiedName, str]


def sequence_names(schema: Schema, renames: Iterable[Rename]) -> Iterator[FollowingSequence]:
    """Yield what the sequences of columns would be called after renames, each taken by itself."""
    names = {
        item.owned_by: (item.name, item.name)
        for item in schema.sequences
        if item.owned_by is not None
    }
    for rename in renames:
        renamed = rename.apply(schema)
        if isinstance(rename, RenameTable | RenameColumn):
            names = {
                _owner_after(rename, owner): (
                    before,
                    _name_after(schema, renamed, rename, owner, now),
                )
                for owner, (before, now) in names.items()
            }
        schema = renamed
    for owner, (before, now) in names.items():
        table = owner[0]
        yield FollowingSequence(_beside(table, before), _beside(table, now), owner)


class _Free:
    """Which names a schema does not hold yet."""

    def __init__(self, schema: Schema) -> None:
        self._relations = {item.qualified for item in schema.sequences}
        self._relations |= {item.qualified for item in schema.views}
        for table in schema.tables:
            self._relations.add(table.qualified)
            own = (*table.indexes, *table.constraints)
            self._relations |= {_beside(table.qualified, item.name) for item in own}

    def takes(self, rename: Rename) -> bool:
        """Whether the new name is free; it is not any more afterwards."""
        match rename:
            case RenameValue():
                return True  # Only the values of its own enum are beside it.
            case RenameTable() | RenameSequence():
                wanted = rename.after
            case _:
                wanted = _beside(rename.table, rename.after)
        if wanted in self._relations:
            return False
        self._relations.add(wanted)
        return True


def _owner_after(
    rename: RenameTable | RenameColumn, owner: tuple[QualifiedName, str]
) -> tuple[QualifiedName, str]:
    table, column = owner
    if isinstance(rename, RenameTable):
        return (rename.after if table == rename.before else table), column
    return table, (rename.after if owner == (rename.table, rename.before) else column)


def _name_after(
    schema: Schema,
    renamed: Schema,
    rename: RenameTable | RenameColumn,
    owner: tuple[QualifiedName, str],
    name: str,
) -> str:
    """The name that follows one rename; a name that does not stays."""
    table, column = _owner_after(rename, owner)
    if (table, column) == owner:
        return name
    old, new = schema.table(owner[0]), renamed.table(table)
    return _followed(name, _column_stems(old, new, column)) or name


def _beside(table: QualifiedName, name: str) -> QualifiedName:
    return QualifiedName(namespace=table.namespace, name=name)


def _of_constraints(old: Table, new: Table) -> Iterator[Rename]:
    for before, after in zip(old.constraints, new.constraints, strict=True):
        if isinstance(before, Check | OtherConstraint):
            stems = [(old.name, new.name), *_all_column_stems(old, new)]
        else:
            stems = [
                *zip(_key_stems(old, before), _key_stems(new, after), strict=True),
                (old.name, new.name),
            ]
        name = _followed(before.name, iter(stems))
        if name is not None:
            yield RenameConstraint(table=new.qualified, before=before.name, after=name)


def _key_stems(table: Table, item: Constraint) -> tuple[str, ...]:
    columns: tuple[str, ...] = getattr(item, "columns", ())
    return (_stem(table, columns), _stem(table, columns[:1]))


def _index_stems(table: Table, index: Index) -> tuple[str, ...]:
    """What a name may spell of an index: all that its keys name, or what PostgreSQL takes of it."""
    return (
        table.name,
        _stem(table, tuple(_spelled_out(key) for key in index.keys)),
        _stem(table, tuple(_as_postgres_names(key) for key in index.keys)),
    )


def _spelled_out(key: IndexKey) -> str:
    return key.column or "_".join(_WORD.findall(_CAST.sub("", key.expression or "")))


def _as_postgres_names(key: IndexKey) -> str:
    if key.column is not None:
        return key.column
    call = _FUNCTION.match(key.expression or "")
    return call[1] if call else "expr"


def _all_column_stems(old: Table, new: Table) -> Iterator[tuple[str, str]]:
    for before, after in zip(old.columns, new.columns, strict=True):
        yield _stem(old, (before.name,)), _stem(new, (after.name,))


def _column_stems(old: Table, new: Table, name: str) -> Iterator[tuple[str, str]]:
    columns: zip[tuple[Column, Column]] = zip(old.columns, new.columns, strict=True)
    for before, after in columns:
        if after.name == name:
            yield _stem(old, (before.name,)), _stem(new, (after.name,))


def _stem(table: Table, columns: tuple[str, ...]) -> str:
    return "_".join((table.name, *columns))


def _followed(name: str, stems: Iterator[tuple[str, str]]) -> str | None:
    """The name with the first stem that it is made of replaced, where that changes it and fits."""
    for old, new in stems:
        made = re.fullmatch(rf"({_BEFORE})?{re.escape(old)}({_BEHIND})?(\d*)", name)
        if made is None or not (made[1] or made[2]):
            continue
        after = f"{made[1] or ''}{new}{made[2] or ''}{made[3]}"
        return after if after != name and len(after.encode()) <= MAX_NAME_BYTES else None
    return None
