"""Queries of a service from files and from Go code, each once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import load
from designkit.errors import QueryError, SourceError
from designkit.workload.collecting import collect, collect_from

_FILE = "-- name: GetUser :one\nSELECT id FROM users WHERE id = :id;\n"
_GO = """package store

import "database/sql"

const listUsers = `SELECT id FROM users LIMIT $1`
const getUser = "SELECT id FROM users WHERE id = $1"

type Store struct{ db *sql.DB }

func (s *Store) All(n int) { s.db.Query(listUsers, n) }
func (s *Store) One(id string) { s.db.QueryRow(getUser, id) }
func (s *Store) Two() { s.db.Exec("SELECT 1; SELECT 2") }
func (s *Store) Bad(name string) { s.db.Exec("DELETE FROM users WHERE name = '" + name + "'") }
"""


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "services" / "shop"
    (folder / "queries").mkdir(parents=True)
    (folder / "migrations").mkdir()
    (folder / "queries" / "users.sql").write_text(_FILE)
    (folder / "store.go").write_text(_GO)
    return folder


def test_files_go_before_code_and_no_statement_comes_twice(service: Path) -> None:
    found = collect(load(service.parents[1]).service("shop"))
    assert [query.name for query in found.queries] == ["GetUser", "listUsers"]
    file, code = (query.place for query in found.queries)
    assert (file.file, file.line) == ("services/shop/queries/users.sql", 2)
    assert (code.file, code.line, code.function) == ("services/shop/store.go", 5, "Store.All")
    assert {query.service for query in found.queries} == {"shop"}


def test_faults_of_the_code_and_what_is_no_query_are_told(service: Path) -> None:
    found = collect(load(service.parents[1]).service("shop"))
    assert [fault.kind for fault in found.code.faults] == ["injection"]
    assert found.code.faults[0].place.file == "services/shop/store.go"
    assert [note.kind for note in found.code.unreadable] == ["syntax"]


def test_a_name_that_is_taken_gets_a_number(service: Path) -> None:
    (service / "more.go").write_text(
        'package store\nfunc (s *Store) GetUser() { s.db.Query("SELECT 7") }\n'
    )
    (service / "queries" / "users.sql").write_text(_FILE.replace("GetUser", "GetUser1"))
    names = [query.name for query in collect(load(service.parents[1]).service("shop")).queries]
    assert names == ["GetUser1", "GetUser1_2", "listUsers"]


def test_paths_may_be_files_of_either_kind_and_folders_of_both(service: Path) -> None:
    alone = collect_from([service / "store.go"])
    both = collect_from([service, service / "queries" / "users.sql"])
    assert [query.name for query in alone.queries] == ["listUsers", "getUser"]
    assert [query.name for query in both.queries] == ["GetUser", "listUsers"]


def test_a_folder_of_neither_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"neither \.sql files nor Go code"):
        collect_from([tmp_path])
    with pytest.raises(SourceError, match="no such file or folder"):
        collect_from([tmp_path / "none.sql"])


def test_one_name_in_two_files_is_refused_with_both_places(service: Path) -> None:
    (service / "queries" / "again.sql").write_text(_FILE)
    with pytest.raises(QueryError, match="a second query GetUser"):
        collect(load(service.parents[1]).service("shop"))
