"""Schemas for property tests: small, odd where databases allow it, and accepted by PostgreSQL.

Names, types and expressions come from short lists, so that two schemas of a pair overlap.
"""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from designkit.changes import (
    AddColumn,
    AddIndex,
    AlterColumn,
    AlterForeignKey,
    Create,
    CreateNamespace,
    Drop,
    DropColumn,
    DropConstraint,
    DropIndex,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValue,
    SetComment,
    ValidateConstraint,
    comments_of,
)
from designkit.changes.objects import parts
from designkit.model import (
    PUBLIC,
    Check,
    Column,
    ColumnVolume,
    Enum,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Unique,
    View,
    Volume,
    fitted,
    replace,
)
from designkit.sql.text import SQL, identifier
from designkit.sql.text import names as names_of

# PostgreSQL takes any character in a name but zero, up to 63 bytes.
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).map(
    fitted
)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)

_NAMESPACES = (PUBLIC, "billing", "Odd Space")
_TABLES = ("users", "order", "Big Table", 'quo"te', "événements", "user")
_COLUMNS = ("id", "select", "Full Name", 'a"b', "größe", "desc", "name")
_COMMENTS = (None, None, "plain", "it's \\ odd; -- really", "zwei\nZeilen")
_VALUES = ("new", "it's done", "Été", "", "a\\b")

# Type to the defaults that it may have, both as PostgreSQL prints them.
_TYPES = {
    "integer": ("0", "'-1'::integer"),
    "bigint": ("1",),
    "text": ("''::text", "'it''s'::text", r"'a\b'::text"),
    "character varying(80)": ("'x'::character varying",),
    "boolean": ("true",),
    "uuid": ("gen_random_uuid()",),
    "timestamp with time zone": ("now()",),
    "numeric(12,2)": ("0.5",),
    "jsonb": ("'{}'::jsonb",),
    "text[]": ("'{}'::text[]",),
    "double precision": ("1.5::double precision",),
}
_KEY_TYPES = ("integer", "bigint", "text", "uuid")

comments = st.sampled_from(_COMMENTS)


def spelled(name: str) -> str:
    return identifier(name).text


@st.composite
def columns(draw: st.DrawFn, name: str, enums: tuple[Enum, ...] = ()) -> Column:
    kinds = [*_TYPES, *(identifier(enum.qualified).text for enum in enums)]
    type_name = draw(st.sampled_from(kinds))
    column = Column(
        name=name,
        type=type_name,
        nullable=draw(st.booleans()),
        default=draw(st.sampled_from((None, *_TYPES.get(type_name, ())))),
        comment=draw(comments),
    )
    if type_name in {"integer", "bigint"} and draw(st.integers(0, 4)) == 0:
        identity = draw(st.sampled_from(("always", "by default")))
        return replace(column, identity=identity, default=None, nullable=False)
    if type_name == "text" and draw(st.integers(0, 4)) == 0:
        return replace(column, collation='"C"')
    return column


