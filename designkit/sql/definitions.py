"""The SQL that defines each object of a schema, as a person would write it."""

from __future__ import annotations

import re

import msgspec

from designkit.model import (
    Check,
    Column,
    Constraint,
    Counting,
    Enum,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Sequence,
    Table,
    Unique,
    View,
)
from designkit.model.types import base_type, short_name
from designkit.sql.text import SQL, Text, identifier, join, literal, names, verbatim

_NOTHING = Text(text="")

# A literal as the engine prints it: 'draft'::text, '{}'::jsonb.
_LITERAL_CAST = re.compile(r"(?P<literal>'(?:[^'\\]|'')*')::(?P<type>[a-z ]+)")


def type_text(type_name: str) -> Text:
    """A type in its short form where both databases know it: `timestamptz`, `varchar(80)`."""
    # PostgreSQL has no type `double`.
    exact = base_type(type_name) == "double precision"
    return verbatim(type_name if exact else short_name(type_name))


def column_definition(column: Column) -> Text:
    """A column as CREATE TABLE and ADD COLUMN take it."""
    parts = [SQL("{name} {type}", name=column.name, type=type_text(column.type))]
    if column.collation is not None:
        parts.append(SQL("COLLATE {name}", name=verbatim(column.collation)))
    if column.generated is not None:
        kind = SQL("STORED") if column.stored else SQL("VIRTUAL")
        expression = verbatim(column.generated)
        parts.append(
            SQL("GENERATED ALWAYS AS ({expression}) {kind}", expression=expression, kind=kind)
        )
    if column.identity is not None:
        parts.append(identity_definition(column))
    if not column.nullable:
        parts.append(SQL("NOT NULL"))
    if column.default is not None:
        parts.append(SQL("DEFAULT {value}", value=default_text(column)))
    return join(parts, " ")


def default_text(column: Column) -> Text:
    """The default of a column; a literal without its cast where the column's type says the same."""
    text = column.default or "NULL"
    literal_cast = _LITERAL_CAST.fullmatch(text)
    if literal_cast is not None and literal_cast["type"] == base_type(column.type):
        return verbatim(literal_cast["literal"])
    return verbatim(text)


def identity_definition(column: Column) -> Text:
    """GENERATED … AS IDENTITY, with how it counts where that is not said by the type."""
    text = SQL("GENERATED {how} AS IDENTITY", how=identity_text(column))
    options = counting_options(column.type, None, column.counting)
    return text + SQL(" ({options})", options=join(options, " ")) if options else text


def counting_options(
    type_name: str, before: Counting | None, after: Counting | None
) -> tuple[Text, ...]:
    """The options in which an identity column counts otherwise than before."""
    return option_list(_sequence_of(type_name, after), _sequence_of(type_name, before))


def _sequence_of(type_name: str, counting: Counting | None) -> Sequence:
    if counting is None:
        return Sequence(name="identity", type=type_name, maximum=_LARGEST[type_name])
    return Sequence(name="identity", type=type_name, **msgspec.structs.asdict(counting))


def identity_text(column: Column) -> Text:
    """When an identity column takes the sequence's value."""
    return SQL("ALWAYS") if column.identity == "always" else SQL("BY DEFAULT")


def constraint_definition(constraint: Constraint) -> Text:
    """A constraint with its name, as CREATE TABLE and ADD take it."""
    return SQL("CONSTRAINT {name} {body}", name=constraint.name, body=_constraint(constraint))


def _constraint(constraint: Constraint) -> Text:
    match constraint:
        case PrimaryKey() | Unique():
            return _key(constraint)
        case Check():
            return _check(constraint)
        case ForeignKey():
            return _foreign_key(constraint)
        case OtherConstraint():
            return verbatim(constraint.definition)


