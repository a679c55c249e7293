"""The catalogue of a PostgreSQL, read as one immutable schema."""

from __future__ import annotations

from designkit.database.catalogue.reading import (
    Identities,
    Reading,
    read_catalogue,
    reread,
)

__all__ = ["Identities", "Reading", "read_catalogue", "reread"]
