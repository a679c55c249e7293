"""`designkit approve`."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.migrate import checksums
from designkit.migrate import history as histories
from designkit.sql.annotations import base_line
from tests.cli.running import USERS, designkit, goose, write

WITH_NAME = USERS.replace("email", "name text, email")


@pytest.fixture
def design(project: Path) -> Path:
    """The design file of the service, which adds a column."""
    file = project / "notebooks" / "designs" / "shop.sql"
    file.parent.mkdir(parents=True)
    file.write_text(based(project, WITH_NAME))
    return file


def based(project: Path, text: str) -> str:
    """A design that says on which migrations it builds."""
    history = histories.read(project / "migrations" / "shop")
    return f"{base_line(checksums.compute(history).total)}\n{text}"


def test_a_design_becomes_the_next_migration(project: Path, design: Path) -> None:
    del design
    result = designkit("approve", "shop", "add_name", "--by", "Ada")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "migrations/shop/002_add_name.sql\n"
    text = (project / "migrations" / "shop" / "002_add_name.sql").read_text()
    assert "ADD COLUMN name text" in text
    assert "Ada" in text
    assert designkit("check").exit_code == 0
    assert designkit("verify").exit_code == 0


def test_an_open_question_is_answered_by_no_option(project: Path, design: Path) -> None:
    renamed = USERS.replace("email", "e_mail")
    design.write_text(based(project, renamed))
    for options in ((), ("--accept-loss",)):
        result = designkit("approve", "shop", "rename_email", "--by", "Ada", *options)
        assert result.exit_code == 2
        assert "a question is open: column users.email is dropped and users.e_mail" in result.stderr
        assert "`-- designkit: renamed e_mail from email` above its table" in result.stderr
    assert not list(project.glob("migrations/shop/002*"))


@pytest.mark.parametrize(
    ("answer", "options", "written"),
    [
        ("renamed e_mail from email", (), "RENAME COLUMN email TO e_mail"),
        ("not renamed e_mail from email", ("--accept-loss",), "DROP COLUMN email"),
    ],
)
def test_an_answered_question_is_asked_no_more(
    project: Path, design: Path, answer: str, options: tuple[str, ...], written: str
) -> None:
    renamed = USERS.replace("email", "e_mail")
    design.write_text(based(project, f"-- designkit: {answer}\n{renamed}"))
    result = designkit("approve", "shop", "answer", "--by", "Ada", "--direct", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    files = sorted(project.glob("migrations/shop/00[2-9]*"))
    assert written in "".join(file.read_text() for file in files)
    assert "renamed" not in design.read_text()


def test_a_rename_of_what_is_not_there_is_told_with_its_line(project: Path, design: Path) -> None:
    design.write_text(based(project, f"-- designkit: renamed email from mail\n{USERS}"))
    result = designkit("approve", "shop", "rename_mail", "--by", "Ada")
    assert result.exit_code == 2
    assert "designs/shop.sql:2: rename column users.mail to email: table users has no" in (
        result.stderr
    )
    assert "Correct the line, or delete it." in result.stderr


def test_nothing_is_approved_once_the_checksums_are_gone(project: Path, design: Path) -> None:
    assert designkit("approve", "shop", "add_name", "--by", "Ada").exit_code == 0
    (project / "migrations" / "shop" / checksums.FILE_NAME).unlink()
    design.write_text(based(project, WITH_NAME.replace("name text", "name text, nick text")))
    result = designkit("approve", "shop", "add_nick", "--by", "Ada")
    assert result.exit_code == 2
    assert "shop/designkit.sum: is missing, and 002_add_name.sql says" in result.stderr
    assert "git checkout HEAD -- designkit.sum" in result.stderr


def test_a_design_on_migrations_that_changed_says_that_the_checksums_are_gone(
    project: Path, design: Path
) -> None:
    assert designkit("approve", "shop", "add_name", "--by", "Ada").exit_code == 0
    folder = project / "migrations" / "shop"
    design.write_text(based(project, WITH_NAME.replace("name text", "name text, nick text")))
    (folder / checksums.FILE_NAME).unlink()
    with (folder / "002_add_name.sql").open("a") as file:
        file.write("-- a word more\n")
    result = designkit("approve", "shop", "add_nick", "--by", "Ada")
    assert result.exit_code == 2
    assert "designkit.sum: is missing, and 002_add_name.sql says" in result.stderr


def test_a_change_of_several_files_names_them_all(project: Path, design: Path) -> None:
    text = based(project, WITH_NAME)
    design.write_text(f"{text}\nCREATE INDEX idx_users_name ON users (name);\n")
    result = designkit("approve", "shop", "add_name", "--by", "Ada")
    assert result.stdout.splitlines() == [
        "migrations/shop/002_add_name_add_name.sql",
        "migrations/shop/003_add_name_add_idx_users_name.sql",
    ]
    assert designkit("check").exit_code == 0
    assert designkit("verify").exit_code == 0


def test_the_direct_form_holds_up_others_for_fewer_files(project: Path, design: Path) -> None:
    text = based(project, WITH_NAME)
    design.write_text(f"{text}\nCREATE INDEX idx_users_name ON users (name);\n")
    result = designkit("approve", "shop", "add_name", "--by", "Ada", "--direct")
    index = project / result.stdout.splitlines()[-1]
    assert "CREATE INDEX idx_users_name" in index.read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("nobody", "add_name", "--by", "Ada"), "service 'nobody' is not configured"),
        (("shop", "add_name", "--by", " "), "say who approves"),
        (("shop", "Add Name!", "--by", "Ada"), "Add Name!"),
        (("shop", "add_name"), "Missing option '--by'"),
    ],
)
def test_what_cannot_be_approved_is_2_and_nothing_is_written(
    project: Path, design: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    del design
    result = designkit("approve", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr
    assert [file.name for file in (project / "migrations" / "shop").iterdir()] == [
        "001_create_users.sql"
    ]


def test_nothing_to_approve_is_2(project: Path) -> None:
    del project
    result = designkit("approve", "shop", "add_name", "--by", "Ada")
    assert result.exit_code == 2
    assert "nothing changes" in result.stderr


def test_a_design_that_does_not_say_what_it_builds_on_is_refused(
    project: Path, design: Path
) -> None:
    for text in ("", WITH_NAME):
        design.write_text(text)
        result = designkit("approve", "shop", "add_name", "--by", "Ada")
        assert result.exit_code == 2
        assert "does not say on which migrations it builds" in result.stderr
        design.write_text(result.stderr.split("\n")[1].strip() + "\n" + WITH_NAME)
        assert designkit("diff", "migrations/shop", str(design)).exit_code == 1
    assert len(list((project / "migrations" / "shop").iterdir())) == 1


def test_what_loses_rows_must_be_accepted(project: Path, design: Path) -> None:
    design.write_text(based(project, "-- nothing is left\n"))
    result = designkit("approve", "shop", "drop_users", "--by", "Ada")
    assert result.exit_code == 2
    assert "drop table users: the data in it is lost" in result.stderr
    result = designkit("approve", "shop", "drop_users", "--by", "Ada", "--accept-loss")
    assert result.exit_code == 0
    text = (project / "migrations" / "shop" / "002_drop_users.sql").read_text()
    assert "-- Accepted hazard: drop table users" in text


def test_a_design_with_errors_is_refused(project: Path, design: Path) -> None:
    design.write_text(based(project, USERS.replace("email", "active boolean, email")))
    result = designkit("approve", "shop", "add_active", "--by", "Ada")
    assert result.exit_code == 2
    assert "[boolean-name]" in result.stderr


def test_a_design_that_is_not_sql_is_2(design: Path) -> None:
    design.write_text("this is not SQL\n")
    result = designkit("approve", "shop", "add_name", "--by", "Ada")
    assert result.exit_code == 2
    assert "shop.sql:1: syntax error" in result.stderr


def test_a_place_where_no_folder_can_be_made_is_2(project: Path, design: Path) -> None:
    design.write_text(WITH_NAME)
    (project / "blocked").write_text("a file, where a folder is wanted")
    (project / "pyproject.toml").write_text(
        '[tool.designkit.services.shop]\nmigrations = "blocked/shop"\n'
    )
    result = designkit("approve", "shop", "create_users", "--by", "Ada")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "blocked" in result.stderr
    assert "bug" not in result.stderr
    assert design.read_text() == WITH_NAME


def test_an_approval_keeps_the_index_over_services_fresh(project: Path, design: Path) -> None:
    designkit("docs")
    design.write_text(based(project, USERS + USERS.replace("users", "guests")))
    assert designkit("approve", "shop", "create_guests", "--by", "Ada").exit_code == 0
    assert "| [shop](shop.md) | 2 |" in (project / "docs/database/README.md").read_text()
    assert designkit("docs", "--check").exit_code == 0


def test_an_approval_begins_no_index(project: Path, design: Path) -> None:
    del design
    assert designkit("approve", "shop", "add_name", "--by", "Ada").exit_code == 0
    assert not (project / "docs" / "database" / "README.md").exists()


def test_an_approval_does_not_fail_for_another_service(project: Path, design: Path) -> None:
    del design
    designkit("docs")
    write(project / "migrations" / "events", broken=goose("CREATE TABLE t (a nonsense);"))
    assert designkit("approve", "shop", "add_name", "--by", "Ada").exit_code == 0
    assert designkit("docs").exit_code == 2
