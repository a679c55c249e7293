"""Real schemas: what was written is read back, and pairs of them lead there and back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from designkit.changes import diff
from designkit.database import Scratch, fill, load
from designkit.model import Schema
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.inventory import differences
from designkit.sql.script import Changes
from tests.database.law import holds_in_memory, leads_there_and_back

# The share of the pairs that the suite tries, chosen by their names; all of them take minutes.
_ONE_OF = 24

_SCHEMAS = (
    "authelia/authelia",
    "concourse/concourse",
    "crates_io/crates_io",
    "frontier/frontier",
    "goalert/goalert",
    "hydra/hydra",
    "openfga/openfga",
)


@pytest.mark.parametrize("name", _SCHEMAS)
def test_a_real_schema_is_read_back_from_its_design(corpus: Path, name: str) -> None:
    folder, _, stem = name.partition("/")
    file = corpus / "histories" / folder / "outcome" / f"{stem}.final_schema.sql"
    schema = load(file.read_text(), file=file.name)
    assert schema.tables
    assert all(item.definition for item in schema.carried)
    assert differences(schema, load(design_text(schema, Annotations()))) == ()


def test_real_pairs_of_schemas_lead_there_and_back(corpus: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="the pairs are YAML, and PyYAML is not installed")
    tried = 0
    for entry in json.loads((corpus / "pairs" / "index.json").read_text()):
        if not (entry["loads"] and entry["core"]) or not chosen(entry["id"]):
            continue
        group, _, name = entry["id"].partition("/")
        text = (corpus / "pairs" / f"tests_{group}.yml").read_text()
        pair = yaml.safe_load(text)[name]
        try_pair(pair.get("current") or "", pair.get("desired") or "")
        tried += 1
    assert tried > 0


def chosen(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _ONE_OF == 0


def try_pair(current: str, desired: str) -> None:
    after = load(desired)
    with Scratch() as scratch:
        before: Schema = fill(scratch, current).schema
        assert diff(before, before) == ()
        changes = Changes.between(before, after)
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)
