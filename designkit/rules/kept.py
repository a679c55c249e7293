"""What was said of each table is kept while nothing that the saying rests on has changed.

Tables are compared by identity: an edit leaves every other table the very value that it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from designkit.config import Config
from designkit.model import QualifiedName, Schema, Table, replace
from designkit.rules.applicable import names_beside, names_given, names_of
from designkit.rules.arranged import Arranged
from designkit.rules.asked import Answers, Asked, Tables
from designkit.rules.catalogue import CATALOGUE
from designkit.rules.finding import Finding
from designkit.rules.panel import Judgement, TablePanel, has_own
from designkit.rules.rule import SchemaContext, SchemaRule
from designkit.rules.settings import Configured, Stamp, configure

_NO_NAMES: frozenset[QualifiedName] = frozenset()


class _Fix(NamedTuple):
    """A finding whose fix can be applied where the names that it gives are free."""

    finding: Finding
    names: frozenset[QualifiedName]


class _Said(NamedTuple):
    """What was said of a table, and the answers on which it rests.

    The table is held, so that its identity cannot pass to another.
    """

    table: Table
    answers: Answers
    plain: tuple[Finding, ...]
    fixes: tuple[_Fix, ...]
    names: tuple[QualifiedName, ...]


def _without_fix(finding: Finding) -> Finding:
    return replace(finding, fix=()) if finding.fix else finding


class _Whole:
    """What rules say of a schema as a whole; those that read nothing of an edit say the same."""

    def __init__(self, rules: Iterable[SchemaRule]) -> None:
        self._rules = tuple(rule for rule in rules if has_own(rule, "check"))
        self._said: dict[str, tuple[Finding, ...]] = {}
        self._schema: Schema | None = None

    def check(
        self,
        context: SchemaContext,
        gone: Iterable[Table],
        come: Iterable[Table],
        stamp: Stamp,
    ) -> tuple[Finding, ...]:
        """Return what they say, where some tables have gone and others come since the last time."""
        before = {table.qualified: table for table in gone}
        after = {table.qualified: table for table in come}
        # Where tables come or go, or something beside them changed, everybody looks again.
        same = before.keys() == after.keys() and _same_beside(self._schema, context.schema)
        self._schema = context.schema
        for rule in self._rules:
            if same and all(rule.reads(before[name]) == rule.reads(after[name]) for name in before):
                continue
            self._said[rule.id] = tuple(stamp.on(rule.check(context)))
        return tuple(finding for findings in self._said.values() for finding in findings)


def _same_beside(before: Schema | None, after: Schema) -> bool:
    """Whether two schemas are equal but for their tables."""
    return before is not None and replace(before, tables=()) == replace(after, tables=())


class _Service:
    """What is kept of one service.

    Attributes:
        ground: what all of it rests on.
    """

    def __init__(
        self,
        ground: tuple[object, ...],
        asked: tuple[SchemaRule, ...],
        context: SchemaContext,
        stamp: Stamp,
    ) -> None:
        self.ground = ground
        self._stamp = stamp
        self._panel = TablePanel(asked, context)
        self._whole = _Whole(asked)
        self._tables = Tables()
        self._said: dict[int, _Said] = {}
        # What was said of each table, and of the whole, with the fixes that can be applied.
        self._told: dict[int, tuple[Finding, ...]] = {}
        self._told_of_whole: dict[int, Finding] = {}
        self._arranged = Arranged()
        # The tables of which something was said that rests on a table, by its name.
        self._askers: dict[QualifiedName, set[int]] = {}
        # The tables with a fix that gives a name, how many tables take one, and what else does.
        self._wanting: dict[QualifiedName, set[int]] = {}
        self._taken: Counter[QualifiedName] = Counter()
        self._others: frozenset[QualifiedName] = frozenset()

    def findings(self, context: SchemaContext) -> tuple[Finding, ...]:
        """Return in order what the rules say of a schema."""
        touched = self._tables.take(context.schema.tables)
        doubtful = {key for name in touched for key in self._askers.get(name, ())}
        before = self._said
        own = {id(table): table for table in context.own_tables()}
        anew = {key: table for key, table in own.items() if key not in before}
        for key in doubtful & own.keys() & before.keys():
            if not before[key].answers.hold(context, self._tables):
                anew[key] = own[key]
        come = self._judged(anew, context)
        gone = {key: before[key] for key in (before.keys() - own.keys()) | (before.keys() & come)}
        said = self._said = {**before, **come}
        for key in gone.keys() - come.keys():
            del said[key]
        whole = self._whole.check(
            context,
            (item.table for key, item in gone.items() if key not in said),
            (item.table for key, item in come.items() if key not in before),
            self._stamp,
        )
        changed = self._settle(gone, come, frozenset(_names_of_others(context, said)))
        self._tell(changed, gone, whole, context.schema)
        return self._arranged.findings

    def _judged(self, tables: Mapping[int, Table], context: SchemaContext) -> dict[int, _Said]:
        """What the rules say of tables."""
        asked = {key: Asked(context, self._tables) for key in tables}
        judgements = {
            key: Judgement(table=table, related=asked[key], findings=[])
            for key, table in tables.items()
        }
        self._panel.check(tuple(judgements.values()))
        return {
            key: self._said_of(item.table, item.findings, asked[key].answers, context.schema)
            for key, item in judgements.items()
        }

    def _said_of(
        self, table: Table, findings: list[Finding], answers: Answers, schema: Schema
    ) -> _Said:
        plain: list[Finding] = []
        fixes: list[_Fix] = []
        for finding in self._stamp.on(findings):
            names = names_given(finding.fix, schema) if finding.fix else None
            if names is not None:
                fixes.append(_Fix(finding, names))
            else:
                plain.append(_without_fix(finding))
        return _Said(
            table=table,
            answers=answers,
            plain=tuple(plain),
            fixes=tuple(fixes),
            names=tuple(names_of(table)),
        )

    def _settle(
        self,
        gone: Mapping[int, _Said],
        come: Mapping[int, _Said],
        others: frozenset[QualifiedName],
    ) -> set[int]:
        """Take over what is said now; return the tables of which something else may be told."""
        for key, item in gone.items():
            self._forget(key, item)
        for key, item in come.items():
            self._learn(key, item)
        before = {name for item in gone.values() for name in item.names}
        after = {name for item in come.values() for name in item.names}
        changed = (before ^ after) | (self._others ^ others)
        self._others = others
        again = {key for name in changed for key in self._wanting.get(name, ())}
        return again | come.keys()

    def _tell(
        self, changed: set[int], gone: Iterable[int], whole: tuple[Finding, ...], schema: Schema
    ) -> None:
        """Bring into their order what is told anew, in the place of what was told."""
        old = [finding for key in {*gone, *changed} for finding in self._told.pop(key, ())]
        new: list[Finding] = []
        for key in self._said if len(changed) == len(self._said) else changed:
            told = self._told[key] = tuple(self._told_of(self._said[key]))
            new += told
        told_of_whole = {
            id(finding): finding for finding in (self._possible(item, schema) for item in whole)
        }
        old += [it for key, it in self._told_of_whole.items() if key not in told_of_whole]
        new += [it for key, it in told_of_whole.items() if key not in self._told_of_whole]
        self._told_of_whole = told_of_whole
        self._arranged.exchange(old, new)

    def _told_of(self, item: _Said) -> Iterator[Finding]:
        yield from item.plain
        for fix in item.fixes:
            yield fix.finding if self._is_free(fix.names) else _without_fix(fix.finding)

    def _possible(self, finding: Finding, schema: Schema) -> Finding:
        names = names_given(finding.fix, schema) if finding.fix else _NO_NAMES
        return finding if names is not None and self._is_free(names) else _without_fix(finding)

    def _is_free(self, names: Iterable[QualifiedName]) -> bool:
        """Whether nothing takes any of the names."""
        return not any(name in self._taken or name in self._others for name in names)

    def _learn(self, key: int, item: _Said) -> None:
        for name in item.answers.names:
            self._askers.setdefault(name, set()).add(key)
        for fix in item.fixes:
            for name in fix.names:
                self._wanting.setdefault(name, set()).add(key)
        for name in item.names:
            self._taken[name] += 1

    def _forget(self, key: int, item: _Said) -> None:
        for name in item.answers.names:
            self._askers[name].discard(key)
        for fix in item.fixes:
            for name in fix.names:
                self._wanting[name].discard(key)
        for name in item.names:
            self._taken[name] -= 1
            if not self._taken[name]:
                del self._taken[name]


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
        asked = tuple(
            item.rule
            for item in rules
            if isinstance(item.rule, SchemaRule) and item.rule.informed(context)
        )
        ground = (
            asked,
            rules,
            context.targets,
            context.has_text,
            context.owners,
            context.schema.views,
        )
        kept = self._services.get(context.service)
        if kept is None or kept.ground != ground:
            kept = self._services[context.service] = _Service(
                ground, asked, context, Stamp(rules, context.service)
            )
        return kept.findings(context)


def _names_of_others(context: SchemaContext, said: Mapping[int, _Said]) -> Iterator[QualifiedName]:
    """The names that are taken by what is not judged here table by table."""
    yield from names_beside(context.schema)
    yield from context.owners
    if len(said) != len(context.schema.tables):
        for table in context.schema.tables:
            if id(table) not in said:
                yield from names_of(table)
