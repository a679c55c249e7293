"""What a scan gives: queries that Go code sends, faults in how it does, what could not be read."""

from __future__ import annotations

from typing import Literal

from designkit.model import Value
from designkit.workload.query import Cardinality, Place

FaultKind = Literal[
    "injection",  # values are written into the text of a statement
    "orm-used",
    "writes-without-transaction",  # writes to several tables
    "repeated-writes-without-transaction",  # several writes to one table
    "named-argument",  # sql.Named, which the driver refuses
    "named-parameter",  # :name or @name in a text that goes to the driver as it is
    "question-mark",  # ? in a text that goes to the driver as it is
]
UnreadableKind = Literal[
    "constant-built",  # of constants alone, in more ways than are told one by one
    "placeholders",  # with a number of $1, $2 that is known at run time
    "number",  # with values of types that cannot carry SQL
    "quoted",  # with identifiers or literals quoted at run time
    "builder",  # by a query builder
    "passed",  # a text that comes from elsewhere
    "orm",
    "syntax",
    "encoding",
    "file",
]


class SentQuery(Value, frozen=True, kw_only=True):
    """A statement that Go code sends, as it is written.

    Attributes:
        name: of the constant that holds it; of the function with a number where there is none.
        place: where the text begins; the function is the one that sends it.
        method: that it is passed to, `NamedExecContext`.
        style: whether the method reads names, or passes the text on as it is.
        cardinality: as the method asks for rows; None for a statement that is only prepared.
        built: it was put together from constants.
        generated: it stands in code that another program wrote.
    """

    name: str
    text: str
    place: Place
    method: str
    style: Literal["named", "positional"]
    cardinality: Cardinality | None = None
    built: bool = False
    generated: bool = False


class Fault(Value, frozen=True, kw_only=True):
    """Something that Go code does and should not.

    Attributes:
        column: of the place, from 1.
        evidence: the expression, on one line.
        advice: what to write instead.
        generated: it stands in code that another program wrote.
    """

    kind: FaultKind
    place: Place
    column: int
    message: str
    evidence: str
    advice: str
    generated: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.kind}]"


class Unreadable(Value, frozen=True, kw_only=True):
    """What no query was made of, though it may be one, and why."""

    kind: UnreadableKind
    place: Place
    column: int
    reason: str
    evidence: str = ""
    generated: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} [{self.kind}]"


class GoScan(Value, frozen=True, kw_only=True):
    """All that Go code says about its statements, by file and line.

    Attributes:
        files: how many files were read.
        drivers: the database drivers that the code or its go.mod names.
    """

    queries: tuple[SentQuery, ...] = ()
    faults: tuple[Fault, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    files: int = 0
    drivers: tuple[str, ...] = ()
