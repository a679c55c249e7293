"""What a statement is about, as far as that decides where it may run."""

from __future__ import annotations

import re
from typing import Final

from pglast import ast, enums

from designkit.sql.statements import Statement, node_of

_TRANSACTION_WORDS: Final = frozenset(
    {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"}
)
_SAVEPOINTS: Final = frozenset(
    {
        enums.TransactionStmtKind.TRANS_STMT_SAVEPOINT,
        enums.TransactionStmtKind.TRANS_STMT_RELEASE,
        enums.TransactionStmtKind.TRANS_STMT_ROLLBACK_TO,
    }
)
_SERVER: Final = (
    *(ast.CreateRoleStmt, ast.AlterRoleStmt, ast.AlterRoleSetStmt, ast.DropRoleStmt),
    *(ast.CreatedbStmt, ast.DropdbStmt, ast.AlterDatabaseStmt, ast.AlterDatabaseSetStmt),
    *(ast.CreateTableSpaceStmt, ast.DropTableSpaceStmt, ast.AlterSystemStmt),
)
_SERVER_WORDS: Final = frozenset(
    {"CREATE", "ALTER", "DROP", "GRANT", "REVOKE", "COMMENT", "SECURITY"}
)
_SERVER_OBJECTS: Final = frozenset(
    {
        enums.ObjectType.OBJECT_DATABASE,
        enums.ObjectType.OBJECT_ROLE,
        enums.ObjectType.OBJECT_TABLESPACE,
    }
)
# The second word tells, unless a comment stands there.
_CREATES_ROLE: Final = re.compile(
    r"CREATE(?:\s+(?:ROLE|USER|GROUP)\b|\s*(?:/\*|--))", re.IGNORECASE
)
_ALONE: Final = (
    *(ast.ReindexStmt, ast.VacuumStmt, ast.ClusterStmt, ast.CallStmt, ast.DoStmt),
    *(ast.CreatedbStmt, ast.DropdbStmt, ast.AlterDatabaseStmt, ast.AlterSystemStmt),
    *(ast.CreateTableSpaceStmt, ast.DropTableSpaceStmt),
    *(ast.CreateSubscriptionStmt, ast.AlterSubscriptionStmt, ast.DropSubscriptionStmt),
)
_DATA: Final = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt, ast.TruncateStmt)
_TABLE_SETTINGS: Final = {
    enums.AlterTableType.AT_SetTableSpace: "the tablespace",
    enums.AlterTableType.AT_SetAccessMethod: "the access method",
}
# Rights on these belong to the server, or to what no design shows.
_SERVER_RIGHTS: Final = frozenset(
    {
        enums.ObjectType.OBJECT_DATABASE,
        enums.ObjectType.OBJECT_FDW,
        enums.ObjectType.OBJECT_FOREIGN_SERVER,
        enums.ObjectType.OBJECT_LANGUAGE,
        enums.ObjectType.OBJECT_LARGEOBJECT,
        enums.ObjectType.OBJECT_PARAMETER_ACL,
        enums.ObjectType.OBJECT_TABLESPACE,
    }
)


def controls_transaction(statement: Statement) -> bool:
    """Whether a statement begins or ends a transaction; a savepoint does neither."""
    if statement.text.split(maxsplit=1)[0].rstrip(";").upper() not in _TRANSACTION_WORDS:
        return False
    node = node_of(statement)
    return isinstance(node, ast.TransactionStmt) and node.kind not in _SAVEPOINTS


def is_for_server(statement: Statement) -> bool:
    """Whether a statement changes the server as a whole: roles, databases, its settings."""
    if statement.text.split(maxsplit=1)[0].upper() not in _SERVER_WORDS:
        return False
    node = node_of(statement)
    if isinstance(node, ast.CommentStmt | ast.SecLabelStmt):
        return node.objtype in _SERVER_OBJECTS
    return isinstance(node, (*_SERVER, ast.GrantRoleStmt))


def created_role(statement: Statement) -> str | None:
    """The role that a statement creates, or None."""
    # Most statements that create something create no role, and are not parsed for it.
    if not _CREATES_ROLE.match(statement.text):
        return None
    node = node_of(statement)
    return str(node.role) if isinstance(node, ast.CreateRoleStmt) else None


def beyond_design(statement: Statement) -> str | None:
    """What a statement changes that no design holds, in words; None where a design holds it all."""
    node = node_of(statement)
    if isinstance(node, _DATA):
        return "rows"
    if isinstance(node, ast.GrantRoleStmt):
        return "members of roles"
    if isinstance(node, ast.GrantStmt) and node.objtype in _SERVER_RIGHTS:
        return "rights beyond its objects"
    if isinstance(node, _SERVER):
        return "the server as a whole"
    if isinstance(node, ast.AlterTableStmt):
        for command in node.cmds or ():
            if command.subtype in _TABLE_SETTINGS:
                return _TABLE_SETTINGS[command.subtype]
    return None


def refuses_transaction(statement: Statement) -> bool:
    """Whether a statement runs outside of a transaction only, or may: a body can hold a COMMIT.

    Source: the statements that call PreventInTransactionBlock,
    https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/tcop/utility.c
    """
    node = node_of(statement)
    match node:
        case ast.IndexStmt() | ast.DropStmt():
            return bool(node.concurrent)
        case ast.AlterTableStmt():
            return any(
                isinstance(command.def_, ast.PartitionCmd) and bool(command.def_.concurrent)
                for command in node.cmds or ()
            )
        case None:
            return True
        case _:
            return isinstance(node, _ALONE)
