"""The rule `cockroachdb-mixed-transaction`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import QualifiedName
from designkit.rules.cockroach.judging import versions_of
from designkit.rules.cockroach.transacting import Transacted, transactions
from designkit.rules.finding import Finding, Severity
from designkit.rules.statement_rule import (
    ScriptContext,
    Site,
    StatementRule,
    name_in_list,
    name_of,
)
from designkit.sql.tree import Tree


class CockroachdbMixedTransaction(StatementRule, frozen=True, kw_only=True):
    """One transaction changes several things of tables that were there, or schema and rows.

    Why:
        Since 25.1 each schema change on CockroachDB commits what is open before it, so a failure in
        the middle leaves the first half behind; before, rows can be committed although the schema
        change fails. Only what is done to tables of the same transaction is safe.
    Bad:
        -- target: cockroachdb=25.2
        -- transaction: none
        BEGIN;
        ALTER TABLE orders ADD COLUMN state text;
        UPDATE orders SET state = 'new' WHERE id = 'a';
        COMMIT;
    Good:
        -- target: cockroachdb=25.2
        -- transaction: none
        ALTER TABLE orders ADD COLUMN state text;
    Sources:
        https://www.cockroachlabs.com/docs/v26.2/online-schema-changes
        https://www.cockroachlabs.com/docs/releases/v25.1
    """

    severity = Severity.WARNING

    def check_script(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield the first statement of each transaction that is one too many."""
        if not versions_of(script.targets):
            return
        site = Site(script)
        for transaction in transactions(script):
            found = _too_many(transaction)
            if found is not None:
                site.tree, what = found
                message = (
                    f"one transaction holds {what}, which CockroachDB does not undo together; "
                    "give each a migration of its own"
                )
                yield site.finding(self, None, message)


def _too_many(transaction: Transacted) -> tuple[Tree, str] | None:
    created: set[QualifiedName] = set()
    changes, drops, writes = 0, 0, 0
    for tree in transaction.trees:
        match tree.kind:
            case "CreateStmt":
                created.add(name_of(tree.fields["relation"]))
            case "AlterTableStmt" | "RenameStmt" | "AlterObjectSchemaStmt" | "TruncateStmt":
                changes += not _about(tree) <= created
            case "DropStmt":
                # What goes together, as in a DOWN, can be run again where it failed.
                drops |= not _about(tree) <= created
            case "InsertStmt" | "UpdateStmt" | "DeleteStmt":
                writes += name_of(tree.fields["relation"]) not in created
            case _:
                pass
        if changes + drops > 1:
            return tree, "several changes of the schema"
        if changes + drops and writes:
            return tree, "changes of the schema and of rows"
    return None


def _about(tree: Tree) -> set[QualifiedName]:
    """The tables that a schema change is about; one without a name where it is about others."""
    relation = tree.fields.get("relation")
    if relation and "relname" in relation:
        return {name_of(relation)}
    if tree.kind == "TruncateStmt":
        return {name_of(item["RangeVar"]) for item in tree.fields["relations"]}
    if tree.fields.get("removeType") == "OBJECT_TABLE":
        return set(map(name_in_list, tree.fields["objects"]))
    return {QualifiedName(name="")}
