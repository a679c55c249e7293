"""Of a live database, owners and rights count where the other side speaks of them."""

from __future__ import annotations

from designkit.changes import comparable
from designkit.model import (
    UNASKED,
    Access,
    Carried,
    Column,
    Enum,
    Grant,
    NamespaceSettings,
    Schema,
    Table,
    View,
    ViewColumn,
    replace,
)
from designkit.sql.script import Changes

READERS = Access(grants=(Grant(grantee="readers", rights=("SELECT",)),))
OWNED = replace(READERS, owner="app")
RULING = Carried(
    kind="default privileges", identity="on TABLES", definition="ALTER …", drop="ALTER …"
)


def holding(access: Access, *, live: bool = False) -> Schema:
    column = Column(name="id", type="integer", access=replace(access, owner=None))
    seen = ViewColumn(name="id", access=replace(access, owner=None))
    return Schema(
        tables=tuple(Table(name=name, columns=(column,), access=access) for name in "abc"),
        enums=(Enum(name="state", values=("new",), access=access),),
        views=(
            View(
                name="v",
                definition="SELECT 1",
                columns=(("id", "integer"),),
                column_settings=(seen,) if seen.access != UNASKED else (),
                access=access,
            ),
        ),
        namespace_settings=(NamespaceSettings(name="public", access=READERS),) if live else (),
        carried=(RULING,) if live else (),
        administered=live,
    )


def test_what_administrators_gave_is_no_drift_from_migrations_that_give_nothing() -> None:
    assert not Changes.between(holding(OWNED, live=True), holding(UNASKED))
    assert not Changes.between(holding(UNASKED), holding(OWNED, live=True))


def test_the_books_of_migration_tools_are_no_drift_of_a_live_database() -> None:
    keeping = replace(holding(UNASKED), tables=(Table(name="river_migration", columns=()),))
    live = replace(keeping, tables=(), administered=True)
    assert not Changes.between(live, keeping)
    assert not Changes.between(keeping, live)
    assert Changes.between(replace(live, administered=False), keeping)


def test_rights_count_where_the_migrations_grant_some() -> None:
    granting = holding(UNASKED)
    first = replace(granting.tables[0], access=READERS)
    granting = replace(granting, tables=(first, *granting.tables[1:]))
    live, _ = comparable(holding(READERS, live=True), granting)
    assert {table.access for table in live.tables} == {READERS}
    assert RULING in live.carried


def test_who_owns_most_tables_counts_as_who_migrates() -> None:
    live = holding(OWNED, live=True)
    audited = replace(live.tables[0], access=Access(owner="auditors"))
    live = replace(live, tables=(audited, *live.tables[1:]))
    written = holding(UNASKED)
    mine = replace(written.tables[0], access=Access(owner="auditors"))
    written = replace(written, tables=(mine, *written.tables[1:]))
    assert not Changes.between(live, written)


def test_two_live_databases_are_compared_whole() -> None:
    assert Changes.between(holding(OWNED, live=True), holding(UNASKED, live=True))
