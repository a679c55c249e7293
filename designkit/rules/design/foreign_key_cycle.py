"""The rule `foreign-key-cycle`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.model import ForeignKey, QualifiedName, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule

_Keys = Mapping[QualifiedName, tuple[ForeignKey, ...]]


class ForeignKeyCycle(SchemaRule, frozen=True, kw_only=True):
    """Foreign keys lead from a table through others back to it.

    Where none of them is nullable or deferrable no first row can be written: then it is an error.

    Why:
        Rows of such tables cannot be inserted, deleted, copied or restored in any one order.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE teams (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_teams_account_id ON teams (account_id);
        ALTER TABLE accounts ADD COLUMN team_id uuid REFERENCES teams (id);
        CREATE INDEX idx_accounts_team_id ON accounts (team_id);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE teams (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            is_default boolean NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_teams_account_id ON teams (account_id);
    Sources:
        https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
        https://www.schemacrawler.com/lint.html
    """

    severity = Severity.WARNING

    def reads(self, table: Table) -> object:
        """Its keys, and whose it is."""
        return table.foreign_keys, table.service, table.partition_bound

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each group of tables that point to each other, once."""
        own = {table.qualified: table for table in context.own_tables() if self.judges(table)}
        keys = {
            name: tuple(
                key
                for key in table.foreign_keys
                if key.referenced_table in own and key.referenced_table != name
            )
            for name, table in own.items()
            if table.foreign_keys
        }
        for group in _groups(keys):
            strict = {
                name: tuple(
                    key
                    for key in keys.get(name, ())
                    if key.referenced_table in group and not _may_wait(own[name], key)
                )
                for name in group
            }
            stuck = min(_groups(strict), default=None)
            if stuck is None:
                yield self._circular(_way(group, keys), loose=True)
            else:
                yield self._circular(_way(stuck, strict), loose=False)

    def _circular(self, way: tuple[QualifiedName, ...], *, loose: bool) -> Finding:
        arrows = " -> ".join(map(str, (*way, way[0])))
        advice = (
            "turn one of them around, or move it into a table of its own"
            if loose
            else "no first row can be written: let one of them be NULL, or move it into a table of "
            "its own"
        )
        return self.finding(
            str(way[0]),
            f"foreign keys lead in a circle: {arrows}; {advice}",
            severity=Severity.WARNING if loose else Severity.ERROR,
        )


def _may_wait(table: Table, key: ForeignKey) -> bool:
    """Whether a row can be written before the one to which it points."""
    columns = (table.find_column(name) for name in key.columns)
    return key.deferrable is not None or any(item and item.nullable for item in columns)


def _groups(keys: _Keys) -> Iterator[tuple[QualifiedName, ...]]:
    """The tables that reach each other, by Tarjan's algorithm without recursion."""
    index: dict[QualifiedName, int] = {}
    low: dict[QualifiedName, int] = {}
    stack: list[QualifiedName] = []
    held: set[QualifiedName] = set()
    for root in keys:
        if root in index:
            continue
        work = [(root, iter(keys[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        held.add(root)
        while work:
            name, rest = work[-1]
            following = next(rest, None)
            if following is not None:
                target = following.referenced_table
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    held.add(target)
                    work.append((target, iter(keys.get(target, ()))))
                elif target in held:
                    low[name] = min(low[name], index[target])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[name])
            if low[name] == index[name]:
                place = stack.index(name)
                group = tuple(stack[place:])
                del stack[place:]
                held.difference_update(group)
                if len(group) > 1:
                    yield group


def _way(group: tuple[QualifiedName, ...], keys: _Keys) -> tuple[QualifiedName, ...]:
    """The shortest circle through the first table of the group, by name."""
    first = min(group)
    ways: list[tuple[QualifiedName, ...]] = [(first,)]
    seen = {first}
    for way in ways:
        for key in keys[way[-1]]:
            target = key.referenced_table
            if target == first:
                return way
            if target in group and target not in seen:
                seen.add(target)
                ways.append((*way, target))
    return group