@st.composite
def tables(
    draw: st.DrawFn, name: QualifiedName, number: int, enums: tuple[Enum, ...] = ()
) -> Table:
    """A table without foreign keys."""
    chosen = draw(st.lists(st.sampled_from(_COLUMNS), min_size=1, max_size=4, unique=True))
    plain = [draw(columns(column, enums)) for column in chosen]
    keyed = [column for column in plain if column.type in _KEY_TYPES]
    serials = count(1)

    def called(kind: str) -> str:
        return f"{kind}{number}_{next(serials)}"

    primary = None
    if draw(st.booleans()) and keyed:
        primary = PrimaryKey(name=called("PK "), columns=(keyed[0].name,), comment=draw(comments))
        plain = [
            replace(column, nullable=False) if column.name == keyed[0].name else column
            for column in plain
        ]
    integers = [column.name for column in plain if column.type == "integer"]
    if draw(st.booleans()) and integers:
        expression = f"{spelled(integers[0])} + {draw(st.integers(1, 2))}"
        stored = draw(st.booleans())
        plain.append(Column(name="computed", type="integer", generated=expression, stored=stored))
    return Table(
        namespace=name.namespace,
        name=name.name,
        columns=tuple(plain),
        primary_key=primary,
        uniques=tuple(
            Unique(
                name=called("uq_"),
                columns=(column.name,),
                nulls_not_distinct=draw(st.booleans()),
                deferrable=draw(st.sampled_from((None, "immediate", "deferred"))),
            )
            for column in keyed[1:2]
        ),
        checks=tuple(
            Check(
                name=called("ck "),
                expression=f"{spelled(column)} > {draw(st.integers(0, 2))}",
                comment=draw(comments),
                inherited=draw(st.booleans()),
            )
            for column in integers[:1]
        ),
        indexes=tuple(
            draw(indexes(called("Idx_"), tuple(plain))) for _ in range(draw(st.integers(0, 2)))
        ),
        comment=draw(comments),
        parameters=draw(st.sampled_from(((), ("fillfactor=70",)))),
        row_security=draw(st.sampled_from((None, "enabled", "forced", "forced but off"))),
    )


@st.composite
def indexes(draw: st.DrawFn, name: str, among: tuple[Column, ...]) -> Index:
    stored = [column for column in among if column.generated is None]
    column = draw(st.sampled_from(stored))
    key = IndexKey(
        column=column.name,
        descending=(descending := draw(st.booleans())),
        nulls_first=draw(st.sampled_from((None, not descending))),
    )
    if column.type == "text" and draw(st.booleans()):
        # An expression takes the collation of its column along.
        expression = f"lower({spelled(column.name)})"
        key = IndexKey(expression=expression, collation=column.collation)
    return Index(
        name=name,
        keys=(key,),
        unique=draw(st.booleans()),
        include=(column.name,) if draw(st.booleans()) else (),
        predicate=f"{spelled(column.name)} IS NOT NULL" if draw(st.booleans()) else None,
        comment=draw(comments),
    )


@st.composite
def enums(draw: st.DrawFn) -> tuple[Enum, ...]:
    chosen = draw(st.lists(st.sampled_from(("state", "Mood")), max_size=2, unique=True))
    return tuple(
        Enum(
            name=name,
            values=tuple(
                draw(st.lists(st.sampled_from(_VALUES), min_size=1, max_size=4, unique=True))
            ),
            comment=draw(comments),
        )
        for name in chosen
    )


@st.composite
def sequences(draw: st.DrawFn, owner: Table | None) -> Sequence:
    smallest = draw(st.sampled_from((1, -10)))
    return Sequence(
        name=draw(st.sampled_from(("numbers", "Ticket No"))),
        increment=draw(st.sampled_from((1, 5))),
        minimum=smallest,
        start=draw(st.sampled_from((1, 7))),
        maximum=draw(st.sampled_from((1000, 2**63 - 1))),
        cycle=draw(st.booleans()),
        owned_by=(owner.qualified, owner.columns[0].name) if owner else None,
        comment=draw(comments),
    )


