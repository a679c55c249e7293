"""What is no relation of CockroachDB's catalogue, as values of the model; pure."""

from __future__ import annotations

from collections import defaultdict

from designkit.database.cockroach.rows import CockroachRows, RoutineRow, SequenceRow, TriggerRow
from designkit.database.cockroach.spelling import type_name, unqualified
from designkit.model import Carried, Counting, Enum, QualifiedName
from designkit.model.schema import CarriedKind
from designkit.sql.text import SQL, Text, identifier, verbatim


def routine(row: RoutineRow, database: str) -> Carried:
    """A function or procedure, carried whole."""
    kind: CarriedKind = "function" if row.kind == "f" else "procedure"
    arguments = ", ".join(type_name(item, database) for item in row.arguments.split(", ") if item)
    name = identifier(QualifiedName(namespace=row.namespace, name=row.name))
    signature = name + verbatim(f"({arguments})")
    word: Text = SQL("FUNCTION") if kind == "function" else SQL("PROCEDURE")
    return Carried(
        kind=kind,
        identity=signature.text,
        definition=unqualified(row.definition, database).strip().rstrip(";"),
        drop=SQL("DROP {word} {signature}", word=word, signature=signature).text,
        comment=row.comment,
    )


def trigger(row: TriggerRow, table: QualifiedName, database: str) -> Carried:
    """A trigger, carried whole."""
    drop = SQL("DROP TRIGGER {name} ON {table}", name=row.name, table=identifier(table))
    return Carried(
        kind="trigger",
        identity=row.name,
        definition=unqualified(row.definition, database),
        drop=drop.text,
        table=table,
    )


def enums(rows: CockroachRows) -> tuple[Enum, ...]:
    """The enumerated types, of which each row tells one value."""
    values: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    comments: dict[tuple[str, str], str | None] = {}
    for row in rows.labels:
        values[row.namespace, row.name].append(row.label)
        comments[row.namespace, row.name] = row.comment
    return tuple(
        Enum(namespace=space, name=name, values=tuple(labels), comment=comments[space, name])
        for (space, name), labels in values.items()
    )


def counting(row: SequenceRow) -> Counting | None:
    """How a sequence counts, where that is not from 1, one by one."""
    found = Counting(
        start=row.start,
        increment=row.increment,
        minimum=row.minimum,
        maximum=row.maximum,
        cache=row.cache,
        cycle=row.cycle,
    )
    return None if found == Counting() else found
