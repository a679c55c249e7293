"""What statements do, observed on a real database: locks, rewrites, scans, rows."""

from __future__ import annotations

from designkit.database.observing.alone import ObservedRun, Seen, run_alone
from designkit.database.observing.observer import Observer
from designkit.database.observing.scripts import run_observed, touched_by
from designkit.database.observing.values import (
    LOCK_MODES,
    Lock,
    Observed,
    Relation,
    RowsChanged,
    Scan,
    Touched,
    Written,
)

__all__ = [
    "LOCK_MODES",
    "Lock",
    "Observed",
    "ObservedRun",
    "Observer",
    "Relation",
    "RowsChanged",
    "Scan",
    "Seen",
    "Touched",
    "Written",
    "run_alone",
    "run_observed",
    "touched_by",
]
