"""What may be a rename that nobody told is asked about, and never taken for one."""

from __future__ import annotations

import re

import pytest

from designkit.changes import (
    DropColumn,
    RenameColumn,
    RenameTable,
    RenameValue,
    diff,
    look_alikes,
)
from designkit.model import Column, Enum, QualifiedName, Schema, Table, replace
from designkit.sql.annotations import read_annotations

USERS = QualifiedName(name="users")


def users(*columns: tuple[str, str], name: str = "users") -> Schema:
    found = (Column(name="id", type="uuid"), *(Column(name=it, type=kind) for it, kind in columns))
    return Schema(tables=(Table(name=name, columns=found),))


def test_a_column_of_the_same_type_under_a_like_name_is_asked_about() -> None:
    (question,) = look_alikes(users(("mail", "text")), users(("email", "text")))
    assert str(question) == (
        "column users.mail is dropped and users.email added: a rename? "
        "then write `-- designkit: renamed email from mail` above its table, "
        "or else `-- designkit: not renamed email from mail`"
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
    assert question.rename == RenameTable(before=USERS, after=QualifiedName(name="people"))


def test_the_answer_spells_a_namespace_as_an_annotation_reads_it() -> None:
    columns = (Column(name="id", type="uuid"),)
    before = Schema(tables=(Table(namespace="My Schema", name="users", columns=columns),))
    (question,) = look_alikes(before, Schema(tables=(Table(name="people", columns=columns),)))
    (answer,) = re.findall(r"`(-- designkit: renamed [^`]+)`", str(question))
    (rename,) = read_annotations(f"{answer}\nCREATE TABLE people ();").renames
    assert rename == question.rename


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (users(("mail", "text")), users(("email", "text"))),
        (users(("mail", "text")), users(("mail", "text"), name="people")),
        (
            Schema(enums=(Enum(name="state", values=("new",)),)),
            Schema(enums=(Enum(name="state", values=("open",)),)),
        ),
    ],
)
def test_what_was_said_to_be_no_rename_is_not_asked_about(before: Schema, after: Schema) -> None:
    (question,) = look_alikes(before, after)
    assert look_alikes(before, after, apart=(question.rename,)) == ()


def test_the_next_likest_is_asked_about_when_the_likest_is_another() -> None:
    before, after = users(("mail", "text")), users(("email", "text"), ("mails", "text"))
    (first,) = look_alikes(before, after)
    (second,) = look_alikes(before, after, apart=(first.rename,))
    assert {first.after, second.after} == {"email", "mails"}


@pytest.mark.parametrize(
    ("bound", "inherited"), [("DEFAULT", False), (None, True)], ids=["partition", "child"]
)
def test_what_has_its_columns_from_a_parent_is_not_asked_about_beside_it(
    bound: str | None,
    *,
    inherited: bool,
) -> None:
    def family(name: str) -> Schema:
        column = Column(name=name, type="text")
        parent = Table(name="logs", columns=(column,))
        child = Table(
            name="logs_new",
            columns=(replace(column, inherited=inherited),),
            inherits=(parent.qualified,),
            partition_bound=bound,
        )
        return Schema(tables=(parent, child))

    (question,) = look_alikes(family("mail"), family("email"))
    assert question.before == "logs.mail"
    assert look_alikes(family("mail"), family("email"), (question.rename,)) == ()


def test_a_value_in_the_place_of_another_is_asked_about() -> None:
    before = Schema(enums=(Enum(name="state", values=("new", "done")),))
    after = Schema(enums=(Enum(name="state", values=("open", "done")),))
    (question,) = look_alikes(before, after)
    assert str(question) == (
        "value 'new' of enum state is dropped and 'open' added: a rename? "
        "then write `-- designkit: renamed 'open' from 'new'` above its type, "
        "or else `-- designkit: not renamed 'open' from 'new'`"
    )


def test_a_told_rename_of_a_value_is_not_asked_about() -> None:
    before = Schema(enums=(Enum(name="state", values=("new", "done")),))
    after = Schema(enums=(Enum(name="state", values=("open", "done")),))
    told = RenameValue(enum=QualifiedName(name="state"), before="new", after="open")
    assert look_alikes(before, after, (told,)) == ()
    assert diff(before, after, (told,)) == (told,)
