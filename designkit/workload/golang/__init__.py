"""The queries that Go code sends, found in its text, and the faults in how it sends them."""

from __future__ import annotations

from designkit.workload.golang.scanning import scan_folder, scan_sources
from designkit.workload.golang.values import (
    Fault,
    FaultKind,
    GoScan,
    SentQuery,
    Unreadable,
    UnreadableKind,
)

__all__ = [
    "Fault",
    "FaultKind",
    "GoScan",
    "SentQuery",
    "Unreadable",
    "UnreadableKind",
    "scan_folder",
    "scan_sources",
]
