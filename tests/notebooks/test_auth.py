"""The auth notebook designs anew what is committed."""

from __future__ import annotations

from pathlib import Path

from designkit.migrate import history
from designkit.migrate.script import Script
from tests.notebooks.running import changed_files, displays, run
from tests.repo.checkout import ROOT

KEY_INDEXES = {
    "idx_auth_codes_email_purpose": "(email, purpose) WHERE used_at IS NULL",
    "idx_sessions_user_id": "(user_id) WHERE revoked_at IS NULL",
}


def statements(script: Script | None) -> list[str]:
    return [statement.text for statement in script.statements] if script is not None else []


def test_the_notebook_writes_the_committed_migration(tmp_path: Path) -> None:
    before = changed_files()
    shown = displays(run("auth.ipynb", tmp_path))
    assert changed_files() == before
    committed = history.read(ROOT / "migrations" / "auth").migrations[0]
    assert committed.files[0].name == "001_create_users.sql"
    text = shown[-1]["text/plain"]
    for statement in (*statements(committed.up), *statements(committed.down)):
        assert statement in text


def test_ci_proves_the_committed_migration_without_writing(tmp_path: Path) -> None:
    before = changed_files()
    shown = displays(run("auth.ipynb", tmp_path, approve=False))
    assert changed_files() == before
    assert "001_create_users.sql" in shown[-1]["text/plain"]


def test_the_key_indexes_are_partial() -> None:
    text = (ROOT / "migrations" / "auth" / "001_create_users.sql").read_text()
    for name, definition in KEY_INDEXES.items():
        assert f"CREATE INDEX {name} ON " in text
        assert definition in text
