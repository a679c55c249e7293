"""A plan of CockroachDB as text: one step a line, indented below the step that it feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designkit.workload.cockroach.explained import Step
from designkit.workload.plans import counted

# What tells how a step finds, drops, sorts or limits its rows, and in which words.
_WORDS: Final = {
    "equality": "on",
    "lookup condition": "on",
    "pred": "keeping",
    "filter": "keeping",
    "order": "by",
    "group by": "by",
    "distinct on": "by",
    "k": "the first",
    "count": "the first",
    "limit": "the first",
}


def tree(root: Step) -> tuple[str, ...]:
    """The lines of the tree, from its root.

    `scan of users by users_pkey from end to end: 10M rows` reads: which step, on what, by which
    index, which part of that; what it yields. A plan of CockroachDB tells no cost.
    """
    return tuple(_lines(root, 0))


def _lines(step: Step, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{_describe(step)}"
    for child in step.children:
        yield from _lines(child, depth + 1)


def _describe(step: Step) -> str:
    words = [step.kind]
    if step.table is not None:
        words.append(f"of {step.table}")
    elif step.told("table"):
        words.append(f"of {step.told('table').partition('@')[0]}")
    if step.index:
        words.append(f"by {step.index}")
    if step.scans_whole:
        words.append("from end to end")
    elif step.spans:
        words.append(f"in {step.spans}")
    words += [f"{_WORDS[key]} {value}" for key, value in step.properties if key in _WORDS]
    if step.lacks_statistics:
        return f"{' '.join(words)}: guessed, without statistics"
    return f"{' '.join(words)}: {counted(step.rows)}" if step.rows is not None else " ".join(words)
