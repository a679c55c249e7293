"""The steps of an index, which is built and dropped while others use its table."""

from __future__ import annotations

from designkit.changes import AddConstraint, AddIndex, DropIndex, SetComment, Target
from designkit.migrate.staging.labels import label_of
from designkit.migrate.staging.operations import without_interrupting, written
from designkit.migrate.staging.step import Company, Steps
from designkit.model import Check, Constraint, ForeignKey, QualifiedName, replace

# CREATE INDEX CONCURRENTLY waits for old transactions, and holds up nobody while it does. Where it
# gives up it leaves an invalid index, so it waits as long as it takes, and clears away what an
# earlier try left.
# https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
_PATIENT = "SET lock_timeout = 0"
_PATIENT_NO_MORE = "RESET lock_timeout"

# Before, a foreign key of a partitioned table could not be added NOT VALID.
_PROVES_KEYS_OF_PARTITIONED = 18

_BUILT = (
    "The index is built while others write, which no transaction may hold.",
    "CockroachDB builds every index so, and reads over the word CONCURRENTLY.",
)
_TAKEN = ("The index goes while others use the table, which no transaction may hold.",)


def blocks(steps: Steps, name: QualifiedName, part: Constraint | None = None) -> bool:
    """Whether what is added to a table would hold up many, and there is another way.

    Partitioned tables know none for an index, nor for what rests on one; for a foreign key since
    release 18.
    https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
    https://www.postgresql.org/docs/17/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
    """
    if not _is_felt(steps, name):
        return False
    match part:
        case Check():
            return True
        case ForeignKey():
            return steps.form.release >= _PROVES_KEYS_OF_PARTITIONED or not _is_partitioned(
                steps, name
            )
        case _:
            return not _is_partitioned(steps, name)


def locks_partitions(steps: Steps, name: QualifiedName) -> bool:
    """Whether an index is built under a lock, since the table is partitioned."""
    return _is_felt(steps, name) and _is_partitioned(steps, name)


def _is_felt(steps: Steps, name: QualifiedName) -> bool:
    is_known = steps.schema.find_table(name) is not None
    return is_known and steps.form.careful and steps.ground.may_be_large(name)


def _is_partitioned(steps: Steps, name: QualifiedName) -> bool:
    return steps.schema.table(name).partition_key is not None


def take_index(steps: Steps, operation: AddIndex | DropIndex) -> None:
    """An index without interrupting others, its comment apart where one statement is the most."""
    comment = operation.index.comment if steps.form.one_message else None
    bare = operation
    if comment is not None:
        bare = replace(operation, index=replace(operation.index, comment=None))
        if isinstance(operation, DropIndex):
            take_comment(steps, operation, comment)
    steps.add(
        label_of(operation),
        Company.NOBODY,
        [bare],
        up=_patiently(steps, bare),
        down=_patiently(steps, bare.inverse()),
        transactional=False,
        patient=True,
        why=_said_of_index(steps, bare),
    )
    if comment is not None and isinstance(operation, AddIndex):
        take_comment(steps, operation, comment)


def _said_of_index(steps: Steps, operation: AddIndex | DropIndex) -> tuple[str, ...]:
    if isinstance(operation, DropIndex):
        return _TAKEN
    return _BUILT if steps.form.cockroachdb else _BUILT[:1]


def _patiently(steps: Steps, operation: AddIndex | DropIndex) -> tuple[str, ...]:
    statements = without_interrupting(operation)
    if steps.form.one_message:
        return statements
    if isinstance(operation, DropIndex):
        return _PATIENT, *statements, _PATIENT_NO_MORE
    emptied = without_interrupting(operation.inverse())
    comments = written(operation, steps.schema)[1:]
    return _PATIENT, *emptied, *statements, *comments, _PATIENT_NO_MORE


def take_comment(
    steps: Steps, operation: AddIndex | DropIndex | AddConstraint, text: str | None
) -> None:
    """The comment of what was just made, or of what is about to go."""
    if text is None:
        return
    table = operation.table
    if isinstance(operation, AddConstraint):
        name = QualifiedName(name=operation.constraint.name)
        target = Target(kind="constraint", table=table, name=name)
    else:
        placed = QualifiedName(namespace=table.namespace, name=operation.index.name)
        target = Target(kind="index", name=placed)
    change = SetComment(target=target, before=None, after=text)
    if isinstance(operation, DropIndex):
        change = change.inverse()
    steps.add("comments", Company.COMMENT, [change])
