"""An empty database that plans as if it were full: sizes, statistics and trees of production.

    with Scaled(scratch, resolve(schema).statistics) as scaled:
        plan = scaled.explain("SELECT … WHERE id = $1", generic=True)

Nothing may be written to such a database, and VACUUM or ANALYZE would undo it: it is good for
EXPLAIN, and dropped afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from typing import Final, LiteralString, Self

import psycopg

from designkit.changes import AddIndex
from designkit.database.scale import files
from designkit.database.scale.btree import Metapage
from designkit.database.scale.explaining import Explained
from designkit.database.scale.layout import (
    Placed,
    in_line,
    null_test_share,
    place_index,
    place_table,
)
from designkit.database.scale.planner import Planner, refusal
from designkit.database.scale.relations import Relation, read_relations
from designkit.database.scale.server import Pages, data_directory
from designkit.database.scale.settings import PlannerSettings
from designkit.database.scale.statistics import Sized, put_columns, put_extended, put_sizes
from designkit.database.scratch import Scratch
from designkit.database.session import Connection
from designkit.errors import ModelError
from designkit.model import QualifiedName, replace
from designkit.model.statistics import RelationStatistics, Statistics
from designkit.sql.definitions import index_definition
from designkit.sql.statements import split
from designkit.sql.text import SQL, identifier, verbatim

# The planner passes by an index that is not valid; to create it again would take longer.
_VISIBLE: Final[LiteralString] = """
WITH named AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest(%(spaces)s::text[], %(names)s::text[]))
)
UPDATE pg_index SET indisvalid = %(valid)s
 WHERE indexrelid IN (SELECT oid FROM named UNION
                      SELECT t.relid FROM named, pg_partition_tree(named.oid) AS t)
