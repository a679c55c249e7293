"""A session whose text means the same everywhere: settings that change how values read and print.

A transaction of its own, or a part of the one that is open, with the settings put back after it.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from typing import Final, LiteralString

import psycopg
from psycopg.pq import TransactionStatus

from designkit.database import Connection
from designkit.errors import SourceError

# Names resolve as the catalogue printed them. What a check or a trigger calls may never end, so
# there is a limit, unless a lower one is set.
_STEADY: Final[LiteralString] = """
SET LOCAL search_path = public;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL lc_monetary = 'C';
SELECT set_config('statement_timeout', '10s', true)
 WHERE current_setting('statement_timeout') = '0'
    OR current_setting('statement_timeout')::interval > '10s'
"""
_CHANGED: Final = (*re.findall(r"SET LOCAL (\w+)", _STEADY), "statement_timeout")
_NOW: Final = "SELECT ARRAY(SELECT current_setting(name) FROM unnest(%s::text[]) name)"
_SET: Final = (
    "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) s(name, value)"
)


@contextmanager
def steady(connection: Connection) -> Generator[None]:
    """A transaction, or a savepoint in the open one, in which values read and print as ever.

    Where it is left by an error, nothing that was done in it remains.

    Raises:
        SourceError: the database refused what was asked of it.
    """
    is_own = connection.info.transaction_status == TransactionStatus.IDLE
    try:
        with connection.transaction(), nullcontext() if is_own else _put_back(connection):
            connection.execute(_STEADY)
            yield
    except psycopg.Error as error:
        raise SourceError(
            f"the rows of the database could not be read or written: {str(error).strip()}. "
            "The role needs the right to read and fill its tables."
        ) from error


@contextmanager
def _put_back(connection: Connection) -> Generator[None]:
    """Put the settings back, which would last until the end of the caller's transaction."""
    names = list(_CHANGED)
    row = connection.execute(_NOW, (names,)).fetchone()
    yield
    connection.execute(_SET, (names, row[0] if row else []))
