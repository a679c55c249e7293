"""Squawk's own cases: where its rules and ours claim the same ground, they agree."""

from __future__ import annotations

import pytest

from tests.conftest import CORPUS
from tests.corpus import squawk

# Squawk's case, and why ours says otherwise.
OTHERWISE = {
    "default_random_with_args_err": "now() takes no argument; a server refuses the statement",
    "docs_example_error_on_pg_11": "PostgreSQL 11 keeps a constant default without a rewrite",
    "all_the_types": "PostgreSQL's grammar refuses `int array[]`",
    "squawk_disable_assume_in_transaction_allows_begin_commit": "a comment of squawk's alone",
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")
def test_ours_agree_but_where_a_reason_is_known() -> None:
    verdicts = list(squawk.judged(CORPUS))
    differing = {case.test for case, verdict in verdicts if verdict == "differs"}
    assert differing <= OTHERWISE.keys()
    assert sum(verdict == "agrees" for _, verdict in verdicts) >= 100
