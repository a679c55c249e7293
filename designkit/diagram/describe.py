"""Indexes in one line of text, for people; not SQL, and never run."""

from __future__ import annotations

from designkit.model import Index, IndexKey


def index_text(index: Index) -> str:
    """The index in one line: `idx_users_email (lower(email)) unique where deleted_at IS NULL`."""
    unique = " unique" if index.unique else ""
    where = f" where {index.predicate}" if index.predicate else ""
    return f"{index.name} ({keys_text(index)}){unique}{where}"


def keys_text(index: Index) -> str:
    """The keys of an index in order, with direction and included columns: `a, b desc include c`."""
    keys = ", ".join(_key_text(key) for key in index.keys)
    return f"{keys} include {', '.join(index.include)}" if index.include else keys


def _key_text(key: IndexKey) -> str:
    words = [key.column if key.column is not None else str(key.expression)]
    if key.collation:
        words.append(f"collate {key.collation}")
    if key.operator_class:
        words.append(key.operator_class)
    if key.descending:
        words.append("desc")
    if key.nulls_first is not None:
        words.append("nulls first" if key.nulls_first else "nulls last")
    return " ".join(words)
