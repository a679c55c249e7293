"""What is known of a text before the program runs: its alternatives, and what they are made of.

A list of texts is kept in the same way, each item after a separator, so that what appends to a list
and what appends to a text are one thing.
"""

from __future__ import annotations

from typing import Final, Literal

from designkit.model import Value, replace
from designkit.workload.golang.parsing import Syntax

# Stand-ins of what is not known; private characters, which no statement holds.
HOLE: Final = "\ue000"  # a text
NUMBER: Final = "\ue001"  # what cannot carry SQL
ITEM: Final = "\ue002"  # begins an item of a list
STAND_INS: Final = (HOLE, NUMBER, ITEM)
# More alternatives than these are not told one by one.
MOST: Final = 16
# A text that grows past this has been doubled in a loop.
LONGEST: Final = 100_000
_WIDEST: Final = 160

PieceKind = Literal[
    "value",  # of an expression that could be anything
    "passed",  # of a parameter
    "number",
    "quoted",
    "repeated",  # constants, as often as a loop runs
    "checked",  # of what was compared with constants before
    "builder",
    "sent",  # a text that was judged where it was made
]


class Spot(Value, frozen=True, kw_only=True):
    """A place in a file, with what is written there.

    Attributes:
        function: in which it stands.
    """

    file: str
    line: int
    column: int
    function: str
    evidence: str


class Piece(Value, frozen=True, kw_only=True):
    """A part of a text that is no constant.

    Attributes:
        expression: as it is written.
        site: where it was made part of a larger text; None while it stands alone.
        parameter: (offset of the function that has it, name), where it is one.
    """

    kind: PieceKind
    expression: str
    site: Spot | None = None
    parameter: tuple[int, str] | None = None


class Alternative(Value, frozen=True, kw_only=True):
    """One text, with the constant that holds it and the place where it begins."""

    text: str
    name: str = ""
    spot: Spot | None = None


class Folded(Value, frozen=True, kw_only=True):
    """A text as far as it is known.

    Attributes:
        built: it was put together, from constants or others.
        clipped: there are more alternatives than these.
        rebound: its `?` become what the driver takes.
    """

    alternatives: tuple[Alternative, ...] = ()
    pieces: tuple[Piece, ...] = ()
    built: bool = False
    clipped: bool = False
    rebound: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Each alternative as a text with stand-ins."""
        return tuple(alternative.text for alternative in self.alternatives)

    @property
    def is_constant(self) -> bool:
        """Whether every alternative is known to the last character."""
        return bool(self.alternatives) and not self.pieces and not self.clipped


def constant(text: str, spot: Spot | None = None, name: str = "") -> Folded:
    """A text that is known."""
    return Folded(alternatives=(Alternative(text=text, name=name, spot=spot),))


def unknown(kind: PieceKind, expression: str, parameter: tuple[int, str] | None = None) -> Folded:
    """A text of which only the expression is known."""
    piece = Piece(kind=kind, expression=shown(expression), parameter=parameter)
    stand_in = NUMBER if kind == "number" else HOLE
    return Folded(alternatives=(Alternative(text=stand_in),), pieces=(piece,))


def joined(*parts: Folded) -> Folded:
    """One text after the other."""
    result = parts[0]
    for part in parts[1:]:
        result = _followed(result, part)
    return replace(result, built=True)


def either(*parts: Folded) -> Folded:
    """One of these texts."""
    alternatives: dict[str, Alternative] = {}
    for part in parts:
        for alternative in part.alternatives:
            alternatives.setdefault(alternative.text, alternative)
    kept = tuple(alternatives.values())
    return Folded(
        alternatives=kept[:MOST],
        pieces=_unique(*(part.pieces for part in parts)),
        built=any(part.built for part in parts),
        clipped=len(kept) > MOST or any(part.clipped for part in parts),
        rebound=any(part.rebound for part in parts),
    )


def with_piece(folded: Folded, kind: PieceKind, expression: str) -> Folded:
    """The same texts, of which something more has to be said."""
    piece = Piece(kind=kind, expression=shown(expression))
    return replace(folded, pieces=_unique(folded.pieces, (piece,)), built=True)


def at_site(folded: Folded, site: Spot) -> Folded:
    """The same text; pieces that stood alone were made part of it here."""
    if not folded.pieces:
        return folded
    pieces = tuple(
        piece if piece.site is not None else replace(piece, site=site) for piece in folded.pieces
    )
    return replace(folded, pieces=pieces)


def each(folded: Folded, changed: dict[str, str]) -> Folded:
    """Every alternative as it became by name of its text; equal ones are one."""
    alternatives = tuple(
        replace(alternative, text=changed[alternative.text]) for alternative in folded.alternatives
    )
    return either(replace(folded, alternatives=alternatives, built=True))


def items(folded: Folded) -> Folded:
    """Any item of a list."""
    alternatives: dict[str, Alternative] = {}
    for alternative in folded.alternatives:
        if not alternative.text and len(folded.alternatives) > 1:
            # A list that may be empty has no item then.
            continue
        if ITEM not in alternative.text:
            alternatives.setdefault(alternative.text, alternative)
            continue
        for item in alternative.text.split(ITEM)[1:]:
            alternatives.setdefault(item, replace(alternative, text=item))
    kept = tuple(alternatives.values())
    return replace(
        folded, alternatives=kept[:MOST], clipped=folded.clipped or len(kept) > MOST, built=False
    )


def as_items(*parts: Folded) -> Folded:
    """A list of these texts."""
    listed = [piece for part in parts for piece in (constant(ITEM), part)]
    return joined(*listed) if listed else constant("")


def spot(node: Syntax, file: str, function: str) -> Spot:
    """Where a node is written."""
    return Spot(
        file=file,
        line=node.line,
        column=node.column,
        function=function,
        evidence=shown(node.text),
    )


def shown(expression: str) -> str:
    """An expression on one line that is not too long."""
    line = " ".join(expression.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _followed(first: Folded, second: Folded) -> Folded:
    alternatives = [
        Alternative(
            text=before.text + after.text,
            name="" if before.text and after.text else before.name or after.name,
            spot=before.spot or after.spot,
        )
        for before in first.alternatives
        for after in second.alternatives
        if len(before.text) + len(after.text) <= LONGEST
    ]
    wanted = len(first.alternatives) * len(second.alternatives)
    return Folded(
        alternatives=tuple(alternatives[:MOST]),
        pieces=_unique(first.pieces, second.pieces),
        built=True,
        clipped=first.clipped or second.clipped or wanted > MOST or len(alternatives) < wanted,
        rebound=first.rebound or second.rebound,
    )


def _unique(*groups: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(dict.fromkeys(piece for group in groups for piece in group))
