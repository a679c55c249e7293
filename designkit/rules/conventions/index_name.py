"""The rule `index-name`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from designkit.changes import RenameIndex
from designkit.model import Index, QualifiedName, Table
from designkit.model.conventional import index_name
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaContext, SchemaRule


class IndexName(SchemaRule, frozen=True, kw_only=True):
    """An index is not named `idx_{table}_{columns}`.

    An expression is named by its function and column, `idx_users_lower_email`. A name of more than
    63 bytes is cut, and what was cut replaced by a hash. Where several indexes have the same
    columns, a word may follow: `idx_users_email_active`. Indexes that constraints own are named by
    those.

    Why:
        A plan or an error message names only the index; from this name everyone knows what it is
        on.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX accounts_by_email ON accounts (lower(email));
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_lower_email ON accounts (lower(email));
    Options:
        prefix: what every index's name begins with.
    Sources:
        https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
        https://www.postgresql.org/docs/18/indexes-expressional.html
    """

    prefix: str = "idx_"

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index of the table with another name."""
        yield from self._judged(table.qualified, table.indexes)

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each index of a materialized view with another name."""
        for view in context.schema.views:
            yield from self._judged(view.qualified, view.indexes)

    def _judged(self, owner: QualifiedName, indexes: tuple[Index, ...]) -> Iterator[Finding]:
        right = {index.name: self._right(owner, index) for index in indexes}
        alike = Counter(right.values())
        for name, wanted in right.items():
            follows = alike[wanted] > 1 and name.startswith(f"{wanted}_")
            # Case and characters are the business of `name-not-snake-case`.
            if name.lower() != wanted and not follows:
                rename = RenameIndex(table=owner, before=name, after=wanted)
                message = (
                    f"index {name} of {owner} is not named after its columns; name it {wanted}"
                )
                yield self.finding(name, message, fix=(rename,))

    def _right(self, owner: QualifiedName, index: Index) -> str:
        return index_name(owner.name, index.keys, prefix=self.prefix)
