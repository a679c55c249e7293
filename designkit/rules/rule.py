"""What a rule is: its identity, its options, what it may see, and how it speaks.

A rule is a frozen value whose fields are its options; a configured rule is a value with other
fields. Its name is its class's, its page is its docstring. Rules neither print nor connect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import ClassVar, Protocol

import msgspec

from designkit.changes import Operation
from designkit.config import Waiver
from designkit.migrate.checksums import Fault
from designkit.migrate.history import History
from designkit.model import QualifiedName, Schema, Table, Value
from designkit.rules.finding import Finding, Severity

# What migration tools keep their own books in: created by them, named by them.
RUNNER_TABLES = (
    "atlas_schema_revisions",
    "databasechangelog",
    "databasechangeloglock",
    "flyway_schema_history",
    "goose_db_version",
    "gorp_migrations",
    "pgmigrations",
    "river_migration",
    "schema_lock",
    "schema_migration",
    "schema_migrations",
    "__diesel_schema_migrations",
    "_sqlx_migrations",
)


@cache
def _kebab(class_name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", class_name).lower()


class Rule(Value, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One demand. Subclasses are `SchemaRule`, `HistoryRule` and `WaiverRule`."""

    severity: ClassVar[Severity] = Severity.ERROR
    # The language of the examples in the docstring.
    language: ClassVar[str] = "sql"

    @property
    def id(self) -> str:
        """The rule's name: the class's, in kebab case. It reads as a fault: `boolean-name`."""
        return _kebab(type(self).__name__)

    def finding(
        self,
        subject: str,
        message: str,
        *,
        fix: Iterable[Operation] = (),
        severity: Severity | None = None,
        file: str = "",
        line: int | None = None,
        service: str = "",
        evidence: str | None = None,
    ) -> Finding:
        """A finding of this rule; its severity is the rule's own unless one is given."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            object=subject,
            message=message,
            fix=tuple(fix),
            file=file,
            line=line,
            service=service,
            evidence=evidence,
        )


class SchemaContext(Value, frozen=True, kw_only=True):
    """What a schema rule may see.

    Attributes:
        service: whose schema it is; "" where nobody said.
        owners: the services that own tables besides, by table.
    """

    schema: Schema
    service: str = ""
    owners: Mapping[QualifiedName, str] = msgspec.field(default_factory=dict[QualifiedName, str])

    def owner(self, table: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        known = self.schema.tables_by_name.get(table)
        if known is not None and known.service:
            return known.service
        return self.owners.get(table) or ("" if known is None else self.service)

    def own_tables(self) -> Iterator[Table]:
        """The tables to judge: all, or those of the service where one is given."""
        for table in self.schema.tables:
            if not self.service or self.owner(table.qualified) == self.service:
                yield table


class SchemaRule(Rule, frozen=True, kw_only=True):
    """A demand on a schema.

    `check_table` sees one table and nothing else, so what it says of a table that did not change
    can be kept; `check` sees all, and runs each time. A rule defines either, or both.
    """

    ignored_tables: tuple[str, ...] = RUNNER_TABLES

    def informed(self, context: SchemaContext) -> bool:
        """Whether the context holds what the rule needs to speak."""
        del context
        return True

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield what the rule sees in one table."""
        del table
        yield from ()

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield what the rule sees in the schema as a whole."""
        del context
        yield from ()

    def judges(self, table: Table) -> bool:
        """Whether the table is the team's: neither a migration tool's nor a partition.

        A partition has the shape of its parent, which is judged.
        """
        return table.partition_bound is None and table.name not in self.ignored_tables


class Verdict(Protocol):
    """What a rehearsal saw of one migration.

    Attributes:
        restored: whether DOWN gave back the schema before UP; None where it was not run.
        differences: what DOWN left behind or lost, in words.
        down_error: the message with which DOWN, or UP after it, failed.
    """

    @property
    def restored(self) -> bool | None: ...  # noqa: D102  (the attributes are described above)

    @property
    def differences(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def down_error(self) -> str | None: ...  # noqa: D102


class HistoryContext(Value, frozen=True, kw_only=True):
    """What a history rule may see; None is "nobody looked", about which no rule speaks.

    Attributes:
        recorded: what the checksum file says has changed.
        revised: what a base revision of the checkout says has changed.
        rehearsed: the verdict on each migration, by the path of its first file.
    """

    history: History
    service: str = ""
    recorded: tuple[Fault, ...] | None = None
    revised: tuple[Fault, ...] | None = None
    rehearsed: Mapping[str, Verdict] | None = None


class HistoryRule(Rule, frozen=True, kw_only=True):
    """A demand on a directory of migrations."""

    def informed(self, context: HistoryContext) -> bool:
        """Whether the context holds what the rule needs to speak."""
        del context
        return True

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield what the rule sees in the history."""
        raise NotImplementedError


class WaiverContext(Value, frozen=True, kw_only=True):
    """What a waiver rule may see.

    Attributes:
        unused: the waivers that met no finding although their rule looked.
        known: the ids of all rules.
    """

    waivers: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]
    known: frozenset[str]


class WaiverRule(Rule, frozen=True, kw_only=True):
    """A demand on the waivers themselves. What it finds cannot be waived."""

    language: ClassVar[str] = "toml"

    def check(self, context: WaiverContext) -> Iterator[Finding]:
        """Yield what the rule sees in the waivers."""
        raise NotImplementedError
