"""Whether the columns that an annotation speaks of are written below it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from pglast import ast
from pglast.enums import AlterTableType, ObjectType

from designkit.errors import ModelError
from designkit.model import QualifiedName
from designkit.sql.statements import Statement, node_of


def demand_columns(
    names: Iterable[str], table: QualifiedName, created: Statement, text: Sequence[Statement]
) -> None:
    """Make sure that a table has the columns that are spoken of, as far as its text tells.

    Args:
        names: the columns.
        table: whose they are.
        created: the statement that creates it.
        text: all statements beside it, which may add columns to it later.

    Raises:
        ModelError: it has one of them neither there nor later in the text.
    """
    written = _written(node_of(created))
    if written is None:
        return
    missing = [name for name in names if name not in written]
    if not missing or not set(missing) - (added := set(_added(table, text))):
        return
    name = next(name for name in missing if name not in added)
    near = difflib.get_close_matches(name, sorted({*written, *added}), n=1)
    told = f"did you mean {near[0]}?" if near else f"it has {', '.join(sorted(written)) or 'none'}"
    raise ModelError(f"{table}.{name}", f"the table has no such column; {told}")


def _written(node: ast.Node | None) -> frozenset[str] | None:
    """The columns that CREATE TABLE writes; None where it has some from elsewhere."""
    if not isinstance(node, ast.CreateStmt) or node.inhRelations or node.ofTypename:
        return None
    parts = node.tableElts or ()
    if any(isinstance(part, ast.TableLikeClause) for part in parts):
        return None
    return frozenset(str(part.colname) for part in parts if isinstance(part, ast.ColumnDef))


def _added(table: QualifiedName, text: Sequence[Statement]) -> Iterator[str]:
    """The columns that a table gets by ALTER TABLE, under a new name too."""
    for node in map(node_of, text):
        match node:
            case ast.AlterTableStmt(relation=ast.RangeVar(relname=table.name), cmds=commands):
                for command in commands or ():
                    if command.subtype == AlterTableType.AT_AddColumn:
                        yield str(command.def_.colname)
            case ast.RenameStmt(
                renameType=ObjectType.OBJECT_COLUMN, relation=ast.RangeVar(relname=table.name)
            ):
                yield str(node.newname)
            case _:
                continue
