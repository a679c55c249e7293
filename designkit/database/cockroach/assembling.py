"""From the rows of CockroachDB's catalogue to a schema; pure.

What CockroachDB makes for itself is left out: the hidden `rowid` and the key over it, the columns
over which an index is sharded by hash, and the check that keeps them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeVar

from designkit.database.cockroach.objects import counting, enums, routine, trigger
from designkit.database.cockroach.rows import (
    CockroachRows,
    ColumnRow,
    ConstraintRow,
    IndexRow,
    RelationRow,
    SequenceRow,
)
from designkit.database.cockroach.spelling import expression, type_name, unqualified
from designkit.errors import SourceError
from designkit.model import (
    PUBLIC,
    Carried,
    Check,
    Column,
    ForeignKey,
    Index,
    IndexKey,
    NamespaceSettings,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Unique,
    View,
)
from designkit.model.table import Action

_ACTIONS: Final[Mapping[str, Action]] = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}
_IDENTITIES: Final[Mapping[str, Literal["always", "by default"]]] = {
    "a": "always",
    "d": "by default",
}
# An inverted index is what PostgreSQL calls GIN; all others are ordered.
# https://www.cockroachlabs.com/docs/v26.2/inverted-indexes
_METHODS: Final = {"prefix": "btree", "inverted": "gin"}
_NUMBER: Final = re.compile(r"[0-9]+")
_ELEMENT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}]+)')
_DESCENDING: Final = 1
# `crdb_internal_id_shard_16`: over which column, and into how many buckets.
_SHARD: Final = re.compile(r"crdb_internal_.*_shard_([0-9]+)(?:_[0-9]+)?")
_COMMENT_OF_PUBLIC: Final = "standard public schema"

_Row = TypeVar("_Row", ColumnRow, ConstraintRow, IndexRow)


def schema_of(rows: CockroachRows) -> Schema:
    """The schema that the rows tell of.

    Raises:
        SourceError: they contradict each other.
    """
    parts = _Parts(rows)
    return Schema(
        namespaces=tuple(item.name for item in rows.namespaces if item.name != PUBLIC),
        namespace_settings=tuple(
            NamespaceSettings(name=item.name, comment=item.comment)
            for item in rows.namespaces
            if item.comment and (item.name, item.comment) != (PUBLIC, _COMMENT_OF_PUBLIC)
        ),
        tables=tuple(parts.table(row) for row in rows.relations if row.kind == "r"),
        views=tuple(parts.view(row) for row in rows.relations if row.kind != "r"),
        enums=enums(rows),
        sequences=tuple(
            parts.sequence(row) for row in rows.sequences if not parts.is_of_identity(row)
        ),
        carried=(
            *(routine(row, rows.database) for row in rows.routines),
            *(trigger(row, parts.name(row.relation), rows.database) for row in rows.triggers),
            *parts.sharded(),
        ),
    )


class _Parts:
    """The rows by the relation that they belong to."""

    def __init__(self, rows: CockroachRows) -> None:
        self._database = rows.database
        self._names = {
            row.relation: QualifiedName(namespace=row.namespace, name=row.name)
            for row in rows.relations
        }
        self._columns = _grouped(rows.columns)
        self._by_number = {(row.relation, row.number): row for row in rows.columns}
        self._constraints = _grouped(rows.constraints)
        self._indexes = _grouped(rows.indexes)
        self._index = {row.index: row for row in rows.indexes}
        self._reads: defaultdict[int, set[int]] = defaultdict(set)
        for item in rows.dependencies:
            self._reads[item.view].add(item.relation)
        self._counting = {
            (row.owner, row.owner_column): counting(row)
            for row in rows.sequences
            if self.is_of_identity(row)
        }

    def name(self, relation: int) -> QualifiedName:
        """What a relation is called."""
        return self._names[relation]

    def is_of_identity(self, row: SequenceRow) -> bool:
        """Whether a sequence is part of an identity column."""
        owner = self._by_number.get((row.owner or 0, row.owner_column or 0))
        return owner is not None and bool(owner.identity)

    def table(self, row: RelationRow) -> Table:
        """A table with all that belongs to it."""
        found = self._constraints[row.relation]
        served = [item for item in found if item.index in self._index]
        uniques = [item for item in served if item.kind == "u" and self._is_plain(item.index)]
        taken = {item.index for item in uniques}
        return Table(
            namespace=row.namespace,
            name=row.name,
            columns=tuple(self._visible(row.relation)),
            primary_key=next(
                (self._primary_key(item) for item in found if self._is_key(item)), None
            ),
            uniques=tuple(map(self._unique, uniques)),
            checks=tuple(self._check(item) for item in found if self._is_check(item)),
            foreign_keys=tuple(self._foreign_key(item) for item in found if item.kind == "f"),
            other_constraints=tuple(
                OtherConstraint(
                    name=item.name,
                    definition=expression(item.definition, self._database),
                    comment=item.comment,
                )
                for item in found
                if item.kind == "u" and item.index not in self._index
            ),
            indexes=tuple(
                self._plain_index(item)
                for item in self._indexes[row.relation]
                if not item.primary and item.index not in taken
            ),
            comment=row.comment,
            parameters=tuple(row.parameters or ()),
        )

    def view(self, row: RelationRow) -> View:
        """A view; the materialized ones have indexes, and a hidden key which is left out."""
        read = self._reads[row.relation] & self._names.keys()
        return View(
            namespace=row.namespace,
            name=row.name,
            definition=unqualified(row.definition or "", self._database).strip().rstrip(";"),
            materialized=row.kind == "m",
            columns=tuple((column.name, column.type) for column in self._visible(row.relation)),
            depends_on=tuple(sorted(self._names[relation] for relation in read)),
            indexes=tuple(
                self._plain_index(item) for item in self._indexes[row.relation] if not item.primary
            ),
            comment=row.comment,
        )

    def sequence(self, row: SequenceRow) -> Sequence:
        """A sequence that stands for itself, or that a column owns."""
        owner = self._by_number.get((row.owner or 0, row.owner_column or 0))
        return Sequence(
            namespace=row.namespace,
            name=row.name,
            type=type_name(row.type),
            start=row.start,
            increment=row.increment,
            minimum=row.minimum,
            maximum=row.maximum,
            cache=row.cache,
            cycle=row.cycle,
            owned_by=(self._names[owner.relation], owner.name) if owner is not None else None,
            comment=row.comment,
        )

    def sharded(self) -> Iterable[Carried]:
        """The indexes that are sharded by hash, which no operation writes."""
        for row in self._index.values():
            columns = (self._by_number.get((row.relation, number)) for number in _numbers(row))
            for column in columns:
                shard = _SHARD.fullmatch(column.name) if column and column.hidden else None
                if shard is not None:
                    yield Carried(
                        kind="setting",
                        identity=f"index {row.name} sharded by hash into {shard[1]} buckets",
                        definition="",
                        drop="",
                        table=self._names[row.relation],
                    )

    def _visible(self, relation: int) -> Iterable[Column]:
        rows = (row for row in self._columns[relation] if not row.hidden)
        return map(self._column, sorted(rows, key=lambda row: row.number))

    def _column(self, row: ColumnRow) -> Column:
        kind = type_name(row.type, self._database)
        told = row.expression
        text = None if told is None else expression(told, self._database, kind)
        return Column(
            name=row.name,
            type=kind,
            nullable=row.nullable,
            default=None if row.generated or row.identity else text,
            identity=_IDENTITIES.get(row.identity),
            counting=self._counting.get((row.relation, row.number)),
            generated=text if row.generated else None,
            stored=row.generated != "v",
            collation=row.collation,
            comment=row.comment,
        )

    def _is_key(self, row: ConstraintRow) -> bool:
        return row.kind == "p" and bool(self._called(row.relation, row.columns))

    def _is_check(self, row: ConstraintRow) -> bool:
        """Whether it is a check that somebody wrote: that of a shard is over hidden columns."""
        if row.kind != "c":
            return False
        about = [self._by_number.get((row.relation, number)) for number in row.columns or ()]
        return not about or any(column is None or not column.hidden for column in about)

    def _is_plain(self, index: int) -> bool:
        """Whether a unique index is no more than a constraint says."""
        row = self._index[index]
        keys = _numbers(row)[: row.key_count]
        return (
            row.predicate is None
            and _method(row) == "btree"
            and not any(option == _DESCENDING for option in _vector(row.options))
            and all((row.relation, number) in self._by_number for number in keys)
        )

    def _primary_key(self, row: ConstraintRow) -> PrimaryKey:
        columns = self._called(row.relation, row.columns)
        return PrimaryKey(name=row.name, columns=columns, comment=row.comment)

    def _unique(self, row: ConstraintRow) -> Unique:
        index = self._index[row.index]
        return Unique(
            name=row.name,
            columns=self._called(row.relation, _numbers(index)[: index.key_count]),
            include=self._called(row.relation, _numbers(index)[index.key_count :]),
            comment=row.comment or index.comment,
        )

    def _check(self, row: ConstraintRow) -> Check:
        return Check(
            name=row.name,
            expression=expression(row.expression or "", self._database),
            validated=row.validated,
            comment=row.comment,
        )

    def _foreign_key(self, row: ConstraintRow) -> ForeignKey:
        if row.referenced not in self._names:
            raise SourceError(
                f"foreign key {row.name} of {self._names[row.relation]}: the catalogue does not "
                "show the table to which it points. The role needs a right on every table: "
                "GRANT SELECT."
            )
        return ForeignKey(
            name=row.name,
            columns=self._called(row.relation, row.columns),
            referenced_table=self._names[row.referenced],
            referenced_columns=self._called(row.referenced, row.referenced_columns),
            on_delete=_ACTIONS[row.on_delete or "a"],
            on_update=_ACTIONS[row.on_update or "a"],
            match_full=row.match == "f",
            validated=row.validated,
            comment=row.comment,
        )

    def _plain_index(self, row: IndexRow) -> Index:
        return Index(
            name=row.name,
            keys=tuple(self._keys(row)),
            unique=row.unique,
            method=_method(row),
            include=self._called(row.relation, _numbers(row)[row.key_count :]),
            predicate=None if row.predicate is None else expression(row.predicate, self._database),
            valid=row.valid,
            comment=row.comment,
        )

    def _keys(self, row: IndexRow) -> Iterable[IndexKey]:
        """The keys in order; an expression is known by a number that no column has."""
        # NULLs come first where PostgreSQL has them last, but that cannot be chosen: the order's
        # own. https://www.cockroachlabs.com/docs/v26.2/null-handling#nulls-and-sorting
        expressions = iter(_elements(row.expressions or ""))
        numbers = _numbers(row)[: row.key_count]
        for number, option in zip(numbers, _vector(row.options), strict=True):
            column = self._by_number.get((row.relation, number))
            descending = option == _DESCENDING
            if column is None:
                told = next(expressions, None)
                if told is None:
                    raise SourceError(
                        f"index {row.name} of {self._names[row.relation]}: the catalogue does not "
                        "tell the expression that it indexes. CockroachDB 24.3 and later do."
                    )
                yield IndexKey(expression=expression(told, self._database), descending=descending)
            elif not column.hidden:
                yield IndexKey(column=column.name, descending=descending)

    def _called(self, relation: int, numbers: Iterable[int] | None) -> tuple[str, ...]:
        found = (self._by_number.get((relation, number)) for number in numbers or ())
        return tuple(column.name for column in found if column and not column.hidden)


def _method(row: IndexRow) -> str:
    return _METHODS.get(row.method, row.method)


def _numbers(row: IndexRow) -> tuple[int, ...]:
    return _vector(row.numbers)


def _vector(text: str) -> tuple[int, ...]:
    """The numbers of a vector: `3 4`."""
    return tuple(map(int, _NUMBER.findall(text)))


def _elements(text: str) -> tuple[str, ...]:
    """The texts of an array: of `{"(a + b)",lower(c)}`, two."""
    found = _ELEMENT.findall(text)
    return tuple(re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in found)


def _grouped(rows: Iterable[_Row]) -> defaultdict[int, list[_Row]]:
    groups: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.relation].append(row)
    return groups
