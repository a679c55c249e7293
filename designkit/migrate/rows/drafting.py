"""What the columns of one table may hold: candidates by type and constraint, judged in groups."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from math import prod

from designkit.migrate.rows.demands import Demands
from designkit.migrate.rows.expressions import Hint, cases_of, columns_in, hints_in
from designkit.migrate.rows.judge import Judge
from designkit.migrate.rows.options import MOST, Group, Unit, count_of, group_of, tied, unit
from designkit.migrate.rows.pools import FIRST_SPARE, Pools
from designkit.model import Column, ForeignKey, QualifiedName, Value, replace
from designkit.sql.text import SQL, verbatim

# By hash, few values meet one partition of many.
_SPREAD = "satisfies_hash_partition("
_SPREAD_KEYS = 160
_KEYS = 12
# Of checks with many cases so many are tried, and so many sets of values of each.
_MOST_CASES = 32
_MOST_OF_CASE = 30


class Draft(Value, frozen=True, kw_only=True):
    """The options for the columns of a table.

    Attributes:
        obstacle: why no row can be made; "" where one can.
    """

    groups: tuple[Group, ...]
    obstacle: str = ""


class Drafter:
    """Drafts the rows of one table."""

    def __init__(
        self, demands: Demands, pools: Pools, judge: Judge, partitioned: frozenset[QualifiedName]
    ) -> None:
        self._demands = demands
        self._pools = pools
        self._judge = judge
        self._partitioned = partitioned
        self._columns = {column.name: column for column in demands.columns}
        self._hints = _by_column(demands)
        self._clauses: dict[tuple[object, ...], Group] = {}

    def draft(self, pinned: Mapping[str, str], seed: str) -> Draft:
        """Options for every column, with those that are pinned at their value."""
        units = self._units(pinned)
        empty = next((item for item in units if not item.candidates), None)
        if empty is not None:
            return Draft(groups=(), obstacle=self._no_candidate(empty))
        checks = [(self._demands.given(columns_in(text)), text) for text in self._demands.checks]
        groups: list[Group] = []
        for items in tied(units, [columns for columns, _ in checks]):
            names = {name for item in items for name in item.columns}
            own = [text for columns, text in checks if columns and columns <= names]
            group = self._group(items, own, seed)
            if not group.options:
                return Draft(groups=(), obstacle=_unsatisfied(group, own))
            groups.append(group)
        return Draft(groups=tuple(groups))

    def key_of(self, column: str) -> str | None:
        """The first of the values that tell rows apart in a column."""
        return next(iter(self._texts(self._columns[column], is_key=True)), None)

    def _units(self, pinned: Mapping[str, str]) -> list[Unit]:
        units = [
            unit((name,), ((text,),), first_spare=FIRST_SPARE) for name, text in pinned.items()
        ]
        for key in self._demands.foreign_keys:
            if pinned.keys().isdisjoint(key.columns):
                units += self._pointing(key)
        covered = {name for item in units for name in item.columns}
        own = (column for name, column in self._columns.items() if name not in covered)
        return [*units, *map(self._own, own)]

    def _own(self, column: Column) -> Unit:
        """A column that points nowhere."""
        texts = self._texts(column, is_key=column.name in self._demands.key_columns)
        candidates: list[tuple[str | None, ...]] = [(text,) for text in texts]
        if self._may_be_null(column):
            candidates.append((None,))
        return unit((column.name,), candidates, first_spare=FIRST_SPARE)

    def _texts(self, column: Column, *, is_key: bool) -> tuple[str, ...]:
        hints = self._hints.get(column.name, ())
        if is_key:
            spread = any(_SPREAD in check for check in self._demands.checks)
            texts = self._pools.keys(
                self._demands.table,
                column.name,
                column.type,
                hints,
                count=_SPREAD_KEYS if spread else _KEYS,
            )
        else:
            texts = self._pools.plain(column.type, hints)
        sure = self._pools.is_sure(column.type)
        return texts if sure else self._judge.accepted(column.type, texts)

    def _pointing(self, key: ForeignKey) -> Iterator[Unit]:
        """The columns of a foreign key: what they may point to, and where they may be NULL."""
        if not self._columns.keys() >= {*key.columns}:
            return  # A generated column points by itself, or the database refuses the row.
        open_ones = [self._may_be_null(self._columns[name]) for name in key.columns]
        there = self._judge.referenced(
            key.referenced_table,
            key.referenced_columns,
            whole=key.referenced_table in self._partitioned,
        )
        candidates: list[tuple[str | None, ...]] = [*there]
        if all(open_ones):
            candidates.append((None,) * len(key.columns))
        elif any(open_ones) and not key.match_full:
            candidates += [
                tuple(
                    None if is_open else text for text, is_open in zip(row, open_ones, strict=True)
                )
                for row in there
            ]
            if not there:
                for name, is_open in zip(key.columns, open_ones, strict=True):
                    if is_open:
                        yield unit((name,), ((None,),), first_spare=FIRST_SPARE)
                return
        yield unit(key.columns, candidates, first_spare=FIRST_SPARE)

    def _may_be_null(self, column: Column) -> bool:
        return column.nullable and not any(
            domain.not_null for domain in self._pools.domains(column.type)
        )

    def _group(self, units: Sequence[Unit], checks: Sequence[str], seed: str) -> Group:
        """The options under which some checks hold; of too many, some for each case of them."""
        whole = self._judged(group_of(units, seed), checks)
        if not checks or count_of(units) <= MOST:
            return whole
        found = {option.values: option for option in whole.options}
        for number, case in enumerate(_cases(checks, seed)):
            narrowed = [self._narrowed(item, case) for item in units]
            if all(item.candidates for item in narrowed):
                group = group_of(narrowed, f"{seed}\n{number}", _MOST_OF_CASE)
                found |= {option.values: option for option in self._judged(group, checks).options}
        return replace(whole, options=tuple(found.values()))

    def _narrowed(self, item: Unit, case: Sequence[str]) -> Unit:
        """The unit with those candidates that satisfy the clauses about it alone."""
        names = {*item.columns}
        own = [text for text in case if columns_in(text) and columns_in(text) <= names]
        kept = self._clauses.get((item.columns, *own))
        if kept is None:
            kept = self._judged(group_of((item,), ""), own)
            self._clauses[item.columns, *own] = kept
        return Unit(
            columns=item.columns,
            candidates=tuple(option.values for option in kept.options),
            places=tuple(option.places[0] for option in kept.options),
        )

    def _judged(self, group: Group, checks: Sequence[str]) -> Group:
        if not checks:
            return group
        columns = [self._columns[name] for name in group.columns]
        generated = {
            name: expression
            for name, expression in self._demands.generated.items()
            if self._demands.given(columns_in(expression)) <= {*group.columns}
            and any(name in columns_in(check) for check in checks)
        }
        options = self._judge.satisfying(columns, generated, checks, group.options)
        return replace(group, options=options)

    def _no_candidate(self, empty: Unit) -> str:
        for key in self._demands.foreign_keys:
            if key.columns == empty.columns:
                where = ", ".join(key.columns)
                return f"{where} must point to a row of {key.referenced_table}, which has none"
        column = self._columns[empty.columns[0]]
        return f"no value of the type {column.type} is known for the column {column.name}"


def _cases(checks: Sequence[str], seed: str) -> Iterator[tuple[str, ...]]:
    """Ways in which all checks may be true: every one, or a sample of them."""
    ways = [cases_of(check) for check in checks]
    chosen: Iterable[tuple[tuple[str, ...], ...]]
    if prod(map(len, ways)) <= _MOST_CASES:
        chosen = product(*ways)
    else:
        chance = random.Random(seed)  # noqa: S311  (the same in every run is what is wanted)
        chosen = (tuple(map(chance.choice, ways)) for _ in range(_MOST_CASES))
    return (tuple(chain.from_iterable(case)) for case in chosen)


def _by_column(demands: Demands) -> dict[str, tuple[Hint, ...]]:
    found: dict[str, list[Hint]] = {}
    for check in demands.checks:
        # The numbers in that of a partition by hash are no values, and differ by database.
        for hint in () if _SPREAD in check else hints_in(check):
            for name in demands.given(hint.columns):
                found.setdefault(name, []).append(hint)
    return {name: tuple(hints) for name, hints in found.items()}


def _unsatisfied(group: Group, checks: Sequence[str]) -> str:
    columns = ", ".join(group.columns)
    if not checks:
        return f"no values were found for {columns} that satisfy all foreign keys at once"
    texts = " and ".join(SQL("CHECK ({c})", c=verbatim(check)).text for check in checks)
    return f"no values were found for {columns} that satisfy {texts}"
