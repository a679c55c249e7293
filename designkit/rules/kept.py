"""What was said of each table is kept while nothing that the saying rests on has changed.

Tables are compared by identity: an edit leaves every other table the very value that it was.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from operator import is_
from typing import NamedTuple, TypeAlias

from designkit.config import Config, Target
from designkit.model import QualifiedName, Schema, Table, replace
from designkit.rules.catalogue import CATALOGUE
from designkit.rules.cockroach.model_nodes import parts_of
from designkit.rules.finding import Finding, position
from designkit.rules.fixes import names_beside, names_given, names_of
from designkit.rules.rule import SchemaContext, SchemaRule
from designkit.rules.settings import Configured, configure, stamped
from designkit.rules.watching import Watch, Watches

_NO_NAMES: frozenset[QualifiedName] = frozenset()


# By the name of a table, the names of the others whose foreign keys point to it.
Pointers: TypeAlias = Mapping[QualifiedName, AbstractSet[QualifiedName]]


class Asked:
    """What rules asked about other tables while they judged one, with the answers."""

    def __init__(self, context: SchemaContext, pointers: Pointers) -> None:
        self._context = context
        self._pointers = pointers
        self.tables: dict[QualifiedName, Table | None] = {}
        self.owners: dict[QualifiedName, str] = {}
        self.pointing: dict[QualifiedName, tuple[Table, ...]] = {}

    @property
    def targets(self) -> tuple[Target, ...]:
        """The databases that shall hold the schema."""
        return self._context.targets

    @property
    def has_text(self) -> bool:
        """Whether the statements that built the schema are judged as well."""
        return self._context.has_text

    def table(self, name: QualifiedName) -> Table | None:
        """The table of that name, or None."""
        found = self._context.schema.find_table(name)
        self.tables[name] = found
        return found

    def pointing_to(self, name: QualifiedName) -> tuple[Table, ...]:
        """The other tables whose foreign keys point to a table."""
        found = _pointing_to(self._context.schema, name, self._pointers)
        self.pointing[name] = found
        return found

    def owner(self, name: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        found = self._context.owner(name)
        self.owners[name] = found
        return found


class _Fix(NamedTuple):
    """A finding whose fix can be applied where the names that it gives are free."""

    finding: Finding
    names: frozenset[QualifiedName]


class _Said(NamedTuple):
    """What was said of a table, and the answers on which it rests.

    The table is held, so that its identity cannot pass to another.
    """

    table: Table
    tables: Mapping[QualifiedName, Table | None]
    owners: Mapping[QualifiedName, str]
    pointing: Mapping[QualifiedName, tuple[Table, ...]]
    plain: tuple[Finding, ...]
    fixes: tuple[_Fix, ...]
    names: tuple[QualifiedName, ...]

    @property
    def asked(self) -> frozenset[QualifiedName]:
        """The tables about which something was asked."""
        return frozenset((*self.tables, *self.owners, *self.pointing))

    def rests_on(self, context: SchemaContext, pointers: Pointers) -> bool:
        """Whether each question would be answered as it was."""
        find = context.schema.find_table
        return (
            all(find(name) is table for name, table in self.tables.items())
            and all(context.owner(name) == owner for name, owner in self.owners.items())
            and all(
                _are(_pointing_to(context.schema, name, pointers), tables)
                for name, tables in self.pointing.items()
            )
        )


def _pointing_to(schema: Schema, name: QualifiedName, pointers: Pointers) -> tuple[Table, ...]:
    return tuple(map(schema.table, sorted(pointers.get(name, ()))))


def _are(tables: tuple[Table, ...], others: tuple[Table, ...]) -> bool:
    return len(tables) == len(others) and all(map(is_, tables, others))


class _Panel:
    """The rules that judge table by table, each asked only in the ways in which it speaks."""

    def __init__(self, rules: tuple[SchemaRule, ...], context: SchemaContext) -> None:
        self._alone = [rule for rule in rules if _has_own(rule, "check_table")]
        self._related = [rule for rule in rules if _has_own(rule, "check_related")]
        self._parts = Watches(
            Watch(watch.kind, watch.clue, (rule, watch.who))
            for rule in rules
            for watch in rule.watches_parts(context)
        )

    def check(self, table: Table, asked: Asked) -> Iterator[Finding]:
        """Yield what the rules say of a table."""
        for rule in self._alone:
            if rule.judges(table):
                yield from rule.check_table(table)
        for rule in self._related:
            if rule.judges(table):
                yield from rule.check_related(table, asked)
        for node, subject in parts_of(table, self._parts.kinds):
            for rule, look in self._parts.over(node):
                if rule.judges(table):
                    yield from look(node, subject)


def _targets(table: Table) -> Iterator[QualifiedName]:
    """The other tables to which a table points."""
    own = table.qualified
    for key in table.foreign_keys:
        if key.referenced_table != own:
            yield key.referenced_table


def _has_own(rule: SchemaRule, way: str) -> bool:
    return getattr(type(rule), way) is not getattr(SchemaRule, way)


class _Service:
    """What is kept of one service.

    Attributes:
        ground: what all of it rests on.
        panel: the rules that judge its tables one by one.
        told: what was said of each table, with the fixes that can be applied.
        tables: those of the last check, also of other services.
        pointers: which tables point to which.
        askers: the tables of which something was said that rests on a table, by its name.
        wanting: the tables with a fix that gives a name.
        taken: how many tables take a name.
        others: the names that something else takes.
        whole: what each rule said of the schema as a whole.
        beside: the schema of which that was said.
        order: the findings of the last check, in their order.
    """

    def __init__(self, ground: tuple[object, ...], panel: _Panel) -> None:
        self.ground = ground
        self.panel = panel
        self.said: dict[int, _Said] = {}
        self.told: dict[int, tuple[Finding, ...]] = {}
        self.tables: dict[int, Table] = {}
        self.pointers: dict[QualifiedName, set[QualifiedName]] = {}
        self.askers: dict[QualifiedName, set[int]] = {}
        self.wanting: dict[QualifiedName, set[int]] = {}
        self.taken: Counter[QualifiedName] = Counter()
        self.others: frozenset[QualifiedName] = frozenset()
        self.whole: dict[str, tuple[Finding, ...]] = {}
        self.beside: Schema | None = None
        self.order: dict[int, Finding] = {}

    def doubtful(self, schema: Schema) -> frozenset[int]:
        """Take over the tables; return those of which something said may no longer hold."""
        tables = {id(table): table for table in schema.tables}
        gone = [table for key, table in self.tables.items() if key not in tables]
        come = [table for key, table in tables.items() if key not in self.tables]
        self.tables = tables
        touched = {table.qualified for table in (*gone, *come)}
        for table in gone:
            for target in _targets(table):
                self.pointers[target].discard(table.qualified)
                touched.add(target)
        for table in come:
            for target in _targets(table):
                self.pointers.setdefault(target, set()).add(table.qualified)
                touched.add(target)
        return frozenset(key for name in touched for key in self.askers.get(name, ()))

    def judged(self, table: Table, context: SchemaContext, rules: tuple[Configured, ...]) -> _Said:
        """What the rules say of a table."""
        asked = Asked(context, self.pointers)
        plain: list[Finding] = []
        fixes: list[_Fix] = []
        for finding in stamped(self.panel.check(table, asked), rules, context.service):
            names = names_given(finding.fix, context.schema) if finding.fix else None
            if names is not None:
                fixes.append(_Fix(finding, names))
            else:
                plain.append(replace(finding, fix=()) if finding.fix else finding)
        return _Said(
            table=table,
            tables=asked.tables,
            owners=asked.owners,
            pointing=asked.pointing,
            plain=tuple(plain),
            fixes=tuple(fixes),
            names=tuple(names_of(table)),
        )

    def settle(self, said: dict[int, _Said], others: frozenset[QualifiedName]) -> None:
        """Take over what is said now, and find out again which fixes are possible."""
        gone = {key: item for key, item in self.said.items() if said.get(key) is not item}
        come = {key: item for key, item in said.items() if self.said.get(key) is not item}
        for key, item in gone.items():
            self._forget(key, item)
        for key, item in come.items():
            self._learn(key, item)
        before = {name for item in gone.values() for name in item.names}
        after = {name for item in come.values() for name in item.names}
        changed = (before ^ after) | (self.others ^ others)
        self.said, self.others = said, others
        again = {key for name in changed for key in self.wanting.get(name, ())}
        for key in again | come.keys():
            self.told[key] = tuple(self._told(said[key]))

    def ordered(self, found: list[Finding]) -> tuple[Finding, ...]:
        """Bring findings into their order, where only those that are new are looked at."""
        known = {id(finding): finding for finding in found}
        old = self.order.keys() & known.keys()
        new = [finding for key, finding in known.items() if key not in old]
        if len(known) < len(found) or len(new) > len(found) // 8:
            order = sorted(found, key=position)
        else:
            order = [finding for key, finding in self.order.items() if key in old]
            for finding in new:
                insort(order, finding, key=position)
        self.order = {id(finding): finding for finding in order}
        return tuple(order)

    def is_free(self, names: Iterable[QualifiedName]) -> bool:
        """Whether nothing takes any of the names."""
        return not any(name in self.taken or name in self.others for name in names)

    def _told(self, item: _Said) -> Iterator[Finding]:
        yield from item.plain
        for fix in item.fixes:
            yield fix.finding if self.is_free(fix.names) else replace(fix.finding, fix=())

    def _learn(self, key: int, item: _Said) -> None:
        for name in item.asked:
            self.askers.setdefault(name, set()).add(key)
        for fix in item.fixes:
            for name in fix.names:
                self.wanting.setdefault(name, set()).add(key)
        self.taken.update(item.names)

    def _forget(self, key: int, item: _Said) -> None:
        del self.told[key]
        for name in item.asked:
            self.askers[name].discard(key)
        for fix in item.fixes:
            for name in fix.names:
                self.wanting[name].discard(key)
        self.taken.subtract(item.names)
        for name in item.names:
            if not self.taken[name]:
                del self.taken[name]


class Kept:
    """What was said of each table at the last check; give the same one to the next check."""

    def __init__(self) -> None:
        self._services: dict[str, _Service] = {}
        self._rules: dict[str, tuple[Config | None, tuple[Configured, ...]]] = {}

    def configured(self, config: Config | None, service: str) -> tuple[Configured, ...]:
        """The rules of the catalogue as that very configuration wants them for a service."""
        known = self._rules.get(service)
        if known is None or known[0] is not config:
            known = self._rules[service] = (config, configure(CATALOGUE, config, service))
        return known[1]

    def findings(
        self, context: SchemaContext, rules: tuple[Configured, ...]
    ) -> tuple[Finding, ...]:
        """Return in order what the rules say, as a team wants it, with the possible fixes."""
        schema = context.schema
        asked = tuple(
            item.rule
            for item in rules
            if isinstance(item.rule, SchemaRule) and item.rule.informed(context)
        )
        ground = (asked, rules, context.targets, context.has_text, context.owners, schema.views)
        kept = self._services.get(context.service)
        if kept is None or kept.ground != ground:
            kept = self._services[context.service] = _Service(ground, _Panel(asked, context))
        doubtful = kept.doubtful(schema)
        said: dict[int, _Said] = {}
        for table in context.own_tables():
            key = id(table)
            known = kept.said.get(key)
            if known is None or (key in doubtful and not known.rests_on(context, kept.pointers)):
                known = kept.judged(table, context, rules)
            said[key] = known
        whole = _of_whole(kept, said, context, rules)
        others = frozenset((*names_beside(schema), *context.owners))
        kept.settle(said, others.union(_names_of_others(context, said)))
        found: list[Finding] = []
        for told in map(kept.told.__getitem__, said):
            found += told
        for finding in whole:
            names = names_given(finding.fix, schema) if finding.fix else _NO_NAMES
            free = names is not None and kept.is_free(names)
            found.append(finding if free else replace(finding, fix=()))
        return kept.ordered(found)


def _of_whole(
    kept: _Service,
    said: Mapping[int, _Said],
    context: SchemaContext,
    rules: tuple[Configured, ...],
) -> tuple[Finding, ...]:
    """What rules say of the schema as a whole; those that read nothing of an edit say the same."""
    gone = {item.table.qualified: item.table for key, item in kept.said.items() if key not in said}
    come = {item.table.qualified: item.table for key, item in said.items() if key not in kept.said}
    # Where tables come or go, or something beside them changed, everybody looks again.
    same = gone.keys() == come.keys() and _same_beside(kept.beside, context.schema)
    found: dict[str, tuple[Finding, ...]] = {}
    for item in rules:
        rule = item.rule
        if not isinstance(rule, SchemaRule) or type(rule).check is SchemaRule.check:
            continue
        if not rule.informed(context):
            continue
        before = kept.whole.get(rule.id) if same else None
        if before is not None and all(
            rule.reads(gone[name]) == rule.reads(come[name]) for name in gone
        ):
            found[rule.id] = before
        else:
            found[rule.id] = tuple(stamped(rule.check(context), rules, context.service))
    kept.whole, kept.beside = found, context.schema
    return tuple(finding for findings in found.values() for finding in findings)


def _same_beside(before: Schema | None, after: Schema) -> bool:
    """Whether two schemas are equal but for their tables."""
    return before is not None and replace(before, tables=()) == replace(after, tables=())


def _names_of_others(context: SchemaContext, said: Mapping[int, _Said]) -> Iterator[QualifiedName]:
    """The names of tables that are not judged here, where there are such."""
    if len(said) != len(context.schema.tables):
        for table in context.schema.tables:
            if id(table) not in said:
                yield from names_of(table)
