"""The rule `foreign-key-missing`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import (
    Column,
    QualifiedName,
    Table,
    snake_case,
)
from designkit.model.conventional import words
from designkit.model.words import plural, singular
from designkit.rules.finding import Finding, Severity
from designkit.rules.fixes import reference_column
from designkit.rules.rule import Related, SchemaRule

# Words before `_id` that say that the row of another system is meant.
_FOREIGN = words(
    """
    aws azure correlation external foreign github gitlab google idempotency legacy old paypal
    provider public remote request shopify slack source span stripe trace upstream vendor
    """
)


class ForeignKeyMissing(SchemaRule, frozen=True, kw_only=True):
    """A column is named like a foreign key, its table is there, and no foreign key says so.

    A role may stand in front, as in `author_user_id`. Nothing is said where the types differ, where
    a column `…_type` beside it tells to which table it points, where the name speaks of another
    system (`external_user_id`), and where the table is another service's.

    Why:
        Without the key the database lets rows point to what does not exist.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Options:
        external-words: further words that say that the row of another system is meant.
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
        https://azimutt.app/docs/analyzer
    """

    severity = Severity.WARNING
    external_words: tuple[str, ...] = ()

    def check_related(self, table: Table, related: Related) -> Iterator[Finding]:
        """Yield each such column."""
        for column, target in self.pointing(table, related):
            same = related.owner(target.qualified) == related.owner(table.qualified)
            if same and target.column("id").type == column.type:
                yield self._missing(table, column, target)

    def pointing(self, table: Table, related: Related) -> Iterator[tuple[Column, Table]]:
        """Yield each column that is in no key and is named like one to a table, with that table.

        The table may be another service's, and its id of another type.
        """
        held = {name for key in table.foreign_keys for name in key.columns}
        for column in table.columns:
            stem = column.name.removesuffix("_id")
            if stem == column.name or column.name in held or column.generated is not None:
                continue
            if table.find_column(f"{stem}_type") is None:
                target = self._target(table, related, stem)
                if target is not None and _is_meant(table, target, stem):
                    yield column, target

    def _target(self, table: Table, related: Related, stem: str) -> Table | None:
        """The table that a column's name speaks of: by all its words, or without a role."""
        parts = stem.split("_")
        if not _FOREIGN.isdisjoint(parts) or not set(self.external_words).isdisjoint(parts):
            return None
        for place in range(len(parts)):
            one = "_".join(parts[place:])
            for name in dict.fromkeys((plural(one), one)):
                qualified = QualifiedName(namespace=table.namespace, name=name)
                found = related.table(qualified)
                if found is not None and self.judges(found):
                    return found
        return None

    def _missing(self, table: Table, column: Column, target: Table) -> Finding:
        subject = f"{table.qualified}.{column.name}"
        return self.finding(
            subject,
            f"column {subject} is named like a key to {target.qualified}, and no foreign key says "
            f"so; add REFERENCES {target.qualified.printed} (id)",
            fix=reference_column(table, column.name, target),
        )


def _is_meant(table: Table, target: Table, stem: str) -> bool:
    """Whether the target has one id to point to, and the column is no id of the table itself."""
    if target.primary_key is None or target.primary_key.columns != ("id",):
        return False
    return target is not table or stem != singular(snake_case(table.name))
