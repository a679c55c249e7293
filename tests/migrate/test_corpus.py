"""Real histories: what is read is what an independent harness ran."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from designkit.migrate.formats.names import Dialect
from designkit.migrate.history import History, read
from designkit.migrate.script import Script

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / os.environ.get("DESIGNKIT_CORPUS", "../shared/corpus") / "histories"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}; set DESIGNKIT_CORPUS"
)

HISTORIES: list[tuple[str, str, str, Dialect]] = [
    ("authelia/pg", "authelia", "golang-migrate", "postgres"),
    ("chirpstack_as/pg", "chirpstack_as", "golang-migrate", "postgres"),
    ("concourse/pg", "concourse", "golang-migrate", "postgres"),
    ("crates_io/pg", "crates_io", "diesel", "postgres"),
    ("exposure_notifications/pg", "exposure_notifications", "golang-migrate", "postgres"),
    ("fathom/pg", "fathom", "sql-migrate", "postgres"),
    ("frontier/pg", "frontier", "golang-migrate", "postgres"),
    ("goalert/pg", "goalert", "sql-migrate", "postgres"),
    ("hydra/all", "hydra", "golang-migrate", "postgres"),
    ("hydra/all", "hydra_crdb", "golang-migrate", "cockroach"),
    ("keto/all", "keto", "golang-migrate", "postgres"),
    ("keto/all", "keto_crdb", "golang-migrate", "cockroach"),
    ("openfga/pg", "openfga", "goose", "postgres"),
    ("serverservice/crdb", "serverservice_crdb", "goose", "cockroach"),
    ("supabase_auth/pg", "supabase_auth", "golang-migrate", "postgres"),
]


@pytest.mark.parametrize(
    ("folder", "outcome", "file_format", "dialect"), HISTORIES, ids=[row[1] for row in HISTORIES]
)
def test_the_same_scripts_are_found(
    folder: str, outcome: str, file_format: str, dialect: Dialect
) -> None:
    directory = CORPUS / folder
    history = read(directory, strict=False, dialect=dialect)
    recorded = json.loads((directory.parent / "outcome" / f"{outcome}.outcome.json").read_text())
    theirs = [
        step["up_file"]
        for step in recorded["migrations"]
        if step["up_file"] and not step["up_file"].startswith("../") and not step["up_noop"]
    ]
    assert history.format == file_format
    assert [name for name in _running(history) if name in theirs] == theirs
    assert set(_running(history)) <= {step["up_file"] for step in recorded["migrations"]}


def _running(history: History) -> list[str]:
    """The up files that hold a statement, in the order in which they run."""
    return [_name(history, item.up) for item in history.migrations if item.up.statements]


def _name(history: History, script: Script) -> str:
    return script.file.relative_to(history.directory).as_posix()
