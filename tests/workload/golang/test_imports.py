"""Import paths: ORMs, builders and drivers, with and without versions."""

from __future__ import annotations

import pytest

from designkit.workload.golang.imports import builder_of, driver_of, is_handle_package, orm_of


@pytest.mark.parametrize(
    ("path", "orm"),
    [
        ("gorm.io/gorm", "GORM"),
        ("gorm.io/driver/postgres", "GORM"),
        ("github.com/go-pg/pg/v10/orm", "go-pg"),
        ("gopkg.in/gorp.v2", "gorp"),
        ("github.com/beego/beego/v2/client/orm", "Beego's ORM"),
        ("github.com/beego/beego/v2/server/web", ""),
        ("entgo.io/enterprise", ""),
        ("github.com/uptrace/bunrouter", ""),
        ("github.com/jmoiron/sqlx", ""),
        ("example.com/gorm.io/gorm", ""),
    ],
)
def test_orm_is_known_by_its_path(path: str, orm: str) -> None:
    assert orm_of(path) == orm


def test_builder_and_driver_are_known_in_any_version() -> None:
    assert builder_of("github.com/doug-martin/goqu/v9/exp") == "goqu"
    assert driver_of("github.com/jackc/pgx/v5/pgxpool") == "pgx"
    assert is_handle_package("github.com/jackc/pgx/v5/pgxpool")
    assert not is_handle_package("database/sqlite")
