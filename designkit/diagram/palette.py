"""Colours and signs of a diagram: calm, and readable on a light and on a dark page.

A colour never speaks alone: each change and each finding has a sign as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from designkit.config import SeverityName
from designkit.diagram.picture import Change
from designkit.model import Value

# Every platform has one of these; the widths in `label` leave room for the widest of them.
FONT = "Helvetica,Arial,sans-serif"

INK = "#0f172a"
DIM = "#64748b"
RULE = "#cbd5e1"
PAPER = "#ffffff"
PRIMARY = "#b45309"
FOREIGN = "#1d4ed8"
CROSSING = "#ea580c"
# Outside the boxes the page may be white or black: a middle grey stands on both.
OUTSIDE = "#7c8aa0"
CLUSTER = "#94a3b81f"


class Shade(Value, frozen=True, kw_only=True):
    """How one kind of change looks.

    Attributes:
        sign: what stands before the name, with a space; "" where nothing changed.
        header, row: backgrounds of a box's name and of one column.
        line: borders and relations.
        text: the sign and what is said about the change.
    """

    sign: str
    header: str
    row: str
    line: str
    text: str


SHADES: Mapping[Change, Shade] = {
    "same": Shade(sign="", header="#e2e8f0", row=PAPER, line="#94a3b8", text=INK),
    "added": Shade(sign="+ ", header="#bbf7d0", row="#f0fdf4", line="#16a34a", text="#15803d"),
    "removed": Shade(
        sign="\N{MINUS SIGN} ", header="#fecaca", row="#fef2f2", line="#dc2626", text="#b91c1c"
    ),
    "changed": Shade(sign="~ ", header="#fde68a", row="#fffbeb", line="#d97706", text="#b45309"),
}

FOCUS_HEADER = "#1e3a5f"
FOCUS_INK = "#ffffff"
VIEW_HEADER = "#f1f5f9"

# One shape and one colour each.
MARKS: Mapping[SeverityName, tuple[str, str]] = {
    "error": ("■", "#dc2626"),
    "warning": ("▲", "#d97706"),
    "info": ("●", "#2563eb"),
}
