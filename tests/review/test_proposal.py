"""A proposal that becomes several files is rehearsed file by file, and approved as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from designkit.config import Service
from designkit.database import Scratch, load
from designkit.errors import NotApproved
from designkit.model import replace
from designkit.review import Proposal, Review, approve, read_base
from designkit.rules import Findings
from designkit.sql.script import Changes

USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
FIRST = f"-- +goose Up\n{USERS}\n{{more}}\n-- +goose Down\nDROP TABLE users;\n"
NAMED = USERS.replace("name text", "name text NOT NULL")

Make = Callable[[str], Review]


@pytest.fixture
def reviewed(tmp_path: Path) -> Make:
    """The review of a change that demands a name, where the migrations also run what is given."""

    def make(more: str) -> Review:
        directory = tmp_path / "migrations"
        directory.mkdir()
        (directory / "001_create_users.sql").write_text(FIRST.format(more=more))
        with Scratch() as scratch:
            service = Service(name="shop", migrations=directory, design=tmp_path / "shop.sql")
            base = read_base(service, scratch)
        draft = load(NAMED).owned_by("shop")
        proposal = Proposal(
            service="shop",
            base=base,
            draft=draft,
            waivers=(),
            changes=Changes.between(base.schema, draft),
            findings=Findings(),
            directory=directory,
            design=service.design,
            format="goose",
        )
        return Review(proposal=proposal, rehearsals=proposal.rehearse())

    return make


def test_every_file_is_rehearsed_where_the_one_before_it_arrived(reviewed: Make) -> None:
    review = reviewed("")
    assert review.rehearsals is not None
    assert [item.up.goal for item in review.rehearsals] == [
        *["its part of the design"] * 3,
        "the design",
    ]
    assert review.approvable
    assert review.proposal.labels == ("002", "003", "004", "005")


def test_a_file_that_fails_is_named_and_those_behind_it_are_not_tried(reviewed: Make) -> None:
    taken = "ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (id > 0);"
    review = reviewed(taken)
    unaware = Changes.between(load(USERS), load(NAMED))
    wrong = replace(review.proposal, changes=unaware)
    failed = Review(proposal=wrong, rehearsals=wrong.rehearse())
    assert [item.proven for item in failed.rehearsals or ()] == [False]
    (obstacle,) = failed.obstacles
    assert obstacle.startswith("002_proposal_add_users_name_present: UP does not run: constraint")
    assert "## File 4 of 4: 005" in failed.markdown().replace("&#95;", "_")
    with pytest.raises(NotApproved, match="already exists"):
        approve(failed, "require_name", by="Ann", accept_loss=True)


def test_what_only_fails_on_rows_is_told_with_the_file(reviewed: Make) -> None:
    said = reviewed("").markdown()
    told = said.rindex("UP fails on some rows: check constraint")
    assert said.index("## File 2 of 4") < told < said.index("## File 3 of 4")


def test_all_files_of_an_approval_say_which_of_them_they_are(reviewed: Make) -> None:
    approved = approve(reviewed(""), "require_name", by="Ann", accept_loss=True)
    assert [
        text.count(f"-- File {number} of 4 of one change")
        for number, (_, text) in enumerate(approved.files, 1)
    ] == [1, 1, 1, 1]
    hazards = [text.count("-- Accepted hazard:") for _, text in approved.files]
    assert hazards == [2, 0, 0, 0]
    assert str(approved).splitlines() == [str(path) for path in approved.paths]


def test_what_only_fails_on_rows_has_to_be_accepted(reviewed: Make) -> None:
    review = unproven(reviewed(""))
    assert review.approvable
    assert not review.proposal.changes.hazards
    with pytest.raises(
        NotApproved, match=r"accept-loss.*\n.*UP fails on some rows: could not create"
    ):
        approve(review, "one_name", by="Ann")
    assert not list(review.proposal.directory.glob("002_*"))
    approved = approve(review, "one_name", by="Ann", accept_loss=True)
    assert "-- Accepted hazard: UP fails on some rows: could not create" in approved.text


def test_what_a_target_refuses_has_to_be_accepted(reviewed: Make) -> None:
    review = unproven(reviewed(""), " DEFERRABLE")
    assert "CockroachDB does not know DEFERRABLE of users_name_key." in review.hazards
    assert "know DEFERRABLE of users" in review.markdown().replace("&#95;", "_")


def unproven(review: Review, more: str = "") -> Review:
    """The same with a unique name, which rows may share."""
    proposal = review.proposal
    draft = load(USERS.replace("name text", f"name text UNIQUE{more}")).owned_by("shop")
    changes = Changes.between(proposal.base.schema, draft)
    changed = replace(proposal, draft=draft, changes=changes)
    return Review(proposal=changed, rehearsals=changed.rehearse())


def test_an_approval_whose_last_file_cannot_be_written_writes_none(reviewed: Make) -> None:
    review = reviewed("")
    directory = review.proposal.directory
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    last = directory / "005_require_name_drop_users_name_present.sql"
    last.symlink_to(directory / "nowhere")
    with pytest.raises(Exception, match="005_require_name"):
        approve(review, "require_name", by="Ann", accept_loss=True)
    last.unlink()
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before
