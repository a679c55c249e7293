"""What leads from a schema to another, proven on a real server, case by case."""

from __future__ import annotations

import pytest

from designkit.changes import diff
from designkit.database import Scratch, fill, load
from designkit.errors import DiffIncomplete
from designkit.sql.annotations import read_annotations
from designkit.sql.script import Changes
from tests.cases.case_file import Case, cases, expect
from tests.database.law import holds_in_memory, leads_there_and_back


@pytest.mark.parametrize("case", cases("diff"))
def test_a_diff_leads_there_and_back(case: Case, *, accept: bool) -> None:
    with Scratch() as scratch:
        before = fill(scratch, case.section("before"), file=str(case.file)).schema
        after = load(case.section("after"), file=str(case.file))
        renames = read_annotations(case.section("after")).renames
        assert diff(before, before) == ()
        assert diff(after, after) == ()
        if "refused" in case.sections:
            with pytest.raises(DiffIncomplete, match=case.section("refused").strip()):
                diff(before, after, renames)
            return
        changes = Changes.between(before, after, renames)
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)
        expect(case, {"up": changes.up, "down": changes.down}, accept=accept)
