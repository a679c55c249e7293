"""What EXPLAIN of a CockroachDB prints, as a tree of values.

It is no plan of PostgreSQL: it has spans in place of conditions, no cost, and a number of rows only
where there are statistics. So it has a type of its own, in the words of `workload.plans.Node`.

Source: https://www.cockroachlabs.com/docs/v25.2/explain
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from designkit.errors import SourceError
from designkit.model import QualifiedName, Schema, Table, Value, View

_NODE: Final = re.compile(r"(?P<indent>[│├└─ ]*)• (?P<kind>.+)")
_BRANCHES: Final = "│├└─ "
_INDENT: Final = 4
_RECOMMENDED: Final = re.compile(r"index recommendations: [0-9]+")
_COMMAND: Final = re.compile(r"\s*SQL commands?: (?P<sql>.+)")
_NAME: Final = r'"(?:[^"]|"")*"|[^@"\s]+'
_TABLE: Final = re.compile(rf"(?P<table>{_NAME})@(?P<index>{_NAME})(?: \(partial index\))?")
# `1,000 (0.10% of the table; stats collected 2 minutes ago)`, and `1 - 1,000` where LIMIT may stop.
_COUNT: Final = re.compile(r"(?:[0-9,]+ - )?(?P<rows>[0-9,]+)(?P<missing> \(missing stats\))?")
_MISSING: Final = "missing stats"


class Step(Value, frozen=True, kw_only=True):
    """One step of a plan of CockroachDB, with the steps that feed it.

    Attributes:
        kind: as CockroachDB names it: `scan`, `index join`, `lookup join (left outer)`, `top-k`.
        table: the table that it reads; None where it reads none, or two schemas have one so named.
        index: the index that it reads by, or "".
        rows: how many it yields, as estimated; where LIMIT may stop it earlier, without that. None
            where it says nothing, or guesses without statistics.
        lacks_statistics: whether CockroachDB has none for what it reads, so that it guesses.
        properties: all else, in the server's own words and order.
    """

    kind: str
    table: QualifiedName | None = None
    index: str = ""
    rows: float | None = None
    lacks_statistics: bool = False
    properties: tuple[tuple[str, str], ...] = ()
    children: tuple[Step, ...] = ()

    def told(self, name: str) -> str:
        """A property, or ""."""
        return next((value for key, value in self.properties if key == name), "")

    @property
    def spans(self) -> str:
        """Which part of an index it reads: `[/1 - /1]`, `FULL SCAN`; "" for what scans nothing."""
        return self.told("spans")

    @property
    def scans_whole(self) -> bool:
        """Whether it reads an index from its first entry to its last."""
        return self.spans.startswith("FULL SCAN")

    def walk(self) -> Iterator[Step]:
        """Yield the step and all below it, as the tree is printed."""
        yield self
        for child in self.children:
            yield from child.walk()


class Told(Value, frozen=True, kw_only=True):
    """What EXPLAIN printed.

    Attributes:
        recommended: the SQL of the indexes that CockroachDB itself recommends.
    """

    root: Step
    recommended: tuple[str, ...] = ()


class _Begun:
    """A step whose properties and children still come."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.properties: list[tuple[str, str]] = []
        self.children: list[_Begun] = []


def read_explained(lines: Sequence[str], schema: Schema) -> Told:
    """The plan in the rows of EXPLAIN, or of EXPLAIN (VERBOSE).

    Args:
        lines: the rows, in order.
        schema: what tables there are, since the plan tells their bare names.

    Raises:
        SourceError: it is no such plan.
    """
    root: _Begun | None = None
    way: list[_Begun] = []
    recommended: list[str] = []
    is_recommending = False
    for line in (part for row in lines for part in row.splitlines()):
        node = _NODE.fullmatch(line.rstrip())
        command = _COMMAND.fullmatch(line)
        if is_recommending or _RECOMMENDED.fullmatch(line):
            is_recommending = True
            recommended += [command["sql"]] if command is not None else []
        elif node is not None:
            begun = _Begun(node["kind"])
            depth = len(node["indent"]) // _INDENT
            if depth > len(way) or (depth == 0 and root is not None):
                raise SourceError(f"EXPLAIN printed a tree that designkit cannot read: {line!r}")
            del way[depth:]
            if way:
                way[-1].children.append(begun)
            else:
                root = begun
            way.append(begun)
        elif way and (text := line.lstrip(_BRANCHES)):
            key, _, value = text.partition(": ")
            way[-1].properties.append((key, value))
    if root is None:
        raise SourceError(
            "EXPLAIN printed no tree of steps; designkit reads those of CockroachDB since 21.1"
        )
    return Told(root=_step(root, schema), recommended=tuple(recommended))


def _step(begun: _Begun, schema: Schema) -> Step:
    told = dict(begun.properties)
    place = _TABLE.fullmatch(told.get("table", ""))
    index = _unquoted(place["index"]) if place is not None else ""
    count = _COUNT.match(told.get("estimated row count", ""))
    lacks = _MISSING in told or (count is not None and count["missing"] is not None)
    return Step(
        kind=begun.kind,
        table=_table(schema, _unquoted(place["table"]), index) if place is not None else None,
        index=index,
        rows=float(count["rows"].replace(",", "")) if count is not None and not lacks else None,
        lacks_statistics=lacks,
        properties=tuple(begun.properties),
        children=tuple(_step(child, schema) for child in begun.children),
    )


def _table(schema: Schema, name: str, index: str) -> QualifiedName | None:
    """The table or materialized view of a bare name; of several the one that has the index."""
    relations: list[Table | View] = [*schema.tables]
    relations += [view for view in schema.views if view.materialized]
    found = [item for item in relations if item.name == name]
    if len(found) > 1:
        keyed = (
            (item, {it.name for it in item.indexes} | set(_keys(schema, item.qualified)))
            for item in found
        )
        found = [item for item, names in keyed if index in names]
    return found[0].qualified if len(found) == 1 else None


def _keys(schema: Schema, name: QualifiedName) -> Iterator[str]:
    table = schema.find_table(name)
    if table is not None:
        keys = (table.primary_key, *table.uniques)
        yield from (key.name for key in keys if key is not None)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