def _key(key: PrimaryKey | Unique) -> Text:
    kind = SQL("PRIMARY KEY")
    if isinstance(key, Unique):
        kind = SQL("UNIQUE NULLS NOT DISTINCT") if key.nulls_not_distinct else SQL("UNIQUE")
    include = SQL(" INCLUDE ({columns})", columns=names(key.include)) if key.include else _NOTHING
    return SQL(
        "{kind} ({columns}){include}{deferrable}",
        kind=kind,
        columns=names(key.columns),
        include=include,
        deferrable=_deferrable(key),
    )


def _check(check: Check) -> Text:
    body = SQL("CHECK ({expression})", expression=verbatim(check.expression))
    if not check.inherited:
        body += SQL(" NO INHERIT")
    return body + _trust(check)


def _trust(constraint: Check | ForeignKey) -> Text:
    if not constraint.enforced:
        return SQL(" NOT ENFORCED")
    return _NOTHING if constraint.validated else SQL(" NOT VALID")


def _foreign_key(key: ForeignKey) -> Text:
    body = SQL(
        "FOREIGN KEY ({columns}) REFERENCES {table} ({referenced})",
        columns=names(key.columns),
        table=identifier(key.referenced_table),
        referenced=names(key.referenced_columns),
    )
    if key.match_full:
        body += SQL(" MATCH FULL")
    if key.on_delete != "no action":
        body += SQL(" ON DELETE {action}", action=verbatim(key.on_delete.upper()))
    if key.set_columns:
        body += SQL(" ({columns})", columns=names(key.set_columns))
    if key.on_update != "no action":
        body += SQL(" ON UPDATE {action}", action=verbatim(key.on_update.upper()))
    return body + _deferrable(key) + _trust(key)


def _deferrable(constraint: PrimaryKey | Unique | ForeignKey) -> Text:
    match constraint.deferrable:
        case None:
            return _NOTHING
        case "immediate":
            return SQL(" DEFERRABLE")
        case "deferred":
            return SQL(" DEFERRABLE INITIALLY DEFERRED")


def table_definition(table: Table) -> Text:
    """CREATE TABLE with columns and constraints, a line each."""
    lines = [constraint_definition(item) for item in table.constraints]
    if table.partition_bound is None:
        own = (column for column in table.columns if not column.inherited)
        lines = [*map(column_definition, own), *lines]
    head = SQL("CREATE UNLOGGED TABLE") if table.unlogged else SQL("CREATE TABLE")
    text = SQL("{head} {name}", head=head, name=identifier(table.qualified))
    parents = join(identifier(parent) for parent in table.inherits)
    if table.partition_bound is not None:
        text += SQL(" PARTITION OF {parents}", parents=parents)
    if lines or table.partition_bound is None:
        text += SQL(" (\n    {lines}\n)", lines=join(lines, ",\n    ")) if lines else SQL(" ()")
    if table.partition_bound is not None:
        text += SQL(" {bound}", bound=verbatim(table.partition_bound))
    elif table.inherits:
        text += SQL(" INHERITS ({parents})", parents=parents)
    if table.partition_key is not None:
        text += SQL(" PARTITION BY {key}", key=verbatim(table.partition_key))
    return text + with_parameters(table.parameters)


def with_parameters(parameters: tuple[str, ...]) -> Text:
    """A WITH clause, or nothing."""
    if not parameters:
        return _NOTHING
    return SQL(" WITH ({parameters})", parameters=join(verbatim(item) for item in parameters))


def index_definition(table: QualifiedName, index: Index) -> Text:
    """CREATE INDEX; the method is written only where it is not btree."""
    text = SQL(
        "{head} {name} ON {table} {method}({keys})",
        head=SQL("CREATE UNIQUE INDEX") if index.unique else SQL("CREATE INDEX"),
        name=index.name,
        table=identifier(table),
        method=_NOTHING if index.method == "btree" else SQL("USING {m} ", m=index.method),
        keys=join(_index_key(key) for key in index.keys),
    )
    if index.include:
        text += SQL(" INCLUDE ({columns})", columns=names(index.include))
    if index.nulls_not_distinct:
        text += SQL(" NULLS NOT DISTINCT")
    text += with_parameters(index.parameters)
    if index.predicate is not None:
        text += SQL(" WHERE {predicate}", predicate=verbatim(index.predicate))
    return text


