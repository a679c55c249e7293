"""Comments to other linters count on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import Linter, load
from designkit.model import replace
from designkit.review import check_text
from designkit.rules import CATALOGUE
from designkit.rules.honouring import ATLAS, SQUAWK
from tests.repo.checkout import ROOT

DROPS = "DROP TABLE a;\nDROP TABLE b;"


def waived(text: str, *honour: Linter) -> list[bool]:
    config = replace(load(Path("/")), select=("drop-table", "waiver-*"), honour=honour)
    return [item.waived is not None for item in check_text(text, config)]


@pytest.mark.parametrize("theirs", [SQUAWK, ATLAS], ids=["squawk", "atlas"])
def test_every_name_stands_for_rules_that_exist(theirs: dict[str, tuple[str, ...]]) -> None:
    known = {rule.id for rule in CATALOGUE}
    assert {rule for rules in theirs.values() for rule in rules} <= known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"-- squawk-ignore ban-drop-table\n{DROPS}", [True, False]),
        (f"-- squawk-ignore renaming-table, ban-drop-table\n{DROPS}", [True, False]),
        (f"-- squawk-ignore\n{DROPS}", [True, False]),
        (f"-- squawk-ignore renaming-table\n{DROPS}", [False, False]),
        (f"-- squawk-ignore-file\n{DROPS}", [True, True]),
        (f"{DROPS}\n-- squawk-ignore-file ban-drop-table", [True, True]),
        (f"-- atlas:nolint DS102\n{DROPS}", [False, False]),
    ],
)
def test_squawks_comments_are_honoured(text: str, expected: list[bool]) -> None:
    assert waived(text, "squawk") == expected
    assert waived(text) == [False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"-- atlas:nolint\n{DROPS}", [True, False]),
        (f"-- atlas:nolint DS102\n{DROPS}", [True, False]),
        (f"-- atlas:nolint destructive\n{DROPS}", [True, False]),
        (f"-- atlas:nolint MF101\n{DROPS}", [False, False]),
        (f"-- atlas:nolint destructive\n\n{DROPS}", [True, True]),
    ],
)
def test_atlas_comments_are_honoured(text: str, expected: list[bool]) -> None:
    assert waived(text, "atlas") == expected
    assert waived(text) == [False, False]


@pytest.mark.parametrize("theirs", [SQUAWK, ATLAS], ids=["squawk", "atlas"])
def test_the_mapping_is_documented(theirs: dict[str, tuple[str, ...]]) -> None:
    page = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    for name, rules in theirs.items():
        assert f"| `{name}` | {', '.join(f'`{rule}`' for rule in rules)} |" in page
