"""Draw what comes on standard input with pygraphviz, one picture after another: a program.

Imports nothing of the package: it starts fast, and a crash of the C library ends only this process.
Whatever goes wrong ends it too; what Python says of it on standard error is for whoever asked.
"""

# pygraphviz has no types; this program is the only place that meets it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import os
import signal
import struct
import sys

# The form of the picture, the seconds that it may take, the length of the DOT that follows.
REQUEST = struct.Struct(">3sdI")
# The length of the picture that follows.
ANSWER = struct.Struct(">I")

# An end of the input is not seen where a fork of the parent holds it open.
_IDLE_S = 600.0
_LONGEST_S = 3600.0


def main() -> None:
    """Answer each request until the input ends."""
    # Whoever takes REQUEST and ANSWER from here does without the library.
    import pygraphviz  # noqa: PLC0415

    # An interrupt in the terminal is for the parent, which ends this process if it wants to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = sys.stdin.buffer
    # What a library prints must not stand between two answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        _expect_within(_IDLE_S)
        header = requests.read(REQUEST.size)
        if len(header) < REQUEST.size:
            return
        form, seconds, length = REQUEST.unpack(header)
        text = requests.read(length)
        _expect_within(seconds)
        graph = pygraphviz.AGraph(string=text.decode())
        picture: bytes | None = graph.draw(format=form.decode(), prog="dot")
        graph.close()
        if not picture:
            sys.exit("pygraphviz drew nothing")
        answers.write(ANSWER.pack(len(picture)) + picture)
        answers.flush()


def _expect_within(seconds: float) -> None:
    # The library lets no Python run while it works: only the system can end a layout whose parent
    # was killed. The signal is left to its default, which ends the process.
    signal.setitimer(signal.ITIMER_REAL, min(seconds, _LONGEST_S))


if __name__ == "__main__":
    main()