def _index_key(key: IndexKey) -> Text:
    text = identifier(key.column) if key.column is not None else verbatim(key.expression or "")
    if key.collation is not None:
        text += SQL(" COLLATE {name}", name=verbatim(key.collation))
    if key.operator_class is not None:
        text += SQL(" {name}", name=verbatim(key.operator_class))
    if key.descending:
        text += SQL(" DESC")
    if key.nulls_first is not None:
        text += SQL(" NULLS FIRST") if key.nulls_first else SQL(" NULLS LAST")
    return text


def enum_definition(enum: Enum) -> Text:
    """CREATE TYPE … AS ENUM."""
    values = join(literal(value) for value in enum.values)
    return SQL(
        "CREATE TYPE {name} AS ENUM ({values})", name=identifier(enum.qualified), values=values
    )


def sequence_definition(sequence: Sequence) -> Text:
    """CREATE SEQUENCE with the options that differ from PostgreSQL's own."""
    head = SQL("CREATE UNLOGGED SEQUENCE ") if sequence.unlogged else SQL("CREATE SEQUENCE ")
    head += identifier(sequence.qualified)
    return head + sequence_options(sequence, _unsaid(sequence))


def _unsaid(sequence: Sequence) -> Sequence:
    """The sequence that PostgreSQL makes where nothing is said: it starts at its near end.

    https://www.postgresql.org/docs/18/sql-createsequence.html
    """
    largest = _LARGEST[sequence.type]
    if sequence.increment > 0:
        return Sequence(name=sequence.name, maximum=largest, start=sequence.minimum)
    return Sequence(name=sequence.name, minimum=-largest - 1, maximum=-1, start=sequence.maximum)


def sequence_options(sequence: Sequence, known: Sequence) -> Text:
    """The options of a sequence that differ from those of another, with a space before each."""
    return Text(text="".join(f" {option}" for option in option_list(sequence, known)))


def option_list(sequence: Sequence, known: Sequence) -> tuple[Text, ...]:
    """The options of a sequence that differ from those of another, one by one."""
    found: list[Text] = []
    if sequence.type != known.type:
        found.append(SQL("AS {type}", type=verbatim(sequence.type)))
    if sequence.increment != known.increment:
        found.append(SQL("INCREMENT BY {value}", value=literal(sequence.increment)))
    if sequence.minimum != known.minimum:
        found.append(SQL("MINVALUE {value}", value=literal(sequence.minimum)))
    if sequence.maximum != known.maximum:
        found.append(SQL("MAXVALUE {value}", value=literal(sequence.maximum)))
    if sequence.start != known.start:
        found.append(SQL("START WITH {value}", value=literal(sequence.start)))
    if sequence.cache != known.cache:
        found.append(SQL("CACHE {value}", value=literal(sequence.cache)))
    if sequence.cycle != known.cycle:
        found.append(SQL("CYCLE") if sequence.cycle else SQL("NO CYCLE"))
    return tuple(found)


_LARGEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def view_definition(view: View, *, replacing: bool = False) -> Text:
    """CREATE VIEW or CREATE OR REPLACE VIEW, or CREATE MATERIALIZED VIEW with its rows."""
    plain = SQL("CREATE OR REPLACE VIEW") if replacing else SQL("CREATE VIEW")
    return SQL(
        "{head} {name}{options} AS\n{query}",
        head=SQL("CREATE MATERIALIZED VIEW") if view.materialized else plain,
        name=identifier(view.qualified),
        options=with_parameters(view.options),
        query=verbatim(view.definition),
    )
