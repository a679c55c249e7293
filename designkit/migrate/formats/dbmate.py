"""dbmate: `-- migrate:up`, `-- migrate:down`, with options behind them, in one file.

Source: `parseMigrationContents` of dbmate,
https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go
"""

from __future__ import annotations

import re

from designkit.migrate.formats.directives import Dialogue, Directive

_BLOCK = re.compile(r"--\s*migrate:(?P<direction>up|down)(?:\s+(?P<options>.*))?")


def recognise(line: str) -> Directive | None:
    """What a line says to dbmate, or None."""
    block = _BLOCK.fullmatch(line.rstrip())
    if block is None:
        return None
    return Directive(
        kind="up" if block["direction"] == "up" else "down",
        transactional="transaction:false" not in (block["options"] or "").split(),
    )


DIALOGUE = Dialogue(
    tool="dbmate",
    up="-- migrate:up",
    down="-- migrate:down",
    recognise=recognise,
    once=True,
    by_line=False,
)
