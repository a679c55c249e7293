"""Annotations: what comments of a design or a migration say, and what is said back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.changes import RenameColumn, RenameTable, RenameValue
from designkit.config import Waiver
from designkit.errors import ModelError, SourceError
from designkit.model import (
    Column,
    ColumnVolume,
    Growth,
    QualifiedName,
    Schema,
    Table,
    Volume,
    replace,
)
from designkit.sql.annotations import Annotations, read_annotations, value_lines
from designkit.sql.design import design_text
from tests import strategies

ORDERS = QualifiedName(name="orders")


def annotated(*lines: str, table: str = "orders") -> str:
    marked = "\n".join(f"-- designkit: {line}" for line in lines)
    columns = "id integer, status text, amount numeric, at timestamptz, body text"
    return f"{marked}\nCREATE TABLE {table} ({columns});\n"


@pytest.mark.parametrize(
    ("words", "rows"), [("10M", 10**7), ("2.5k", 2500), ("1b", 10**9), ("1_000", 1000), ("0", 0)]
)
def test_rows_are_read_in_short_numbers(words: str, rows: int) -> None:
    (volume,) = read_annotations(annotated(f"rows={words}")).volumes
    assert volume == Volume(table=ORDERS, rows=rows)


def test_several_lines_speak_of_one_table() -> None:
    text = annotated("rows=10M distinct(status)=3", "nulls(status)=0.5", table="shop.orders")
    (volume,) = read_annotations(text).volumes
    column = ColumnVolume(column="status", distinct=3, null_share=0.5)
    assert volume.table == QualifiedName(namespace="shop", name="orders")
    assert volume.columns == (column,)


def test_the_spread_of_values_is_read() -> None:
    text = annotated(
        "growth=5%/month common(status)='active':0.7,'it''s, \"x\"':0.2 min(amount)=-1.5",
        "max(amount)=1000 bounds(at)='2024-01-01 10:30',now width(body)=800 correlation(at)=1",
    )
    (volume,) = read_annotations(text).volumes
    assert volume.growth == Growth(share=0.05)
    assert volume.columns == (
        ColumnVolume(column="amount", minimum="-1.5", maximum="1000"),
        ColumnVolume(column="at", bounds=("2024-01-01 10:30", "now"), correlation=1),
        ColumnVolume(column="body", width=800),
        ColumnVolume(column="status", common=(("active", 0.7), ('it\'s, "x"', 0.2))),
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("rows=10 common(a)=x", "each common value with its share"),
        ("rows=10 common(a)=x:2", "between 0 and 1"),
        ("bounds(a)=10:30", "commas between them"),
        ("min(a)=1,2", "write one value"),
        ("growth=5%", "growth=5%/month"),
        ("rows=10 max(a)='b", "write rows=1M"),
        ("common=x:0.5", "say of which column"),
    ],
)
def test_a_word_that_says_nothing_sound_is_refused(words: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read_annotations(annotated(words))


def test_renames_are_read_in_their_order() -> None:
    found = read_annotations(annotated("renamed from purchases", "renamed buyer from customer"))
    assert found.renames == (
        RenameTable(before=QualifiedName(name="purchases"), after=ORDERS),
        RenameColumn(table=ORDERS, before="customer", after="buyer"),
    )


def test_what_is_no_rename_is_read_apart_from_what_is_one() -> None:
    found = read_annotations(annotated("not renamed from purchases", "renamed buyer from customer"))
    assert found.apart == (RenameTable(before=QualifiedName(name="purchases"), after=ORDERS),)
    assert found.renames == (RenameColumn(table=ORDERS, before="customer", after="buyer"),)


def test_a_renamed_value_is_read_above_its_enum() -> None:
    lines = """\
