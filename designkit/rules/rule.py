"""What a rule is: its identity, its options, what it may see, and how it speaks.

A rule is a frozen value whose fields are its options; a configured rule is a value with other
fields. Its name is its class's, its page is its docstring. Rules neither print nor connect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import ClassVar, Protocol, TypeAlias

import msgspec

from designkit.changes import Operation
from designkit.config import Target, Waiver
from designkit.migrate.checksums import Fault
from designkit.migrate.history import History
from designkit.model import BOOKKEEPING_TABLES, Column, QualifiedName, Schema, Table, Value
from designkit.rules.finding import Finding, Severity
from designkit.rules.watching import Watch
from designkit.sql.hazard import Hazard
from designkit.sql.tree import Node


@cache
def _kebab(class_name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", class_name).lower()


class Rule(Value, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One demand: a `SchemaRule`, `HistoryRule`, `StatementRule`, `QueryRule` or `WaiverRule`."""

    severity: ClassVar[Severity] = Severity.ERROR
    # The language of the examples in the docstring.
    language: ClassVar[str] = "sql"

    @property
    def id(self) -> str:
        """The rule's name: the class's, in kebab case. It reads as a fault: `boolean-name`."""
        return _kebab(type(self).__name__)

    @property
    def group(self) -> str:
        """The folder of its module: `conventions`."""
        return type(self).__module__.split(".")[-2]

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
        targets: the databases that shall hold it.
        has_text: whether the statements that built it are judged as well, by statement rules.
    """

    schema: Schema
    service: str = ""
    targets: tuple[Target, ...] = ()
    has_text: bool = False
    owners: Mapping[QualifiedName, str] = msgspec.field(default_factory=dict[QualifiedName, str])

    def owner(self, table: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        known = self.schema.find_table(table)
        return self.owners.get(table, "") if known is None else self.owner_of(known)

    def owner_of(self, table: Table) -> str:
        """The service that owns a table of the schema, or "" where nobody said."""
        other = self.owners.get(table.qualified) if self.owners else None
        return table.service or other or self.service

    def own_tables(self) -> Iterator[Table]:
        """The tables to judge: all, or those of the service where one is given."""
        if not self.service:
            yield from self.schema.tables
            return
        for table in self.schema.tables:
            if self.owner_of(table) == self.service:
                yield table


class Related(Protocol):
    """What a rule may ask about other tables than the one it judges; what it asked is noted."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """The databases that shall hold the schema."""
        ...

    @property
    def has_text(self) -> bool:
        """Whether the statements that built the schema are judged as well."""
        ...

    def table(self, name: QualifiedName) -> Table | None:
        """The table of that name, or None."""
        ...

    def pointing_to(self, name: QualifiedName) -> tuple[Table, ...]:
        """The other tables whose foreign keys point to a table."""
        ...

    def owner(self, name: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        ...


# What a rule says of a part of a table, of which it is told the name.
LookAtPart: TypeAlias = Callable[[Node, str], Iterable[Finding]]


class SchemaRule(Rule, frozen=True, kw_only=True):
    """A demand on a schema, in one or several of four ways.

    `check_table` sees one table and nothing else; what it says of a table that did not change is
    kept. `check_column` does so with a column, and only with one that the rule `suspects`.
    `check_related` sees one table and those that it asks for by name; what it says is kept
    while all of them stay. `check` sees everything, and runs again where what it `reads` changed.
    """

    ignored_tables: tuple[str, ...] = BOOKKEEPING_TABLES

    def informed(self, context: SchemaContext) -> bool:
        """Whether the context holds what the rule needs to speak."""
        del context
        return True

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield what the rule sees in one table."""
        del table
        yield from ()

    def suspects(self, column: Column) -> bool:
        """Whether `check_column` may say something of a column, as far as that alone tells.

        It is asked once for all columns that are equal.
        """
        del column
        return True

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield what the rule sees in a column that it suspects."""
        del table, column
        yield from ()

    def check_related(self, table: Table, related: Related) -> Iterator[Finding]:
        """Yield what the rule sees in one table and in those that it names."""
        del table, related
        yield from ()

    def watches_parts(self, context: SchemaContext) -> Iterator[Watch[LookAtPart]]:
        """Yield which parts of tables the rule wants to see, as nodes; an edit asks anew."""
        del context
        yield from ()

    def reads(self, table: Table) -> object:
        """What `check` reads of a table; while it stays equal, what `check` said is kept.

        A rule that also reads what is in no table (volumes, comments, sequences) leaves this alone.
        """
        return table

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
        hazards: what UP may cost, as observed.
        failed_on_rows: which way failed because tables held rows, and why; None where none did.
    """

    @property
    def restored(self) -> bool | None: ...  # noqa: D102  (the attributes are described above)

    @property
    def differences(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def down_error(self) -> str | None: ...  # noqa: D102

    @property
    def hazards(self) -> tuple[Hazard, ...]: ...  # noqa: D102

    @property
    def failed_on_rows(self) -> str | None: ...  # noqa: D102


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
