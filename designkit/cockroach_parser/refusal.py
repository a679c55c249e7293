"""What the parser answers; no rule and no program lives here."""

from __future__ import annotations

from designkit.model import Value


class Refusal(Value, frozen=True, kw_only=True):
    """Why CockroachDB's parser refuses a statement, in its own words.

    Attributes:
        character: of the statement, at which the parser stopped; None where it did not tell.
        issue: the number of CockroachDB's own issue on the matter, or 0.
        sqlstate: the five-character code that a server would give.
        answered: whether it answered at all; where not, the message says why, and neither this
            statement nor those behind it were judged.
    """

    message: str
    hint: str = ""
    character: int | None = None
    issue: int = 0
    sqlstate: str = ""
    answered: bool = True
