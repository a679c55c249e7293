"""Laws of all rules: they answer on any schema, and a fix mends what it says and nothing worse."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from designkit.errors import ModelError
from designkit.model import (
    Column,
    ColumnVolume,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    Volume,
    is_snake_case,
    replace,
    spelled,
)
from designkit.rules import Findings, Kept, SchemaContext, check_schema
from designkit.rules.applicable import names_given, names_of
from tests.rules.built import fixed

_NAMES = [
    *["id", "ID", "uid", "user", "user_id", "author", "author_user_id", "parent_id", "category_id"],
    *["active", "is_active", "has_key", "deleted", "is_deleted", "deleted_at", "removed_at"],
    *["created_at", "createdAt", "created", "updated_at", "expires_on", "timestamp", "status"],
    *["größe", "a__b", "2fa", "x", "ai", "lower"],
]
_TABLES = ["user", "users", "Users", "category", "categories", "order_item", "data", "2024", "ai"]
_TYPES = [
    *["uuid", "text", "bigint", "boolean", "boolean[]", "date"],
    *["timestamp with time zone", "timestamp without time zone", "timestamp(3) without time zone"],
]
_KEY_TYPES = ["uuid", "text", "bigint"]
_DEFAULTS = [None, None, "gen_random_uuid()", "now()", "nextval('s'::regclass)", "uuidv7()", "x"]


def columns() -> st.SearchStrategy[Column]:
    return st.builds(
        Column,
        name=st.sampled_from(_NAMES),
        type=st.sampled_from(_TYPES),
        nullable=st.booleans(),
        default=st.sampled_from(_DEFAULTS),
    )


def _of(columns: list[Column]) -> list[str]:
    return [column.name for column in columns]


@st.composite
def tables(draw: st.DrawFn, name: str, referable: list[str]) -> Table:
    """A table of that name; one that others may refer to has an id."""
    own = draw(st.lists(columns(), min_size=1, max_size=6, unique_by=lambda item: item.name))
    if name in referable and all(column.name != "id" for column in own):
        own.append(Column(name="id", type=draw(st.sampled_from(_KEY_TYPES)), nullable=False))
    pointing = [column.name for column in own if column.type in _KEY_TYPES]
    names = st.sampled_from(_of(own))
    # In the text of an expression the engine quotes any other name.
    plain = names.filter(is_snake_case) if any(map(is_snake_case, _of(own))) else st.nothing()
    some = st.lists(names, min_size=1, max_size=2, unique=True).map(tuple)
    keys = st.one_of(
        names.map(lambda item: IndexKey(column=item)),
        plain.map(lambda item: IndexKey(expression=f"lower({spelled(item)})")),
    )
    predicates = st.none() | plain.map(lambda item: f"({spelled(item)} IS NULL)")
    prefix = draw(st.sampled_from([f"idx_{name}_", "Idx", name]))
    indexes = draw(st.lists(st.lists(keys, min_size=1, max_size=3), max_size=2))
    foreign = [
        (draw(st.sampled_from(pointing)), target)
        for target in (draw(st.lists(st.sampled_from(referable), max_size=3)) if referable else ())
        if pointing
    ]
    primary = draw(st.none() | some)
    return Table(
        name=name,
        columns=tuple(own),
        primary_key=PrimaryKey(name=f"{name}_pkey", columns=primary) if primary else None,
        uniques=tuple(
            Unique(name=f"{name}_key{number}", columns=found)
            for number, found in enumerate(draw(st.lists(some, max_size=1)))
        ),
        foreign_keys=tuple(
            ForeignKey(
                name=f"{name}_fkey{number}",
                columns=(column,),
                referenced_table=QualifiedName(name=target),
                referenced_columns=("id",),
            )
            for number, (column, target) in enumerate(foreign)
        ),
        indexes=tuple(
            Index(
                name=f"{prefix}{number}",
                keys=tuple(found),
                predicate=draw(predicates),
            )
            for number, found in enumerate(indexes)
        ),
    )


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    names = draw(st.lists(st.sampled_from(_TABLES), max_size=4, unique=True))
    referable = [name for name in names if draw(st.booleans())]
    built = tuple(draw(tables(name, referable)) for name in names)
    volumes = tuple(
        Volume(
            table=table.qualified,
            columns=tuple(
                ColumnVolume(column=column.name, distinct=draw(st.integers(0, 1000)))
                for column in table.columns
            ),
        )
        for table in built
    )
    return Schema(tables=built, volumes=draw(st.sampled_from([(), volumes])))


@cache
def found(schema: Schema) -> Findings:
    owners = {QualifiedName(name="users"): "auth"}
    return check_schema(SchemaContext(schema=schema, service="shop", owners=owners))


@given(schemas())
def test_rules_answer_on_any_schema(schema: Schema) -> None:
    assert str(found(schema))


@given(schemas())
def test_every_fix_can_be_applied_and_undone(schema: Schema) -> None:
    for finding in found(schema):
        if finding.fix:
            mended = fixed(schema, finding)
            for operation in reversed(finding.fix):
                mended = operation.inverse().apply(mended)
            assert mended.canonical() == schema.canonical()


@given(schemas())
def test_the_names_that_a_fix_is_said_to_give_are_those_that_it_gives(schema: Schema) -> None:
    before = {name for table in schema for name in names_of(table)}
    for finding in found(schema):
        if finding.fix:
            after = {name for table in fixed(schema, finding) for name in names_of(table)}
            assert names_given(finding.fix, schema) == frozenset(after - before), finding


@given(schemas())
def test_a_fix_silences_its_finding(schema: Schema) -> None:
    for finding in found(schema):
        if finding.fix:
            after = found(fixed(schema, finding))
            assert (finding.rule, finding.message) not in {
                (item.rule, item.message) for item in after
            }


@given(schemas())
def test_a_fix_makes_no_more_errors_than_it_mends(schema: Schema) -> None:
    before = found(schema)
    for finding in before:
        if finding.fix:
            after = found(fixed(schema, finding))
            for rule in {item.rule for item in after.errors}:
                assert _count(after, rule) <= _count(before, rule), (finding, str(after))


def _count(findings: Findings, rule: str) -> int:
    return sum(item.rule == rule for item in findings.errors)


@given(schemas())
def test_applying_fixes_one_after_the_other_comes_to_an_end(schema: Schema) -> None:
    for _ in range(60):
        fixable = [item for item in found(schema) if item.fix]
        if not fixable:
            return
        try:
            schema = fixed(schema, fixable[0])
        except ModelError as error:
            raise AssertionError(fixable[0]) from error
    raise AssertionError(str(found(schema)))


@given(schemas(), schemas(), st.data())
def test_a_check_after_an_edit_says_what_a_whole_one_says(
    first: Schema, second: Schema, data: st.DataObject
) -> None:
    """Tables come from one schema or the other, so that some are kept and some change."""
    kept = Kept()
    for _ in range(3):
        names = sorted({table.qualified for schema in (first, second) for table in schema.tables})
        tables = tuple(
            known[name]
            for name in names
            for known in (data.draw(st.sampled_from((first, second))).tables_by_name,)
            if name in known
        )
        context = SchemaContext(schema=replace(first, tables=tables), service="shop")
        assert check_schema(context, kept=kept) == check_schema(context)
