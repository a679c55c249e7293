"""Tables, their columns and their storage."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import (
    Topic,
    different,
    docs,
    ignored,
    unsupported,
)
from designkit.rules.cockroach.spelling import spelled

_TABLE = docs("create-table")
_ALTER = docs("alter-table")


TOPICS: Final = (
    Topic(
        id="cockroachdb-partition",
        summary="A table is partitioned as PostgreSQL spells it.",
        why="""CockroachDB declares partitions within the parent, over a prefix of the primary
key; PARTITION OF, ATTACH, DETACH and PARTITION BY HASH do not exist, and ranges are cut and
spread without partitions.""",
        instead="leave the table whole; CockroachDB splits it into ranges by itself",
        bad="""CREATE TABLE events (id uuid NOT NULL, created_at timestamptz NOT NULL)
PARTITION BY RANGE (created_at);""",
        good="CREATE TABLE events (id uuid PRIMARY KEY, created_at timestamptz NOT NULL);",
        sources=(docs("partitioning"),),
        facts=(
            unsupported("CreateStmt[partspec]", "PARTITION BY without its partitions"),
            unsupported("CreateStmt[partbound]", "PARTITION OF"),
            unsupported(
                "AlterTableCmd[subtype=AT_AttachPartition|AT_DetachPartition"
                "|AT_DetachPartitionFinalize|AT_SplitPartition|AT_MergePartitions]",
                "attaching and detaching partitions",
            ),
            unsupported("Table[partition_key]", "partitioned tables of PostgreSQL's kind"),
        ),
    ),
    Topic(
        id="cockroachdb-inheritance",
        summary="A table inherits from another one.",
        why="INHERITS is not implemented; ONLY is read and means nothing.",
        instead="repeat the columns, or refer to the other table by a foreign key",
        bad="CREATE TABLE admins (level bigint) INHERITS (users);",
        good="CREATE TABLE admins (user_id uuid PRIMARY KEY REFERENCES users (id));",
        sources=("https://github.com/cockroachdb/cockroach/issues/22456", _TABLE),
        facts=(
            unsupported("CreateStmt[inhRelations][!partbound]", "INHERITS"),
            unsupported("AlterTableCmd[subtype=AT_AddInherit|AT_DropInherit]", "INHERIT"),
            unsupported("CreateStmt > Constraint[is_no_inherit]", "NO INHERIT"),
            unsupported("Constraint[is_no_inherit]", "NO INHERIT"),
        ),
    ),
    Topic(
        id="cockroachdb-typed-table",
        summary="A table takes its columns from a composite type.",
        why="CREATE TABLE … OF is a syntax error.",
        instead="write the columns out",
        bad="CREATE TABLE people OF person;",
        good="CREATE TABLE people (id uuid PRIMARY KEY, name text);",
        sources=(_TABLE,),
        facts=(
            unsupported("CreateStmt[ofTypename]", "CREATE TABLE … OF"),
            unsupported("AlterTableCmd[subtype=AT_AddOf|AT_DropOf]", "OF a type"),
        ),
    ),
    Topic(
        id="cockroachdb-temporary-table",
        summary="A temporary object is created.",
        why="""Temporary tables are a preview, off by default, and slow: each is a schema change.
