"""Hypothesis strategies for schemas whose names and comments hold anything that SQL allows."""

from __future__ import annotations

from hypothesis import strategies as st

from designkit.model import Column, ForeignKey, PrimaryKey, Schema, Table, replace

TRAPS = (
    "<script>alert(1)</script>",
    'a"b',
    "]>",
    "a\\",
    "\\N",
    "%",
    "%1",
    "&amp;",
    "a|b`c",
    "direction TB",
    "class",
    "end",
    "pk",
    " ",
    "x\n---\n# y",
    "\x1b[31m",
    "\u202egnp",
    "<!--",
    "]]>",
    "cluster_a",
    "漢字",
    "😀",
)


def _fits(name: str) -> bool:
    return len(name.encode()) <= 63


_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
names = st.one_of(st.sampled_from(TRAPS), st.text(_LETTERS, min_size=1, max_size=20).filter(_fits))
comments = st.none() | names


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with a primary key and no references."""
    columns = tuple(
        Column(name=name, type=draw(names), nullable=draw(st.booleans()), comment=draw(comments))
        for name in draw(st.lists(names, min_size=1, max_size=4, unique=True))
    )
    return Table(
        name=draw(names),
        columns=columns,
        primary_key=PrimaryKey(name="key", columns=(columns[0].name,)),
        comment=draw(comments),
        service=draw(st.just("") | names),
    )


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    """A few tables, some of which reference another or themselves."""
    found = draw(st.lists(tables(), max_size=4, unique_by=lambda table: table.name))
    joined: list[Table] = []
    for table in found:
        parent = draw(st.none() | st.sampled_from(found))
        keys = () if parent is None else (_key(table, parent),)
        joined.append(replace(table, foreign_keys=keys))
    return Schema(tables=tuple(joined))


def _key(child: Table, parent: Table) -> ForeignKey:
    return ForeignKey(
        name="reference",
        columns=(child.columns[-1].name,),
        referenced_table=parent.qualified,
        referenced_columns=(parent.columns[0].name,),
    )
