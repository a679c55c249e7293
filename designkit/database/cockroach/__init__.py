"""A real CockroachDB: its scratch databases, its catalogue as a schema, its word on statements."""

from __future__ import annotations

from designkit.database.cockroach.reading import read_cockroach
from designkit.database.cockroach.running import prepare, run_on_cockroach
from designkit.database.cockroach.scratch import CockroachScratch
from designkit.database.cockroach.server import (
    COCKROACH_VARIABLE,
    cockroach_version,
    is_cockroach,
)

__all__ = [
    "COCKROACH_VARIABLE",
    "CockroachScratch",
    "cockroach_version",
    "is_cockroach",
    "prepare",
    "read_cockroach",
    "run_on_cockroach",
]
