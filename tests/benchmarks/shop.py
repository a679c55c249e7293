"""A schema of any size, of the shape that services have: keys, checks, indexes, comments."""

from __future__ import annotations

_TABLE = """
CREATE TABLE items_{n} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    code varchar(20) UNIQUE,
    amount numeric(10, 2) DEFAULT 0 CHECK (amount >= 0),
    is_open boolean NOT NULL DEFAULT false,
    parent_id uuid {parent},
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE INDEX idx_items_{n}_parent_id ON items_{n} (parent_id);
CREATE INDEX idx_items_{n}_lower_name ON items_{n} (lower(name)) WHERE deleted_at IS NULL;
COMMENT ON TABLE items_{n} IS 'Items of kind {n}';
"""


def schema_text(tables: int) -> str:
    """The SQL of so many tables, each of which points to the one before it."""
    return "".join(
        _TABLE.format(n=number, parent=f"REFERENCES items_{number - 1} (id)" if number else "")
        for number in range(tables)
    )