-- designkit: renamed 'it''s "b"' from 'a b'
-- designkit: renamed 'x' from ''
"""
    found = read_annotations(lines + "CREATE TYPE shop.state AS ENUM ('x');")
    state = QualifiedName(namespace="shop", name="state")
    assert found.renames == (
        RenameValue(enum=state, before="a b", after='it\'s "b"'),
        RenameValue(enum=state, before="", after="x"),
    )
    assert "".join(f"{line}\n" for line in value_lines(found, state)) == lines


@pytest.mark.parametrize(
    ("words", "object_name", "reason"),
    [
        ("allow boolean-name (orders.paid) it is the bank's", "orders.paid", "it is the bank's"),
        ("allow boolean-name of long standing", "orders", "of long standing"),
        ("allow boolean-name", "orders", ""),
    ],
)
def test_a_waiver_names_rule_object_and_reason(words: str, object_name: str, reason: str) -> None:
    (waiver,) = read_annotations(annotated(words), file="a.sql").waivers
    assert (waiver.rule, waiver.object, waiver.reason) == ("boolean-name", object_name, reason)
    assert (waiver.place, waiver.line) == ("a.sql", 1)


@pytest.mark.parametrize(
    "text", ["-- designkit: allow drop-table stale", "; -- designkit: allow x"]
)
def test_a_waiver_without_a_statement_stands_for_its_own_line(text: str) -> None:
    (waiver,) = read_annotations(text, file="a.sql").waivers
    assert (waiver.object, waiver.lines, waiver.line) == ("", (1, 1), 1)


def test_annotations_among_the_rows_of_a_copy_are_none() -> None:
    rows = "COPY t FROM stdin;\n-- designkit: allow a\nit's\n\\.\n"
    (waiver,) = read_annotations(f"{rows}-- designkit: allow b\nDROP TABLE t").waivers
    assert (waiver.rule, waiver.line, waiver.lines) == ("b", 5, (6, 6))


@pytest.mark.parametrize(("line", "base"), [("base abc", "abc"), ("base", "")])
def test_a_design_says_what_it_builds_on(line: str, base: str) -> None:
    assert read_annotations(annotated(line)).base == base


def test_a_text_without_annotations_says_nothing() -> None:
    assert read_annotations("-- designkit is good\nSELECT '-- designkit: rows=1';") == Annotations()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (annotated("rows=many"), "1: annotation 'rows=many': many: write a number"),
        (annotated("rows=1e999999999"), "write a number"),
        (annotated("rows=-1"), "rows may not be negative"),
        (annotated("nulls(a)=1.5"), "the null share lies between 0 and 1"),
        (annotated("distinct=3"), "say of which column"),
        (annotated("size=10"), "designkit knows allow, renamed"),
        (annotated("alow drop-table stale"), "did you mean allow?"),
        (annotated("renamed to purchases"), "write: renamed from OLD_TABLE"),
        (annotated("allow"), "write: allow RULE"),
        (
            "-- designkit: renamed b from a\nCREATE TYPE state AS ENUM ('b')",
            "write of an enum: renamed 'new value' from 'old value'",
        ),
        (
            "-- designkit: rows=10\nCREATE TYPE state AS ENUM ('b')",
            "it must stand above the CREATE TABLE",
        ),
        ("SELECT 1;\n-- designkit: rows=10\n", "2: annotation 'rows=10': place"),
        ("-- designkit: rows=10\nSELECT 1;\n", "it must stand above the CREATE TABLE"),
    ],
)
def test_a_wrong_annotation_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_annotations(text, file="a.sql")
    assert str(refused.value).startswith("a.sql:")
    assert problem in str(refused.value)


# An annotation is a line, so it holds no name with a line break.
words = strategies.names.filter(lambda name: not set(name) & set("\n\r"))
numbers = st.integers(0, 10**12)
shares = st.integers(0, 1000).map(lambda thousandth: thousandth / 1000)
values = st.text(st.characters(exclude_characters="\0\n\r", exclude_categories=["Cs"]), max_size=12)
growths = st.builds(Growth, rows=numbers) | st.builds(Growth, share=shares)
ranges = st.fixed_dictionaries(
    {}, optional={"bounds": st.lists(values, min_size=2, max_size=4).map(tuple)}
) | st.fixed_dictionaries({"minimum": values.map("a".__add__), "maximum": st.none() | values})
columns = st.builds(
    lambda spread, span, **fields: ColumnVolume(
        common=tuple((value, share / len(spread)) for value, share in spread.items()),
        **fields,
        **span,
    ),
    column=words,
    distinct=st.none() | st.integers(4, 10**12),
    null_share=st.none() | st.just(0.0),
    spread=st.dictionaries(values, shares, max_size=4),
    span=ranges,
    correlation=st.none() | shares | shares.map(float.__neg__),
    width=st.none() | st.integers(1, 10**6),
)


@given(
    strategies.schemas(),
    st.data(),
    st.one_of(st.none(), st.sampled_from(["", "h1:abc="])),
)
def test_a_design_says_back_what_was_annotated(
    schema: Schema, data: st.DataObject, base: str | None
) -> None:
    tables = [table.qualified for table in schema.tables]
    spreads = [data.draw(columns.filter(says_something)) for _ in tables]
    schema = replace(
        schema,
        tables=tuple(
            with_column(with_column(table, "id"), spread.column)
            for table, spread in zip(schema.tables, spreads, strict=True)
        ),
    )
    volumes = tuple(
        Volume(
            table=table,
            rows=data.draw(st.none() | numbers),
            growth=data.draw(st.none() | growths),
            # At least one word, or the volume is not written.
            columns=(
                ColumnVolume(
                    column="id",
                    distinct=data.draw(numbers),
                    null_share=data.draw(st.none() | shares),
                ),
                spread,
            ),
        )
        for table, spread in zip(tables, spreads, strict=True)
    )
    said = Annotations(
        base=base,
        waivers=(
            Waiver(rule="boolean-name", object=f"{tables[0].name}.paid", reason="for a reason"),
            Waiver(rule="index-name", object="idx_loose", reason=""),
        ),
        renames=(
            RenameTable(
                before=QualifiedName(namespace="A.b", name=data.draw(words)), after=tables[0]
            ),
            RenameColumn(table=tables[0], before=data.draw(words), after=data.draw(words)),
        ),
        apart=(
            RenameTable(before=QualifiedName(name=data.draw(words)), after=tables[0]),
            RenameColumn(table=tables[0], before=data.draw(words), after=data.draw(words)),
        ),
        volumes=volumes,
    )
    read = read_annotations(design_text(replace(schema, volumes=volumes), said))
    assert read.base == said.base
    assert (read.renames, read.apart) == (said.renames, said.apart)
    assert sorted(read.volumes, key=lambda item: item.table) == sorted(
        said.volumes, key=lambda item: item.table
    )
    assert {replace(item, place="", line=None) for item in read.waivers} == set(said.waivers)


def with_column(table: Table, name: str) -> Table:
    if any(column.name == name for column in table.columns):
        return table
    return replace(table, columns=(*table.columns, Column(name=name, type="integer")))


def says_something(column: ColumnVolume) -> bool:
    return column.column != "id" and column != ColumnVolume(column=column.column)


def test_a_name_with_a_line_break_is_refused_rather_than_misread() -> None:
    table = Table(name="orders", columns=(Column(name="a\nb", type="integer"),))
    volume = Volume(table=ORDERS, columns=(ColumnVolume(column="a\nb", distinct=1),))
    with pytest.raises(ModelError, match="no annotation can hold a name with a line break"):
        design_text(Schema(tables=(table,), volumes=(volume,)), Annotations())


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("distinct(nope)=3", "orders.nope: the table has no such column; it has buyer, id, status"),
        ("rows=5 nulls(statsu)=0.1", "orders.statsu: .* did you mean status"),
    ],
)
def test_a_column_that_is_not_written_below_is_refused_with_its_place(
    words: str, problem: str
) -> None:
    text = (
        f"SELECT 1;\n-- designkit: {words}\nCREATE TABLE orders (id int, buyer int, status text);"
    )
    with pytest.raises(SourceError, match=f"design.sql:2: .*{problem}"):
        read_annotations(text, file="design.sql")


@pytest.mark.parametrize(
    "below",
    [
        "CREATE TABLE orders (id int); ALTER TABLE orders ADD COLUMN nope int;",
        "CREATE TABLE orders (id int, no int); ALTER TABLE orders RENAME COLUMN no TO nope;",
        "CREATE TABLE orders (id int) INHERITS (others);",
        "CREATE TABLE orders (LIKE others);",
        "CREATE TABLE orders PARTITION OF others DEFAULT;",
        "CREATE TABLE orders OF row_type;",
        'CREATE TABLE orders (id int, "nope" int);',
    ],
)
def test_a_column_that_comes_later_or_from_elsewhere_may_be_spoken_of(below: str) -> None:
    (volume,) = read_annotations(f"-- designkit: distinct(nope)=3\n{below}").volumes
    assert volume.distinct("nope") == 3