ON COMMIT DROP and ON COMMIT DELETE ROWS are not implemented.""",
        instead="use a common table expression, or a real table",
        bad="CREATE TEMPORARY TABLE picked (id uuid) ON COMMIT DROP;",
        good="WITH picked AS (SELECT id FROM orders) SELECT id FROM picked;",
        sources=(docs("temporary-tables"),),
        facts=(
            unsupported(
                "CreateStmt[oncommit=ONCOMMIT_DROP|ONCOMMIT_DELETE_ROWS]", "ON COMMIT DROP"
            ),
            unsupported("IntoClause[onCommit=ONCOMMIT_DROP|ONCOMMIT_DELETE_ROWS]", "ON COMMIT"),
            different(
                "RangeVar[relpersistence=t]",
                "CockroachDB creates temporary objects only in sessions that set "
                "experimental_enable_temp_tables",
                lambda node, _: (
                    node.field in {"relation", "rel", "view", "sequence"}
                    and node.parent is not None
                    and node.parent.kind
                    in {"CreateStmt", "IntoClause", "ViewStmt", "CreateSeqStmt"}
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-unlogged-table",
        summary="A table is made unlogged.",
        why="CockroachDB replicates every write: UNLOGGED is read and has no effect.",
        instead="leave the word out",
        bad="CREATE UNLOGGED TABLE caches (id uuid PRIMARY KEY);",
        good="CREATE TABLE caches (id uuid PRIMARY KEY);",
        sources=(_TABLE,),
        facts=(
            ignored("CreateStmt > RangeVar[relpersistence=u]", "UNLOGGED"),
            ignored("IntoClause > RangeVar[relpersistence=u]", "UNLOGGED"),
            unsupported(
                "AlterTableCmd[subtype=AT_SetLogged|AT_SetUnLogged]", "SET LOGGED", until=(25, 3)
            ),
            ignored(
                "AlterTableCmd[subtype=AT_SetLogged|AT_SetUnLogged]", "SET LOGGED", since=(25, 3)
            ),
            ignored("Table[unlogged]", "UNLOGGED"),
        ),
    ),
    Topic(
        id="cockroachdb-storage",
        summary="Storage, compression or the access method of a table or column is set.",
        why="CockroachDB stores all tables in one way; these clauses are syntax errors.",
        instead="leave the clause out",
        bad="ALTER TABLE notes ALTER COLUMN body SET STORAGE EXTERNAL;",
        good="""ALTER TABLE notes ALTER COLUMN body SET DEFAULT '';""",
        sources=(_TABLE, _ALTER),
        facts=(
            unsupported("ColumnDef[compression]", "COMPRESSION"),
            unsupported("ColumnDef[storage_name]", "STORAGE"),
            unsupported("CreateStmt[accessMethod]", "USING an access method"),
            unsupported("IntoClause[accessMethod]", "USING an access method"),
            unsupported(
                "AlterTableCmd[subtype=AT_SetStorage|AT_SetCompression|AT_SetAccessMethod"
                "|AT_SetOptions|AT_ResetOptions]",
                "storage of columns and access methods",
            ),
            unsupported(
                "Table[settings]",
                "the access method or tablespace of a table",
                lambda node, _: any(
                    item.startswith(("access_method", "tablespace"))
                    for item in node.fields["settings"]
                ),
            ),
            ignored("Column[settings]", "how a column is stored"),
        ),
    ),
    Topic(
        id="cockroachdb-storage-parameter",
        summary="A storage parameter is set.",
        why="""fillfactor and the autovacuum parameters are read and have no effect; names with a
