"""The only door to SQL text: literal parts, identifiers and literals, composed and never formatted.

`SQL("…")` takes a literal string only, which pyright enforces; a name goes through `identifier`,
a value through `literal`, and an expression that the engine itself printed through `verbatim`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString

from designkit.errors import ModelError
from designkit.model import PUBLIC, QualifiedName, Value, spelled


class Text(Value, frozen=True, kw_only=True):
    """A piece of SQL that is safe to run as it stands."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: Text) -> Text:
        return Text(text=self.text + other.text)


def SQL(template: LiteralString, /, **parts: Text | str) -> Text:  # noqa: N802  (as psycopg's)
    """Compose SQL from a literal template; `{name}` takes a part: a `Text`, or a name to quote.

    `SQL("DROP TABLE {table}", table="Order")` is `DROP TABLE "Order"`.
    """
    safe = {
        name: part.text if isinstance(part, Text) else identifier(part).text
        for name, part in parts.items()
    }
    return Text(text=template.format_map(safe))


def identifier(name: str | QualifiedName) -> Text:
    """A name, quoted where PostgreSQL or CockroachDB would read it as something else."""
    if isinstance(name, QualifiedName):
        quoted = identifier(name.name)
        if name.namespace == PUBLIC:
            return quoted
        return Text(text=f"{identifier(name.namespace).text}.{quoted.text}")
    if "\0" in name or not name:
        raise ModelError(f"name {name!r}", "an identifier is not empty and holds no zero byte")
    return Text(text=spelled(name))


def literal(value: str | int | None) -> Text:
    """A value as a literal: strings in quotes, with backslashes as they are."""
    if value is None:
        return Text(text="NULL")
    if isinstance(value, int):
        return Text(text=str(value))
    if "\0" in value:
        raise ModelError("text", "PostgreSQL holds no zero byte in a text")
    doubled = value.replace("'", "''")
    if "\\" not in value:
        return Text(text=f"'{doubled}'")
    escaped = doubled.replace("\\", "\\\\")
    return Text(text=f"E'{escaped}'")


def verbatim(text: str) -> Text:
    """SQL that an engine printed or a user wrote as SQL: an expression, a type, a definition."""
    return Text(text=text)


def join(parts: Iterable[Text], separator: LiteralString = ", ") -> Text:
    """The parts with a separator between them."""
    return Text(text=separator.join(part.text for part in parts))


def names(columns: Iterable[str]) -> Text:
    """A list of names: `user_id, "order"`."""
    return join(identifier(column) for column in columns)
