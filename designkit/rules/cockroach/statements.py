"""Statements that CockroachDB does not have."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, docs, ignored, unsupported

_FEATURES = docs("sql-feature-support")

TOPICS: Final = (
    Topic(
        id="cockroachdb-listen-notify",
        summary="LISTEN or NOTIFY is used, which the platform bans and CockroachDB lacks.",
        why="""CockroachDB has no notification between sessions: LISTEN and NOTIFY are syntax
errors and UNLISTEN does nothing. The platform bans them on every database, so that services
behave the same everywhere.""",
        instead="publish through the outbox table and a message broker or a changefeed",
        bad="LISTEN orders_placed;",
        good="SELECT id, payload FROM outbox_events WHERE published_at IS NULL;",
        sources=(_FEATURES, docs("change-data-capture-overview")),
        banned=True,
        facts=(
            unsupported("ListenStmt", "LISTEN"),
            unsupported("NotifyStmt", "NOTIFY"),
            ignored("UnlistenStmt", "UNLISTEN"),
            unsupported("FuncCall[funcname=pg_notify|pg_listening_channels]", "{}()"),
        ),
    ),
    Topic(
        id="cockroachdb-lock-table",
        summary="A whole table is locked.",
        why="""Up to 26.2 LOCK TABLE is a syntax error. CockroachDB's transactions are
serializable without it, and schema changes run beside reads and writes.""",
        instead="lock the rows with SELECT … FOR UPDATE, or rely on serializable isolation",
        bad="LOCK TABLE accounts IN SHARE MODE;",
        good="SELECT id FROM accounts WHERE id = 'a' FOR UPDATE;",
        sources=(docs("select-for-update"), docs("transactions")),
        facts=(unsupported("LockStmt", "LOCK TABLE", until=(26, 3)),),
    ),
    Topic(
        id="cockroachdb-merge",
        summary="MERGE is used.",
        why="CockroachDB's grammar has no MERGE: the statement is a syntax error.",
        instead="use INSERT … ON CONFLICT DO UPDATE, or separate statements in one transaction",
        bad="""MERGE INTO stocks USING deliveries ON stocks.id = deliveries.id
WHEN MATCHED THEN UPDATE SET amount = deliveries.amount;""",
        good="""INSERT INTO stocks (id, amount) VALUES ('a', 1)
