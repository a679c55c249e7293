"""sql-migrate: `-- +migrate Up`, `-- +migrate Down`, each as often as one likes, in one file.

Source: `ParseMigration` of sql-migrate,
https://github.com/rubenv/sql-migrate/blob/master/sqlparse/sqlparse.go
"""

from __future__ import annotations

from designkit.migrate.formats.directives import Dialogue, Directive, Kind

_PREFIX = "-- +migrate "
_COMMANDS: dict[str, Kind] = {
    "Up": "up",
    "Down": "down",
    "StatementBegin": "begin",
    "StatementEnd": "end",
}


def recognise(line: str) -> Directive | None:
    """What a line says to sql-migrate, or None; it minds letter case and passes over the unknown.

    Raises:
        ValueError: sql-migrate refuses such a line.
    """
    if not line.startswith(_PREFIX):
        return None
    command, *options = line.removeprefix(_PREFIX).split() or [""]
    if not command:
        raise ValueError("a sql-migrate line without a command. Take the line out.")
    kind = _COMMANDS.get(command, "other")
    return Directive(kind=kind, transactional="notransaction" not in options)


DIALOGUE = Dialogue(
    tool="sql-migrate",
    up="-- +migrate Up",
    left_out="-- ",
    recognise=recognise,
    once=False,
    by_line=True,
)
