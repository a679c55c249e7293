"""Graphviz's SVG made safe and complete to stand alone in a page, a notebook or a file.

Only known elements and attributes remain: no script, no link, no reference to anything outside,
no identifier that could clash with another picture of the same page.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from designkit.diagram.dot import node_id
from designkit.diagram.label import printable
from designkit.diagram.picture import Diagram
from designkit.errors import RenderError

_SVG = "http://www.w3.org/2000/svg"
_TOOLTIP = "{http://www.w3.org/1999/xlink}title"
_ELEMENTS = frozenset(
    {"svg", "g", "a", "title", "text", "path", "polygon", "polyline", "ellipse", "rect"}
)
_GEOMETRY = frozenset({"cx", "cy", "d", "height", "points", "rx", "ry", "width", "x", "y"})
_LOOK = frozenset(
    {"fill", "fill-opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width"}
)
_TEXT = frozenset(
    {"font-family", "font-size", "font-style", "font-weight", "text-anchor", "text-decoration"}
)
_ATTRIBUTES = _GEOMETRY | _LOOK | _TEXT | {"class", "transform", "viewBox"}


def standalone(drawn: bytes, diagram: Diagram) -> str:
    """The picture as SVG text with a title for screen readers.

    Each table's group carries its name as `data-table` and `data-service`; what Graphviz wrote as
    the tooltips of links stands in `<title>` elements, which every browser shows.

    Raises:
        RenderError: the engine wrote no SVG, or something in it that no diagram needs.
    """
    try:
        # ElementTree leaves out comments and the document type: they name the engine's version.
        root = ET.fromstring(drawn)  # noqa: S314  (what Graphviz just wrote for us)
    except ET.ParseError as error:
        raise RenderError(f"the engine wrote no readable SVG: {error}") from error
    ET.register_namespace("", _SVG)
    boxes = {node_id(box.name): box for box in diagram.boxes}
    for element in root.iter():
        _clean(element)
        if element.get("class") == "node":
            box = boxes[_own_title(element)]
            if box.kind != "service":
                element.set("data-table", printable(str(box.name)))
            element.set("data-service", printable(box.name.service))
        if element.get("class") in {"node", "edge", "cluster", "graph"}:
            # Graphviz puts its own identifiers here.
            element[:] = [child for child in element if child.tag != f"{{{_SVG}}}title"]
    _describe(root, printable(diagram.title))
    return ET.tostring(root, encoding="unicode") + "\n"


def _clean(element: ET.Element) -> None:
    name = element.tag.removeprefix(f"{{{_SVG}}}")
    if name not in _ELEMENTS:
        raise RenderError(f"the engine drew <{name}>, which no diagram needs")
    tooltip = element.get(_TOOLTIP, "").strip()
    kept: Mapping[str, str] = {
        key: value for key, value in element.attrib.items() if key in _ATTRIBUTES
    }
    element.attrib.clear()
    element.attrib.update(kept)
    if name == "a":
        element.tag = f"{{{_SVG}}}g"
        if tooltip:
            title = ET.Element(f"{{{_SVG}}}title")
            title.text = tooltip
            element.insert(0, title)


def _own_title(element: ET.Element) -> str:
    return element.findtext(f"{{{_SVG}}}title", default="")


def _describe(root: ET.Element, title: str) -> None:
    root.set("role", "img")
    root.set("aria-label", title)
    # Wider than the page, it shrinks; it never grows beyond its natural size.
    root.set("style", "max-width:100%;height:auto")
    element = ET.Element(f"{{{_SVG}}}title")
    element.text = title
    root.insert(0, element)