ON CONFLICT (id) DO UPDATE SET amount = excluded.amount;""",
        sources=(docs("insert"), _FEATURES),
        facts=(unsupported("MergeStmt", "MERGE"),),
    ),
    Topic(
        id="cockroachdb-rule",
        summary="A rewrite rule is created, changed or dropped.",
        why="CockroachDB has no CREATE RULE; what a rule did silently has no counterpart.",
        instead="use a row-level trigger, or do it in the service",
        bad="CREATE RULE keep_all AS ON DELETE TO events DO INSTEAD NOTHING;",
        good="REVOKE DELETE ON events FROM application;",
        sources=(_FEATURES, docs("triggers")),
        facts=(
            unsupported("RuleStmt", "CREATE RULE"),
            unsupported("DropStmt[removeType=OBJECT_RULE]", "DROP RULE"),
            unsupported("RenameStmt[renameType=OBJECT_RULE]", "ALTER RULE"),
            unsupported(
                "AlterTableCmd[subtype=AT_EnableRule|AT_EnableAlwaysRule|AT_EnableReplicaRule"
                "|AT_DisableRule]",
                "switching rules",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-foreign-data",
        summary="A foreign table, server, user mapping or wrapper is used.",
        why="CockroachDB has no foreign data wrappers; every such statement is refused.",
        instead="copy the data with IMPORT INTO or in the service",
        bad="CREATE FOREIGN TABLE prices (id uuid) SERVER shop;",
        good="CREATE TABLE prices (id uuid PRIMARY KEY DEFAULT gen_random_uuid());",
        sources=(_FEATURES, docs("import-into")),
        facts=(
            unsupported("CreateForeignTableStmt", "CREATE FOREIGN TABLE"),
            unsupported("CreateForeignServerStmt", "CREATE SERVER"),
            unsupported("AlterForeignServerStmt", "ALTER SERVER"),
            unsupported("CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER"),
            unsupported("AlterFdwStmt", "ALTER FOREIGN DATA WRAPPER"),
            unsupported("CreateUserMappingStmt", "CREATE USER MAPPING"),
            unsupported("AlterUserMappingStmt", "ALTER USER MAPPING"),
            unsupported("DropUserMappingStmt", "DROP USER MAPPING"),
            unsupported("ImportForeignSchemaStmt", "IMPORT FOREIGN SCHEMA"),
            unsupported("AlterTableStmt[objtype=OBJECT_FOREIGN_TABLE]", "ALTER FOREIGN TABLE"),
            unsupported(
                "DropStmt[removeType=OBJECT_FOREIGN_TABLE|OBJECT_FOREIGN_SERVER|OBJECT_FDW]",
                "foreign data",
            ),
            unsupported(
                "RenameStmt[renameType=OBJECT_FOREIGN_TABLE|OBJECT_FOREIGN_SERVER|OBJECT_FDW]",
                "foreign data",
            ),
            unsupported("RenameStmt[relationType=OBJECT_FOREIGN_TABLE]", "ALTER FOREIGN TABLE"),
            unsupported(
                "AlterObjectSchemaStmt[objectType=OBJECT_FOREIGN_TABLE]", "ALTER FOREIGN TABLE"
            ),
            unsupported(
                "AlterOwnerStmt[objectType=OBJECT_FOREIGN_SERVER|OBJECT_FDW]", "foreign data"
            ),
        ),
    ),
    Topic(
        id="cockroachdb-publication",
        summary="Logical replication is set up with publications or subscriptions.",
        why="CockroachDB neither publishes to PostgreSQL's logical replication nor subscribes.",
        instead="use a changefeed (CREATE CHANGEFEED) outside the migrations",
        bad="CREATE PUBLICATION all_orders FOR TABLE orders;",
        good="ALTER TABLE orders OWNER TO application;",
        sources=(docs("change-data-capture-overview"),),
        facts=(
            unsupported("CreatePublicationStmt", "CREATE PUBLICATION"),
            unsupported("AlterPublicationStmt", "ALTER PUBLICATION"),
            unsupported("CreateSubscriptionStmt", "CREATE SUBSCRIPTION"),
            unsupported("AlterSubscriptionStmt", "ALTER SUBSCRIPTION"),
            unsupported("DropSubscriptionStmt", "DROP SUBSCRIPTION"),
            unsupported("DropStmt[removeType=OBJECT_PUBLICATION]", "DROP PUBLICATION"),
            unsupported(
                "RenameStmt[renameType=OBJECT_PUBLICATION|OBJECT_SUBSCRIPTION]",
                "publications and subscriptions",
            ),
            unsupported(
                "AlterOwnerStmt[objectType=OBJECT_PUBLICATION|OBJECT_SUBSCRIPTION]",
                "publications and subscriptions",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-event-trigger",
        summary="An event trigger is used.",
        why="CockroachDB has triggers on rows only, none on schema changes.",
        instead="check schema changes in the review of migrations",
        bad="CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION note_change();",
        good="SELECT job_id, description FROM crdb_internal.jobs;",
        sources=(docs("triggers"), _FEATURES),
        facts=(
            unsupported("CreateEventTrigStmt", "CREATE EVENT TRIGGER"),
            unsupported("AlterEventTrigStmt", "ALTER EVENT TRIGGER"),
            unsupported("DropStmt[removeType=OBJECT_EVENT_TRIGGER]", "DROP EVENT TRIGGER"),
            unsupported("RenameStmt[renameType=OBJECT_EVENT_TRIGGER]", "ALTER EVENT TRIGGER"),
            unsupported("AlterOwnerStmt[objectType=OBJECT_EVENT_TRIGGER]", "ALTER EVENT TRIGGER"),
        ),
    ),
    Topic(
        id="cockroachdb-user-defined-operator",
        summary="An aggregate, operator, operator class, cast or conversion is defined.",
        why="""CockroachDB runs functions in SQL and PL/pgSQL, and nothing can be built on them:
