"""Statements that lose rows, fail on some, or take away what running clients use."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from designkit.migrate.hazards.intent import Intent
from designkit.migrate.hazards.narrowing import narrows
from designkit.migrate.hazards.scene import Act, Scene
from designkit.model import Table
from designkit.sql.hazard import Hazard

_RELATIONS: Final = frozenset({"table", "view", "materialized view"})
_CLIENTS_FIRST: Final = "Let the clients stop using it in an earlier release."
_COPY: Final = "Keep a copy of what may be needed."


def breaking(act: Act, scene: Scene) -> Iterator[Hazard]:
    """Yield what a statement takes away from rows and clients, or fails on."""
    yield from _dropped(act, scene)
    yield from _deleted(act, scene)
    for intent in act.intents:
        yield from _meant(act, scene, intent)


def _dropped(act: Act, scene: Scene) -> Iterator[Hazard]:
    """What is gone is observed, so that what CASCADE takes along is told as well."""
    gone = {item.object: item.kind for item in act.observed.dropped}
    meant = {intent.object for intent in act.intents if intent.deed == "drop"}
    for name in sorted(meant.union(gone)):
        if scene.stood(name) and (name not in gone or gone[name] in _RELATIONS):
            yield _loss(act, scene, name, name)


def _loss(act: Act, scene: Scene, owner: str, name: str) -> Hazard:
    """What it means that a table, a column of it, or something without rows is gone."""
    if not scene.at_risk(owner):
        fails = f"a running client that uses {name} fails"
        return act.hazard("breaks-clients", fails, advice=_CLIENTS_FIRST)
    return act.hazard(
        "data-loss",
        f"the data of {name} is lost, and DOWN does not bring it back; a running client that uses "
        "it fails",
        evidence=f"{name} is gone" if owner == name else "",
        advice=f"{_CLIENTS_FIRST} {_COPY}",
    )


def _deleted(act: Act, scene: Scene) -> Iterator[Hazard]:
    deleted = {change.table: change.deleted for change in act.observed.changed if change.deleted}
    meant = {intent.object for intent in act.intents if intent.deed in {"truncate", "delete"}}
    # The rows of a table are those of its partitions too: they are told of once, under its name.
    told = {heir for name in meant if scene.at_risk(name) for heir in scene.heirs(name)}
    for name in sorted(meant.union(deleted, act.observed.emptied) - told):
        if scene.at_risk(name):
            concerned = {name, *(scene.heirs(name) if name in meant else ())}
            emptied = not concerned.isdisjoint(act.observed.emptied)
            rows = sum(deleted.get(table, 0) for table in concerned)
            yield act.hazard(
                "data-loss",
                f"rows of {name} are deleted, and DOWN does not bring them back",
                evidence=f"{name} emptied" if emptied else f"{rows} rows deleted",
                advice=_COPY,
            )


def _meant(act: Act, scene: Scene, intent: Intent) -> Iterator[Hazard]:
    """What no counter shows: it depends on the rows that a table will hold, or on its clients."""
    table = scene.table(intent.object)
    column = table.find_column(intent.column) if table else None
    name = f"{intent.object}.{intent.column}" if intent.column else intent.object
    if intent.deed == "rename" and scene.stood(intent.object):
        yield act.hazard(
            "breaks-clients",
            f"a running client that uses {name} under its old name fails",
            advice="Add the new name beside the old one, let the clients change over, and remove "
            "the old one in a later release.",
        )
    elif intent.deed == "drop column" and column is not None:
        if column.generated is None:
            yield _loss(act, scene, intent.object, name)
        else:  # DOWN computes it anew.
            fails = f"a running client that uses {name} fails"
            yield act.hazard("breaks-clients", fails, advice=_CLIENTS_FIRST)
    elif scene.at_risk(intent.object):
        yield from _on_rows(act, scene, intent, name, table)


def _may_repeat(intent: Intent, table: Table | None) -> bool:
    """Whether two rows that stand may agree in a new key: not in a new column, nor around a key."""
    if table is None or not intent.column:
        return True
    columns = frozenset(intent.column.split(", "))
    is_new = len(columns) == 1 and table.find_column(intent.column) is None
    return not is_new and not table.is_unique(columns)


def _on_rows(
    act: Act, scene: Scene, intent: Intent, name: str, table: Table | None
) -> Iterator[Hazard]:
    column = table.find_column(intent.column) if table is not None else None
    match intent.deed:
        case "require column":
            yield act.hazard(
                "not-null-without-default",
                f"fails where {intent.object} holds a row, which has no value for {name}",
                advice="Add the column with a default, or without NOT NULL; fill it; then demand "
                "NOT NULL.",
            )
        case "add unique" if _may_repeat(intent, table):
            yield act.hazard(
                "unique-over-duplicates",
                f"fails where two rows of {intent.object} agree in {intent.column or 'their key'}",
                evidence=_rows_read(act, intent.object),
                advice="Look for duplicates with GROUP BY … HAVING count(*) > 1, and resolve them "
                "in an earlier migration.",
            )
        case "change type" if column is not None and intent.type is not None:
            if narrows(column.type, intent.type):
                yield act.hazard(
                    "narrows-type",
                    f"not every {column.type} of {name} has a place in the new type: it fails on "
                    "such a row, or loses a part of it",
                    evidence=_rows_read(act, intent.object),
                    advice="Add a column of the new type, and decide in a migration of its own "
                    "what becomes of the values that do not fit.",
                )
        case "update all":
            yield act.hazard(
                "changes-every-row",
                f"writes every row of {intent.object} in one transaction, and holds its lock on "
                "each until the end",
                evidence=_rows_updated(act, {intent.object, *scene.heirs(intent.object)}),
                advice="Change rows in batches, each in a transaction of its own.",
            )
        case _:
            return


def _rows_read(act: Act, table: str) -> str:
    read = [scan.rows for scan in act.observed.scans if scan.table == table]
    return f"{sum(read)} rows read" if sum(read) else ""


def _rows_updated(act: Act, tables: Collection[str]) -> str:
    updated = sum(change.updated for change in act.observed.changed if change.table in tables)
    return f"{updated} rows updated"
