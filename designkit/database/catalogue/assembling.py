"""From catalogue rows to values of the model, relation by relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec

from designkit.database.catalogue.carried import CARRIED
from designkit.database.catalogue.columns import column_of, is_told, view_column
from designkit.database.catalogue.rows import Rows
from designkit.model import (
    UNASKED,
    Access,
    Carried,
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Table,
    Unique,
    Value,
    View,
)
from designkit.model.table import Action

# How the collation is spelled that the queries need not name.
_DEFAULT_COLLATION = '"default"'

_ACTIONS: Mapping[str, Action] = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}


class OperatorClass(Value, frozen=True, kw_only=True):
    """An operator class, and whether it is what an index takes for its type unasked."""

    name: str
    is_default: bool


class Relation(Value, frozen=True, kw_only=True):
    """A relation, what belongs to it, and the numbers by which it stays known when it is renamed.

    Attributes:
        content: the table or view; None for a foreign table and a composite type.
        columns: number to name.
        constraints: oid to name.
        indexes: oid to name.
        carried: triggers, policies, rules and statistics on it, by the query that reads them.
        has_column_settings: whether a column has settings, or rights of its own.
    """

    name: QualifiedName
    content: Table | View | None
    columns: Mapping[int, str]
    constraints: Mapping[int, str]
    indexes: Mapping[int, str]
    carried: Mapping[str, tuple[Carried, ...]]
    has_column_settings: bool = False


def relations(
    rows: Rows, known: Mapping[int, Relation], classes: Mapping[int, OperatorClass]
) -> dict[int, Relation]:
    """The relations among the rows, by oid.

    Args:
        rows: what was fetched.
        known: relations as they were: foreign keys point there, and what was not asked about those
            that were fetched is as it was.
        classes: the operator classes by oid.
    """
    parts = _Parts(rows, known, classes)
    return {row.object_id: parts.relation(row) for row in rows.get("relations", ())}


def operator_classes(rows: Iterable[Any]) -> dict[int, OperatorClass]:
    """The operator classes by oid."""
    return {row.object_id: OperatorClass(name=row.name, is_default=row.is_default) for row in rows}


def carried_object(row: Sequence[Any], access: str | None = None) -> Carried:
    """A row of the carried objects as a value."""
    kind, identity, definition, drop, table, comment = row[:6]
    return Carried(
        kind=kind,
        identity=identity,
        definition=definition,
        drop=drop,
        table=_named(table) if table is not None else None,
        comment=comment,
        access=access_of(access),
    )


@lru_cache(maxsize=10_000)
def access_of(told: str | None) -> Access:
    """The access to an object, as the queries tell it."""
    return UNASKED if told is None else msgspec.json.decode(told, type=Access)


class _Parts:
    """The rows that belong to relations, grouped by their owner."""

    def __init__(
        self, rows: Rows, known: Mapping[int, Relation], classes: Mapping[int, OperatorClass]
    ) -> None:
        self._known = known
        self._relations = {row.object_id: _name(row) for row in rows.get("relations", ())}
        self._classes = classes
        self._columns: defaultdict[int, dict[int, Column]] = defaultdict(dict)
        self._names: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self._collations: dict[tuple[int, int], int] = {}
        self._with_settings: set[int] = set()
        defaults = {
            place: default
            for default, owners, numbers in rows.get("defaults", ())
            for place in zip(owners, numbers, strict=True)
        }
        for owner, number, collation, *column in rows.get("columns", ()):
            self._columns[owner][number] = column_of(defaults.get((owner, number)), *column)
            self._names[owner][number] = column[0]
            self._collations[owner, number] = collation
            if column[-1] is not None:
                self._with_settings.add(owner)
        self._settings: defaultdict[int, list[str]] = defaultdict(list)
        for owner, setting in rows.get("table_settings", ()):
            self._settings[owner].append(setting)
        self._constraints = _grouped(rows["constraints"]) if "constraints" in rows else None
        indexes = rows.get("indexes", ())
        self._indexes = _grouped(row for row in indexes if not row.of_key)
        for row in indexes:
            if row.of_key:
                told = (f"index.{parameter} {row.name}" for parameter in row.parameters)
                self._settings[row.owner].extend(told)
        self._options = {
            (row.object_id, row.position): row.options for row in rows.get("class_options", ())
        }
        self._carried = {
            name: _carried(rows[name])
            for name, query in CARRIED.items()
            if query.owner is not None and name in rows
        }

    def relation(self, row: Any) -> Relation:
        owner = row.object_id
        content: Table | View | None = None
        if row.kind in "rp":
            content = self._table(row)
        elif row.kind in "vm":
            content = self._view(row)
        carried = dict(self._known[owner].carried) if owner in self._known else {}
        carried |= {name: found.get(owner, ()) for name, found in self._carried.items()}
        return Relation(
            name=self._relations[owner],
            content=content,
            columns=self._names[owner],
            constraints=self._constraint_names(owner),
            indexes={item.object_id: item.name for item in self._indexes[owner]},
            carried={name: items for name, items in carried.items() if items},
            has_column_settings=owner in self._with_settings,
        )

    def _table(self, row: Any) -> Table:
        owner = row.object_id
        found = self._constraints_of(owner)
        primary = [item for item in found if isinstance(item, PrimaryKey)]
        return Table(
            namespace=row.namespace,
            name=row.name,
            columns=tuple(column for _, column in self._ordered(owner)),
            primary_key=primary[0] if primary else None,
            uniques=tuple(item for item in found if isinstance(item, Unique)),
            checks=tuple(item for item in found if isinstance(item, Check)),
            foreign_keys=tuple(item for item in found if isinstance(item, ForeignKey)),
            other_constraints=tuple(item for item in found if isinstance(item, OtherConstraint)),
            indexes=self._indexes_of(owner),
            comment=row.comment,
            unlogged=row.unlogged,
            inherits=tuple(map(_named, row.inherits)),
            partition_key=row.partition_key,
            partition_bound=row.partition_bound,
            parameters=tuple(row.parameters),
            row_security=row.row_security,
            settings=tuple(sorted(self._settings.get(owner, ()))),
        )

    def _view(self, row: Any) -> View:
        owner = row.object_id
        return View(
            namespace=row.namespace,
            name=row.name,
            definition=row.definition.strip().removesuffix(";"),
            materialized=row.kind == "m",
            columns=tuple((column.name, column.type) for _, column in self._ordered(owner)),
            column_settings=tuple(map(view_column, filter(is_told, self._columns[owner].values()))),
            depends_on=tuple(sorted(map(_named, row.depends_on))),
            indexes=self._indexes_of(owner),
            options=tuple(row.parameters),
            comment=row.comment,
        )

    def _ordered(self, owner: int) -> list[tuple[int, Column]]:
        return sorted(self._columns[owner].items(), key=itemgetter(0))

    def _constraint_names(self, owner: int) -> Mapping[int, str]:
        if self._constraints is not None:
            return {item.object_id: item.name for item in self._constraints[owner]}
        return self._known[owner].constraints if owner in self._known else {}

    def _constraints_of(self, owner: int) -> tuple[Constraint, ...]:
        if self._constraints is not None:
            return tuple(map(self._constraint, self._constraints[owner]))
        content = self._known[owner].content if owner in self._known else None
        return content.constraints if isinstance(content, Table) else ()

    def _constraint(self, row: Any) -> Constraint:
        if row.kind == "c":
            return Check(
                name=row.name,
                expression=row.expression,
                validated=row.validated,
                inherited=row.inherited,
                enforced=row.enforced,
                comment=row.comment,
            )
        if row.definition is not None:
            return OtherConstraint(name=row.name, definition=row.definition, comment=row.comment)
        columns = self._called(row.owner, row.column_numbers)
        if row.kind == "f":
            return self._foreign_key(row, columns)
        include = self._called(row.owner, (row.index_numbers or ())[row.key_count :])
        if row.kind == "p":
            return PrimaryKey(
                name=row.name,
                columns=columns,
                include=include,
                deferrable=row.deferrable,
                comment=row.comment,
            )
        return Unique(
            name=row.name,
            columns=columns,
            include=include,
            nulls_not_distinct=row.nulls_not_distinct,
            deferrable=row.deferrable,
            comment=row.comment,
        )

    def _foreign_key(self, row: Any, columns: tuple[str, ...]) -> ForeignKey:
        return ForeignKey(
            name=row.name,
            columns=columns,
            referenced_table=self._relation_name(row.referenced_id),
            referenced_columns=self._called(row.referenced_id, row.referenced_numbers),
            on_delete=_ACTIONS[row.on_delete],
            on_update=_ACTIONS[row.on_update],
            set_columns=self._called(row.owner, sorted(row.set_numbers or ())),
            match_full=row.match_full,
            validated=row.validated,
            enforced=row.enforced,
            deferrable=row.deferrable,
            comment=row.comment,
        )

    def _indexes_of(self, owner: int) -> tuple[Index, ...]:
        return tuple(self._index(row) for row in self._indexes[owner])

    def _index(self, row: Any) -> Index:
        return Index(
            name=row.name,
            keys=tuple(self._key(row, place) for place in range(row.key_count)),
            unique=row.is_unique,
            method=row.method,
            include=self._called(row.owner, row.index_numbers[row.key_count :]),
            predicate=row.predicate,
            nulls_not_distinct=row.nulls_not_distinct,
            parameters=tuple(row.parameters),
            valid=row.valid,
            comment=row.comment,
        )

    def _key(self, row: Any, place: int) -> IndexKey:
        number, option = row.index_numbers[place], row.options[place]
        descending, nulls_first = bool(option & 1), bool(option & 2)
        own = self._classes[row.classes[place]]
        options = self._options.get((row.object_id, place + 1))
        spelled = f"{own.name}({', '.join(options)})" if options else own.name
        return IndexKey(
            column=self._names[row.owner][number] if number else None,
            expression=None if number else row.expressions[place],
            descending=descending,
            nulls_first=nulls_first if nulls_first != descending else None,
            collation=self._key_collation(row, place),
            operator_class=None if own.is_default and not options else spelled,
        )

    def _key_collation(self, row: Any, place: int) -> str | None:
        """The collation of a key, where it is not the one that the column or the type has."""
        collation, number = row.collations[place], row.index_numbers[place]
        if number:
            usual = self._collations[row.owner, number]
        else:
            usual = row.type_collations[place] if row.type_collations else collation
        if collation in (0, usual):
            return None
        named: str = row.collation_names[place] if row.collation_names else _DEFAULT_COLLATION
        return named

    def _called(self, owner: int, numbers: Iterable[int] | None) -> tuple[str, ...]:
        if not numbers:
            return ()
        names = self._names[owner] if owner in self._names else self._known[owner].columns
        return tuple(names[number] for number in numbers)

    def _relation_name(self, oid: int) -> QualifiedName:
        return self._relations.get(oid) or self._known[oid].name


def _name(row: Any) -> QualifiedName:
    return QualifiedName(namespace=row.namespace, name=row.name)


def _named(value: Mapping[str, str]) -> QualifiedName:
    return QualifiedName(namespace=value["namespace"], name=value["name"])


def _carried(rows: Iterable[Sequence[Any]]) -> Mapping[int, tuple[Carried, ...]]:
    groups: defaultdict[int, list[Carried]] = defaultdict(list)
    for row in rows:
        groups[row[-1]].append(carried_object(row))
    return {owner: tuple(items) for owner, items in groups.items()}


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.owner].append(row)
    return groups