@st.composite
def views(draw: st.DrawFn, table: Table) -> View:
    """A view of one or two columns, so that some of a pair gain or lose one, or keep them."""
    seen = table.columns[: draw(st.integers(1, 2))]
    query = SQL(
        "SELECT {columns} FROM {table}{condition}",
        columns=names_of(column.name for column in seen),
        table=identifier(table.qualified),
        condition=draw(st.sampled_from((SQL(""), SQL(" WHERE true")))),
    )
    return View(
        name=draw(st.sampled_from(("seen", "Seen Twice"))),
        definition=query.text,
        columns=tuple((column.name, column.type) for column in seen),
        depends_on=(table.qualified,),
        materialized=draw(st.booleans()),
        comment=draw(comments),
    )


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    namespaces = tuple(draw(st.sets(st.sampled_from(_NAMESPACES[1:]))))
    known = draw(enums())
    found: list[Table] = []
    chosen = draw(st.lists(st.sampled_from(_TABLES), min_size=1, max_size=4, unique=True))
    for name in chosen:
        namespace = draw(st.sampled_from((PUBLIC, *namespaces)))
        place = QualifiedName(namespace=namespace, name=name)
        found.append(draw(tables(place, _TABLES.index(name), known)))
    made = tuple(draw(_pointing(table, tuple(found))) for table in found)
    public = [table for table in made if table.namespace == PUBLIC]
    counting = public[:1] if draw(st.booleans()) else [None]
    return Schema(
        namespaces=namespaces,
        tables=made,
        enums=known,
        sequences=tuple(draw(sequences(owner)) for owner in counting if draw(st.booleans())),
        views=tuple(draw(views(table)) for table in public[-1:] if draw(st.booleans())),
        volumes=tuple(
            Volume(
                table=table.qualified,
                rows=draw(st.integers(0, 10**9)),
                columns=(ColumnVolume(column=table.columns[0].name, distinct=3, null_share=0.25),),
            )
            for table in made
            if draw(st.booleans()) and not set(table.name) & set('" ')
        ),
    )


@st.composite
def _pointing(draw: st.DrawFn, table: Table, targets: tuple[Table, ...]) -> Table:
    """The table with a foreign key to some table, perhaps itself, perhaps in a circle."""
    keyed = [target for target in targets if target.primary_key]
    if not keyed or draw(st.booleans()):
        return table
    target = draw(st.sampled_from(keyed))
    assert target.primary_key is not None
    (key,) = target.primary_key.columns
    own = Column(name="ref_id", type=target.column(key).type, comment=draw(comments))
    own = replace(own, collation=target.column(key).collation)
    pointer = ForeignKey(
        name=f"fk_{table.name}",
        columns=(own.name,),
        referenced_table=target.qualified,
        referenced_columns=(key,),
        on_delete=draw(st.sampled_from(("no action", "cascade", "set null"))),
        deferrable=draw(st.sampled_from((None, "deferred"))),
        comment=draw(comments),
    )
    return replace(table, columns=(*table.columns, own), foreign_keys=(pointer,))


pairs = st.tuples(schemas(), schemas())


@st.composite
def operations(draw: st.DrawFn, schema: Schema) -> Operation:
    """An operation that the schema can take."""
    table = draw(st.sampled_from(schema.tables))
    column = draw(st.sampled_from(table.columns))
    name = table.qualified
    fresh = QualifiedName(namespace=table.namespace, name="fresh")
    possible: list[Operation] = [
        Create(object=replace(table, namespace=fresh.namespace, name=fresh.name)),
        CreateNamespace(name="fresh"),
        AddColumn(table=name, column=draw(columns("fresh"))),
        AddIndex(table=name, index=draw(indexes("fresh", table.columns))),
        AlterColumn(table=name, before=column, after=replace(column, nullable=True)),
        DropColumn(table=name, column=column),
        RenameTable(before=name, after=fresh),
        RenameColumn(table=name, before=column.name, after="fresh"),
        *(Drop(object=item) for item in parts(schema)),
        *(DropConstraint(table=name, constraint=item) for item in table.constraints),
        *(
            RenameConstraint(table=name, before=item.name, after="fresh")
            for item in table.constraints
        ),
        *(DropIndex(table=name, index=item) for item in table.indexes),
        *(RenameIndex(table=name, before=item.name, after="fresh") for item in table.indexes),
        *(
            ValidateConstraint(table=name, constraint=item, validated=False)
            for item in table.foreign_keys
            if item.validated
        ),
        *(
            AlterForeignKey(table=name, before=item, after=replace(item, deferrable="deferred"))
            for item in table.foreign_keys
        ),
        *(
            RenameValue(enum=item.qualified, before=item.values[0], after="fresh")
            for item in schema.enums
            if item.values
        ),
        *(
            SetComment(target=target, before=before, after="another")
            for target, before in comments_of(schema).items()
        ),
    ]
    return draw(st.sampled_from(possible))
