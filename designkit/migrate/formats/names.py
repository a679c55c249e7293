"""How the names of migration files are read, in every format."""

from __future__ import annotations

import re
from typing import Literal

from designkit.model import Value

Direction = Literal["up", "down"]
Dialect = Literal["postgres", "cockroach"]

# `001_create_users`, `V0001.Initial`, `20170426-init`, `2019-03-22-170700_remove_downloads`: a
# label may hold hyphens only where it is a date, as diesel writes it.
_LABEL = re.compile(
    r"(?P<prefix>[Vv]?)(?P<label>[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}(?:-[0-9]{4})?|[0-9]+)"
)
_NUMBERED = re.compile(rf"{_LABEL.pattern}(?:[_.-]+(?P<name>.*))?")
_DIRECTED = re.compile(r"(?P<stem>.+)\.(?P<direction>up|down)\.sql")
_DIALECT = re.compile(r"\.(postgres|cockroach|mysql|mariadb|sqlite3?|mssql)$")
_AUTOCOMMIT = ".autocommit"


class Numbered(Value, frozen=True, kw_only=True):
    """The number and the description that a name begins with."""

    number: int
    label: str
    name: str


class Identity(Value, frozen=True, kw_only=True):
    """What tells a migration file from the others of its directory.

    Attributes:
        role: which of the files of its migration it is.
    """

    number: int
    name: str
    role: str


class Directed(Value, frozen=True, kw_only=True):
    """The name of a file that holds one direction: `N_name.up.sql`.

    Attributes:
        dialect: of `N_name.postgres.up.sql`; "" for a file that serves every database.
        transactional: whether it is not marked `.autocommit`.
    """

    numbered: Numbered
    direction: Direction
    dialect: str
    transactional: bool


def numbered(stem: str) -> Numbered | None:
    """Read `NNN_description`, with any of the separators and prefixes in use, or None."""
    match = _NUMBERED.fullmatch(stem)
    if match is None:
        return None
    label = match["label"]
    return Numbered(number=int(label.replace("-", "")), label=label, name=match["name"] or "")


def relabelled(name: str, label: str) -> str:
    """Return the name of a numbered file or folder with other digits; the rest stays."""
    found = _LABEL.match(name)
    return name if found is None else f"{found['prefix']}{label}{name[found.end() :]}"


def identified(path: str) -> Identity | None:
    """Return what tells a migration file from others, by its path in the directory; or None."""
    folder, _, leaf = path.rpartition("/")
    if folder:
        name, role = numbered(folder), leaf
    else:
        found = directed(leaf)
        name = found.numbered if found else numbered(leaf.removesuffix(".sql"))
        role = f"{found.dialect}.{found.direction}" if found else ""
    return Identity(number=name.number, name=name.name, role=role) if name else None


def directed(file_name: str) -> Directed | None:
    """Read `NNN_description[.dialect][.autocommit].up.sql` or its `.down.sql`, or None.

    Source: https://github.com/ory/x/blob/master/popx/match.go for the two middle parts.
    """
    match = _DIRECTED.fullmatch(file_name)
    if match is None:
        return None
    stem = match["stem"]
    transactional = not stem.endswith(_AUTOCOMMIT)
    stem = stem.removesuffix(_AUTOCOMMIT)
    dialect = _DIALECT.search(stem)
    name = numbered(stem[: dialect.start()] if dialect else stem)
    if name is None:
        return None
    return Directed(
        numbered=name,
        direction="up" if match["direction"] == "up" else "down",
        dialect=dialect.group(1) if dialect else "",
        transactional=transactional,
    )
