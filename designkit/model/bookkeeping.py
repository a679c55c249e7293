"""The tables in which migration tools keep their own books: no part of anybody's design."""

from __future__ import annotations

from designkit.model.schema import Schema
from designkit.model.value import replace

# Created by the tools, named by them.
BOOKKEEPING_TABLES = (
    "atlas_schema_revisions",
    "databasechangelog",
    "databasechangeloglock",
    "flyway_schema_history",
    "goose_db_version",
    "gorp_migrations",
    "pgmigrations",
    "river_migration",
    "schema_lock",
    "schema_migration",
    "schema_migrations",
    "__diesel_schema_migrations",
    "_sqlx_migrations",
)


def without_bookkeeping(schema: Schema) -> Schema:
    """The schema without those tables, and what belongs to them."""
    books = {table.qualified for table in schema.tables if table.name in BOOKKEEPING_TABLES}
    if not books:
        return schema
    return replace(
        schema,
        tables=tuple(item for item in schema.tables if item.qualified not in books),
        sequences=tuple(
            item
            for item in schema.sequences
            if item.owned_by is None or item.owned_by[0] not in books
        ),
        carried=tuple(item for item in schema.carried if item.table not in books),
        volumes=tuple(item for item in schema.volumes if item.table not in books),
    )
