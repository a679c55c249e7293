"""Which table a name in a query means: what stands in FROM, from the inside out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from designkit.model import QualifiedName, Table, View
from designkit.workload.references.expressions import text_columns
from designkit.workload.references.values import Command, TableUse, Use, Wrapper


class Mention:
    """A `TableUse` while it is collected."""

    def __init__(self, known: Table | View | None, plain: TableUse) -> None:
        self.known = known
        self.plain = plain
        self.written: Command | None = plain.written
        self.assigned: set[str] = set()
        self.whole = False
        self._uses: dict[Use, None] = {}

    def add(self, use: Use) -> None:
        """Keep a use, once."""
        self._uses[use] = None

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of its columns; None where the schema does not hold the table."""
        match self.known:
            case Table():
                return tuple(column.name for column in self.known.columns)
            case View():
                return tuple(name for name, _ in self.known.columns)
            case None:
                return None

    @property
    def texts(self) -> frozenset[str]:
        """The columns whose cast to text does nothing."""
        return frozenset() if self.known is None else text_columns(self.known)

    def finished(self) -> TableUse:
        """The value that was collected."""
        plain = self.plain
        return TableUse(
            table=plain.table,
            alias=plain.alias,
            level=plain.level,
            written=self.written,
            assigned=tuple(sorted(self.assigned)),
            uses=tuple(self._uses),
            whole=self.whole,
            optional=plain.optional,
            through=plain.through,
            offset=plain.offset,
        )


class Target(NamedTuple):
    """A column of a mention, or an expression over columns of that mention alone."""

    mention: Mention
    column: str
    expression: str = ""
    wrapper: Wrapper = ""


class Found(NamedTuple):
    """What an expression comes down to.

    Attributes:
        targets: what a condition on it is a condition on; none where it cannot be said.
        columns: every column that it is computed from, bare.
    """

    targets: tuple[Target, ...] = ()
    columns: tuple[Target, ...] = ()


NOTHING = Found()


class Source(NamedTuple):
    """One item of FROM.

    Attributes:
        mention: the table, where it is one.
        outputs: the columns of what is no table; None where nobody knows them.
        only_qualified: whether a bare column is never looked for in it.
    """

    alias: str
    namespace: str = ""
    mention: Mention | None = None
    outputs: Mapping[str, Found] | None = None
    only_qualified: bool = False

    @property
    def names(self) -> tuple[str, ...] | None:
        """The names of its columns in order; None where nobody knows them."""
        if self.mention is not None:
            return self.mention.columns
        return None if self.outputs is None else tuple(self.outputs)

    def find(self, column: str) -> Found | None:
        """The column of that name; None where it has none."""
        if self.mention is not None:
            known = self.mention.columns
            if known is not None and column not in known:
                return None
            target = (Target(self.mention, column),)
            return Found(target, target)
        return None if self.outputs is None else self.outputs.get(column)


class Frame(NamedTuple):
    """Where a level stands that is no part of the query's own FROM.

    Attributes:
        through: the views that lead to it.
        offset: of the name of the outermost view; None in the query itself.
        optional: whether it stands on the side of an outer join that may be missing.
    """

    through: tuple[QualifiedName, ...] = ()
    offset: int | None = None
    optional: bool = False


class Scope:
    """The items of FROM that an expression sees; those of the queries around it come later.

    Attributes:
        tables: what WITH names, here and around.
    """

    def __init__(
        self, parent: Scope | None = None, *, level: int = 0, frame: Frame | None = None
    ) -> None:
        self.parent = parent
        self.level = level
        around = parent.frame if parent is not None else Frame()
        self.frame: Frame = around if frame is None else frame
        self.sources: list[Source] = []
        self.tables: dict[str, Source] = dict(parent.tables) if parent is not None else {}

    def resolve(self, names: Sequence[str]) -> Found:
        """What a column reference means, written as `column` or `alias.column`."""
        for scope in self._outwards():
            found = scope._here(names)  # noqa: SLF001  (of the same class)
            if found is not None:
                return found
        return NOTHING

    def source(self, alias: str) -> Source | None:
        """The item of FROM of that name, or None."""
        named = (item for scope in self._outwards() for item in scope.sources)
        return next((item for item in named if item.alias == alias), None)

    def _outwards(self) -> Iterator[Scope]:
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def _here(self, names: Sequence[str]) -> Found | None:
        *qualifiers, column = names
        if qualifiers:
            named = next((item for item in self.sources if _is_called(item, qualifiers)), None)
            return None if named is None else named.find(column) or NOTHING
        bare = [item for item in self.sources if not item.only_qualified]
        sure = [item for item in bare if item.names is not None]
        found = next((it for it in (item.find(column) for item in sure) if it is not None), None)
        if found is not None:
            return found
        row = next((item for item in self.sources if item.alias == column), None)
        if row is not None:
            return _whole(row)
        unsure = [item for item in bare if item.names is None]
        return (unsure[0].find(column) or NOTHING) if len(unsure) == 1 else None


def _is_called(item: Source, qualifiers: Sequence[str]) -> bool:
    *namespace, alias = qualifiers
    return item.alias == alias and (not namespace or namespace[-1] == item.namespace)


def _whole(item: Source) -> Found:
    """A row as a value: all of its columns."""
    found = (item.find(name) for name in item.names or ())
    return Found((), tuple(column for it in found if it is not None for column in it.columns))


def resolved(namespace: str | None, name: str) -> QualifiedName:
    """A table by the search path, on which `public` alone stands before the catalogue."""
    return QualifiedName(namespace=namespace or "public", name=name)
