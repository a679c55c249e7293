"""Synthetic rows: put into empty tables before a rehearsal, and counted before and after it."""

from __future__ import annotations

from designkit.migrate.rows.census import Census, TableCensus, census
from designkit.migrate.rows.fill import Filled, FilledTable, Unfilled, fill
from designkit.migrate.rows.losses import Loss, losses

__all__ = [
    "Census",
    "Filled",
    "FilledTable",
    "Loss",
    "TableCensus",
    "Unfilled",
    "census",
    "fill",
    "losses",
]
