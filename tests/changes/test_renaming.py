"""Renames: in an order that runs, in expressions exactly, and followed by names made of them."""

from __future__ import annotations

import pytest

from designkit.changes import RenameColumn, RenameTable, RenameValue, with_followers
from designkit.changes.arranging import arranged
from designkit.changes.enum_values import with_value_renamed
from designkit.changes.expressions import with_column_renamed
from designkit.errors import ModelError
from designkit.model import (
    Check,
    Column,
    Enum,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
)

USERS = QualifiedName(name="users")
PEOPLE = QualifiedName(name="people")


def schema(*columns: str) -> Schema:
    found = tuple(Column(name=name, type="text") for name in columns)
    return Schema(tables=(Table(name="users", columns=found),))


def column(before: str, after: str) -> RenameColumn:
    return RenameColumn(table=USERS, before=before, after=after)


@pytest.mark.parametrize(
    ("columns", "renames", "expected"),
    [
        (("a", "b"), (column("a", "b"), column("b", "a")), ("b", "a")),
        (("a", "b"), (column("a", "b"), column("b", "c")), ("b", "c")),
        (("a", "b", "c"), (column("a", "b"), column("b", "c"), column("c", "a")), ("b", "c", "a")),
        (("a", "b"), (column("a", "b"),), ("b", "b__aside")),
        (("a",), (column("a", "a"),), ("a",)),
    ],
)
def test_columns_are_renamed_all_at_once(
    columns: tuple[str, ...], renames: tuple[RenameColumn, ...], expected: tuple[str, ...]
) -> None:
    reached = schema(*columns)
    for rename in arranged(reached, renames):
        reached = rename.apply(reached)
    assert tuple(item.name for item in reached.table("users").columns) == expected


def test_a_column_is_renamed_under_the_new_name_of_its_table() -> None:
    renames = (RenameColumn(table=PEOPLE, before="a", after="b"),)
    told = (*renames, RenameTable(before=USERS, after=PEOPLE))
    assert arranged(schema("a"), told) == told[::-1]


def test_a_rename_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(ModelError, match="column gone: it does not exist"):
        arranged(schema("a"), (column("gone", "b"),))


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("lower(lower) = 'lower'::text", "lower", "name", "lower(name) = 'lower'::text"),
        ("x::text <> text", "text", "body", "x::text <> body"),
        ("EXTRACT(year FROM born) > year", "year", "since", "EXTRACT(year FROM born) > since"),
        ("zone::timestamp with time zone", "zone", "at", "at::timestamp with time zone"),
        ('"größe" > größe', "größe", "Maß", '"Maß" > "Maß"'),
        ("(place).name = name", "name", "order", '(place).name = "order"'),
        ("users.name = name", "name", "title", "users.title = title"),
        ("a > 0", "b", "c", "a > 0"),
    ],
)
def test_an_expression_names_the_column_and_nothing_else_anew(
    text: str, before: str, after: str, expected: str
) -> None:
    assert with_column_renamed(text, before, after) == expected


def test_an_expression_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        with_column_renamed("a COLLATE > 1", "a", "b")


NAMED = Table(
    name="users",
    columns=(Column(name="id", type="integer"), Column(name="mail", type="text")),
    primary_key=PrimaryKey(name="users_pkey", columns=("id",)),
    uniques=(Unique(name="users_mail_key", columns=("mail",)),),
    checks=(Check(name="users_mail_check", expression="mail <> ''::text"),),
    foreign_keys=(
        ForeignKey(
            name="fk_users_mail",
            columns=("mail",),
            referenced_table=USERS,
            referenced_columns=("mail",),
        ),
    ),
    indexes=(
        Index(name="idx_users_lower_mail", keys=(IndexKey(expression="lower(mail)"),)),
        Index(name="users_by_mail", keys=(IndexKey(column="mail"),)),
        Index(name="users_mail_idx", keys=(IndexKey(column="mail"),)),
    ),
)


def names(schema: Schema, table: str) -> set[str]:
    found = schema.table(table)
    return {item.name for item in (*found.constraints, *found.indexes)}


@pytest.mark.parametrize(
    ("rename", "expected"),
    [
        (
            RenameTable(before=USERS, after=PEOPLE),
            """people_pkey people_mail_key people_mail_check fk_people_mail idx_people_lower_mail
            users_by_mail people_mail_idx""",
        ),
        (
            column("mail", "email"),
            """users_pkey users_email_key users_email_check fk_users_email idx_users_lower_email
            users_by_mail users_email_idx""",
        ),
    ],
)
def test_names_made_of_the_old_name_follow_and_chosen_names_stay(
    rename: RenameTable | RenameColumn, expected: str
) -> None:
    reached = Schema(tables=(NAMED,))
    for operation in with_followers(reached, rename):
        reached = operation.apply(reached)
    table = "people" if isinstance(rename, RenameTable) else "users"
    assert names(reached, table) == set(expected.split())


def test_a_name_that_is_taken_or_too_long_does_not_follow() -> None:
    other = Table(name="other", indexes=(Index(name="people_pkey", keys=(IndexKey(column="a"),)),))
    (first, *rest) = with_followers(
        Schema(tables=(NAMED, other)), RenameTable(before=USERS, after=PEOPLE)
    )
    assert isinstance(first, RenameTable)
    assert all(getattr(item, "after", "") != "people_pkey" for item in rest)
    long = QualifiedName(name="x" * 60)
    assert len(with_followers(Schema(tables=(NAMED,)), RenameTable(before=USERS, after=long))) == 1


def test_a_rename_of_a_value_that_is_not_there_is_refused() -> None:
    told = RenameValue(enum=QualifiedName(name="state"), before="new", after="open")
    known = Schema(enums=(Enum(name="state", values=("done",)),))
    with pytest.raises(ModelError, match="value new: it does not exist"):
        arranged(known, (told,))
    with pytest.raises(ModelError, match="no such enum; there are: none"):
        arranged(Schema(), (told,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'new'::state", "'it''s'::state"),
        ("ARRAY['new'::state, 'done'::state]", "ARRAY['it''s'::state, 'done'::state]"),
        ("""'{new,{new,"new"}}'::state[]""", "'{it''s,{it''s,it''s}}'::state[]"),
        ("'new'::text", "'new'::text"),
        ("'new'::states", "'new'::states"),
        ("'newer'::state", "'newer'::state"),
        ("'''new''::state'::text", "'''new''::state'::text"),
        (""""'new'::state" > 'new'::state""", """"'new'::state" > 'it''s'::state"""),
    ],
)
def test_a_literal_of_the_enum_and_nothing_else_follows_a_renamed_value(
    text: str, expected: str
) -> None:
    assert with_value_renamed(text, "state", "new", "it's") == expected
