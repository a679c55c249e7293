"""All files of a change as one text, for people."""

from __future__ import annotations

from collections.abc import Sequence

from designkit.migrate.staging.stage import Stage


def statements_text(statements: Sequence[str]) -> str:
    """Statements with their semicolons; an empty one is an empty line."""
    return "".join(f"{text};\n" if text else "\n" for text in statements)


def up_text(stages: Sequence[Stage]) -> str:
    """The way up of all files, in the order in which they run."""
    return _text([(stage, stage.up) for stage in stages])


def down_text(stages: Sequence[Stage]) -> str:
    """The way down of all files, the last one first."""
    return _text([(stage, stage.down) for stage in reversed(stages)])


def _text(ways: Sequence[tuple[Stage, Sequence[str]]]) -> str:
    if len(ways) == 1:
        return statements_text(ways[0][1])
    parts: list[str] = []
    for stage, statements in ways:
        lines = [f"-- File {stage.place}: {stage.suffix}", *(f"-- {line}" for line in stage.why)]
        parts.append("\n".join(lines) + "\n" + statements_text(statements))
    return "\n".join(parts)
