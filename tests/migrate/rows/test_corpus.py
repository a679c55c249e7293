"""Real schemas: every table that can hold a row gets some."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from designkit.database import Scratch
from designkit.database import fill as load
from designkit.errors import StatementFailed
from designkit.migrate.rows import Unfilled, census, fill, losses
from tests.conftest import CORPUS

FILES = sorted((CORPUS / "histories").glob("*/outcome/*.final_schema.sql"))

# The share of the pairs that the suite tries, chosen by their names; all of them take minutes.
_ONE_OF = 40
_NO_PARTITION = "it is partitioned, and has no partition that takes rows"


@pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS}: DESIGNKIT_CORPUS names its folder")
@pytest.mark.parametrize("file", FILES, ids=[file.name.partition(".")[0] for file in FILES])
def test_the_tables_of_a_real_history_are_filled(file: Path) -> None:
    assert unfilled(file.read_text(), file.name) == ()


def test_the_tables_of_real_pairs_are_filled(corpus: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="the pairs are YAML, and PyYAML is not installed")
    index = json.loads((corpus / "pairs" / "index.json").read_text())
    chosen = [entry["id"] for entry in index if entry["loads"] and is_chosen(entry["id"])]
    assert chosen
    for name in chosen:
        group, _, case = name.partition("/")
        pairs = yaml.safe_load((corpus / "pairs" / f"tests_{group}.yml").read_text())
        left = unfilled(pairs[case].get("desired") or "", name)
        assert [item for item in left if item.reason != _NO_PARTITION] == []


def is_chosen(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _ONE_OF == 0


def unfilled(text: str, name: str) -> tuple[Unfilled, ...]:
    """The tables of a text that get no row; those that do keep it through a second look."""
    with Scratch() as scratch:
        try:
            schema = load(scratch, text, file=name).schema
        except StatementFailed as error:
            pytest.skip(f"{name} needs more than an empty database: {error}")
        with scratch.connect() as connection:
            filled = fill(connection, schema)
            before = census(connection, schema)
            assert sum(item.count > 0 for item in before.tables) >= len(filled.tables)
            assert losses(before, census(connection, schema)) == ()
            assert fill(connection, schema).statements == ()
            return filled.unfilled
