"""How a diagram looks: a picture inside the page, which even an untrusted notebook shows."""

from __future__ import annotations

import re
from base64 import b64encode

from markupsafe import Markup

from designkit.diagram import Diagram, mermaid_text, svg
from designkit.errors import RenderError
from designkit.workbook.views.page import page, printable

_WIDTH_PT = re.compile(r'<svg[^>]*? width="([0-9.]+)pt"')
_PX_PER_PT = 4 / 3
# A picture shrinks with the page down to this share of its size; beyond, it scrolls.
_READABLE = 0.5

_TEXT = Markup(
    '<p class="dk-note dk-warning">{why}</p>'
    "<details><summary>The diagram as Mermaid text</summary><pre>{text}</pre></details>"
)
_IMAGE = Markup(
    '<img class="dk-picture" alt="{title}" src="data:image/svg+xml;base64,{data}"'
    ' style="max-width:100%;height:auto;--dk-least:{width}px">'
)


def diagram_html(diagram: Diagram) -> str:
    """The diagram as HTML; where it cannot be drawn, the page says why."""
    return page("diagram", title=diagram.title, picture=picture(diagram))


def picture(diagram: Diagram) -> Markup:
    """The drawn diagram as an image, or as text with what stood in the way of drawing it.

    The image is a data URI: an `<svg>` in the page would be taken out of an untrusted notebook.
    """
    try:
        drawn = svg(diagram)
    except RenderError as error:
        return _TEXT.format(why=printable(str(error)), text=mermaid_text(diagram))
    found = _WIDTH_PT.search(drawn)
    width = float(found.group(1)) * _PX_PER_PT * _READABLE if found is not None else 0.0
    data = b64encode(drawn.encode()).decode()
    return _IMAGE.format(title=printable(diagram.title), data=data, width=round(width))
