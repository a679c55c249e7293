"""The rule `unique-ignores-soft-delete`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddIndex, DropConstraint, DropIndex, Operation
from designkit.model import Index, IndexKey, Table, Unique, replace
from designkit.model.conventional import DELETED_AT, index_name, is_soft_deleted
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import Related, SchemaRule

_LIVE = f"{DELETED_AT} IS NULL"


class UniqueIgnoresSoftDelete(SchemaRule, frozen=True, kw_only=True):
    """Something is unique among deleted rows too.

    Of a table with `deleted_at`, a unique constraint or index must leave the deleted rows out:
    `WHERE deleted_at IS NULL`. To hold `deleted_at` as a column makes nothing unique, for NULLs are
    distinct. What a foreign key points to, and what holds the primary key, is left alone.

    Why:
        Who deletes an account and signs up again is told that the address is taken, by a row that
        nobody sees.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL UNIQUE,
            deleted_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            deleted_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE UNIQUE INDEX idx_accounts_email ON accounts (email) WHERE deleted_at IS NULL;
    Sources:
        https://www.postgresql.org/docs/18/indexes-partial.html
        https://www.cockroachlabs.com/docs/v25.2/partial-indexes#unique-partial-indexes
    """

    severity = Severity.WARNING

    def check_related(self, table: Table, related: Related) -> Iterator[Finding]:
        """Yield each unique constraint and index over all rows of such a table."""
        if not is_soft_deleted(table):
            return
        pointed = _pointed_to(table, related)
        for unique in table.uniques:
            if self._wrong(table, frozenset(unique.columns), pointed):
                yield self._said(table, unique)
        for index in table.indexes:
            columns = frozenset(key.column or "" for key in index.keys)
            ignores = index.unique and index.predicate is None
            if ignores and self._wrong(table, columns, pointed):
                yield self._said(table, index)

    def _wrong(self, table: Table, columns: frozenset[str], pointed: set[frozenset[str]]) -> bool:
        keyed = bool(table.key_columns) and table.key_columns <= columns
        return columns != frozenset({DELETED_AT}) and not keyed and columns not in pointed

    def _said(self, table: Table, unique: Unique | Index) -> Finding:
        after = _among_live(table, unique)
        what = "unique constraint" if isinstance(unique, Unique) else "unique index"
        name = unique.name if isinstance(unique, Index) else f"{table.qualified}.{unique.name}"
        mechanical = not isinstance(unique, Unique) or unique.deferrable is None
        return self.finding(
            name,
            f"{what} {unique.name} of {table.qualified} counts deleted rows; make it a unique "
            f"index {after.name} WHERE {DELETED_AT} IS NULL",
            fix=_exchange(table, unique, after) if mechanical else (),
        )


def _pointed_to(table: Table, related: Related) -> set[frozenset[str]]:
    """The columns of the table to which foreign keys point."""
    return {
        frozenset(key.referenced_columns)
        for other in (*related.pointing_to(table.qualified), table)
        for key in other.foreign_keys
        if key.referenced_table == table.qualified
    }


def _among_live(table: Table, unique: Unique | Index) -> Index:
    if isinstance(unique, Unique):
        keys = tuple(IndexKey(column=name) for name in unique.columns if name != DELETED_AT)
        return Index(
            name=index_name(table.name, keys),
            keys=keys,
            unique=True,
            include=unique.include,
            predicate=_LIVE,
            nulls_not_distinct=unique.nulls_not_distinct,
        )
    keys = tuple(key for key in unique.keys if key.column != DELETED_AT)
    return replace(unique, keys=keys, name=index_name(table.name, keys), predicate=_LIVE)


def _exchange(table: Table, unique: Unique | Index, after: Index) -> tuple[Operation, ...]:
    where = table.qualified
    columns = unique.columns
    if any(set(columns[: len(key.columns)]) == set(key.columns) for key in table.foreign_keys):
        # A partial index would not serve the foreign key.
        return ()
    add = AddIndex(table=where, index=after)
    if isinstance(unique, Index):
        return DropIndex(table=where, index=unique), add
    return DropConstraint(table=where, constraint=unique), add
