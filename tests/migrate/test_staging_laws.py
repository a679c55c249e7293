"""The laws of a change in several files, on a real server."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designkit.database import Scratch, fill, load
from designkit.migrate.staging import Form, stages
from designkit.model import Schema, replace
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.script import Changes
from tests import strategies
from tests.migrate.staged import FORMS, lead_there_and_back

forms = st.sampled_from(list(FORMS.values()))

# The share of the real pairs that the suite tries, each in one form; all of them take minutes.
_ONE_OF = 32

# An example costs three scratch databases and runs every file three times.
on_a_server = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


@given(strategies.pairs, forms)
@on_a_server
def test_the_files_lead_there_and_back(pair: tuple[Schema, Schema], form: Form) -> None:
    with Scratch() as scratch:
        before = fill(scratch, design_text(pair[0], Annotations())).schema
        after = load(design_text(pair[1], Annotations()))
        lead_there_and_back(scratch, Changes.between(before, after), form)


@given(strategies.pairs, forms)
@settings(max_examples=30)
def test_data_and_schema_share_no_file(pair: tuple[Schema, Schema], form: Form) -> None:
    for stage in stages(Changes.between(*pair), form):
        texts = [text for text in (*stage.up, *stage.down) if text]
        changes_rows = [text.startswith("UPDATE ") for text in texts]
        assert all(changes_rows) if stage.kind == "data" else not any(changes_rows)


@given(strategies.schemas(), forms)
@settings(max_examples=20)
def test_what_is_new_altogether_is_one_file_as_it_was(schema: Schema, form: Form) -> None:
    made = replace(schema, tables=tuple(replace(it, foreign_keys=()) for it in schema.tables))
    changes = Changes.between(Schema(), made)
    (stage,) = stages(changes, form)
    assert (stage.up, stage.down) == (changes.up_statements, changes.down_statements)
    assert (stage.suffix, stage.transactional) == ("", True)


@given(strategies.schemas(), forms)
@settings(max_examples=20)
def test_nothing_to_change_is_no_file(schema: Schema, form: Form) -> None:
    assert stages(Changes.between(schema, schema), form) == ()


def test_real_pairs_of_schemas_lead_there_and_back_file_by_file(corpus: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="the pairs are YAML, and PyYAML is not installed")
    tried = 0
    for entry in json.loads((corpus / "pairs" / "index.json").read_text()):
        number = zlib.crc32(entry["id"].encode())
        if not (entry["loads"] and entry["core"]) or number % _ONE_OF:
            continue
        group, _, name = entry["id"].partition("/")
        text = (corpus / "pairs" / f"tests_{group}.yml").read_text()
        pair = yaml.safe_load(text)[name]
        form = list(FORMS.values())[number // _ONE_OF % len(FORMS)]
        with Scratch() as scratch:
            before = fill(scratch, pair.get("current") or "").schema
            changes = Changes.between(before, load(pair.get("desired") or ""))
            lead_there_and_back(scratch, changes, form)
        tried += 1
    assert tried > 0
