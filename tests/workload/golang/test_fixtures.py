"""Fixtures in Go: each line of them says what a scan must say of it, and nothing else may be."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.workload.golang.fixtures import FOLDER, expected, fixtures, observed, scan

FIXTURES = fixtures()


def named(fixture: Path) -> str:
    return f"{fixture.parent.name}/{fixture.name}"


@pytest.mark.parametrize("fixture", FIXTURES, ids=named)
def test_scan_says_what_the_comments_say(fixture: Path) -> None:
    wanted = expected(fixture)
    said = observed(scan(fixture), wanted)
    assert sorted((said - wanted).elements()) == [], "said, and not expected"
    assert sorted((wanted - said).elements()) == [], "expected, and not said"


@pytest.mark.parametrize(
    "fixture", [one for one in FIXTURES if one.parent.name == "good"], ids=named
)
def test_good_code_has_no_fault(fixture: Path) -> None:
    assert scan(fixture).faults == ()


@pytest.mark.parametrize("side", ["good", "bad"])
def test_each_side_has_forty_functions_or_more(side: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / side).rglob("*.go")]
    assert sum(len(re.findall(r"(?m)^func ", text)) for text in texts) >= 40


@pytest.mark.skipif(shutil.which("gofmt") is None, reason="gofmt is not on PATH")
def test_fixtures_are_go_as_gofmt_writes_it() -> None:
    command = ["gofmt", "-e", "-l", str(FOLDER)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
