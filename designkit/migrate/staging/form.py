"""In which form a change is written, and what is known of the tables that it meets. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from designkit.changes import Create, Operation
from designkit.config import FileFormat, Target
from designkit.model import Column, QualifiedName, Schema, Table, Value

# Reading so many rows takes a few milliseconds: less than a reviewer gives to one more file.
SMALL_ROWS = 10_000

# These tools send a direction to the server as one message, in which several statements are one
# transaction: only a statement that stands alone is free of it.
# https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
_ONE_MESSAGE: frozenset[FileFormat] = frozenset({"golang-migrate", "sqlx", "diesel", "dbmate"})

# With such a default PostgreSQL writes every row of the table anew when the column is added; of
# user-defined functions nothing is known here, the rehearsal sees them.
# https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
_VOLATILE = re.compile(
    r"\b(?:gen_random_uuid|uuidv4|uuidv7|uuid_generate_v[0-9]\w*|random|random_normal"
    r"|clock_timestamp|timeofday|nextval|gen_random_bytes|unique_rowid)\s*\("
)


class Form(Value, frozen=True, kw_only=True):
    """How careful a change is written, and for whom.

    Attributes:
        postgresql: whether PostgreSQL is one of the targets.
        cockroachdb: whether CockroachDB is one.
        release: which PostgreSQL is a target; 0 where any will do.
        safe: whether a table that may hold many rows is changed without blocking those who use it.
        one_message: whether only a statement alone in its file can run outside a transaction.
    """

    postgresql: bool = True
    cockroachdb: bool = True
    release: int = 18
    safe: bool = True
    one_message: bool = False

    @classmethod
    def of(cls, targets: Sequence[Target], *, safe: bool, file_format: FileFormat) -> Form:
        """The form for the targets and the file format of a project."""
        databases = {target.database for target in targets}
        versions = [target.version or (0,) for target in targets if target.database == "postgresql"]
        return cls(
            postgresql="postgresql" in databases,
            cockroachdb="cockroachdb" in databases,
            release=versions[0][0] if versions else 18,
            safe=safe,
            one_message=file_format in _ONE_MESSAGE,
        )

    @property
    def careful(self) -> bool:
        """Whether PostgreSQL's locks are to be kept short; CockroachDB changes online by itself.

        https://www.cockroachlabs.com/docs/v25.2/online-schema-changes
        """
        return self.postgresql and self.safe


class Ground(Value, frozen=True, kw_only=True):
    """The tables that a change meets: which are its own, and how many rows the others hold."""

    created: frozenset[QualifiedName]
    rows: tuple[tuple[QualifiedName, int], ...]

    @classmethod
    def of(cls, before: Schema, after: Schema, operations: Sequence[Operation]) -> Ground:
        """What the schemas say; what a design declares goes before what stood there."""
        volumes = {item.table: item.rows for item in (*before.volumes, *after.volumes)}
        return cls(
            created=frozenset(
                operation.object.qualified
                for operation in operations
                if isinstance(operation, Create) and isinstance(operation.object, Table)
            ),
            rows=tuple((table, rows) for table, rows in volumes.items() if rows is not None),
        )

    def stands(self, table: QualifiedName) -> bool:
        """Whether the table was there before the change."""
        return table not in self.created

    def may_be_large(self, table: QualifiedName) -> bool:
        """Whether it may hold so many rows that reading them all is felt: so where nobody said."""
        return self.stands(table) and dict(self.rows).get(table, SMALL_ROWS + 1) > SMALL_ROWS


def has_volatile_default(column: Column) -> bool:
    """Whether each row would get a value of its own when the column is added."""
    return column.default is not None and _VOLATILE.search(column.default) is not None


def takes_sequence(column: Column) -> bool:
    """Whether the default takes numbers of a sequence, which CockroachDB does not fill in.

    https://github.com/cockroachdb/cockroach/issues/42508
    """
    return column.default is not None and "nextval(" in column.default
