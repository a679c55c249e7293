"""The one way from a template to the HTML of an output: escaped, complete, without JavaScript.

An output carries its own stylesheet and no identifier, so any number of them share a page.
"""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

# Control characters break the page; marks of direction let a text read as another than it is.
# https://trojansource.codes
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
# JupyterLab takes the stylesheet out of an untrusted notebook, and sets cells to the right itself.
_CELL = re.compile(r"<t[dh](?=[ >])")


def page(template: str, **parts: object) -> str:
    """The HTML of a template, in which everything that is not already HTML is escaped."""
    html = _environment().get_template(f"{template}.html.j2").render(counted=counted, **parts)
    return _CELL.sub(r'\g<0> style="text-align:left"', html)


def printable(text: str) -> str:
    """The text without characters that do not print: each becomes U+FFFD; lines are kept."""
    return _UNPRINTABLE.sub("\ufffd", text)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 table`, `3 tables`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def exact(text: object) -> Markup:
    """The text as the value of an attribute that tells an object: every character counts."""
    # A browser reads a bare carriage return as a new line.
    return Markup("&#13;").join(map(escape, str(text).split("\r")))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("designkit.workbook.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters["exact"] = exact
    return environment


def _finalized(part: object) -> object:
    return part if isinstance(part, Markup) else printable(str(part))
