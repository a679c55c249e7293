"""The rows of the catalogue queries, fetched in one round trip: all of them, or those of a few."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, LiteralString

import psycopg
from psycopg.rows import namedtuple_row, tuple_row

from designkit.database.catalogue.carried import CARRIED
from designkit.database.catalogue.queries import COLUMNS, DEFAULTS, STRUCTURE, Query
from designkit.database.catalogue.settings import BESIDE
from designkit.database.catalogue.unprinted import UNPRINTED
from designkit.database.session import Connection
from designkit.errors import SourceError

# Rows by the name of their query. psycopg types the values of a row as Any: what they are is up to
# the queries, which are written for this.
Rows = Mapping[str, list[Any]]

# Columns are many, and are taken apart by their place; so are their defaults and carried objects.
_PLAIN: Final = frozenset({DEFAULTS, COLUMNS, *BESIDE.values(), *CARRIED.values()})
# Names in `public` are printed bare, all others qualified. Where there are many relations, plans
# look dear enough to be compiled, which takes longer than running them.
_ALL: Final[LiteralString] = """
SELECT set_config('search_path', 'public', true), set_config('jit', 'off', true)
"""
# For a few relations planning takes longer than running, and is done once so.
_FEW: Final[LiteralString] = """
SELECT set_config('search_path', 'public', true),
       set_config('plan_cache_mode', 'force_generic_plan', true)
"""


_UNPRINTED: Final = "unprinted"


def _has_unprinted(rows: Rows) -> bool:
    """Whether there is anything that PostgreSQL prints no definition of, as there seldom is."""
    return bool(rows["seen"]) or any(not definition for _, _, definition, *_ in rows["functions"])


def fetch(
    connection: Connection,
    *,
    relations: Collection[int] | None = None,
    catalogues: Collection[str] = (),
) -> Rows:
    """The rows of every query, or of those alone that a change can have touched.

    Args:
        connection: an open connection.
        relations: oids of the relations that were touched; None for everything there is.
        catalogues: system catalogues that were written, where relations are given.

    Raises:
        SourceError: the catalogue could not be read.
    """
    release = connection.info.server_version // 10_000
    limit = None if relations is None else [list(relations)]

    def run(query: Query) -> psycopg.RawCursor[Any]:
        cursor = psycopg.RawCursor(
            connection, row_factory=tuple_row if query in _PLAIN else namedtuple_row
        )
        fitting = query.on(release)
        if limit is None or query.owner is None:
            return cursor.execute(fitting.whole(), prepare=True)
        return cursor.execute(fitting.limited(), limit, prepare=True)

    def is_wanted(query: Query) -> bool:
        if relations is None:
            return True
        if query.owner is not None and not relations:
            return False
        if query.owner is not None and not query.catalogues:
            return True
        return not set(catalogues).isdisjoint(query.catalogues)

    queries = {
        name: query for name, query in (STRUCTURE | BESIDE | CARRIED).items() if is_wanted(query)
    }
    if relations is None:
        del queries[_UNPRINTED]
    try:
        with connection.pipeline(), connection.transaction():
            connection.execute(_ALL if limit is None else _FEW)
            cursors = {name: run(query) for name, query in queries.items()}
            rows = {name: cursor.fetchall() for name, cursor in cursors.items()}
            if relations is None:
                told = run(UNPRINTED).fetchall() if _has_unprinted(rows) else []
                rows[_UNPRINTED] = told
            return rows
    except psycopg.Error as error:
        raise SourceError(f"the catalogue could not be read: {error}") from error