aggregates, operators, operator classes, casts, conversions, transforms and languages are fixed.""",
        instead="call a function by its name, or compute it in the service",
        bad="CREATE AGGREGATE total (numeric) (sfunc = numeric_add, stype = numeric);",
        good="SELECT sum(amount) FROM payments;",
        sources=(_FEATURES, docs("user-defined-functions")),
        facts=(
            unsupported(
                "DefineStmt[kind=OBJECT_AGGREGATE|OBJECT_OPERATOR]", "own aggregates and operators"
            ),
            unsupported("CreateOpClassStmt", "CREATE OPERATOR CLASS"),
            unsupported("CreateOpFamilyStmt", "CREATE OPERATOR FAMILY"),
            unsupported("AlterOpFamilyStmt", "ALTER OPERATOR FAMILY"),
            unsupported("AlterOperatorStmt", "ALTER OPERATOR"),
            unsupported("CreateCastStmt", "CREATE CAST"),
            unsupported("CreateConversionStmt", "CREATE CONVERSION"),
            unsupported("CreateTransformStmt", "CREATE TRANSFORM"),
            unsupported("CreatePLangStmt", "CREATE LANGUAGE"),
            unsupported("CreateAmStmt", "CREATE ACCESS METHOD"),
            *(
                unsupported(
                    f"{kind}[{field}=OBJECT_AGGREGATE|OBJECT_OPERATOR|OBJECT_OPCLASS"
                    "|OBJECT_OPFAMILY|OBJECT_CAST|OBJECT_CONVERSION|OBJECT_TRANSFORM"
                    "|OBJECT_LANGUAGE|OBJECT_ACCESS_METHOD]",
                    "own aggregates, operators, casts, conversions and languages",
                )
                for kind, field in (
                    ("DropStmt", "removeType"),
                    ("RenameStmt", "renameType"),
                    ("AlterObjectSchemaStmt", "objectType"),
                    ("AlterOwnerStmt", "objectType"),
                )
            ),
        ),
    ),
    Topic(
        id="cockroachdb-text-search-configuration",
        summary="A text search configuration, dictionary, parser or template is defined.",
        why="CockroachDB knows built-in configurations only.",
        instead="leave full-text search to the search service",
        bad="CREATE TEXT SEARCH CONFIGURATION simple_german (COPY = simple);",
        good="CREATE INDEX idx_articles_title ON articles (lower(title));",
        sources=(docs("full-text-search"),),
        facts=(
            unsupported(
                "DefineStmt[kind=OBJECT_TSCONFIGURATION|OBJECT_TSDICTIONARY|OBJECT_TSPARSER"
                "|OBJECT_TSTEMPLATE]",
                "own text search configurations",
            ),
            unsupported("AlterTSConfigurationStmt", "ALTER TEXT SEARCH CONFIGURATION"),
            unsupported("AlterTSDictionaryStmt", "ALTER TEXT SEARCH DICTIONARY"),
            *(
                unsupported(
                    f"{kind}[{field}=OBJECT_TSCONFIGURATION|OBJECT_TSDICTIONARY|OBJECT_TSPARSER"
                    "|OBJECT_TSTEMPLATE]",
                    "own text search configurations",
                )
                for kind, field in (
                    ("DropStmt", "removeType"),
                    ("RenameStmt", "renameType"),
                    ("AlterObjectSchemaStmt", "objectType"),
                    ("AlterOwnerStmt", "objectType"),
                )
            ),
        ),
    ),
    Topic(
        id="cockroachdb-maintenance",
        summary="VACUUM, CLUSTER, REINDEX, CHECKPOINT or LOAD is used.",
        why="""CockroachDB stores rows in another way and cleans up by itself: these statements
are refused.""",
        instead="leave it out; there is nothing to maintain by hand",
        bad="VACUUM ANALYZE orders;",
        good="ANALYZE orders;",
        sources=(_FEATURES, docs("architecture/storage-layer")),
        facts=(
            unsupported("VacuumStmt[is_vacuumcmd]", "VACUUM"),
            unsupported("VacuumStmt[!is_vacuumcmd][options]", "options of ANALYZE"),
            unsupported("VacuumStmt[!is_vacuumcmd][!rels]", "ANALYZE without a table"),
            unsupported(
                "VacuumStmt[!is_vacuumcmd] VacuumRelation[va_cols]", "ANALYZE of single columns"
            ),
            unsupported("VacuumStmt[!is_vacuumcmd] RangeVar[!inh]", "ANALYZE ONLY"),
            unsupported(
                "VacuumStmt[!is_vacuumcmd]",
                "ANALYZE of several tables",
                lambda node, _: len(node.fields.get("rels", ())) > 1,
            ),
            unsupported("ClusterStmt", "CLUSTER"),
            unsupported("AlterTableCmd[subtype=AT_ClusterOn|AT_DropCluster]", "CLUSTER"),
            unsupported("ReindexStmt", "REINDEX"),
            unsupported("CheckPointStmt", "CHECKPOINT"),
            unsupported("LoadStmt", "LOAD"),
        ),
    ),
    Topic(
        id="cockroachdb-security-label",
        summary="A security label is set.",
        why="CockroachDB has no SECURITY LABEL.",
        instead="use grants and row-level security",
        bad="SECURITY LABEL ON TABLE orders IS 'secret';",
        good="GRANT SELECT ON orders TO auditors;",
        sources=(_FEATURES,),
        facts=(unsupported("SecLabelStmt", "SECURITY LABEL"),),
    ),
)
