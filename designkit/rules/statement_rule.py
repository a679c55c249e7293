"""Rules on statements: what they may see, and the one walk over each tree that asks them all.

They judge text, before any server has seen it: a migration's two ways, or SQL that somebody gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar, Final, Literal, TypeAlias, get_args

import msgspec

from designkit.cockroach_parser import Refusal
from designkit.config import Target
from designkit.model import QualifiedName, Value
from designkit.rules.finding import Finding, Severity
from designkit.rules.past import Past
from designkit.rules.rule import Rule
from designkit.rules.watching import Clue, Watch, Watches
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Fields, Node, Tree

# What a script is: a way of a migration, a query that a service sends, or "" for other SQL.
Way: TypeAlias = Literal["up", "down", "query", ""]
EVERY_WAY: Final = frozenset[str](get_args(Way))


class ScriptContext(Value, frozen=True, kw_only=True):
    """Statements that run in order.

    Attributes:
        trees: the statements.
        file: where they stand; "" where nobody said.
        service: whose they are; "" where nobody said.
        way: of a migration; of other SQL nobody knows what stands before it.
        transactional: whether the tool runs them in one transaction.
        begun: whether it says BEGIN for that; one that sends the file as a single message does not.
        targets: the databases that shall run them.
        earlier: the statements of the UPs that ran before, in order.
        undone: for a DOWN, the statements of the UP that it takes back.
        refused: what CockroachDB's own parser refuses, by the number of the statement from 0;
            empty where nobody asked it.
    """

    trees: tuple[Tree, ...]
    file: str = ""
    service: str = ""
    way: Way = ""
    transactional: bool = True
    begun: bool = True
    targets: tuple[Target, ...] = ()
    earlier: Past = msgspec.field(default_factory=Past)
    undone: tuple[Tree, ...] = ()
    refused: Mapping[int, Refusal] = msgspec.field(default_factory=dict[int, Refusal])


class Site:
    """Where a statement stands: its script, and what the statements before it in it have made.

    Attributes:
        tree: the statement that is judged.
        before: the statements before it in the same script.
        created: the tables that statements before it in the same script have created, and that are
            still there.
        emptied: the tables that statements before it have emptied altogether.
        in_transaction: whether a transaction is open, the tool's or one that the script began.
    """

    def __init__(self, script: ScriptContext) -> None:
        self.script = script
        self.tree = Tree.nothing()
        self.before: list[Tree] = []
        self.created: set[QualifiedName] = set()
        self.emptied: set[QualifiedName] = set()
        self.in_transaction = script.transactional

    def is_new(self, relation: Fields) -> bool:
        """Whether a table, as a `RangeVar` names it, came in this script: it has no rows yet."""
        return name_of(relation) in self.created

    def is_empty(self, relation: Fields) -> bool:
        """Whether a table came in this script, or was emptied by it."""
        return self.is_new(relation) or name_of(relation) in self.emptied

    def finding(
        self, rule: Rule, node: Node | None, message: str, *, subject: str = "", evidence: str = ""
    ) -> Finding:
        """A finding of a rule at a node of the statement, or at its first word."""
        location = None if node is None else node.location
        character = 0 if location is None else self.tree.character(location)
        line, column = self.tree.place(character)
        return Finding(
            rule=rule.id,
            severity=rule.severity,
            message=message,
            object=subject,
            file=self.script.file,
            line=line,
            column=column,
            service=self.script.service,
            evidence=evidence or None,
        )

    def follow(self) -> None:
        """Note what the statement has made, before the next one is judged."""
        self.before.append(self.tree)
        fields = self.tree.fields
        match self.tree.kind:
            case "TransactionStmt":
                self._follow_transaction(fields)
            case "CreateStmt":
                self.created.add(name_of(fields["relation"]))
            case "CreateTableAsStmt":
                self.created.add(name_of(fields["into"]["rel"]))
            case "RenameStmt" if fields.get("renameType") == "OBJECT_TABLE":
                before = name_of(fields["relation"])
                if before in self.created:
                    self.created.remove(before)
                    after = QualifiedName(namespace=before.namespace, name=fields["newname"])
                    self.created.add(after)
            case "DropStmt" if fields.get("removeType") == "OBJECT_TABLE":
                self.created.difference_update(map(name_in_list, fields.get("objects", ())))
            case _:
                self._follow_rows(fields)

    def _follow_transaction(self, fields: Fields) -> None:
        if fields["kind"] in {"TRANS_STMT_BEGIN", "TRANS_STMT_START"}:
            self.in_transaction = True
        elif fields["kind"] in {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"}:
            self.in_transaction = bool(fields.get("chain"))

    def _follow_rows(self, fields: Fields) -> None:
        match self.tree.kind:
            case "TruncateStmt":
                self.emptied.update(name_of(item["RangeVar"]) for item in fields["relations"])
            case "DeleteStmt" if not {"whereClause", "usingClause"} & fields.keys():
                self.emptied.add(name_of(fields["relation"]))
            case "InsertStmt" | "CopyStmt" if "relation" in fields:
                self.emptied.discard(name_of(fields["relation"]))
            case _:
                pass


# What a rule says of a node that it wanted to see.
Look: TypeAlias = Callable[[Node, Site], Iterable[Finding]]


class StatementRule(Rule, frozen=True, kw_only=True):
    """A demand on statements. `check_node` sees nodes of its kinds, `check_script` the whole.

    Attributes:
        ways: the scripts that it judges; most speak of migrations, and have nothing to say of a
            query that a service sends.
        observed: the hazards by which a rehearsal tells the same of the same statement; only what
            was observed is told then.
        twins: the rules that tell the same of a column of the schema that the text builds; only
            what they say is told then.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    ways: ClassVar[frozenset[str]] = EVERY_WAY - {"query"}
    observed: ClassVar[frozenset[HazardKind]] = frozenset()
    twins: ClassVar[frozenset[str]] = frozenset()

    def concerns(self, script: ScriptContext) -> bool:
        """Whether the rule has something to say of scripts of that way and those targets at all."""
        del script
        return True

    def watches(self, script: ScriptContext) -> Iterator[Watch[Look]]:
        """Yield what the rule wants to see of scripts of that way and those targets."""
        if self.concerns(script):
            for kind in self.kinds:
                yield Watch(kind, Clue(), self.check_node)

    def check_node(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what the rule sees at a node of one of its kinds."""
        del node, site
        yield from ()

    def check_script(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield what the rule sees in the statements together."""
        del script
        yield from ()

    def check_refusal(self, refusal: Refusal, site: Site) -> Iterator[Finding]:
        """Yield what the rule says of a statement that CockroachDB refuses and no rule explains."""
        del refusal, site
        yield from ()


class Panel:
    """Rules that are asked together: each tree is walked once, whatever their number."""

    def __init__(self, rules: Iterable[StatementRule]) -> None:
        self.rules = tuple(rules)
        self._watches: dict[tuple[str, tuple[Target, ...]], Watches[Look]] = {}
        self._of_refusals = tuple(
            rule
            for rule in self.rules
            if type(rule).check_refusal is not StatementRule.check_refusal
        )
        self._of_whole = tuple(
            rule for rule in self.rules if type(rule).check_script is not StatementRule.check_script
        )

    def check(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield what the rules see in a script, statement by statement."""
        site = Site(script)
        for number, tree in enumerate(script.trees):
            site.tree = tree
            refusal = script.refused.get(number)
            if refusal is None:
                yield from self._at_nodes(site)
            else:
                yield from self._at_refused(refusal, site)
            site.follow()
        for rule in self._of_whole:
            yield from rule.check_script(script)

    def _at_nodes(self, site: Site) -> list[Finding]:
        found: list[Finding] = []
        over = self._watching(site.script).over
        for node in site.tree.nodes():
            for look in over(node):
                found += look(node, site)
        return found

    def _watching(self, script: ScriptContext) -> Watches[Look]:
        """What the rules want to see; it depends on the way and the targets of a script alone."""
        kind = (script.way, script.targets)
        if kind not in self._watches:
            self._watches[kind] = Watches(
                watch for rule in self.rules for watch in rule.watches(script)
            )
        return self._watches[kind]

    def _at_refused(self, refusal: Refusal, site: Site) -> Iterator[Finding]:
        """What rules see in a statement that CockroachDB refuses; the refusal, if none says why."""
        is_explained = bool(site.tree.error)  # PostgreSQL refuses it as well.
        for finding in self._at_nodes(site):
            is_explained |= _explains(finding)
            yield finding
        if not is_explained:
            for rule in self._of_refusals:
                yield from rule.check_refusal(refusal, site)


def _explains(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.rule.startswith("cockroachdb-")


def check_script(script: ScriptContext, rules: Iterable[StatementRule]) -> Iterator[Finding]:
    """Yield what the rules see in a script, statement by statement; each tree is walked once."""
    yield from Panel(rules).check(script)


def name_of(relation: Fields) -> QualifiedName:
    """The name of a `RangeVar`."""
    if "schemaname" in relation:
        return QualifiedName(namespace=relation["schemaname"], name=relation["relname"])
    return QualifiedName(name=relation["relname"])


def name_in_list(item: Fields) -> QualifiedName:
    """The name of an object that is dropped or altered, as a list of strings spells it."""
    parts = [part["String"]["sval"] for part in item["List"]["items"]]
    namespace = {"namespace": parts[-2]} if len(parts) > 1 else {}
    return QualifiedName(name=parts[-1], **namespace)