dot, bare names and unknown ones are refused.""",
        instead="leave the parameter out",
        bad="ALTER TABLE orders SET (fillfactor = 70);",
        good="ALTER TABLE orders SET (ttl_expire_after = '30 days');",
        sources=(_TABLE, docs("row-level-ttl")),
        facts=(
            *(
                fact
                for holder in ("CreateStmt", "IntoClause", "AlterTableCmd", "IndexStmt")
                for fact in (
                    unsupported(f"{holder} > DefElem[defnamespace]", "toast.* parameters"),
                    ignored(
                        f"{holder} > DefElem[!defnamespace][defname=fillfactor|autovacuum_enabled"
                        "|autovacuum_vacuum_scale_factor|autovacuum_vacuum_threshold"
                        "|autovacuum_analyze_scale_factor|autovacuum_analyze_threshold"
                        "|deduplicate_items|fastupdate]",
                        "the storage parameter {}",
                    ),
                )
            ),
            *(
                unsupported(
                    f"{holder} > DefElem[!defnamespace][!arg]", "parameters without a value"
                )
                for holder in ("CreateStmt", "IntoClause", "IndexStmt")
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_SetRelOptions] > DefElem[!defnamespace][!arg]",
                "parameters without a value",
            ),
            unsupported(
                "AlterTableStmt[objtype=OBJECT_INDEX] > AlterTableCmd[subtype=AT_SetRelOptions]",
                "ALTER INDEX … SET",
                until=(26, 2),
            ),
            unsupported(
                "AlterTableStmt[objtype=OBJECT_INDEX] > AlterTableCmd[subtype=AT_ResetRelOptions]",
                "ALTER INDEX … RESET",
                until=(26, 2),
            ),
            ignored(
                "Table[parameters]",
                "storage parameters of a table",
                lambda node, _: any(
                    not item.startswith(("ttl", "schema_locked", "sql_stats"))
                    for item in node.fields["parameters"]
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-oids",
        summary="A table loses its OIDs.",
        why="SET WITHOUT OIDS is a syntax error; PostgreSQL has no such tables since 12 either.",
        instead="leave the statement out",
        bad="ALTER TABLE orders SET WITHOUT OIDS;",
        good="ALTER TABLE orders SET SCHEMA public;",
        sources=(_TABLE,),
        facts=(unsupported("AlterTableCmd[subtype=AT_DropOids]", "SET WITHOUT OIDS"),),
    ),
    Topic(
        id="cockroachdb-replica-identity",
        summary="The replica identity of a table is set.",
        why="CockroachDB has no logical replication of PostgreSQL's kind; the clause is refused.",
        instead="leave it out",
        bad="ALTER TABLE orders REPLICA IDENTITY FULL;",
        good="ALTER TABLE orders SET SCHEMA public;",
        sources=(_ALTER,),
        facts=(
            unsupported("AlterTableCmd[subtype=AT_ReplicaIdentity]", "REPLICA IDENTITY"),
            unsupported(
                "Table[settings]",
                "REPLICA IDENTITY",
                lambda node, _: any(
                    item.startswith("replica_identity") for item in node.fields["settings"]
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-like-including",
        summary="CREATE TABLE … LIKE copies what CockroachDB cannot copy.",
        why="""CockroachDB copies columns with DEFAULTS, GENERATED, CONSTRAINTS, INDEXES and ALL;
comments, compression, identity, statistics and storage are refused.""",
        instead="name only DEFAULTS, GENERATED, CONSTRAINTS or INDEXES",
        bad="CREATE TABLE copies (LIKE orders INCLUDING COMMENTS);",
        good="CREATE TABLE copies (LIKE orders INCLUDING DEFAULTS);",
        sources=(_TABLE,),
        facts=(
            unsupported(
                "TableLikeClause",
                "INCLUDING COMMENTS, COMPRESSION, IDENTITY, STATISTICS and STORAGE",
                spelled(
                    *(
                        f"{word} {part}"
                        for word in ("INCLUDING", "EXCLUDING")
                        for part in (
                            "COMMENTS",
                            "COMPRESSION",
                            "IDENTITY",
                            "STATISTICS",
                            "STORAGE",
                        )
                    )
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-alter-table-kind",
        summary="A view, index or composite type is altered in a way that is refused.",
        why="""CockroachDB's ALTER VIEW, ALTER INDEX and ALTER TYPE can rename, move and give
