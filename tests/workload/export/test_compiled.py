"""Go compiles what is exported, and sqlx and lib/pq run each function of it on PostgreSQL."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from designkit.database import Scratch, fill
from tests.cases.case_file import CASES, read_case
from tests.runners.built import HERE, query_runner

THING: dict[str, Any] = {
    "ID": "6f1f1a52-8c0e-4b53-9a0c-0d2f6a5f3c11",
    "Name": "a \"name\" with 'quotes'",
    "Code": "abc",
    "IsPublic": True,
    "Small": -(2**15),
    "Medium": -(2**31),
    "Large": -(2**63),
    "Ratio": 0.1,
    "RatioWide": 0.1,
    "Price": "1234567890.12",
    "Day": "2026-03-29T00:00:00Z",
    "AtTime": "0000-01-01T01:02:03.456789Z",
    "MadeAt": "2026-03-29T01:02:03.456789Z",
    "LocalAt": "2026-03-29T01:02:03.456789Z",
    "Payload": {"a": [1, None]},
    "RawPayload": {"b": 1},
    "Content": "AP9c",
    "State": "open",
    "Lasts": "1 day 02:00:00",
    "Address": "10.0.0.1",
    "Span": "[1,5)",
    "Tags": ["a,b", '"c"', ""],
    "Counts": [1, -2],
    "Totals": [2**62],
    "Smalls": [7],
    "Flags": [True, False],
    "Ratios": [0.1],
    "NarrowRatios": [0.1],
    "Prices": ["1.10", "NaN"],
    "IDs": ["6f1f1a52-8c0e-4b53-9a0c-0d2f6a5f3c11"],
    "States": ["open", "closed"],
    "Times": ["2026-03-29 01:02:03+00"],
    "Contents": ["AAE=", ""],
    "Number": 2**32 - 1,
}
EMPTY_THING: dict[str, Any] = THING | {
    "Name": "",
    "Code": "   ",
    "IsPublic": False,
    **dict.fromkeys(("Small", "Medium", "Large", "Ratio", "RatioWide", "Number"), 0),
    "Price": "0.00",
    "Day": "0001-01-01T00:00:00Z",
    "AtTime": "0000-01-01T23:59:59Z",
    "MadeAt": "0001-01-01T00:00:00Z",
    "LocalAt": "0001-01-01T00:00:00Z",
    "Payload": None,
    "RawPayload": 0,
    "Content": "",
    "State": "closed",
    "Lasts": "00:00:00",
    "Address": "::1",
    "Span": "empty",
    **{name: [] for name, value in THING.items() if isinstance(value, list)},
}
NULLS = dict.fromkeys(
    ("ThingID", "Body", "Count", "SeenAt", "Payload", "Content", "Tags", "State", "Pair")
)
NOTES = [
    {"ID": 1} | NULLS,
    {
        "ID": 2,
        "ThingID": None,
        "Body": "",
        "Count": 0,
        "SeenAt": "2026-03-29T00:00:00Z",
        "Payload": {},
        "Content": "",
        "Tags": [],
        "State": "open",
        "Pair": None,
    },
    {
        "rows": [{"ID": 1, "Name": None, "Pair": None}, {"ID": 2, "Name": None, "Pair": None}],
        "none": None,
        "counted": [{"Total": 2, "IsThere": True}],
        "touched": 1,
        "left": [{"Total": 0, "IsThere": False}],
    },
]
ODD_NAMES = {
    "row": {
        "ID": 1,
        "UserIDs": [1, 2],
        "HomepageURL": "homepageUrl",
        "HTTPAPIKey": "http_api_key",
        "ScreamingName": "SCREAMING_NAME",
        "Type": "type",
        "Func": "func",
        "Context": "context",
        "JSON": "json",
        "String": "string",
        "X2fa": "2fa",
        "Größe": "größe",
        "X名前": "名前",
        "ItSQuotedAndTicked": "it's",
        "LineFuncInitPanic1": "line",
        "AB": "a.b",
        "TurnedRound": "turned",
    },
    "rows": [{"UserIDs": [1, 2]}],
    "kinds": [{"A": "a", "LongerName": "a", "Plain": "plain", "B": "::1"}],
}
RUN = ("names", "served")


@pytest.fixture(scope="module")
def packages() -> dict[str, str]:
    """The Go file of each case, by the name of its package."""
    found = {file.stem: read_case(file) for file in sorted((CASES / "export").glob("*.sql"))}
    return {name: case.section("go") for name, case in found.items() if "go" in case.sections}


@pytest.fixture(scope="module")
def runner(packages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return query_runner(tmp_path_factory.mktemp("queries"), packages)


@pytest.mark.parametrize("more", ["", "binary_parameters=yes"])
def test_every_function_runs(runner: Path, more: str) -> None:
    with Scratch() as scratch:
        for name in RUN:
            fill(scratch, read_case(CASES / "export" / f"{name}.sql").section("schema"))
        dsn = f"{scratch.dsn} sslmode=disable timezone=UTC {more}"
        done = subprocess.run(
            [runner, dsn], capture_output=True, text=True, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == [THING, EMPTY_THING, *NOTES, ODD_NAMES]


@pytest.mark.parametrize("package", RUN)
def test_runner_calls_every_function(package: str, packages: dict[str, str]) -> None:
    text = (HERE / "queries" / "main.go").read_text(encoding="utf-8")
    called = set(re.findall(rf"\b{package}\.(\w+)\(", text))
    written = set(re.findall(r"^func ([A-Z]\w*)", packages[package], re.MULTILINE))
    assert called == written


def test_gofmt_changes_nothing(packages: dict[str, str]) -> None:
    gofmt = shutil.which("gofmt")
    if gofmt is None:
        pytest.skip("gofmt is not installed")
    for text in packages.values():
        done = subprocess.run([gofmt, "-d"], input=text.encode(), capture_output=True, check=False)
        assert (done.stdout.decode(), done.stderr.decode()) == ("", "")
