"""goose: `-- +goose Up`, `-- +goose Down`, in any letter case, in one file.

Source: `extractAnnotation` and `ParseSQLMigration` of goose 3.24 and later,
https://github.com/pressly/goose/blob/main/internal/sqlparser/parser.go
"""

from __future__ import annotations

from designkit.migrate.formats.directives import Dialogue, Directive

_MARK = "+goose"
_ANNOTATIONS = {
    "up": Directive(kind="up"),
    "down": Directive(kind="down"),
    "statementbegin": Directive(kind="begin"),
    "statementend": Directive(kind="end"),
    "no transaction": Directive(kind="no transaction"),
    "envsub on": Directive(kind="substitute"),
    "envsub off": Directive(kind="leave"),
}


def recognise(line: str) -> Directive | None:
    """What a line says to goose, or None.

    Raises:
        ValueError: goose refuses such a line.
    """
    if not line.strip().startswith("--") or _MARK not in line:
        return None
    if line[0] in " \t":
        raise ValueError("a goose line may not be indented. Take the blanks before it away.")
    command = line.replace("--", "").replace(_MARK, "", 1).strip()
    annotation = _ANNOTATIONS.get(command.lower())
    if annotation is None:
        raise ValueError(f"goose knows no annotation {command!r}. Take the line out.")
    return annotation


# Source: `NumericComponent`, https://github.com/pressly/goose/blob/main/migration.go
_HIGHEST = 2**63 - 1

DIALOGUE = Dialogue(
    tool="goose",
    up="-- +goose Up",
    recognise=recognise,
    once=True,
    by_line=True,
    highest=_HIGHEST,
)
