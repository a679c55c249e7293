"""Real schemas: what was written is read back, and pairs of them lead there and back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from designkit.database import load
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.inventory import differences
from tests.corpus.pairs import pairs, try_pair

# The share of the pairs that the suite tries, chosen by their names; all of them take minutes, and
# are tried by `python -m tests.corpus.pairs`.
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
    tried = [pair for pair in pairs(corpus) if chosen(pair.name)]
    assert tried
    for pair in tried:
        verdict, reason = try_pair(pair)
        assert verdict in {"holds", "not loaded"}, f"{pair.name}: {reason}"


def chosen(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _ONE_OF == 0
