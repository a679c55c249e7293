"""What the tests of changes in several files share: the forms, the law, the files as text."""

from __future__ import annotations

from collections.abc import Sequence

from designkit.changes import diff
from designkit.database import Connection, Scratch, read_catalogue, run
from designkit.database.observing import Observer, run_observed
from designkit.migrate.hazards import Surroundings, find_hazards
from designkit.migrate.staging import Form, Stage, stages, statements_text
from designkit.model import Schema
from designkit.sql.inventory import differences
from designkit.sql.script import Changes
from designkit.sql.statements import split

FORMS = {
    "both": Form(),
    "postgresql": Form(cockroachdb=False),
    "cockroachdb": Form(postgresql=False),
    "direct": Form(cockroachdb=False, safe=False),
    "both_direct": Form(safe=False),
    "one_message": Form(one_message=True),
}


def lead_there_and_back(scratch: Scratch, changes: Changes, form: Form) -> tuple[Stage, ...]:
    """Assert the law on a database that holds `changes.before`; it holds that again afterwards."""
    files = stages(changes, form)
    with scratch.connect() as connection:
        before = changes.before
        for stage in files:
            _run(connection, stage, stage.up, stage.after)
            _run(connection, stage, stage.down, before)
            _run(connection, stage, stage.up, stage.after)
            before = stage.after
        assert diff(before, changes.after) == ()
        assert diff(read_catalogue(connection).schema, changes.after) == ()
        for stage in reversed(files):
            run(connection, split(statements_text(stage.down)), transactional=stage.transactional)
        assert differences(changes.before, read_catalogue(connection).schema) == ()
    return files


def _run(connection: Connection, stage: Stage, statements: Sequence[str], goal: Schema) -> None:
    text = statements_text(statements)
    run(connection, split(text), transactional=stage.transactional)
    assert differences(goal, read_catalogue(connection).schema) == (), text


def shown(files: Sequence[Stage]) -> str:
    """The files as a case keeps them."""
    parts: list[str] = []
    for stage in files:
        kind = "rows" if stage.kind == "data" else "schema"
        how = "" if stage.transactional else ", outside of a transaction"
        head = f"-- {stage.place}: {stage.suffix or 'all'} ({kind}{how})"
        why = "".join(f"-- # {line}\n" for line in stage.why)
        up, down = statements_text(stage.up), statements_text(stage.down)
        parts.append(f"{head}\n{why}{up}-- back\n{down}")
    return "".join(parts)


def hazards_of(scratch: Scratch, changes: Changes, form: Form, target: str) -> set[str]:
    """The kinds of hazard that are observed while the files go up, each in its transaction."""
    found: set[str] = set()
    with scratch.connect() as connection, scratch.connect() as watcher:
        observer = Observer(connection, watcher)
        before = changes.before
        for stage in stages(changes, form):
            statements = split(statements_text(stage.up))
            ran = run_observed(observer, statements, transactional=stage.transactional)
            around = Surroundings(
                before=before, targets=(target,), transactional=stage.transactional
            )
            found |= {hazard.kind for hazard in find_hazards(ran.statements, around)}
            before = stage.after
    return found
