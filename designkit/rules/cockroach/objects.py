"""Objects other than tables, and the options with which they are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, ignored, unsupported
from designkit.rules.cockroach.spelling import spelled
from designkit.rules.watching import text_of
from designkit.sql.tree import Fields

_MISSING = docs("postgresql-compatibility#unsupported-features")
_FEATURES = docs("sql-feature-support")
_DATABASE_OPTIONS: Final = (
    "template",
    "encoding",
    "lc_collate",
    "lc_ctype",
    "connection_limit",
    "owner",
)


def _in_order(options: Sequence[Fields]) -> bool:
    """Whether the options of CREATE DATABASE stand as CockroachDB's grammar wants them."""
    names = [option["DefElem"]["defname"] for option in options]
    places = [_DATABASE_OPTIONS.index(name) for name in names if name in _DATABASE_OPTIONS]
    return places == sorted(places)


TOPICS: Final = (
    Topic(
        id="cockroachdb-collation-object",
        summary="A collation is created, changed or dropped.",
        why="CockroachDB's collations are the locales that it ships; there are no own ones.",
        instead="use a locale such as de or en-US-u-ks-level2 in COLLATE",
        bad="CREATE COLLATION german (provider = icu, locale = 'de');",
        good='SELECT name FROM cities ORDER BY name COLLATE "de";',
        sources=(docs("collate"),),
        facts=(
            unsupported("DefineStmt[kind=OBJECT_COLLATION]", "CREATE COLLATION"),
            unsupported("AlterCollationStmt", "ALTER COLLATION"),
            unsupported("DropStmt[removeType=OBJECT_COLLATION]", "DROP COLLATION"),
            unsupported("RenameStmt[renameType=OBJECT_COLLATION]", "ALTER COLLATION"),
            unsupported("AlterObjectSchemaStmt[objectType=OBJECT_COLLATION]", "ALTER COLLATION"),
            unsupported("AlterOwnerStmt[objectType=OBJECT_COLLATION]", "ALTER COLLATION"),
        ),
    ),
    Topic(
        id="cockroachdb-domain",
        summary="A domain is used.",
        why="Up to 26.2 CockroachDB has no domains; 26.3 has them in its grammar.",
        instead="give the column the plain type and a CHECK constraint",
        bad="CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0);",
        good="ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount >= 0);",
        sources=(_MISSING, "https://github.com/cockroachdb/cockroach/issues/27796"),
        facts=(
            unsupported("CreateDomainStmt", "CREATE DOMAIN", until=(26, 3)),
            unsupported("AlterDomainStmt", "ALTER DOMAIN", until=(26, 3)),
            unsupported("DropStmt[removeType=OBJECT_DOMAIN]", "DROP DOMAIN", until=(26, 3)),
            unsupported(
                "RenameStmt[renameType=OBJECT_DOMAIN|OBJECT_DOMCONSTRAINT]",
                "ALTER DOMAIN",
                until=(26, 3),
            ),
            unsupported(
                "AlterObjectSchemaStmt[objectType=OBJECT_DOMAIN]", "ALTER DOMAIN", until=(26, 3)
            ),
            unsupported("AlterOwnerStmt[objectType=OBJECT_DOMAIN]", "ALTER DOMAIN", until=(26, 3)),
            unsupported(
                "CommentStmt[objtype=OBJECT_DOMAIN|OBJECT_DOMCONSTRAINT]", "COMMENT ON DOMAIN"
            ),
            unsupported("Carried[kind=domain]", "domains", until=(26, 3)),
        ),
    ),
    Topic(
        id="cockroachdb-extension",
        summary="An extension is created with clauses, changed or dropped.",
        why="""CockroachDB has no extensions. `CREATE EXTENSION IF NOT EXISTS name` is accepted
for a few names whose functions are built in; clauses, ALTER EXTENSION and DROP EXTENSION are
refused.""",
        instead="keep extensions out of migrations; gen_random_uuid() and trigrams are built in",
        bad="CREATE EXTENSION pg_trgm WITH SCHEMA public;",
        good="SELECT similarity('word', 'words');",
        sources=("https://github.com/cockroachdb/cockroach/issues/74777", _FEATURES),
        facts=(
            unsupported("CreateExtensionStmt[options]", "clauses of CREATE EXTENSION"),
            unsupported(
                "CreateExtensionStmt[!options][extname!=uuid-ossp|pgcrypto|pg_trgm|fuzzystrmatch"
                "|postgis|citext|ltree|plpgsql|hstore|btree_gin|btree_gist|vector|intarray]",
                "this extension",
            ),
            ignored(
                "CreateExtensionStmt[!options][extname=uuid-ossp|pgcrypto|pg_trgm|fuzzystrmatch"
                "|postgis|citext|ltree|plpgsql|vector]",
                "CREATE EXTENSION {}",
            ),
            unsupported(
                "CreateExtensionStmt[!options][extname=hstore|btree_gin|btree_gist|intarray]",
                "the extension {}",
            ),
            unsupported("AlterExtensionStmt", "ALTER EXTENSION"),
            unsupported("AlterExtensionContentsStmt", "ALTER EXTENSION"),
            unsupported("AlterObjectSchemaStmt[objectType=OBJECT_EXTENSION]", "ALTER EXTENSION"),
            unsupported(
                "AlterObjectDependsStmt[objectType!=OBJECT_FUNCTION]", "DEPENDS ON EXTENSION"
            ),
            unsupported("DropStmt[removeType=OBJECT_EXTENSION]", "DROP EXTENSION"),
        ),
    ),
    Topic(
        id="cockroachdb-tablespace",
        summary="A tablespace is used.",
        why="CockroachDB places data by zones and localities; tablespaces are refused.",
        instead="leave the clause out",
        bad="CREATE INDEX idx_orders_state ON orders (state) TABLESPACE fast;",
        good="CREATE INDEX idx_orders_state ON orders (state);",
        sources=("https://github.com/cockroachdb/cockroach/issues/54113", docs("table-localities")),
        facts=(
            unsupported("CreateTableSpaceStmt", "CREATE TABLESPACE"),
            unsupported("DropTableSpaceStmt", "DROP TABLESPACE"),
            unsupported("AlterTableSpaceOptionsStmt", "ALTER TABLESPACE"),
            unsupported("AlterTableMoveAllStmt", "SET TABLESPACE"),
            unsupported("CreateStmt[tablespacename]", "TABLESPACE"),
            unsupported("IntoClause[tableSpaceName]", "TABLESPACE"),
            unsupported("IndexStmt[tableSpace]", "TABLESPACE"),
            unsupported("Constraint[indexspace]", "USING INDEX TABLESPACE"),
            unsupported("AlterTableCmd[subtype=AT_SetTableSpace]", "SET TABLESPACE"),
            unsupported("RenameStmt[renameType=OBJECT_TABLESPACE]", "ALTER TABLESPACE"),
            unsupported("AlterOwnerStmt[objectType=OBJECT_TABLESPACE]", "ALTER TABLESPACE"),
            unsupported("CreatedbStmt > DefElem[defname=tablespace]", "TABLESPACE"),
            unsupported("AlterDatabaseStmt > DefElem[defname=tablespace]", "TABLESPACE"),
            different(
                "VariableSetStmt[name=default_tablespace]",
                "CockroachDB has no tablespaces: only the empty default_tablespace is accepted",
                lambda node, _: text_of(node.fields.get("args")) not in {"", "0"},
            ),
        ),
    ),
    Topic(
        id="cockroachdb-extended-statistics",
        summary="Extended statistics are declared as PostgreSQL spells them.",
        why="""CockroachDB's CREATE STATISTICS collects once, by a plain name: it knows neither
kinds nor expressions nor schemas, and there is no ALTER or DROP STATISTICS.""",
        instead="leave it out; CockroachDB collects multi-column statistics by itself",
        bad="CREATE STATISTICS address_facts (dependencies) ON city, zip FROM addresses;",
        good="CREATE STATISTICS address_facts ON city, zip FROM addresses;",
        sources=(docs("create-statistics"), docs("cost-based-optimizer")),
        facts=(
            unsupported("CreateStatsStmt[stat_types]", "kinds of statistics"),
            unsupported("CreateStatsStmt[if_not_exists]", "CREATE STATISTICS IF NOT EXISTS"),
            unsupported("CreateStatsStmt[!defnames]", "CREATE STATISTICS without a name"),
            unsupported("CreateStatsStmt > StatsElem[expr]", "statistics on expressions"),
            unsupported(
                "CreateStatsStmt",
                "a schema in the name of statistics",
                lambda node, _: len(node.fields.get("defnames", ())) > 1,
            ),
            unsupported(
                "CreateStatsStmt",
                "statistics on several or joined tables",
                lambda node, _: (
                    len(node.fields["relations"]) > 1
                    or "RangeVar" not in node.fields["relations"][0]
                ),
            ),
            unsupported("AlterStatsStmt", "ALTER STATISTICS"),
            unsupported("DropStmt[removeType=OBJECT_STATISTIC_EXT]", "DROP STATISTICS"),
            unsupported("RenameStmt[renameType=OBJECT_STATISTIC_EXT]", "ALTER STATISTICS"),
            unsupported(
                "AlterObjectSchemaStmt[objectType=OBJECT_STATISTIC_EXT]", "ALTER STATISTICS"
            ),
            unsupported("AlterOwnerStmt[objectType=OBJECT_STATISTIC_EXT]", "ALTER STATISTICS"),
            unsupported("AlterTableCmd[subtype=AT_SetStatistics]", "SET STATISTICS"),
        ),
    ),
    Topic(
        id="cockroachdb-comment-target",
        summary="A comment is put on something that cannot carry one.",
        why="""CockroachDB keeps comments on databases, schemas, tables, columns, indexes,
constraints and types; since 26.3 also on views, sequences and functions.""",
        instead="put the comment into the migration file",
        bad="COMMENT ON VIEW open_orders IS 'what is not paid';",
        good="COMMENT ON TABLE orders IS 'what customers ordered';",
        sources=(docs("comment-on"),),
        facts=(
            unsupported(
                "CommentStmt[objtype=OBJECT_VIEW|OBJECT_SEQUENCE|OBJECT_FUNCTION|OBJECT_PROCEDURE]",
                "COMMENT ON views, sequences and functions",
                until=(26, 3),
            ),
            unsupported(
                "CommentStmt[objtype!=OBJECT_VIEW|OBJECT_SEQUENCE|OBJECT_FUNCTION"
                "|OBJECT_PROCEDURE|OBJECT_DATABASE|OBJECT_SCHEMA|OBJECT_TABLE|OBJECT_COLUMN"
                "|OBJECT_INDEX|OBJECT_TABCONSTRAINT|OBJECT_TYPE|OBJECT_DOMAIN"
                "|OBJECT_DOMCONSTRAINT]",
                "COMMENT ON this kind of object",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-schema-elements",
        summary="CREATE SCHEMA holds the statements that fill it.",
        why="CockroachDB creates a schema alone; what stands behind it is a syntax error.",
        instead="create the tables with statements of their own",
        bad="CREATE SCHEMA shop CREATE TABLE orders (id uuid PRIMARY KEY);",
        good="CREATE SCHEMA shop;",
        sources=(docs("create-schema"),),
        facts=(unsupported("CreateSchemaStmt[schemaElts]", "statements within CREATE SCHEMA"),),
    ),
    Topic(
        id="cockroachdb-database-option",
        summary="A database is created, changed or dropped with options.",
        why="""CockroachDB's databases are UTF-8, have no templates, and take few options, those
of CREATE DATABASE in a fixed order.""",
        instead="leave the option out; databases are provisioned by the platform",
        bad="""CREATE DATABASE shop IS_TEMPLATE true;""",
        good="""CREATE DATABASE shop;""",
        sources=(docs("create-database"), docs("alter-database")),
        facts=(
            unsupported("DropdbStmt[options]", "options of DROP DATABASE"),
            unsupported(
                "AlterDatabaseStmt > DefElem[defname!=placement|tablespace|connection_limit]",
                "this option of ALTER DATABASE",
            ),
            unsupported("AlterDatabaseStmt", "CONNECTION_LIMIT", spelled("CONNECTION_LIMIT")),
            unsupported("AlterDatabaseRefreshCollStmt", "REFRESH COLLATION VERSION"),
            unsupported("AlterSystemStmt", "ALTER SYSTEM"),
            unsupported(
                "CreatedbStmt > DefElem[defname!=template|encoding|lc_collate|lc_ctype"
                "|connection_limit|owner|tablespace]",
                "this option of CREATE DATABASE",
            ),
            unsupported(
                "CreatedbStmt",
                "these options of CREATE DATABASE in this order",
                lambda node, _: not _in_order(node.fields.get("options", ())),
            ),
        ),
    ),
)
