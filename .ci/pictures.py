"""Draws what docs/ shows of the code: the layers of the import contract, the tutorial's service.

`make pictures` writes them; `--check` writes nothing, and names those that are not as they should
be. Of the diagram only the Mermaid text is compared, since an SVG depends on Graphviz's release.
"""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH, NAMES, LINE, GAP = 900, 190, 18, 6
CHARACTERS = 92
HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 font-family="system-ui, sans-serif" font-size="13">
<title>The rooms of designkit, from the command line down; imports point down only</title>
<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>
"""


def main() -> None:
    """Write the pictures, or with `--check` end with 1 where one is not up to date."""
    check = "--check" in sys.argv[1:]
    mermaid, svg = diagram()
    wanted = {"layers.svg": layers(), "events.mmd": mermaid}
    stale = [name for name, text in wanted.items() if content(name) != text]
    if not content("events.svg") or "events.mmd" in stale:
        stale.append("events.svg")
    for name in stale:
        if not check:
            (IMAGES / name).write_text((wanted | {"events.svg": svg})[name], encoding="utf-8")
        sys.stdout.write(f"{'stale' if check else 'written'}: docs/images/{name}\n")
    sys.exit(1 if check and stale else 0)


def content(name: str) -> str:
    """What stands in the file now; "" where there is none."""
    path = IMAGES / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def layers() -> str:
    """The layers of the import contract, each with what the architecture says that it holds."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = pyproject["tool"]["importlinter"]["contracts"]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {
        name.removesuffix("/").removesuffix(".py"): re.sub(r"[`*]", "", text)
        for name, text in re.findall(r"^\| `([\w./]+)` \| (.+) \|$", page, re.MULTILINE)
    }
    rows: list[str] = []
    top = GAP * 2
    for layer in contract["layers"]:
        # What starts the command line holds nothing of its own.
        if layer.startswith("_"):
            continue
        lines = textwrap.wrap(told[layer], CHARACTERS)
        height = LINE * len(lines) + 10
        rows.append(
            f'<rect x="12" y="{top}" width="{WIDTH - 24}" height="{height}" rx="4" '
            'fill="#eef1fb" stroke="#5c6bc0"/>'
        )
        rows.append(text(24, top + 18, layer, ' font-weight="bold" fill="#1a237e"'))
        rows += [
            text(NAMES, top + 18 + LINE * place, line, ' fill="#333333"')
            for place, line in enumerate(lines)
        ]
        top += height + GAP
    rows.append(text(24, top + 14, "Imports point down only.", ' fill="#555555"'))
    head = HEAD.format(width=WIDTH, height=top + 28)
    return head + "\n".join(rows) + "\n</svg>\n"


def text(left: int, top: int, words: str, style: str) -> str:
    """A line of text in the picture."""
    return f'<text x="{left}" y="{top}"{style}>{escape(words)}</text>'


def diagram() -> tuple[str, str]:
    """What the tutorial's code has designed by its end, as Mermaid and as SVG."""
    from designkit.diagram import draw, mermaid_text, svg  # noqa: PLC0415  (slow)

    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    exec("\n".join(PYTHON.findall(page)), names)  # noqa: S102  (our own page)
    workbook = names["wb"]
    drawn = draw(workbook.schema)  # type: ignore[attr-defined]
    workbook.close()  # type: ignore[attr-defined]
    return mermaid_text(drawn), svg(drawn)


if __name__ == "__main__":
    main()
