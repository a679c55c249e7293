"""Transactions, locks, and functions that CockroachDB lacks."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, ignored, unsupported
from designkit.rules.cockroach.spelling import begins, spelled
from designkit.rules.finding import Severity
from designkit.sql.tree import Node

_LIMITS = docs("known-limitations")
_FULL_TEXT: Final = "full-text search differs on CockroachDB"


def _level(node: Node) -> str:
    value = node.fields.get("arg", {}).get("A_Const", {}).get("sval", {}).get("sval", "")
    return str(value)


def _twice(node: Node) -> bool:
    modes = [option["DefElem"]["defname"] for option in node.fields.get("options", ())]
    return len(modes) != len(set(modes))


TOPICS: Final = (
    Topic(
        id="cockroachdb-advisory-lock",
        summary="An advisory lock is taken, which the platform bans.",
        why="""The functions exist on CockroachDB so that tools start, and do not lock: two
processes both believe that they hold it. The platform bans them on every database.""",
        instead="claim a row with UPDATE … WHERE owner IS NULL, or a unique key",
        bad="SELECT pg_advisory_lock(42);",
        good="UPDATE jobs SET owner = 'worker' WHERE id = 'a' AND owner IS NULL;",
        sources=(docs("postgresql-compatibility"),),
        severity=Severity.ERROR,
        banned=True,
        facts=(
            ignored(
                "FuncCall[funcname=pg_advisory_lock|pg_advisory_lock_shared|pg_try_advisory_lock"
                "|pg_try_advisory_lock_shared|pg_advisory_unlock|pg_advisory_unlock_shared"
                "|pg_advisory_unlock_all|pg_advisory_xact_lock|pg_advisory_xact_lock_shared"
                "|pg_try_advisory_xact_lock|pg_try_advisory_xact_lock_shared]",
                "{}()",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-full-text-search",
        summary="Full-text search is used, which the platform bans.",
        why="""CockroachDB has tsvector and tsquery since 23.1 without websearch_to_tsquery,
ts_rank_cd, setweight, concatenation and own configurations; results differ. The platform bans
full-text search in the services' databases.""",
        instead="leave it to the search service, or use a trigram index",
        bad="SELECT id FROM articles WHERE body_words @@ to_tsquery('lamp');",
        good="SELECT id FROM articles WHERE body LIKE '%lamp%';",
        sources=(docs("full-text-search"), _LIMITS),
        severity=Severity.ERROR,
        banned=True,
        facts=(
            different("TypeName[names=tsvector|tsquery|regconfig|regdictionary]", _FULL_TEXT),
            unsupported(
                "FuncCall[funcname=websearch_to_tsquery|ts_rank_cd|setweight|ts_headline|ts_stat"
                "|tsvector_update_trigger|tsvector_update_trigger_column|ts_rewrite|ts_debug"
                "|ts_lexize|ts_filter|ts_delete|querytree|numnode|strip|array_to_tsvector"
                "|tsvector_to_array|tsquery_phrase|json_to_tsvector|jsonb_to_tsvector]",
                "{}()",
            ),
            different(
                "FuncCall[funcname=to_tsvector|to_tsquery|plainto_tsquery|phraseto_tsquery"
                "|ts_rank|ts_parse]",
                _FULL_TEXT,
            ),
            different("Column[type=tsvector|tsquery]", _FULL_TEXT),
        ),
    ),
    Topic(
        id="cockroachdb-function",
        summary="A function is called that CockroachDB lacks.",
        why="""The function exists on PostgreSQL alone, or came with a later version (those of JSON
paths with 25.2): the statement fails when it runs.""",
        instead="compute it otherwise, or in the service",
        bad="SELECT lo_create(0);",
        good="SELECT payload FROM files WHERE id = 'a';",
        sources=(docs("functions-and-operators"),),
        facts=(
            unsupported(
                "FuncCall[funcname=lo_create|lo_creat|lo_open|lo_import|lo_export|lo_unlink|lo_put"
                "|lo_get|lo_from_bytea|loread|lowrite|lo_close|lo_lseek|lo_lseek64|lo_tell"
                "|lo_tell64|lo_truncate|lo_truncate64]",
                "large objects: {}()",
            ),
            unsupported("AlterOwnerStmt[objectType=OBJECT_LARGEOBJECT]", "large objects"),
            unsupported(
                "FuncCall[funcname=pg_create_logical_replication_slot"
                "|pg_create_physical_replication_slot|pg_drop_replication_slot"
                "|pg_logical_slot_get_changes|pg_logical_slot_peek_changes|pg_switch_wal"
                "|pg_current_wal_lsn|pg_current_wal_insert_lsn|pg_reload_conf|pg_ls_dir"
                "|pg_read_file|pg_stat_file|pg_rotate_logfile|txid_current_snapshot"
                "|pg_export_snapshot]",
                "{}()",
            ),
            unsupported(
                "FuncCall[funcname=jsonb_path_exists|jsonb_path_match|jsonb_path_query"
                "|jsonb_path_query_array|jsonb_path_query_first]",
                "{}()",
                until=(25, 2),
            ),
            unsupported(
                "FuncCall[funcname=word_similarity|strict_word_similarity|show_limit|set_limit]",
                "{}()",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-transaction-mode",
        summary="A transaction begins or ends in a way that is refused.",
        why="""DEFERRABLE is not implemented, a mode that is said twice is an error, and AND CHAIN
and WORK are syntax errors before 26.2.""",
        instead="leave the word out",
        bad="""-- transaction: none
BEGIN TRANSACTION DEFERRABLE;
COMMIT;""",
        good="""-- transaction: none
BEGIN TRANSACTION READ ONLY;
COMMIT;""",
        sources=(docs("begin-transaction"), docs("commit-transaction")),
        facts=(
            unsupported("TransactionStmt > DefElem[defname=transaction_deferrable]", "DEFERRABLE"),
            unsupported("TransactionStmt[chain]", "AND CHAIN", until=(26, 2)),
            unsupported("TransactionStmt", "AND NO CHAIN", spelled("AND NO CHAIN"), until=(26, 2)),
            unsupported(
                "TransactionStmt",
                "WORK",
                begins("BEGIN WORK", "COMMIT WORK", "ROLLBACK WORK", "END WORK", "ABORT WORK"),
                until=(26, 2),
            ),
            unsupported(
                "TransactionStmt",
                "a mode that is said twice",
                lambda node, _: _twice(node),
            ),
            unsupported("VariableSetStmt[name=TRANSACTION SNAPSHOT]", "SET TRANSACTION SNAPSHOT"),
        ),
    ),
    Topic(
        id="cockroachdb-isolation-level",
        summary="An isolation level is asked that CockroachDB does not have.",
        why="""CockroachDB has SERIALIZABLE and READ COMMITTED; REPEATABLE READ and READ
UNCOMMITTED are taken as another one.""",
        instead="ask for SERIALIZABLE or READ COMMITTED, and retry on 40001",
        bad="""-- transaction: none
BEGIN ISOLATION LEVEL REPEATABLE READ;
COMMIT;""",
        good="""-- transaction: none
BEGIN ISOLATION LEVEL SERIALIZABLE;
COMMIT;""",
        sources=(docs("transactions"), docs("read-committed")),
        facts=(
            different(
                "DefElem[defname=transaction_isolation]",
                "CockroachDB takes this isolation level as another one",
                lambda node, _: _level(node) in {"repeatable read", "read uncommitted"},
            ),
        ),
    ),
)
