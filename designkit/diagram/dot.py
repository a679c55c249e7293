"""A diagram as DOT text for Graphviz: boxes in a cluster per service, crow's feet between them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from designkit.diagram import palette
from designkit.diagram.label import SMALL_SIZE, escaped, label, printable, row_port
from designkit.diagram.picture import (
    READABLE_WITH_COLUMNS,
    READABLE_WITH_KEYS,
    Box,
    BoxName,
    Diagram,
    Relation,
)

_PLAIN = re.compile(r"[A-Za-z0-9_.]")
# Beyond this size Graphviz's search for the fewest crossings costs seconds and shows little: 1,825
# keys between 500 tables took over 9 s without these bounds, under 3 s with them (Graphviz 14).
_MANY_RELATIONS = 300
_BOUNDS = "  nslimit=0.2; nslimit1=0.2; mclimit=0.05; searchsize=10;"


def dot_text(
    diagram: Diagram, *, background: str = "transparent", dots_per_inch: int | None = None
) -> str:
    """The diagram as DOT; equal diagrams give equal bytes.

    Args:
        diagram: what to draw.
        background: a colour for the ground between the tables; the tables are white.
        dots_per_inch: for pictures of dots; SVG is measured in points and needs none.
    """
    ground = f"bgcolor={background}" + (f", dpi={dots_per_inch}" if dots_per_inch else "")
    lines = [
        "digraph schema {",
        f"  graph [rankdir=LR, {ground}, pad=0.2, nodesep=0.3, ranksep=0.9];",
        # Parts that nothing joins are packed beside each other, not stacked into a ribbon.
        f'  graph [pack=20, tooltip=" ", fontname="{palette.FONT}", fontsize=12];',
        f'  graph [fontcolor="{palette.OUTSIDE}"];',
        f'  node [shape=plain, fontname="{palette.FONT}", fontsize=11];',
        f'  edge [dir=both, arrowsize=0.8, color="{palette.OUTSIDE}"];',
    ]
    if len(diagram.relations) > _MANY_RELATIONS:
        lines.append(_BOUNDS)
    for service in diagram.services:
        boxes = [box for box in diagram.boxes if box.name.service == service]
        lines += _cluster(service, boxes, size=_title_size(diagram))
    by_name = {box.name: box for box in diagram.boxes}
    lines += [
        _edge(relation, by_name)
        for relation in diagram.relations
        # Graphviz draws a loop as wide as the box is high, across its neighbours: the row says
        # where such a key points to instead.
        if relation.parent != relation.child
    ]
    lines += _rows_of_unjoined(diagram)
    # Last, or the clusters would inherit it.
    lines += [*_legend(diagram), "}"]
    return "\n".join(lines) + "\n"


def node_id(name: BoxName) -> str:
    """The node's identifier: the service and the table; whatever is not a letter is written out.

    No two names have one identifier, and none needs an escape.
    """
    parts = (name.service, name.table.namespace, name.table.name)
    return "/".join("".join(_spelled(sign) for sign in part) for part in parts)


def _spelled(sign: str) -> str:
    # Not with `%`: Graphviz takes names that begin with it for its own.
    return sign if _PLAIN.fullmatch(sign) else f"${ord(sign):x};"


def _quoted(text: str) -> str:
    # Graphviz reads `\N`, `\n` and HTML entities in quoted text, so both are taken away.
    plain = printable(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _title_size(diagram: Diagram) -> int:
    # A large picture is looked at from afar, where only its services can be read.
    if len(diagram.boxes) <= READABLE_WITH_COLUMNS:
        return 12
    return 24 if len(diagram.boxes) <= READABLE_WITH_KEYS else 48


def _cluster(service: str, boxes: list[Box], *, size: int) -> Iterator[str]:
    indent = "  "
    if service and any(box.kind != "service" for box in boxes):
        indent = "    "
        identifier = "".join(_spelled(sign) for sign in service)
        yield f'  subgraph "cluster_{identifier}" {{'
        yield (
            f"    graph [label={_quoted(service)}, labeljust=l, margin=14,"
            f" fontsize={size},"
            f' style="rounded,filled", color="{palette.OUTSIDE}", fillcolor="{palette.CLUSTER}",'
            f" tooltip={_quoted(f'service {service}')}];"
        )
    for box in boxes:
        yield f'{indent}"{node_id(box.name)}" [label=<{label(box)}>];'
    if indent != "  ":
        yield "  }"


def _edge(relation: Relation, boxes: Mapping[BoxName, Box]) -> str:
    parent, child = boxes[relation.parent], boxes[relation.child]
    if relation.kind == "several":
        # Two boxes may point to each other: from any side, no line has to turn around its box.
        ends = f'"{node_id(parent.name)}" -> "{node_id(child.name)}"'
        return f"  {ends} [{', '.join(_look(relation))}];"
    parent_column, child_column = relation.columns or (None, None)
    tail = f'"{node_id(parent.name)}":{row_port(parent, parent_column, "r")}:e'
    head = f'"{node_id(child.name)}":{row_port(child, child_column, "l")}:w'
    return f"  {tail} -> {head} [{', '.join(_look(relation))}];"


def _look(relation: Relation) -> Iterator[str]:
    if relation.kind == "reads":
        yield "arrowtail=none, arrowhead=vee, style=dotted"
    elif relation.kind == "several":
        yield f"arrowtail=vee, arrowhead=none, label={_quoted(relation.label)}"
        yield f'fontname="{palette.FONT}", fontsize=11, fontcolor="{palette.OUTSIDE}"'
    else:
        # The shape that is named first stands nearest to the box.
        yield f"arrowtail={'teeodot' if relation.optional else 'teetee'}"
        yield f"arrowhead={'crowodot' if relation.many else 'teeodot'}"
    if relation.change != "same":
        yield f'color="{palette.SHADES[relation.change].line}", penwidth=1.6'
    elif relation.crosses:
        yield f'color="{palette.CROSSING}"'
    if relation.crosses and relation.kind == "key":
        yield "style=dashed"
    yield f"tooltip={_quoted(_words(relation))}"


def _words(relation: Relation) -> str:
    if relation.kind == "reads":
        return f"{relation.child} reads {relation.parent}"
    if relation.kind == "several":
        return f"{relation.child} to {relation.parent}: {relation.note}"
    crossing = ", between two services" if relation.crosses else ""
    change = f", {relation.change}" if relation.change != "same" else ""
    return f"{relation.child}.{relation.label} {relation.note}{crossing}{change}"


def _rows_of_unjoined(diagram: Diagram) -> Iterator[str]:
    # Tables that nothing joins would stand in one tall column: invisible edges make rows of them.
    joined = {
        name
        for relation in diagram.relations
        if relation.parent != relation.child
        for name in (relation.parent, relation.child)
    }
    for service in diagram.services:
        alone = [
            f'"{node_id(box.name)}"'
            for box in diagram.boxes
            if box.name.service == service and box.name not in joined
        ]
        length = math.ceil(math.sqrt(len(alone)))
        for start in range(0, len(alone), length or 1):
            row = alone[start : start + length]
            if len(row) > 1:
                yield f"  {' -> '.join(row)} [style=invis];"


def _legend(diagram: Diagram) -> Iterator[str]:
    entries = [
        (f"{shade.sign}{change}", shade.line)
        for change, shade in palette.SHADES.items()
        if change != "same" and diagram.colours_changes
    ]
    marked = {box.mark for box in diagram.boxes}
    entries += [
        (f"{sign} {severity}", colour)
        for severity, (sign, colour) in palette.MARKS.items()
        if severity in marked
    ]
    if any(relation.crosses for relation in diagram.relations):
        entries.append(("- - key into another service", palette.CROSSING))
    if diagram.note:
        entries.append((diagram.note, palette.OUTSIDE))
    if entries:
        texts = "&#160;&#160;&#160;".join(
            f'<FONT POINT-SIZE="{SMALL_SIZE + 2}" COLOR="{colour}">{escaped(text)}</FONT>'
            for text, colour in entries
        )
        yield f"  label=<{texts}>; labelloc=b; labeljust=l;"
