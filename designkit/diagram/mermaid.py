"""A diagram as Mermaid `erDiagram` text, for pages that draw it themselves.

Every name is quoted and every sign that Mermaid's lexer could take for its own is written as an
entity code. Grammar: packages/mermaid/src/diagrams/er/parser/erDiagram.jison of mermaid-js/mermaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from designkit.diagram import palette
from designkit.diagram.label import printable, shortened
from designkit.diagram.picture import Box, BoxName, Diagram, Relation, Row

_NOT_IDENTIFIER = re.compile(r"[^A-Za-z0-9_]")
_NOT_TYPE = re.compile(r"[^A-Za-z0-9_()\[\]]+")
_MARKUP = re.compile(r"[^\w .,()\[\]/+=?!'→·…\u2212-]")
_DIRECTION = re.compile(r"(direction) ", re.IGNORECASE)
_KEYWORD = re.compile(r"(pk|fk|uk)\b", re.IGNORECASE)
_COMMENT_LENGTH = 120


def mermaid_text(diagram: Diagram) -> str:
    """The diagram as Mermaid text; equal diagrams give equal bytes."""
    names = _identifiers(diagram)
    lines = ["erDiagram", f"    accTitle: {_shown(diagram.title).replace('#58;', '')}"]
    for box in diagram.boxes:
        lines += _entity(box, names[box.name])
    lines += [_relation(relation, names) for relation in diagram.relations]
    if diagram.colours_changes:
        lines += [
            f"    classDef {change} fill:{shade.header},stroke:{shade.line},color:{palette.INK}"
            for change, shade in palette.SHADES.items()
            if change != "same"
        ]
    return "\n".join(lines) + "\n"


def _identifiers(diagram: Diagram) -> Mapping[BoxName, str]:
    found: dict[BoxName, str] = {}
    taken: set[str] = set()
    for box in diagram.boxes:
        plain = _NOT_IDENTIFIER.sub("_", str(box.name))
        candidates = [plain, _NOT_IDENTIFIER.sub("_", f"{box.name.service}_{box.name}")]
        candidates += [f"{plain}_{number}" for number in range(2, len(diagram.boxes) + 2)]
        # Mermaid does not tell capitals from small letters everywhere.
        found[box.name] = next(name for name in candidates if name.lower() not in taken)
        taken.add(found[box.name].lower())
    return found


def _entity(box: Box, identifier: str) -> Iterator[str]:
    if box.name.service:
        yield f"    %% service {_NOT_IDENTIFIER.sub('_', box.name.service)}"
    title = f"{palette.SHADES[box.change].sign}{box.name}"
    if box.kind != "table":
        kind = {"missing": "not in this schema", "service": "service", "group": "group"}
        number = f" of {box.size} tables" if box.kind in {"service", "group"} else ""
        title += f" ({kind.get(box.kind, box.kind)}{number})"
    if box.mark:
        title += f" ({box.mark})"
    alias = "" if title == identifier else f'["{_shown(title)}"]'
    # The grammar takes a class or an alias before the block in this order only.
    changed = "" if box.change == "same" else f":::{box.change}"
    yield f'    "{identifier}"{alias}{changed} {{'
    for row in box.rows:
        yield f"        {_attribute(row)}"
    folded = [f"{' '.join(box.folded)}"] if box.folded else []
    if box.hidden:
        more = "tables" if box.kind in {"service", "group"} else "columns"
        folded.append(f"{box.hidden} more {more}")
    for text in folded:
        yield f"        %% {_NOT_IDENTIFIER.sub(' ', text)}"
    yield "    }"


def _attribute(row: Row) -> str:
    name = _word(_NOT_IDENTIFIER.sub("_", row.name))
    keys = [
        sign
        for sign, applies in (("PK", row.primary), ("FK", row.foreign), ("UK", row.unique))
        if applies
    ]
    # A table on a map has no type that the grammar could hold.
    kind = "table" if row.type.startswith("←") or not row.type else row.type
    parts = [_word(_NOT_TYPE.sub("_", kind)), name]
    if keys:
        parts.append(", ".join(keys))
    comment = "; ".join(_remarks(row, name))
    if comment:
        parts.append(f'"{_shown(shortened(comment, _COMMENT_LENGTH))}"')
    return " ".join(parts)


def _remarks(row: Row, name: str) -> Iterator[str]:
    if row.name != name:
        yield row.name
    if row.change != "same":
        yield f"{row.change}, was {row.was}" if row.was else row.change
    if row.mark:
        yield row.mark
    if row.nullable:
        yield "null"
    if row.comment:
        yield row.comment


def _relation(relation: Relation, names: Mapping[BoxName, str]) -> str:
    one = "|o" if relation.optional else "||"
    many = "o{" if relation.many else "o|"
    line = ".." if relation.crosses or relation.kind == "reads" else "--"
    change = "" if relation.change == "same" else f" ({relation.change})"
    label = _shown(f"{relation.label or relation.kind}{change}")
    parent, child = names[relation.parent], names[relation.child]
    return f'    "{parent}" {one}{line}{many} "{child}" : "{label}"'


def _word(text: str) -> str:
    # A word of an attribute begins with a letter or an underscore, and is no key sign.
    return text if re.match(r"[A-Za-z_]", text) and not _KEYWORD.match(text) else f"_{text}"


def _shown(text: str) -> str:
    # The lexer takes `direction TB` for a command, wherever in a line it stands.
    return _DIRECTION.sub(r"\1#32;", _MARKUP.sub(_entity_code, printable(text)))


def _entity_code(found: re.Match[str]) -> str:
    return f"#{ord(found.group())};"
