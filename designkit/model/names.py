"""Names of database objects: identity, length, case, number (singular and plural), and convention.

Pure functions of text; which of them a team demands is the business of `rules`.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from pglast.keywords import COL_NAME_KEYWORDS, RESERVED_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS

from designkit.errors import ModelError
from designkit.model.value import Value

# PostgreSQL cuts identifiers silently at NAMEDATALEN - 1 bytes; CockroachDB does not cut.
# https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
MAX_NAME_BYTES = 63

PUBLIC = "public"

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Before a capital that follows a small letter, and before the last capital of an acronym that a
# word follows (`HTTPServer`); the plural of an acronym stays one word (`UserIDs`).
_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
# What PostgreSQL prints without quotes: quote_identifier() in its ruleutils.c.
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_QUOTED_WORDS = frozenset(RESERVED_KEYWORDS | TYPE_FUNC_NAME_KEYWORDS | COL_NAME_KEYWORDS)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


class QualifiedName(Value, frozen=True, kw_only=True, order=True, cache_hash=True):
    """The identity of a table, view, type or sequence: its namespace and its name."""

    namespace: str = PUBLIC
    name: str

    def __str__(self) -> str:
        return self.name if self.namespace == PUBLIC else f"{self.namespace}.{self.name}"

    @property
    def printed(self) -> str:
        """The name as the engine prints it: bare in `public`."""
        bare = spelled(self.name)
        return bare if self.namespace == PUBLIC else f"{spelled(self.namespace)}.{bare}"

    @classmethod
    def of(cls, name: str | QualifiedName) -> QualifiedName:
        """Read `table` or `namespace.table`; a name that is one already stays as it is."""
        if isinstance(name, QualifiedName):
            return name
        namespace, dot, rest = name.partition(".")
        return cls(namespace=namespace, name=rest) if dot else cls(name=name)


def checked(name: str, kind: str) -> str:
    """Return the name, or say why no database would hold it as it is.

    Raises:
        ModelError: the name is empty, too long, or holds a zero byte.
    """
    if not name:
        raise ModelError(kind, "a name may not be empty")
    if "\0" in name:
        raise ModelError(f"{kind} {name!r}", "a name may not hold a zero byte")
    size = len(name) if name.isascii() else len(name.encode())
    if size > MAX_NAME_BYTES:
        raise ModelError(
            f"{kind} {name}", f"the name has {size} bytes, PostgreSQL keeps {MAX_NAME_BYTES}"
        )
    return name


def fitted(name: str) -> str:
    """Return the name cut to 63 bytes; what is cut is replaced by a hash, so names stay apart."""
    if len(name) <= MAX_NAME_BYTES and (name.isascii() or len(name.encode()) <= MAX_NAME_BYTES):
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    kept = name.encode()[: MAX_NAME_BYTES - len(digest) - 1].decode(errors="ignore")
    return f"{kept.rstrip('_')}_{digest}"


@lru_cache(maxsize=1 << 14)
def is_snake_case(name: str) -> bool:
    """Whether the name is lower snake_case ASCII: no leading digit, no double underscore."""
    return _SNAKE_CASE.fullmatch(name) is not None


@lru_cache(maxsize=1 << 14)
def snake_case(name: str) -> str:
    """Return the nearest lower snake_case name: `UserID` is `user_id`, `2fa codes` `n2fa_codes`."""
    words = _WORD_BOUNDARY.sub("_", name).lower()
    plain = _NOT_WORD.sub("_", words).strip("_")
    if not plain:
        return "unnamed"
    return f"n{plain}" if plain[0].isdigit() else plain


def spelled(name: str) -> str:
    """Return the name as the engine prints it: in quotes only where it would be read otherwise."""
    if _PLAIN.fullmatch(name) and name not in _QUOTED_WORDS:
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
