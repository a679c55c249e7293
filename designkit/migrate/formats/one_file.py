"""Reads migrations whose UP and DOWN stand in one file: goose, sql-migrate, dbmate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from designkit.errors import HistoryError
from designkit.migrate.formats import dbmate, directives, goose, names, sql_migrate
from designkit.migrate.formats.directives import Dialogue
from designkit.migrate.script import Migration, read_text

DIALOGUES = (goose.DIALOGUE, sql_migrate.DIALOGUE, dbmate.DIALOGUE)


def dialogue_of(files: tuple[Path, ...]) -> Dialogue | None:
    """The tool that the files speak to, or None where none of them speaks.

    Raises:
        HistoryError: one file speaks to one tool, another to another.
        SourceError: a file cannot be read.
    """
    spoken: dict[str, tuple[Dialogue, Path]] = {}
    for file in files:
        text = read_text(file)
        for dialogue in DIALOGUES:
            if directives.speaks(dialogue, text):
                spoken.setdefault(dialogue.tool, (dialogue, file))
    if len(spoken) > 1:
        (one, here), (other, there), *_ = spoken.values()
        raise HistoryError(
            f"{here.parent}: {here.name} is written for {one.tool}, {there.name} for {other.tool}. "
            "Keep one format in a folder."
        )
    return next((dialogue for dialogue, _ in spoken.values()), None)


def read(
    dialogue: Dialogue, files: tuple[Path, ...], environment: Mapping[str, str]
) -> tuple[tuple[Migration, ...], tuple[Path, ...]]:
    """Return the migrations, and the files that have neither a number nor a word for the tool.

    Variables that a file asks for are those of the environment given.

    Raises:
        HistoryError: a file speaks to the tool but has no number, or none that the tool takes.
        SourceError: a numbered file is not what the tool takes.
    """
    migrations: list[Migration] = []
    others: list[Path] = []
    for file in files:
        text = read_text(file)
        name = names.numbered(file.name.removesuffix(".sql"))
        if name is None and not directives.speaks(dialogue, text):
            others.append(file)
            continue
        if name is None:
            raise HistoryError(f"{file}: has no number. Call it NNN_{file.name}, NNN being next.")
        if dialogue.highest and not 0 < name.number <= dialogue.highest:
            raise HistoryError(
                f"{file}: {dialogue.tool} takes numbers from 1 to {dialogue.highest} only. "
                "Give it another."
            )
        up, down = directives.read(dialogue, file, text, environment)
        migrations.append(
            Migration(
                number=name.number,
                label=name.label,
                name=name.name,
                up=up,
                down=down,
                files=(file,),
            )
        )
    return tuple(migrations), tuple(others)