away; defaults, columns, options and attributes cannot be altered.""",
        instead="create the object anew",
        bad="ALTER VIEW open_orders ALTER COLUMN state SET DEFAULT 'new';",
        good="ALTER VIEW open_orders RENAME TO unpaid_orders;",
        sources=(docs("alter-view"), docs("alter-index"), docs("alter-type")),
        facts=(
            unsupported(
                "AlterTableStmt[objtype=OBJECT_VIEW|OBJECT_MATVIEW] > AlterTableCmd"
                "[subtype!=AT_ChangeOwner]",
                "this change of a view",
            ),
            unsupported(
                "AlterTableStmt[objtype=OBJECT_INDEX] > AlterTableCmd[subtype!=AT_SetRelOptions"
                "|AT_ResetRelOptions|AT_AttachPartition|AT_SetTableSpace|AT_SetStatistics]",
                "this change of an index",
            ),
            unsupported(
                "AlterTableStmt[objtype=OBJECT_TYPE]", "changing a composite type's attributes"
            ),
            unsupported("AlterTypeStmt", "options of ALTER TYPE"),
            unsupported(
                "RenameStmt[renameType=OBJECT_COLUMN][relationType=OBJECT_VIEW|OBJECT_MATVIEW]",
                "renaming columns of a view",
            ),
            unsupported("RenameStmt[renameType=OBJECT_ATTRIBUTE]", "renaming attributes of a type"),
            unsupported(
                "RenameStmt[renameType=OBJECT_TABCONSTRAINT] > RangeVar[!inh]", "ONLY here"
            ),
        ),
    ),
    Topic(
        id="cockroachdb-truncate",
        summary="TRUNCATE says what becomes of sequences.",
        why="Both clauses are syntax errors, and TRUNCATE is a schema change, not transactional.",
        instead="leave the clause out, and restart the sequence by ALTER SEQUENCE … RESTART",
        bad="""CREATE TABLE orders (id uuid PRIMARY KEY);
TRUNCATE orders RESTART IDENTITY;""",
        good="""CREATE TABLE orders (id uuid PRIMARY KEY);
TRUNCATE orders;""",
        sources=(docs("truncate"),),
        facts=(
            unsupported("TruncateStmt", "CONTINUE IDENTITY", spelled("CONTINUE IDENTITY")),
            unsupported("TruncateStmt[restart_seqs]", "RESTART IDENTITY"),
        ),
    ),
    Topic(
        id="cockroachdb-create-table-as",
        summary="A table is created from a query in a way that is refused.",
        why="""SELECT … INTO and CREATE TABLE AS EXECUTE are syntax errors; WITH NO DATA is one
before 26.3.""",
        instead="use CREATE TABLE … AS SELECT, or create the table and INSERT … SELECT",
        bad="SELECT id INTO copies FROM orders;",
        good="INSERT INTO copies (id) SELECT id FROM orders;",
        sources=(docs("create-table-as"),),
        facts=(
            unsupported("SelectStmt[intoClause]", "SELECT … INTO"),
            unsupported("CreateTableAsStmt > ExecuteStmt", "CREATE TABLE AS EXECUTE"),
            unsupported(
                "CreateTableAsStmt[objtype=OBJECT_TABLE] > IntoClause[skipData]",
                "WITH NO DATA",
                until=(26, 3),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-view-option",
        summary="A view is created with options or a check option.",
        why="""security_barrier and WITH CHECK OPTION do not exist; security_invoker is known
since 26.2, and a recursive view has to be spelled as a recursive query.""",
        instead="leave the option out, and check in the query that writes",
        bad="CREATE VIEW open_orders WITH (security_barrier) AS SELECT id FROM orders;",
        good="CREATE VIEW open_orders AS SELECT id FROM orders;",
        sources=(docs("create-view"),),
        facts=(
            unsupported(
                "ViewStmt > DefElem[defname=security_invoker]", "security_invoker", until=(26, 2)
            ),
            unsupported("ViewStmt > DefElem[defname!=security_invoker]", "this option of a view"),
            unsupported(
                "ViewStmt[withCheckOption=LOCAL_CHECK_OPTION|CASCADED_CHECK_OPTION]",
                "WITH CHECK OPTION",
            ),
            unsupported("ViewStmt", "CREATE RECURSIVE VIEW", spelled("RECURSIVE VIEW")),
        ),
    ),
)
