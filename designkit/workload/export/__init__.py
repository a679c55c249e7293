"""Queries for those who send them: as a catalogue of SQL, and as a file of Go."""

from __future__ import annotations

from designkit.workload.export.catalogue import catalogue
from designkit.workload.export.go_file import go_file
from designkit.workload.export.identifiers import package_name

__all__ = ["catalogue", "go_file", "package_name"]
