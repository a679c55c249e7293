"""What may be a rename that nobody told is asked about, and never taken for one."""

from __future__ import annotations

import pytest

from designkit.changes import DropColumn, RenameColumn, diff, look_alikes
from designkit.model import Column, Enum, QualifiedName, Schema, Table

USERS = QualifiedName(name="users")


def users(*columns: tuple[str, str], name: str = "users") -> Schema:
    found = (Column(name="id", type="uuid"), *(Column(name=it, type=kind) for it, kind in columns))
    return Schema(tables=(Table(name=name, columns=found),))


def test_a_column_of_the_same_type_under_a_like_name_is_asked_about() -> None:
    (question,) = look_alikes(users(("mail", "text")), users(("email", "text")))
    assert str(question) == (
        "column users.mail is dropped and users.email added: a rename? "
        "then write `-- designkit: renamed email from mail` above its table"
    )


def test_what_is_asked_about_is_still_a_drop() -> None:
    operations = diff(users(("mail", "text")), users(("email", "text")))
    assert any(isinstance(operation, DropColumn) for operation in operations)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((("mail", "text"),), (("born", "date"),)),
        ((("mail", "text"), ("city", "text")), (("born", "text"), ("height", "text"))),
        ((), (("email", "text"),)),
        ((("mail", "text"),), ()),
    ],
)
def test_what_does_not_look_alike_is_not_asked_about(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> None:
    assert look_alikes(users(*before), users(*after)) == ()


def test_a_told_rename_is_not_asked_about() -> None:
    told = RenameColumn(table=USERS, before="mail", after="email")
    assert look_alikes(users(("mail", "text")), users(("email", "text")), (told,)) == ()


def test_a_table_with_mostly_the_same_columns_is_asked_about() -> None:
    columns = (("mail", "text"), ("born", "date"), ("city", "text"))
    (question,) = look_alikes(users(*columns), users(*columns[:2], name="people"))
    assert (question.kind, question.before, question.after) == ("table", "users", "people")


def test_a_value_in_the_place_of_another_is_asked_about() -> None:
    before = Schema(enums=(Enum(name="state", values=("new", "done")),))
    after = Schema(enums=(Enum(name="state", values=("open", "done")),))
    (question,) = look_alikes(before, after)
    assert (question.kind, question.before, question.after) == ("value", "new", "open")
