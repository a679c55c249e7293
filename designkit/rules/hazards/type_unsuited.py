"""The rule `type-unsuited`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, type_name
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node

# What PostgreSQL's grammar calls each type. It spells "char" in quotes without a blank.
_TOLD = {
    **dict.fromkeys(("bpchar", "char", "nchar"), "char"),
    **dict.fromkeys(("serial", "serial2", "serial4", "serial8"), "serial"),
    **dict.fromkeys(("bigserial", "smallserial"), "serial"),
    **{name: name for name in ("json", "money", "timestamp", "timetz", "varchar")},
    "int4": "int",
    "int2": "smallint",
}
_INSTEAD = {
    "char": "text",
    "json": "jsonb",
    "money": "numeric, or a bigint of the smallest unit",
    "serial": "uuid DEFAULT gen_random_uuid(), or an identity column",
    "timestamp": "timestamptz",
    "timetz": "timestamptz",
    "varchar": "text with a CHECK on its length",
    "int": "bigint",
    "smallint": "bigint",
}


class TypeUnsuited(HazardRule, frozen=True, kw_only=True):
    """SQL that is no migration gives a column a type that serves badly.

    Of migrations and designs the schema is judged, by rules of their own for each type.

    Why:
        char(n) pads with blanks; json keeps text that no index serves; money depends on the
        server's locale; serial hides a sequence and is a hotspot on CockroachDB; timestamp and
        timetz do not say which moment is meant.
    Bad:
        -- way: none
        CREATE TABLE invoices (id uuid PRIMARY KEY, sent_at timestamp);
    Good:
        -- way: none
        CREATE TABLE invoices (id uuid PRIMARY KEY, sent_at timestamptz);
    Options:
        types: those that are told; varchar, int and smallint are known besides.
    Sources:
        https://www.postgresql.org/docs/18/datatype.html
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Date.2FTime_storage
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"ColumnDef"})
    ways: ClassVar[frozenset[str]] = frozenset({""})
    twins: ClassVar[frozenset[str]] = frozenset(
        {"char-type", "json-type", "money-type", "serial-column", "timestamp-name"}
    )

    types: tuple[str, ...] = ("char", "json", "money", "serial", "timestamp", "timetz")

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns for which another type serves better."""
        fields = node.fields.get("typeName", {})
        told = _TOLD.get(type_name(fields))
        if told is None or told not in self.types:
            return
        if told == "varchar" and "typmods" not in fields:
            return
        column = (
            node.fields.get("colname") or (node.parent and node.parent.fields.get("name")) or ""
        )
        place = Node("TypeName", fields, node, "typeName")
        yield self.hazard(site, place, f"{column} is {told}; take {_INSTEAD[told]}", column)
