"""What a change may cost, as a value; who finds hazards stands elsewhere."""

from __future__ import annotations

from typing import Literal

from designkit.model import Value

HazardKind = Literal[
    "data-loss",
    "irreversible",
    "not-null-without-default",
    "unique-over-duplicates",
    "narrows-type",
    "breaks-clients",
    "rewrites-table",
    "scans-to-validate",
    "blocks-reads",
    "blocks-writes",
    "changes-every-row",
    "mixed-schema-and-data",
    "several-schema-changes",
    "lock-timeout-with-concurrently",
    "ends-transaction",
]


class Hazard(Value, frozen=True, kw_only=True):
    """What an operation or a statement may cost.

    Attributes:
        operation: the operation in words, or the beginning of the statement.
        message: what may happen.
        kind: which hazard it is; a name that stays.
        line: the statement's first line in its file, from 1; 0 for an operation.
        evidence: what a rehearsal observed, in words; "" where none was run.
        advice: the safe way; "" where there is none.
    """

    operation: str
    message: str
    kind: HazardKind = "data-loss"
    line: int = 0
    evidence: str = ""
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.operation}: {self.message}"
