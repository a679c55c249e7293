"""ER diagrams as DOT, Mermaid, SVG and PNG, and the data dictionary; pure but for `render`."""

from __future__ import annotations

from designkit.diagram.compose import draw
from designkit.diagram.data_dictionary import dictionary
from designkit.diagram.dot import dot_text
from designkit.diagram.files import save
from designkit.diagram.mermaid import mermaid_text
from designkit.diagram.picture import Box, BoxName, Detail, Diagram, Relation, Row
from designkit.diagram.render import Engine, engine, png, svg

__all__ = [
    "Box",
    "BoxName",
    "Detail",
    "Diagram",
    "Engine",
    "Relation",
    "Row",
    "dictionary",
    "dot_text",
    "draw",
    "engine",
    "mermaid_text",
    "png",
    "save",
    "svg",
]
