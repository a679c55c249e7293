"""`python -m designkit`: the command line."""

from __future__ import annotations

from designkit.cli import main

main()
