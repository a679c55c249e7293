"""What becomes of a text that is sent: queries, an injection, or a note on why it is neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designkit.workload.golang.calls import Send
from designkit.workload.golang.context import here
from designkit.workload.golang.marks import is_statement, is_whole, marks
from designkit.workload.golang.pieces import (
    HOLE,
    NUMBER,
    STAND_INS,
    Alternative,
    Folded,
    Piece,
    Spot,
)
from designkit.workload.golang.values import Fault, FaultKind, SentQuery, Unreadable, UnreadableKind
from designkit.workload.query import Place

_OPEN: Final = {"value", "passed"}
_INJECTION_ADVICE: Final = (
    "Pass values as arguments: $1, or :name with a Named method. Choose identifiers from constants "
    "with a switch or a map; where they come from elsewhere, quote them with pq.QuoteIdentifier."
)
_REASONS: Final[dict[UnreadableKind, str]] = {
    "builder": "builder: a query builder makes the text when the program runs",
    "quoted": "quoted: identifiers or literals are quoted at run time; that is no injection",
    "number": (
        "number: values that cannot carry SQL are written into the text; that is no injection, "
        "but each value is a statement of its own to the database: a parameter is better"
    ),
    "placeholders": (
        "placeholders: the text holds as many parameters as there are values; "
        "that is no injection, and which text it is shows at run time"
    ),
    "constant-built": (
        "constant-built: the text is made of constants alone, in more ways than are told one by "
        "one; that is no injection"
    ),
    "passed": "passed: the text comes from elsewhere as a whole, and was not found",
}


def judged(send: Send, folded: Folded) -> Iterator[SentQuery | Fault | Unreadable]:
    """All that there is to say about one text; nothing where it was said at another call."""
    generated = send.scope.file.is_generated
    spot = here(send.argument, send.scope)
    known = {piece.kind for piece in folded.pieces}
    if "repeated" not in known:
        for alternative in folded.alternatives:
            text = alternative.text
            if not _stand_ins(text) and is_statement(text) and is_whole(text):
                yield _query(send, folded, alternative, spot, generated=generated)
    injected = tuple(injected_faults(folded, generated=generated))
    yield from injected
    if not injected:
        kind = _kind(folded)
        if kind is not None:
            yield Unreadable(
                kind=kind,
                place=_place(spot),
                column=spot.column,
                reason=_REASONS[kind],
                evidence=spot.evidence,
                generated=generated,
            )


def marked(send: Send, folded: Folded) -> Iterator[Fault]:
    """Parameters that lib/pq does not take, in a text that goes to it as it is."""
    if send.taking.style != "positional":
        return
    spot = here(send.argument, send.scope)
    for text in folded.texts:
        kinds = {mark.kind: mark.text for mark in reversed(marks(text))}
        named = kinds.get("colon") or kinds.get("at")
        if named is not None:
            yield _marked(spot, "named-parameter", named, send)
            return
        if "question" in kinds and not folded.rebound:
            yield _marked(spot, "question-mark", "?", send)
            return


def _marked(spot: Spot, kind: FaultKind, mark: str, send: Send) -> Fault:
    advice = (
        "Write $1, $2, or pass the text through Rebind."
        if kind == "question-mark"
        else "Call the Named method (sqlx.NamedExec, NamedQuery, PrepareNamed), or write $1."
    )
    return Fault(
        kind=kind,
        place=_place(spot),
        column=spot.column,
        message=f"{send.method} passes {mark} to lib/pq, which takes $1, $2 only",
        evidence=spot.evidence,
        advice=advice,
        generated=send.scope.file.is_generated,
    )


def _query(
    send: Send, folded: Folded, alternative: Alternative, spot: Spot, *, generated: bool
) -> SentQuery:
    begins = alternative.spot or spot
    function = send.scope.function.shown if send.scope.function else ""
    return SentQuery(
        name=alternative.name,
        text=alternative.text,
        place=Place(file=begins.file, line=begins.line, function=function),
        method=send.method,
        style="named" if send.taking.style == "named" else "positional",
        cardinality=send.taking.cardinality,
        built=folded.built,
        generated=generated,
    )


def injected_faults(folded: Folded, *, generated: bool) -> Iterator[Fault]:
    """One fault for each place where values were made part of the text."""
    pieces = [piece for piece in folded.pieces if piece.kind in _OPEN]
    if all(_is_foreign(text) for text in folded.texts) or (
        len(pieces) == 1 and all(begins_elsewhere(text) for text in folded.texts)
    ):
        # What stands in front of everything else is a statement, not a value in one.
        return
    found: dict[Spot, list[Piece]] = {}
    for piece in pieces:
        if piece.site is not None:
            found.setdefault(piece.site, []).append(piece)
    for site, values in found.items():
        yield _injection(site, values, generated=generated)


def begins_elsewhere(text: str) -> bool:
    """Whether a statement comes from elsewhere, and something may have been added to its end."""
    first = next(iter(marks(text)), None)
    return first is not None and first.text == HOLE and text.count(HOLE) == 1


def _is_foreign(text: str) -> bool:
    """Whether nothing but spaces and signs was added to what comes from elsewhere."""
    return not any(character.isalnum() for character in text)


def _injection(site: Spot, pieces: list[Piece], *, generated: bool) -> Fault:
    names = " and ".join(dict.fromkeys(f"`{piece.expression}`" for piece in pieces))
    return Fault(
        kind="injection",
        place=_place(site),
        column=site.column,
        message=f"injection: {names} in the text of a statement",
        evidence=site.evidence,
        advice=_INJECTION_ADVICE,
        generated=generated,
    )


def _kind(folded: Folded) -> UnreadableKind | None:
    known = {piece.kind for piece in folded.pieces}
    if known <= {"builder", "sent"} and all(text == HOLE for text in folded.texts):
        # It was told where it was made.
        return None
    repeats = [piece.expression for piece in folded.pieces if piece.kind == "repeated"]
    are_parameters = all(map(_numbers_are_parameters, folded.texts))
    kinds: dict[UnreadableKind, bool] = {
        "passed": bool(known & _OPEN),
        "builder": "builder" in known,
        "quoted": "quoted" in known,
        "number": "number" in known and not are_parameters,
        "placeholders": "number" in known or any("?" in one or "$" in one for one in repeats),
        "constant-built": bool(known - {"sent"}) or folded.clipped,
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _numbers_are_parameters(text: str) -> bool:
    return text.count(NUMBER) == text.count(f"${NUMBER}")


def _stand_ins(text: str) -> bool:
    return any(stand_in in text for stand_in in STAND_INS)


def _place(spot: Spot) -> Place:
    return Place(file=spot.file, line=spot.line, function=spot.function)
