"""Draw DOT from standard input with pygraphviz: run as a program, so that it can be stopped.

Imports nothing of the package: it starts fast, and a crash of the C library ends only this process.
"""

# pygraphviz has no types; this program is the only place that meets it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import sys

import pygraphviz


def main() -> None:
    """Write the picture, in the format that the first argument names, to standard output."""
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    picture: bytes | None = graph.draw(format=sys.argv[1], prog="dot")
    if not picture:
        sys.exit("pygraphviz drew nothing")
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
