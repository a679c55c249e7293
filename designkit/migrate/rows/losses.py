"""What became of rows and values between two censuses, in numbers and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from designkit.migrate.rows.census import Census, Digests, TableCensus
from designkit.model import QualifiedName, Value

# Pairing rows without a key tries each with each.
_MOST_PAIRS = 10_000

Pair = tuple[Digests, Digests]


class Loss(Value, frozen=True, kw_only=True):
    """Rows or values that are not what they were.

    Attributes:
        column: None where whole rows are meant.
        kind: what became of them. `nulled` values are NULL now, `changed` ones are others;
            `missing` says that the table or the column itself is not there.
        rows: in how many rows.
        of: how many rows there were.
    """

    table: QualifiedName
    column: str | None = None
    kind: Literal["gone", "came", "nulled", "changed", "missing"]
    rows: int
    of: int

    def __str__(self) -> str:
        share = f"{self.rows} of {_rows(self.of)}"
        match self.kind, self.column:
            case "missing", None:
                return f"{self.table}: the table is gone, with {_rows(self.rows)}"
            case "missing", _:
                return f"{self.table}.{self.column}: the column is gone, with the values of {share}"
            case "gone", _:
                return f"{self.table}: {share} {_are(self.rows)} gone"
            case "came", _:
                return f"{self.table}: {_rows(self.rows)} came that {_were(self.rows)} not there"
            case "nulled", _:
                return f"{self.table}.{self.column}: the values of {share} are gone (NULL now)"
            case _:
                return f"{self.table}.{self.column}: the values of {share} changed"


def losses(before: Census, after: Census) -> tuple[Loss, ...]:
    """What of `before` is not as it was in `after`, by table, rows before columns.

    Rows are told by their primary key; without one, by the values that they share. A table that
    only `after` has is no loss.
    """
    now = {item.table: item for item in after.tables}
    return tuple(loss for item in before.tables for loss in _of_table(item, now.get(item.table)))


def _of_table(before: TableCensus, after: TableCensus | None) -> Iterator[Loss]:
    if after is None:
        if before.count:
            yield Loss(table=before.table, kind="missing", rows=before.count, of=before.count)
        return
    if before.count != len(before.rows) or after.count != len(after.rows):
        yield from _moved(before, before.count - after.count, after.count - before.count)
        return
    shared = [name for name in before.columns if name in after.columns]
    pairs = _paired(before, after, shared)
    yield from _moved(before, before.count - len(pairs), after.count - len(pairs))
    for place, name in enumerate(before.columns):
        if name not in after.columns:
            rows = sum(row[place] is not None for row in before.rows)
            if rows:
                yield _loss(before, "missing", rows, name)
            continue
        there = after.columns.index(name)
        values = [(row[place], other[there]) for row, other in pairs]
        nulled = sum(old is not None and new is None for old, new in values)
        changed = sum(old != new for old, new in values) - nulled
        if nulled:
            yield _loss(before, "nulled", nulled, name)
        if changed:
            yield _loss(before, "changed", changed, name)


def _moved(before: TableCensus, gone: int, came: int) -> Iterator[Loss]:
    if gone > 0:
        yield _loss(before, "gone", gone)
    if came > 0:
        yield _loss(before, "came", came)


def _loss(
    before: TableCensus,
    kind: Literal["gone", "came", "nulled", "changed", "missing"],
    rows: int,
    column: str | None = None,
) -> Loss:
    return Loss(table=before.table, column=column, kind=kind, rows=rows, of=before.count)


def _paired(before: TableCensus, after: TableCensus, shared: Sequence[str]) -> list[Pair]:
    """The rows of both that are the same row."""
    if before.key and before.key == after.key and {*before.key} <= {*shared}:
        return _matched(before, after, before.key)
    whole = _matched(before, after, shared)
    old, new = Counter(before.rows), Counter(after.rows)
    old.subtract(row for row, _ in whole)
    new.subtract(row for _, row in whole)
    return [*whole, *_most_alike([*old.elements()], [*new.elements()], before, after, shared)]


def _matched(before: TableCensus, after: TableCensus, columns: Sequence[str]) -> list[Pair]:
    """The rows that hold the same values in some columns, each taken once."""
    here, there = _places(before, columns), _places(after, columns)
    found: dict[Digests, list[Digests]] = {}
    for row in after.rows:
        found.setdefault(tuple(row[place] for place in there), []).append(row)
    pairs: list[Pair] = []
    for row in before.rows:
        same = found.get(tuple(row[place] for place in here))
        if same:
            pairs.append((row, same.pop()))
    return pairs


def _most_alike(
    old: Sequence[Digests],
    new: Sequence[Digests],
    before: TableCensus,
    after: TableCensus,
    shared: Sequence[str],
) -> Iterator[Pair]:
    """Rows paired by how many values they share; those with none only where none came or went."""
    if len(old) * len(new) > _MOST_PAIRS:
        return
    here, there = _places(before, shared), _places(after, shared)
    scored = [
        (-sum(row[a] == other[b] for a, b in zip(here, there, strict=True)), i, j)
        for i, row in enumerate(old)
        for j, other in enumerate(new)
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    for score, i, j in sorted(scored):
        if (score or len(old) == len(new)) and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield old[i], new[j]


def _places(census: TableCensus, columns: Sequence[str]) -> list[int]:
    return [census.columns.index(name) for name in columns]


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
