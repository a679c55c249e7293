"""What a CockroachDB says of itself, and whether scratch databases may be made on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from designkit.database.session import Connection, describe
from designkit.errors import ConnectionFailed

COCKROACH_VARIABLE: Final = "DESIGNKIT_COCKROACH_DSN"

# A database of that beginning in the connection string says that the server is there for this.
CONSENT: Final = "designkit"

# Every cluster has them.
# https://www.cockroachlabs.com/docs/v26.2/show-databases#preloaded-databases
_PRELOADED: Final = frozenset({"defaultdb", "postgres", "system"})
_VERSION: Final = re.compile(r"v([0-9]+\.[0-9]+(?:\.[0-9]+)?(?:-[\w.]+)?)")


def is_cockroach(connection: Connection) -> bool:
    """Whether it is a CockroachDB that answers."""
    return connection.info.parameter_status("crdb_version") is not None


def cockroach_version(connection: Connection) -> str:
    """The release of the CockroachDB that answers: `25.2.1`.

    Raises:
        ConnectionFailed: it is no CockroachDB.
    """
    told = connection.info.parameter_status("crdb_version")
    if told is None:
        raise ConnectionFailed(
            f"{describe(connection.info.dsn)}: this is no CockroachDB. --cockroach and "
            f"{COCKROACH_VARIABLE} take one; DESIGNKIT_DSN takes a PostgreSQL."
        )
    return version_in(told)


def version_in(told: str) -> str:
    """The release in what the server says: `CockroachDB CCL v25.2.1 (x86_64-…)` is `25.2.1`."""
    found = _VERSION.search(told)
    return found[1] if found else told


def obstacle(database: str, others: Iterable[str]) -> str | None:
    """Why no scratch database may be made on a server; None where one may.

    On CockroachDB a name can reach into every database of its server (`shop.users` is the table
    `users` of the database `shop`, where no schema is called so). A server is therefore used only
    if it holds nothing of anybody, or if the connection string says that it is there for this.

    Args:
        database: the one that the connection string names.
        others: the databases of the server, without scratch databases of ours.

    Source: https://www.cockroachlabs.com/docs/v26.2/sql-name-resolution
    """
    if database.startswith(CONSENT):
        return None
    foreign = sorted(set(others) - _PRELOADED)
    if not foreign:
        return None
    shown = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")  # noqa: PLR2004
    return (
        f"the server holds databases that are not designkit's ({shown}), and on CockroachDB a "
        "migration can reach them. Start an empty one (docker compose up cockroach), or name a "
        f"database whose name begins with {CONSENT!r} to say that this server is there for it."
    )
