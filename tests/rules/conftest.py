"""A real PostgreSQL reads the SQL of the examples."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from designkit.model import Schema


@pytest.fixture(scope="session")
def read_sql() -> Callable[[str], Schema]:
    """What SQL text builds on an empty database; one text is run once."""
    # Here, and not above: most tests of the rules need no server.
    from designkit.database.loading import load  # noqa: PLC0415

    return cache(load)