"""


class Scaled:
    """A scratch database at the scale that its statistics tell; a context manager.

    Args:
        scratch: holds the schema and no rows; it is taken over, and dropped on `close`.
        statistics: of every table. What they do not tell of indexes and materialized views is
            computed.
        settings: of the planner.

    Raises:
        ConnectionFailed: the server is not our own, so that nobody may touch its files.
        ModelError: there are no statistics of a table, or a value is none of its column's type.
        FileError: the file system cannot hold sparse files of that length.
    """

    def __init__(
        self,
        scratch: Scratch,
        statistics: Statistics,
        *,
        settings: PlannerSettings = PlannerSettings(),  # noqa: B008  (a frozen value)
    ) -> None:
        self.settings = settings
        self.statistics = statistics
        self._scratch = scratch
        self._planner = Planner(scratch.dsn, settings)
        self._open: list[Connection] = []
        self._placed: dict[int, Placed] = {}
        self._metapages: dict[int, Metapage] = {}
        self._told: dict[QualifiedName, RelationStatistics] = {}
        self._additions: list[QualifiedName] = []
        self._hidden: frozenset[QualifiedName] = frozenset()
        self._added: list[int] = []
        try:
            self._folder = data_directory(scratch.server)
            self._pages = Pages(scratch.server)
            self._open.append(self._pages.connection)
            self._writer = scratch.connect()
            self._open.append(self._writer)
            self._relations = read_relations(self._writer)
            self._pages.write_out()
            self._scale()
            put_extended(self._writer, statistics.extended)
        except BaseException:
            self.close()
            raise

    def explain(self, sql: str, *, generic: bool = False, verbose: bool = False) -> Explained:
        """The plan of one statement, which is not run.

        Args:
            sql: with `$1`, `$2` for parameters where it is `generic`.
            generic: for whatever values the parameters have, as a prepared statement has it.
            verbose: with the columns that each node puts out, and with schemas.

        Raises:
            StatementFailed: the server refuses it.
            SourceError: it is not one statement.
        """
        return self._planner.explain(sql, generic=generic, verbose=verbose)

    def rescale(self, factor: float) -> None:
        """Make the database as large as the statistics say, times a factor."""
        self._scale(factor)

    def what_if(
        self, *additions: AddIndex, told: Iterable[RelationStatistics] = ()
    ) -> tuple[Sized, ...]:
        """Add indexes, and return how large they would be; `take_back` drops them.

        Args:
            additions: the indexes.
            told: what is known of expressions that they keep; without that the planner takes its
                defaults.

        Raises:
            StatementFailed: the server refuses one; then none is added.
        """
        tables = self._tables_of(addition.table for addition in additions)
        self._planner.rest()
        for relation in tables:
            if relation.file:
                files.resize(self._path(relation), 0)
        try:
            self._create(additions)
        finally:
            for relation in tables:
                self._extend(self._placed[relation.oid])
        known = set(self._relations)
        self._relations |= read_relations(self._writer, tuple(item.oid for item in tables))
        self._additions += [
            QualifiedName(namespace=item.table.namespace, name=item.index.name)
            for item in additions
        ]
        added = [item for oid, item in self._relations.items() if oid not in known]
        self._tell(told)
        self._added += [item.oid for item in added]
        # To create an index counts the rows of its table anew.
        put_sizes(self._writer, [self._placed[item.oid].sized for item in tables])
        self._pages.write_out()
        self._place_indexes(added)
        return tuple(self._placed[item.oid].sized for item in added if item.file)

    def pages_of(self, index: QualifiedName) -> int:
        """The pages of an index; of a partitioned one, those of all its parts."""
        found = self._writer.execute(
            "SELECT relid::oid::int8 FROM pg_partition_tree(%s::regclass)"
            " UNION SELECT %s::regclass::oid::int8",
            (str(identifier(index)), str(identifier(index))),
        ).fetchall()
        return sum(self._placed[oid].sized.pages for (oid,) in found if oid in self._placed)

    def take_back(self) -> None:
        """Drop the indexes that `what_if` added."""
        for name in self._additions:
            statement = SQL("DROP INDEX {name}", name=identifier(name))
            self._writer.execute(statement.text.encode())
        self._tell((), without=self._additions)
        for oid in self._added:
            self._told.pop(self._relations.pop(oid).name, None)
            self._placed.pop(oid, None)
            self._metapages.pop(oid, None)
        self._hidden -= frozenset(self._additions)
        self._additions, self._added = [], []

    @contextmanager
    def without(self, *indexes: QualifiedName) -> Generator[None]:
        """Plan as if there were no such indexes, in here.

        Raises:
            ModelError: there is no index of that name.
        """
        before = self._hidden
        self.hide(before.union(indexes))
        try:
            yield
        finally:
            self.hide(before)

    def hide(self, indexes: Collection[QualifiedName]) -> None:
        """Plan as if there were none of these indexes, and all others, from now on.

        Raises:
            ModelError: there is no index of that name.
        """
        wanted = frozenset(indexes)
        known = {item.name for item in self._relations.values() if item.is_index}
        if not wanted <= known:
            name = min(wanted - known)
            raise ModelError(f"index {name}", "the database has no index of that name")
        for names, valid in ((wanted - self._hidden, False), (self._hidden - wanted, True)):
            if names:
                told = {
                    "spaces": [item.namespace for item in names],
                    "names": [item.name for item in names],
                    "valid": valid,
                }
                self._writer.execute(_VISIBLE, told)
        self._hidden = wanted

    def size(self, name: QualifiedName) -> Sized:
        """The rows and pages that a table or an index has.

        Raises:
            ModelError: there is no such relation.
        """
        for item in self._placed.values():
            if item.sized.name == name:
                return item.sized
        raise ModelError(f"relation {name}", "the database has no table or index of that name")

    def close(self) -> None:
        """Drop the database; safe to call twice."""
        self._planner.rest()
        for connection in self._open:
            connection.close()
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _scale(self, factor: float = 1.0) -> None:
        self._factor = factor
        self._scaled = told = self.statistics.times(factor)
        self._planner.rest()
        relations = self._relations.values()
        tables = [item for item in relations if item.kind in {"r", "p"}]
        for table in tables:
            known = told.by_name.get(table.name)
            if known is None or known.rows is None:
                raise ModelError(
                    f"statistics of {table.name}", "nothing tells how many rows it has"
                )
        self._place_tables((item, told.by_name[item.name]) for item in tables)
        for view in (item for item in relations if item.kind == "m"):
            self._place_tables([(view, told.by_name.get(view.name) or self._estimated(view))])
        self._place_indexes([item for item in relations if item.is_index])

    def _tell(
        self, told: Iterable[RelationStatistics], without: Collection[QualifiedName] = ()
    ) -> None:
        """Know this of some indexes, and nothing any more of others."""
        kept = (item for item in self.statistics.relations if item.name not in without)
        self.statistics = replace(self.statistics, relations=(*kept, *told))
        self._scaled = self.statistics.times(self._factor)

    def _place_tables(self, tables: Iterable[tuple[Relation, RelationStatistics]]) -> None:
        pairs = list(tables)
        placed = [place_table(relation, told) for relation, told in pairs]
        with self._writer.transaction():
            put_sizes(self._writer, [item.sized for item in placed])
            self._put_columns([in_line(relation, told) for relation, told in pairs])
        for table in placed:
            self._extend(table)
        self._planner.rest()

    def _place_indexes(self, indexes: list[Relation]) -> None:
        indexes = [item for item in indexes if item.file]
        rows = self._rows_of(indexes)
        self._planner.rest()
        self._pages.forget()
        for item in indexes:
            if item.method == "btree" and item.oid not in self._metapages:
                page = files.first_page(self._path(item))
                self._metapages[item.oid] = Metapage.of(page)
        placed = [
            place_index(
                item,
                self._placed[item.table],
                self._scaled,
                rows=rows[item.oid],
                deduplicated=item.oid in self._metapages
                and self._metapages[item.oid].is_deduplicated,
            )
            for item in indexes
        ]
        known = self._scaled.by_name
        with self._writer.transaction():
            put_sizes(self._writer, [item.sized for item in placed])
            self._put_columns([known[item.name] for item in indexes if item.name in known])
        for index in placed:
            self._extend(index)

    def _path(self, relation: Relation) -> str:
        return f"{self._folder}/{relation.file}"

    def _put_columns(self, told: list[RelationStatistics]) -> None:
        """Tell what was not told yet: to grow changes the columns of few tables."""
        changed = [item for item in told if not _same_columns(self._told.get(item.name), item)]
        put_columns(self._writer, changed)
        self._told |= {item.name: item for item in changed}

    def _rows_of(self, indexes: list[Relation]) -> dict[int, float]:
        """The rows that each index holds: of a partial one, those that the planner expects."""
        found: dict[int, float] = {}
        asked: dict[tuple[int, str], float] = {}
        for index in indexes:
            table = self._placed[index.table].sized
            rows = table.rows
            told = self._scaled.by_name.get(index.name)
            if index.predicate and rows and (told is None or told.rows is None):
                key = (index.table, index.predicate)
                if key not in asked:
                    asked[key] = min(rows, self._expected(table, index.predicate))
                rows = asked[key]
            found[index.oid] = rows
        return found

    def _expected(self, table: Sized, predicate: str) -> float:
        told = self._scaled.by_name.get(table.name)
        share = None if told is None else null_test_share(predicate, told)
        if share is not None:
            return share * table.rows
        query = SQL(
            "SELECT FROM ONLY {table} WHERE {predicate}",
            table=identifier(table.name),
            predicate=verbatim(predicate),
        )
        return self.explain(query.text).rows

    def _estimated(self, view: Relation) -> RelationStatistics:
        return RelationStatistics(name=view.name, rows=self.explain(view.query).rows)

    def _extend(self, item: Placed) -> None:
        self._placed[item.relation.oid] = item
        relation, metapage = item.relation, self._metapages.get(item.relation.oid)
        if relation.file:
            begin = metapage.tree(item.height) if metapage is not None else b""
            files.resize(self._path(relation), item.sized.pages, begin)

    def _create(self, additions: Iterable[AddIndex]) -> None:
        with self._writer.transaction():
            for addition in additions:
                (statement,) = split(index_definition(addition.table, addition.index).text)
                try:
                    self._writer.execute(statement.text.encode())
                except psycopg.Error as error:
                    raise refusal(error, statement) from error

    def _tables_of(self, names: Iterable[QualifiedName]) -> list[Relation]:
        """The tables of those names, with their partitions."""
        wanted = [str(identifier(name)) for name in dict.fromkeys(names)]
        rows = self._writer.execute(
            "SELECT DISTINCT t.relid::oid::int8 FROM unnest(%s::regclass[]) AS told,"
            " pg_partition_tree(told) AS t UNION SELECT told::oid::int8"
            " FROM unnest(%s::regclass[]) AS told",
            (wanted, wanted),
        )
        return [self._relations[oid] for (oid,) in rows.fetchall()]


def _same_columns(before: RelationStatistics | None, after: RelationStatistics) -> bool:
    return before is not None and (before.columns, before.inherited) == (
        after.columns,
        after.inherited,
    )
