"""Rules made from facts: each topic becomes a rule like any other, with its page and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from textwrap import indent
from typing import ClassVar, Final, NamedTuple, TypeAlias, cast

import msgspec

from designkit.config import Target
from designkit.model import Table
from designkit.rules.cockroach.bodies import ROUTINES, body_nodes
from designkit.rules.cockroach.fact import NEWEST, Fact, Topic, Verdict, Version
from designkit.rules.cockroach.model_nodes import MODEL_KINDS, node_of
from designkit.rules.cockroach.selector import Selector, selector
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import LookAtPart, SchemaContext, SchemaRule
from designkit.rules.statement_rule import (
    EVERY_WAY,
    Look,
    ScriptContext,
    Site,
    StatementRule,
    name_of,
)
from designkit.rules.watching import Clue, Watch
from designkit.sql.tree import Node, Tree

_NO_TREE: Final = Tree.nothing()


class _Known(NamedTuple):
    """A fact, with its selector taken apart."""

    fact: Fact
    where: Selector

    def holds(self, node: Node, tree: Tree) -> bool:
        when = self.fact.when
        return self.where.selects(node) and (when is None or when(node, tree))


_Judged: TypeAlias = Mapping[str, tuple[_Known, ...]]


class CockroachRule(StatementRule, frozen=True, kw_only=True):
    """What one topic says of statements; subclasses are made by `rule_of`."""

    topic: ClassVar[Topic]
    ways: ClassVar[frozenset[str]] = EVERY_WAY

    def watches(self, script: ScriptContext) -> Iterator[Watch[Look]]:
        """Yield what the facts of these targets are about, and the routines with their bodies."""
        judged = _judged(self.topic, versions_of(script.targets))
        for kind, facts in judged.items():
            for known in facts if kind not in MODEL_KINDS else ():
                yield Watch(kind, known.where.clue, partial(self._look, known))
        if judged.keys() - MODEL_KINDS:
            for kind in ROUTINES:
                yield Watch(kind, Clue(), partial(self._look_in_body, judged))

    def _look(self, known: _Known, node: Node, site: Site) -> Iterable[Finding]:
        if known.holds(node, site.tree):
            return (self._found(known, node, node, site),)
        return ()

    def _look_in_body(self, judged: _Judged, node: Node, site: Site) -> Iterator[Finding]:
        if node.parent is None:
            bodies = body_nodes(site.tree.statement)
            # All are told at the routine, so that the same fault is told there once.
            told: dict[str, Finding] = {}
            for kind in judged.keys() & bodies.keys():
                for inner, tree in bodies[kind]:
                    for known in judged[kind]:
                        if known.holds(inner, tree):
                            found = self._found(known, inner, node, site)
                            told.setdefault(found.message, found)
            yield from told.values()

    def _found(self, known: _Known, node: Node, place: Node, site: Site) -> Finding:
        message = message_of(self.topic, known.fact, known.where.name(node))
        found = site.finding(self, place, message, subject=subject_of(site.tree))
        return msgspec.structs.replace(found, severity=severity_of(self.topic, known.fact))


class CockroachSchemaRule(CockroachRule, SchemaRule, frozen=True, kw_only=True):
    """What one topic says of statements, and of a schema of which nobody judges the text."""

    def informed(self, context: SchemaContext) -> bool:
        """Whether only the schema is there: where its statements are judged, they tell it."""
        return not context.has_text

    def watches_parts(self, context: SchemaContext) -> Iterator[Watch[LookAtPart]]:
        """Yield what the facts of these targets are about in a table."""
        judged = _judged(self.topic, versions_of(context.targets))
        for kind in judged.keys() & MODEL_KINDS:
            for known in judged[kind]:
                yield Watch(kind, known.where.clue, partial(self._look_at_part, known))

    def reads(self, table: Table) -> object:
        """Nothing: `check` looks at what the schema holds besides tables."""
        del table
        return ()

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield what is known of the sequences, and of what the schema carries besides."""
        judged = _judged(self.topic, versions_of(context.targets))
        for item in context.schema.carried if "Carried" in judged else ():
            node = node_of("Carried", item, None)
            for known in judged["Carried"]:
                yield from self._look_at_part(known, node, node.fields["identity"])
        for sequence in context.schema.sequences if "Sequence" in judged else ():
            node = node_of("Sequence", sequence, None)
            for known in judged["Sequence"]:
                yield from self._look_at_part(known, node, str(sequence.qualified))

    def _look_at_part(self, known: _Known, node: Node, subject: str) -> Iterable[Finding]:
        if not known.holds(node, _NO_TREE):
            return ()
        said = message_of(self.topic, known.fact, known.where.name(node))
        severity = severity_of(self.topic, known.fact)
        return (self.finding(subject, f"{subject}: {said}", severity=severity),)


def rule_of(topic: Topic, module: str) -> CockroachRule:
    """The rule that tells a topic, as if it were written in that module."""
    kinds = frozenset(selector(fact.on).kind for fact in topic.facts)
    made = msgspec.defstruct(
        "".join(part.capitalize() for part in topic.id.split("-")),
        [],
        bases=(CockroachSchemaRule if kinds & MODEL_KINDS else CockroachRule,),
        module=module,
        namespace={
            "__doc__": _docstring(topic),
            "topic": topic,
            "severity": max(severity_of(topic, fact) for fact in topic.facts),
            "kinds": (kinds - MODEL_KINDS) | ROUTINES,
        },
        frozen=True,
        kw_only=True,
    )
    return cast("type[CockroachRule]", made)()


def severity_of(topic: Topic, fact: Fact) -> Severity:
    """How grave a fact is: as the topic says, or its verdict."""
    return topic.severity or fact.verdict.severity


def message_of(topic: Topic, fact: Fact, name: str) -> str:
    """What a finding says: what CockroachDB does, until when, and what to do instead."""
    what = fact.what.replace("{}", name)
    until = f" before {'.'.join(map(str, fact.until))}" if fact.until else ""
    if fact.verdict is Verdict.UNSUPPORTED:
        what = f"CockroachDB does not support {what}{until}"
    elif fact.verdict is Verdict.IGNORED:
        what = f"CockroachDB accepts {what} and ignores it{until}"
    return f"{what}; {topic.instead}"


def subject_of(tree: Tree) -> str:
    """The table that a statement is about, "" where there is none or several."""
    relation = tree.fields.get("relation") or tree.fields.get("base")
    return str(name_of(relation)) if relation and "relname" in relation else ""


@cache
def versions_of(targets: tuple[Target, ...]) -> tuple[Version, ...]:
    """The versions of CockroachDB among the targets; the newest where one does not say."""
    return tuple(target.version or NEWEST for target in targets if target.database == "cockroachdb")


@cache
def _judged(topic: Topic, versions: tuple[Version, ...]) -> _Judged:
    """The facts of a topic that hold on one of the versions, by the kind of node."""
    found: dict[str, list[_Known]] = {}
    for fact in topic.facts:
        if topic.banned or any(fact.applies(version) for version in versions):
            where = selector(fact.on)
            found.setdefault(where.kind, []).append(_Known(fact, where))
    return {kind: tuple(facts) for kind, facts in found.items()}


def _docstring(topic: Topic) -> str:
    sections = {
        "Why": topic.why,
        "Bad": f"-- target: {topic.target}\n{topic.bad}",
        "Good": f"-- target: {topic.target}\n{topic.good}",
        "Sources": "\n".join(topic.sources),
    }
    parts = [f"{name}:\n{indent(text.strip(), '    ')}" for name, text in sections.items()]
    return "\n".join([f"{topic.summary}\n", *parts])
