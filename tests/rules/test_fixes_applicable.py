"""Which fixes can be applied as they stand, and the names that they give."""

from __future__ import annotations

import pytest

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    DropConstraint,
    DropIndex,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
)
from designkit.model import Unique, View
from designkit.rules.applicable import names_given
from designkit.rules.fixes import mend_column_name, rename_column
from tests.rules.built import Name, column, index, key, schema, table

USERS = Name(name="users")
UNIQUE = Unique(name="users_email_key", columns=("email",))
TEXT = column("email")
TABLE = table(
    "users",
    TEXT,
    uniques=(UNIQUE,),
    indexes=(index("idx_users_email", "email"), index("other", "id")),
    foreign_keys=(key("shops", "id", name="users_id_fkey"),),
)


def rename(before: str, after: str) -> Operation:
    return RenameIndex(table=USERS, before=before, after=after)


@pytest.mark.parametrize(
    ("fix", "names"),
    [
        ([rename("other", "idx_users_id")], {"idx_users_id"}),
        ([rename("other", "another"), rename("another", "other")], set()),
        ([AddIndex(table=USERS, index=index("idx_users_id", "id"))], {"idx_users_id"}),
        ([DropIndex(table=USERS, index=index("other", "id"))], set()),
        ([RenameTable(before=USERS, after=Name(name="people"))], {"people"}),
        ([RenameConstraint(table=USERS, before="users_email_key", after="key")], {"key"}),
        ([RenameConstraint(table=USERS, before="users_id_fkey", after="fkey")], set()),
        ([DropConstraint(table=USERS, constraint=UNIQUE), rename("other", UNIQUE.name)], set()),
        ([AddConstraint(table=USERS, constraint=Unique(name="u", columns=("id",)))], {"u"}),
        ([AddConstraint(table=USERS, constraint=key("shops", "id", name="other"))], set()),
        ([AddColumn(table=USERS, column=column("other"))], set()),
        ([RenameColumn(table=USERS, before="email", after="mail")], set()),
        ([AlterColumn(table=USERS, before=TEXT, after=column("email", "uuid"))], set()),
    ],
)
def test_a_fix_gives_the_names_of_relations_that_were_not_there(
    fix: list[Operation], names: set[str]
) -> None:
    assert names_given(tuple(fix), schema(TABLE)) == frozenset(Name(name=name) for name in names)


@pytest.mark.parametrize(
    "fix",
    [
        [rename("other", "idx_users_email")],
        [rename("other", "users")],
        [rename("other", "users_email_key")],
        [AddIndex(table=USERS, index=index("users_pkey", "email"))],
        [RenameTable(before=USERS, after=Name(name="other"))],
        [RenameConstraint(table=USERS, before="users_email_key", after="other")],
        [RenameConstraint(table=USERS, before="users_id_fkey", after="users_pkey")],
        [AddConstraint(table=USERS, constraint=Unique(name="other", columns=("id",)))],
        [AddConstraint(table=USERS, constraint=key("shops", "id", name="users_id_fkey"))],
        [AddColumn(table=USERS, column=column("email"))],
        [RenameColumn(table=USERS, before="email", after="id")],
    ],
)
def test_a_fix_that_gives_a_name_twice_cannot_be_applied(fix: list[Operation]) -> None:
    assert names_given(tuple(fix), schema(TABLE)) is None


def test_a_type_that_a_view_reads_cannot_be_changed() -> None:
    view = View(name="mails", definition="SELECT email FROM users", depends_on=(USERS,))
    change = AlterColumn(table=USERS, before=TEXT, after=column("email", "uuid"))
    assert names_given((change,), schema(TABLE, views=(view,))) is None


def test_the_index_of_a_view_takes_a_name() -> None:
    view = View(name="mails", definition="SELECT 1", indexes=(index("a", "email"),))
    change = RenameIndex(table=Name(name="mails"), before="a", after="idx_mails_email")
    taken = RenameIndex(table=Name(name="mails"), before="a", after="mails")
    given = frozenset((Name(name="idx_mails_email"),))
    assert names_given((change,), schema(views=(view,))) == given
    assert names_given((taken,), schema(views=(view,))) is None


def test_people_rename_what_every_table_has_and_no_fix_does() -> None:
    rename = RenameColumn(table=USERS, before="created_at", after="made_at")
    assert rename_column(TABLE, "created_at", "made_at") == (rename,)
    assert mend_column_name(TABLE, "created_at", "made_at") == ()


def test_people_are_told_by_the_rename_that_its_name_is_taken_and_no_fix_is_offered() -> None:
    rename = RenameColumn(table=USERS, before="email", after="id")
    assert rename_column(TABLE, "email", "id") == (rename,)
    assert mend_column_name(TABLE, "email", "id") == ()


def test_indexes_and_keys_that_spell_the_name_follow() -> None:
    assert [item.describe() for item in mend_column_name(TABLE, "email", "mail")] == [
        "rename column users.email to mail",
        "rename index idx_users_email of users to idx_users_mail",
        "rename constraint users_email_key of users to users_mail_key",
    ]
