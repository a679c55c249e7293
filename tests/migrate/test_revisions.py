"""What git says about migration files that were committed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from designkit.errors import SourceError
from designkit.migrate.checksums import FILE_NAME, Checksums
from designkit.migrate.revisions import at, changed_since


def git(directory: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", "-C", str(directory), *identity, *arguments], check=True, capture_output=True
    )


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "services" / "shop" / "migrations"
    (folder / "004_d").mkdir(parents=True)
    for name in ("001_a.sql", "002_é b.sql", "003_c\td.sql", "004_d/up.sql"):
        (folder / name).write_text(f"-- {name}\n")
    (folder / "README.md").write_text("words")
    (folder / "seed.sql").write_text("SELECT 1")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "tag", "one")
    return folder


def faults(directory: Path, revision: str = "one") -> list[tuple[str, str]]:
    return [(fault.kind, fault.file) for fault in changed_since(directory, revision)]


def test_an_untouched_checkout_has_no_faults(directory: Path) -> None:
    (directory / "005_new.sql").write_text("new")
    assert faults(directory) == []


@pytest.mark.parametrize("name", ["001_a.sql", "002_é b.sql", "003_c\td.sql", "004_d/up.sql"])
@pytest.mark.parametrize("committed", [False, True], ids=["uncommitted", "committed"])
def test_a_changed_file_is_found(directory: Path, name: str, *, committed: bool) -> None:
    (directory / name).write_text("other")
    if committed:
        git(directory, "commit", "-q", "-a", "-m", "two")
    assert faults(directory) == [("changed", name)]


@pytest.mark.parametrize("name", ["001_a.sql", "002_é b.sql"])
def test_a_removed_file_is_found(directory: Path, name: str) -> None:
    (directory / name).unlink()
    assert faults(directory) == [("removed", name)]


@pytest.mark.parametrize("tracked", [False, True])
def test_a_renamed_file_is_found_with_its_new_name(directory: Path, *, tracked: bool) -> None:
    (directory / "002_é b.sql").rename(directory / "006_b.sql")
    if tracked:
        git(directory, "add", "-A")
    assert faults(directory) == [("renumbered", "002_é b.sql")]
    assert "to 006_b.sql since one" in changed_since(directory, "one")[0].explanation


def test_a_renumbered_and_changed_file_is_found(directory: Path) -> None:
    (directory / "001_a.sql").rename(directory / "006_a.sql").write_text("other")
    assert faults(directory) == [("renumbered", "001_a.sql")]
    assert "to 006_a.sql and changed since one" in changed_since(directory, "one")[0].explanation


def test_the_settings_of_a_folder_are_a_part_of_it(directory: Path) -> None:
    (directory / "004_d" / "metadata.toml").touch()
    git(directory, "add", ".")
    git(directory, "commit", "-q", "-m", "two")
    (directory / "004_d" / "metadata.toml").write_text("run_in_transaction = false")
    assert faults(directory, "HEAD") == [("changed", "004_d/metadata.toml")]


def test_line_endings_that_alone_differ_are_said(directory: Path) -> None:
    (directory / "001_a.sql").write_bytes(b"-- 001_a.sql\r\n")
    (fault,) = changed_since(directory, "one")
    assert "has line endings CRLF, and was committed with LF" in fault.explanation


def test_lost_checksums_are_found(directory: Path) -> None:
    (directory / FILE_NAME).write_text(Checksums(entries=()).text)
    git(directory, "add", ".")
    git(directory, "commit", "-q", "-m", "two")
    (directory / FILE_NAME).unlink()
    (fault,) = changed_since(directory, "HEAD")
    assert (fault.kind, fault.file) == ("removed", FILE_NAME)
    assert fault.explanation.endswith("Restore it (git checkout HEAD -- designkit.sum).")
    assert faults(directory) == []


def branch_off(directory: Path, theirs: str, ours: str) -> None:
    """A revision `main` that went on with one file, and a checkout that went on with another."""
    git(directory, "checkout", "-q", "-b", "ours")
    for branch, name in (("main", theirs), ("ours", ours)):
        git(directory, "checkout", "-q", branch)
        (directory / name).write_text(name)
        git(directory, "add", ".")
        git(directory, "commit", "-q", "-m", name)


def test_what_a_revision_got_since_the_branches_parted_is_not_missing_here(directory: Path) -> None:
    branch_off(directory, "005_theirs.sql", "006_ours.sql")
    assert faults(directory, "main") == []


@pytest.mark.parametrize("ours", ["005_ours.sql", "5_ours.sql"])
def test_a_number_that_two_branches_took_is_found_before_they_are_merged(
    directory: Path, ours: str
) -> None:
    branch_off(directory, "005_theirs.sql", ours)
    (fault,) = changed_since(directory, "main")
    assert (fault.kind, fault.file) == ("collides", ours)
    assert (
        "005_theirs.sql took at main. Merge main, and run designkit renumber" in fault.explanation
    )


def test_a_revision_holds_its_files_and_checksums(directory: Path) -> None:
    (directory / FILE_NAME).write_text(Checksums(entries=()).text)
    git(directory, "add", ".")
    git(directory, "commit", "-q", "-m", "two")
    one, two = at(directory, "one"), at(directory, "HEAD")
    assert sorted(one.files) == ["001_a.sql", "002_é b.sql", "003_c\td.sql", "004_d/up.sql"]
    assert one.recorded() is None
    assert two.recorded() == Checksums(entries=(), stated_total=Checksums(entries=()).total)


def test_a_file_that_left_the_index_and_not_the_disk_is_no_fault(directory: Path) -> None:
    git(directory, "rm", "-q", "--cached", "001_a.sql")
    assert faults(directory) == []


def test_files_that_are_no_migrations_may_change(directory: Path) -> None:
    (directory / "README.md").write_text("other words")
    (directory / "seed.sql").unlink()
    assert faults(directory) == []


def test_files_of_another_folder_do_not_count(directory: Path) -> None:
    other = directory.parent / "001_a.sql"
    other.write_text("x")
    git(directory.parent, "add", ".")
    git(directory.parent, "commit", "-q", "-m", "two")
    other.write_text("y")
    assert faults(directory, "HEAD") == []


def test_a_file_that_came_after_the_revision_may_change(directory: Path) -> None:
    (directory / "005_new.sql").write_text("new")
    git(directory, "add", ".")
    git(directory, "commit", "-q", "-m", "two")
    (directory / "005_new.sql").write_text("newer")
    assert faults(directory) == []
    assert faults(directory, "HEAD") == [("changed", "005_new.sql")]


def test_converted_line_endings_are_no_change(directory: Path) -> None:
    git(directory, "config", "core.autocrlf", "true")
    (directory / "001_a.sql").write_bytes(b"-- 001_a.sql\r\n")
    assert faults(directory) == []


@pytest.mark.parametrize(
    "revision", ["nowhere", "--all", "-h", "", "one; touch x", "HEAD:./001_a.sql"]
)
def test_a_revision_that_git_does_not_know_is_refused(directory: Path, revision: str) -> None:
    with pytest.raises(SourceError, match="git knows no revision"):
        changed_since(directory, revision)


def test_a_folder_outside_of_git_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SourceError, match="inside a git checkout"):
        changed_since(tmp_path, "HEAD")


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        changed_since(tmp_path / "nowhere", "HEAD")


def test_a_machine_without_git_is_told_so(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git is not installed"):
        changed_since(directory, "one")
