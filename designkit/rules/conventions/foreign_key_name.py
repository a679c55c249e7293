"""The rule `foreign-key-name`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from designkit.model import ForeignKey, Table, snake_case
from designkit.model.conventional import foreign_key_column
from designkit.model.words import singular
from designkit.rules.finding import Finding
from designkit.rules.fixes import mend_column_name
from designkit.rules.rule import SchemaRule

_OTHER_ENDING = re.compile(r"_(?:id|uuid|guid|fk|ref|key)$|^fk_")


class ForeignKeyName(SchemaRule, frozen=True, kw_only=True):
    """A foreign key column is not `{referenced_table_singular}_id`.

    A role may go in front, `author_user_id`, and must where several keys point to one table, or
    the table to itself. A key to another column than `id` may take that column's name instead:
    `currency_code`. In a key over several columns each column is judged with its partner.

    Why:
        The name alone then says what to join with.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            payer uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_payer ON invoices (payer);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            payer_account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_payer_account_id ON invoices (payer_account_id);
    Options:
        table-prefixes: beginnings of table names that a key may leave out: with `auth_`, both
            `auth_user_id` and `user_id` point to `auth_users`.
    Sources:
        https://guides.rubyonrails.org/v8.0/active_record_basics.html#schema-conventions
    """

    table_prefixes: tuple[str, ...] = ()

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each column of a foreign key with another name, or without the role it needs."""
        # What one column says twice needs no role to be told apart.
        ways = {(key.columns, key.referenced_table) for key in table.foreign_keys}
        pointing = Counter(target for _, target in ways)
        for key in table.foreign_keys:
            if key.referenced_table == table.qualified and key.columns == key.referenced_columns:
                # Which column was meant is the business of `foreign-key-to-itself`.
                continue
            itself = key.referenced_table == table.qualified
            needs_role = itself or pointing[key.referenced_table] > 1
            for column, target in zip(key.columns, key.referenced_columns, strict=True):
                endings = tuple(self._endings(key, target))
                name = snake_case(column)
                if name not in endings and not name.endswith(tuple(f"_{end}" for end in endings)):
                    yield self._wrong(table, key, column, needs_role=needs_role)
                elif needs_role and name in endings and len(key.columns) == 1:
                    yield self._roleless(table, key, column, itself=itself)

    def _endings(self, key: ForeignKey, target: str) -> Iterator[str]:
        """What the column's name may end with."""
        table = snake_case(key.referenced_table.name)
        short = [table.removeprefix(prefix) for prefix in self.table_prefixes]
        for name in (table, *short):
            yield foreign_key_column(name)
            if target != "id":
                yield f"{singular(name)}_{snake_case(target)}"
        if target != "id" and (len(key.columns) > 1 or target.endswith("_id")):
            yield snake_case(target)

    def _wrong(self, table: Table, key: ForeignKey, column: str, *, needs_role: bool) -> Finding:
        subject = f"{table.qualified}.{column}"
        plain = foreign_key_column(key.referenced_table.name)
        after = _right_name(snake_case(column), key)
        mechanical = _stands_alone(table, key, column) and not (needs_role and after == plain)
        return self.finding(
            subject,
            f"foreign key column {subject} points to {key.referenced_table}; name it "
            f"{after if mechanical else plain}, or put a role in front of {plain}",
            fix=mend_column_name(table, column, after) if mechanical else (),
        )

    def _roleless(self, table: Table, key: ForeignKey, column: str, *, itself: bool) -> Finding:
        subject = f"{table.qualified}.{column}"
        why = "its own table" if itself else f"{key.referenced_table}, as other keys do"
        return self.finding(
            subject,
            f"foreign key column {subject} points to {why}; put its role in front, as in "
            f"{'parent' if itself else 'author'}_{column}",
        )


def _stands_alone(table: Table, key: ForeignKey, column: str) -> bool:
    """Whether the column serves this key only, so that a new name disturbs no other."""
    others = (item for item in table.foreign_keys if item is not key and column in item.columns)
    return len(key.columns) == 1 and column != "id" and not any(others)


def _right_name(column: str, key: ForeignKey) -> str:
    """The conventional name; what the column was called is kept as its role, if it is one.

    It is none where it says the table again: `user`, `userid`, `org` for organizations, or the end
    of the table's name.
    """
    plain = foreign_key_column(key.referenced_table.name)
    target = plain.removesuffix("_id")
    stem = _OTHER_ENDING.sub("", column)
    bare = stem.replace("_", "").removesuffix("id")
    if target.replace("_", "").startswith(bare) or f"_{target}".endswith(f"_{stem}"):
        return plain
    role = stem.removesuffix(f"_{target}").removesuffix(f"_{target.rpartition('_')[2]}")
    return f"{role}_{plain}"
