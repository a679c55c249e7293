"""What a statement reaches beyond its database: programs and files of the server, other sessions.

A text is judged, so what a function puts together while it runs is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, cast

from pglast import ast
from pglast.visitors import Visitor

from designkit.sql.statements import Statement, node_of

Reach = Literal["files", "server"]

# https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
# https://www.postgresql.org/docs/18/lo-funcs.html
_FILES: Final = frozenset(
    {
        *("pg_read_file", "pg_read_binary_file", "pg_stat_file", "lo_import", "lo_export"),
        *("pg_ls_dir", "pg_ls_logdir", "pg_ls_waldir", "pg_ls_tmpdir", "pg_ls_archive_statusdir"),
        *("pg_ls_logicalmapdir", "pg_ls_logicalsnapdir", "pg_ls_replslotdir"),
    }
)
# https://www.postgresql.org/docs/18/functions-admin.html
_SERVER: Final = frozenset(
    {
        *("pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_rotate_logfile"),
        *("pg_log_backend_memory_contexts", "pg_promote", "pg_switch_wal"),
        *("pg_create_restore_point", "pg_backup_start", "pg_backup_stop"),
        *("pg_wal_replay_pause", "pg_wal_replay_resume", "pg_drop_replication_slot"),
        *("pg_create_physical_replication_slot", "pg_create_logical_replication_slot"),
        *("pg_replication_origin_create", "pg_replication_origin_drop"),
        *("pg_stat_reset_shared", "pg_stat_reset_slru", "pg_stat_reset_replication_slot"),
    }
)
_CALL: Final = re.compile(
    rf'\b({"|".join(sorted(_FILES | _SERVER))})"?\s*\(',
    re.IGNORECASE,
)
_COPY: Final = re.compile(r"\bCOPY\b[^;]*?\b(?:FROM|TO)\s+(?:PROGRAM\b|E?'|\$)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def reach(statement: Statement) -> Reach | None:
    """What a statement, or the body of a routine in it, would reach: files and programs go first.

    None for nearly all, which stay inside of their database.
    """
    text = statement.text
    if not _CALL.search(text) and not _COPY.search(text):
        return None
    node = node_of(statement)
    if node is None:
        return None  # The server refuses what the grammar does.
    found = _Reaches()
    found(node)
    return "files" if "files" in found.seen else "server" if found.seen else None


class _Reaches(Visitor):
    """Collects what the parts of a statement reach."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[Reach] = set()

    def visit_CopyStmt(self, _: object, node: ast.CopyStmt) -> None:  # noqa: N802
        """Take note of a COPY that is not by way of the client."""
        if node.is_program or node.filename is not None:
            self.seen.add("files")

    def visit_FuncCall(self, _: object, node: ast.FuncCall) -> None:  # noqa: N802
        """Take note of a call."""
        names = [part.sval for part in node.funcname or () if isinstance(part, ast.String)]
        if names:
            self._called(str(names[-1]))

    def visit_DefElem(self, _: object, node: ast.DefElem) -> None:  # noqa: N802
        """Take note of what stands in the body of a function or a DO."""
        if node.defname != "as":
            return
        for body in _strings(node.arg):
            text = _COMMENT.sub(" ", body)
            if _COPY.search(text):
                self.seen.add("files")
            for name in _CALL.findall(text):
                self._called(name.lower())

    def _called(self, name: str) -> None:
        if name in _FILES:
            self.seen.add("files")
        elif name in _SERVER:
            self.seen.add("server")


def _strings(argument: object) -> Iterator[str]:
    """The strings of an option: one, or a list."""
    parts = cast("tuple[object, ...]", argument) if isinstance(argument, tuple) else (argument,)
    for part in parts:
        if isinstance(part, ast.String) and part.sval is not None:
            yield part.sval
