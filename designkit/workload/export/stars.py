"""What a query returns, as it is written; and its columns in place of a star."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from designkit.model import spelled
from designkit.sql.statements import Statement
from designkit.sql.tree import Fields, Tree, parse
from designkit.workload.answers import Prepared

_WORD: Final = r'(?:"(?:[^"]|"")*"|[^\W\d][\w$]*)'
_STAR: Final = re.compile(rf"(?P<before>(?:{_WORD}\s*\.\s*)*)\*")


def targets_of(tree: Tree) -> Sequence[Any]:
    """The expressions that a statement returns; none of a UNION, whose sides have their own."""
    if tree.kind == "SelectStmt" and tree.fields.get("op", "SETOP_NONE") != "SETOP_NONE":
        return ()
    if tree.kind == "SelectStmt":
        found: Sequence[Any] = tree.fields.get("targetList", ())
    else:
        found = tree.fields.get("returningClause", {}).get("exprs", ())
    return [item["ResTarget"]["val"] for item in found]


def is_star(target: Any) -> bool:
    """Whether what is returned are all columns of something."""
    ((kind, fields),) = target.items()
    if kind == "ColumnRef":
        return "A_Star" in fields["fields"][-1]
    return kind == "A_Indirection" and "A_Star" in fields["indirection"][-1]


def without_star(prepared: Prepared) -> str | None:
    """The SQL of a query with its columns in place of the star that it returns.

    It is the SQL itself where there is no star, and None where nobody knows the columns of each:
    with several stars, in a UNION, and for the fields of a composite value.
    """
    sql = prepared.query.sql
    tree = parse(Statement(text=sql, line=1, offset=0))
    if not any(map(is_star, _every_target(tree.fields, tree))):
        return sql
    targets = targets_of(tree)
    stars = [number for number, target in enumerate(targets) if is_star(target)]
    if len(stars) != 1 or "ColumnRef" not in targets[stars[0]]:
        return None
    behind = len(targets) - stars[0] - 1
    columns = prepared.columns[stars[0] : len(prepared.columns) - behind]
    begin = tree.character(targets[stars[0]]["ColumnRef"].get("location", 0))
    written = _STAR.match(sql, begin)
    if written is None or not columns:
        return None
    names = ", ".join(f"{written['before']}{spelled(column.name)}" for column in columns)
    return f"{sql[:begin]}{names}{sql[written.end() :]}"


def _every_target(fields: Fields, tree: Tree) -> Iterator[Any]:
    """What a statement returns, of a UNION what each of its sides does."""
    if fields.get("larg") and fields.get("rarg"):
        yield from _every_target(fields["larg"], tree)
        yield from _every_target(fields["rarg"], tree)
    elif "targetList" in fields and tree.kind == "SelectStmt":
        yield from (item["ResTarget"]["val"] for item in fields["targetList"])
    else:
        yield from targets_of(tree)
