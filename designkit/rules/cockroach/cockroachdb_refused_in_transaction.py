"""The rule `cockroachdb-refused-in-transaction`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from designkit.model import QualifiedName
from designkit.rules.cockroach.judging import versions_of
from designkit.rules.cockroach.transacting import Transacted, transactions
from designkit.rules.finding import Finding
from designkit.rules.statement_rule import ScriptContext, Site, StatementRule, name_of
from designkit.sql.tree import Tree

_SCHEMA_CHANGES: Final = frozenset(
    {
        "AlterTableStmt",
        "CreateEnumStmt",
        "CreateSchemaStmt",
        "CreateSeqStmt",
        "CreateStmt",
        "CreateTableAsStmt",
        "DropStmt",
        "IndexStmt",
        "RenameStmt",
        "TruncateStmt",
        "ViewStmt",
    }
)


class CockroachdbRefusedInTransaction(StatementRule, frozen=True, kw_only=True):
    """A statement stands in a transaction in which CockroachDB refuses it.

    Why:
        CockroachDB changes the type of a column and refreshes a materialized view only outside of
        explicit transactions, a table that was created with a foreign key cannot be used before
        the transaction ends, and a schema change is only rolled back to a savepoint with which the
        transaction began.
    Bad:
        -- target: cockroachdb=25.2
        -- transaction: none
        BEGIN;
        REFRESH MATERIALIZED VIEW totals;
        COMMIT;
    Good:
        -- target: cockroachdb=25.2
        -- transaction: none
        REFRESH MATERIALIZED VIEW totals;
    Sources:
        https://www.cockroachlabs.com/docs/v26.2/known-limitations
        https://www.cockroachlabs.com/docs/v26.2/online-schema-changes
        https://www.cockroachlabs.com/docs/v26.2/savepoint
        https://github.com/cockroachdb/cockroach/issues/66008
    """

    def check_script(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield each statement that is refused where it stands."""
        if not versions_of(script.targets):
            return
        site = Site(script)
        for transaction in transactions(script):
            for tree, what in chain(_refused(transaction), _rolled_back(transaction)):
                site.tree = tree
                message = (
                    f"CockroachDB refuses {what} in a transaction; "
                    "run it alone, in a migration without a transaction"
                )
                yield site.finding(self, None, message)


def _refused(transaction: Transacted) -> Iterator[tuple[Tree, str]]:
    pending: set[QualifiedName] = set()
    for tree in transaction.trees:
        match tree.kind:
            case "AlterTableStmt" if _changes_type(tree):
                yield tree, "changing the type of a column"
            case "RefreshMatViewStmt":
                yield tree, "refreshing a materialized view"
            case "CreateStmt" if any(
                node.fields.get("contype") == "CONSTR_FOREIGN" for node in tree
            ):
                pending.add(name_of(tree.fields["relation"]))
            case "InsertStmt" | "UpdateStmt" | "DeleteStmt":
                if name_of(tree.fields["relation"]) in pending:
                    yield tree, "using a table that was created with a foreign key"
            case _:
                pass


def _rolled_back(transaction: Transacted) -> Iterator[tuple[Tree, str]]:
    """Each return to a savepoint that is not at the start, over a change of the schema."""
    # Of each savepoint that is not at the start: whether the schema changed since.
    late: dict[str, bool] = {}
    begun = False
    for tree in transaction.trees:
        name = str(tree.fields.get("savepoint_name", ""))
        match tree.fields.get("kind") if tree.kind == "TransactionStmt" else None:
            case "TRANS_STMT_SAVEPOINT":
                late.pop(name, None)
                if begun:
                    late[name] = False
            case "TRANS_STMT_ROLLBACK_TO":
                if late.get(name):
                    yield tree, "rolling a schema change back to a savepoint"
            case "TRANS_STMT_RELEASE":
                late.pop(name, None)
            case _:
                begun = True
                if tree.kind in _SCHEMA_CHANGES:
                    late = dict.fromkeys(late, True)


def _changes_type(tree: Tree) -> bool:
    commands = (item["AlterTableCmd"] for item in tree.fields["cmds"])
    return any(command.get("subtype") == "AT_AlterColumnType" for command in commands)
