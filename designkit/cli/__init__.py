"""The command line: one module per command, which parses, calls and prints. No logic lives here."""

from __future__ import annotations

from designkit.cli.process import main

__all__ = ["main"]
