"""What the rows of some tables come to, in one line: run as a program, in a process of its own."""

from __future__ import annotations

import hashlib
import sys

from designkit.database import Connection, Scratch, read_catalogue
from designkit.migrate.rows import fill
from tests.migrate.rows.cases import CASES

# Where columns and tables are brought together, and an order might slip in.
_TANGLED = (
    "a composite foreign key",
    "a table that must point to itself",
    "a cycle that one statement must make",
    "a check on many columns",
    "foreign keys that share a column",
)


def digest(connection: Connection) -> str:
    """A digest of the statements that fill the tables of some cases, each on its own."""
    found = hashlib.sha256()
    for text in (CASES[name] for name in _TANGLED):
        with connection.transaction(force_rollback=True):
            connection.execute(text.encode())
            filled = fill(connection, read_catalogue(connection).schema)
            found.update("\n".join(filled.statements).encode())
    return found.hexdigest()


if __name__ == "__main__":
    with Scratch() as scratch, scratch.connect() as own:
        sys.stdout.write(digest(own))
