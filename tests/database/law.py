"""The law of a diff on a real server: UP arrives, DOWN leads back, and nothing is left to do."""

from __future__ import annotations

from designkit.changes import diff
from designkit.database import Scratch, read_catalogue, run
from designkit.model import Schema
from designkit.sql.inventory import differences
from designkit.sql.script import Changes
from designkit.sql.statements import split


def leads_there_and_back(scratch: Scratch, changes: Changes) -> None:
    """Assert the law on a database that holds `changes.before`; it holds that again afterwards."""
    with scratch.connect() as connection:
        for script, goal in ((changes.up, changes.after), (changes.down, changes.before)):
            run(connection, split(script))
            reached = read_catalogue(connection).schema
            assert differences(goal, reached) == (), script
            assert diff(goal, reached) == ()


def holds_in_memory(changes: Changes) -> None:
    """Assert that operations and their inverses agree with the schemas that they lead between."""
    reached: Schema = changes.before
    for operation in changes.operations:
        reached = operation.apply(reached)
    assert reached.canonical() == changes.after.canonical()
    for operation in changes.inverse().operations:
        reached = operation.apply(reached)
    assert reached.canonical() == changes.before.canonical()
    for operation in changes.operations:
        assert operation.inverse().inverse() == operation
