"""CockroachDB's own parser: a program of ours that links it, built on request and asked here.

Nothing of CockroachDB is part of designkit: Go fetches and builds it on the machine that asks.
"""

from __future__ import annotations

from designkit.cockroach_parser.asking import refusals
from designkit.cockroach_parser.building import (
    Installed,
    expected_at,
    install,
    installed,
    module_version,
    speaks_for,
    uninstall,
)
from designkit.cockroach_parser.refusal import Refusal
from designkit.cockroach_parser.running import CockroachParser

__all__ = [
    "CockroachParser",
    "Installed",
    "Refusal",
    "expected_at",
    "install",
    "installed",
    "module_version",
    "refusals",
    "speaks_for",
    "uninstall",
]
