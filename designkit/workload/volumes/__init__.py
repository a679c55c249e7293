"""Volumes made complete: what plans rest on, and where each figure is from."""

from __future__ import annotations

from designkit.workload.volumes.cockroach import read_cockroach_statistics, statistics_query
from designkit.workload.volumes.dumped import read_dump
from designkit.workload.volumes.figures import Figure, Origin, Resolved, What
from designkit.workload.volumes.live import read_live
from designkit.workload.volumes.resolving import resolve

__all__ = [
    "Figure",
    "Origin",
    "Resolved",
    "What",
    "read_cockroach_statistics",
    "read_dump",
    "read_live",
    "resolve",
    "statistics_query",
]
