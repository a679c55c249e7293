"""Constraints and indexes."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, hotspot, ignored, unsupported
from designkit.rules.cockroach.spelling import spelled

_KEYS = docs("foreign-key")
_INDEX = docs("create-index")


# The names of columns that take the time at which a row is written.
_GROWING: Final = frozenset(
    f"{word}_at"
    for word in ("created", "updated", "inserted", "modified", "occurred", "received", "recorded")
)

TOPICS: Final = (
    Topic(
        id="cockroachdb-deferrable",
        summary="A constraint says DEFERRABLE, or a transaction sets constraints.",
        why="""CockroachDB checks every constraint at once: DEFERRABLE and SET CONSTRAINTS are
refused, and even NOT DEFERRABLE is a syntax error.""",
        instead="leave the clause out, and order the writes so that each one holds",
        bad="""CREATE TABLE orders (id uuid PRIMARY KEY, number text UNIQUE DEFERRABLE);""",
        good="""CREATE TABLE orders (id uuid PRIMARY KEY, number text UNIQUE);""",
        sources=("https://github.com/cockroachdb/cockroach/issues/31632", _KEYS),
        facts=(
            unsupported("Constraint[deferrable]", "DEFERRABLE"),
            unsupported(
                "Constraint[contype=CONSTR_ATTR_DEFERRABLE|CONSTR_ATTR_NOT_DEFERRABLE"
                "|CONSTR_ATTR_DEFERRED|CONSTR_ATTR_IMMEDIATE]",
                "DEFERRABLE",
            ),
            unsupported("ConstraintsSetStmt", "SET CONSTRAINTS"),
            unsupported("AlterTableStmt", "NOT DEFERRABLE", spelled("NOT DEFERRABLE")),
            unsupported("CreateStmt", "NOT DEFERRABLE", spelled("NOT DEFERRABLE")),
            unsupported("AlterTableStmt", "INITIALLY IMMEDIATE", spelled("INITIALLY IMMEDIATE")),
            unsupported("PrimaryKey[deferrable]", "DEFERRABLE"),
            unsupported("Unique[deferrable]", "DEFERRABLE"),
            unsupported("ForeignKey[deferrable]", "DEFERRABLE"),
        ),
    ),
    Topic(
        id="cockroachdb-exclusion-constraint",
        summary="An exclusion constraint is declared.",
        why="EXCLUDE is not implemented.",
        instead="use a unique constraint, or check in a serializable transaction",
        bad="""CREATE TABLE bookings (
    room bigint,
    EXCLUDE USING gist (room WITH =)
);""",
        good="CREATE TABLE bookings (room bigint, day date, UNIQUE (room, day));",
        sources=("https://github.com/cockroachdb/cockroach/issues/46657",),
        facts=(
            unsupported("Constraint[contype=CONSTR_EXCLUSION]", "EXCLUDE"),
            unsupported(
                "OtherConstraint",
                "exclusion constraints",
                lambda node, _: node.fields["definition"].startswith("EXCLUDE"),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-temporal-constraint",
        summary="A key is temporal: WITHOUT OVERLAPS or PERIOD.",
        why="CockroachDB has neither ranges nor temporal keys.",
        instead="use plain columns, and check in a serializable transaction",
        bad="""CREATE TABLE stays (
    room uuid, nights text, PRIMARY KEY (room, nights WITHOUT OVERLAPS)
);""",
        good="""CREATE TABLE stays (room uuid, night date, PRIMARY KEY (room, night));""",
        sources=(docs("unique"), _KEYS),
        facts=(
            unsupported("Constraint[without_overlaps]", "WITHOUT OVERLAPS"),
            unsupported("Constraint[fk_with_period]", "PERIOD"),
            unsupported("Constraint[pk_with_period]", "PERIOD"),
        ),
    ),
    Topic(
        id="cockroachdb-not-enforced",
        summary="A constraint says whether it is enforced, or is altered.",
        why="ENFORCED, NOT ENFORCED and ALTER CONSTRAINT are refused.",
        instead="add the constraint NOT VALID, or drop and add it",
        bad="ALTER TABLE orders ADD CONSTRAINT orders_sum_check CHECK (sum > 0) NOT ENFORCED;",
        good="ALTER TABLE orders ADD CONSTRAINT orders_sum_check CHECK (sum > 0) NOT VALID;",
        sources=(docs("add-constraint"), docs("alter-table")),
        facts=(
            unsupported(
                "Constraint[contype=CONSTR_ATTR_ENFORCED|CONSTR_ATTR_NOT_ENFORCED]", "ENFORCED"
            ),
            *(
                unsupported(
                    f"{kind} Constraint[contype=CONSTR_CHECK|CONSTR_FOREIGN]",
                    "ENFORCED",
                    spelled("ENFORCED"),
                )
                for kind in ("CreateStmt", "AlterTableStmt", "CreateForeignTableStmt")
            ),
            unsupported("AlterTableCmd[subtype=AT_AlterConstraint]", "ALTER CONSTRAINT"),
            unsupported("Check[!enforced]", "NOT ENFORCED"),
            unsupported("ForeignKey[!enforced]", "NOT ENFORCED"),
        ),
    ),
    Topic(
        id="cockroachdb-not-null-constraint",
        summary="NOT NULL is written as a constraint of the table.",
        why="A named or separate NOT NULL constraint of a table is a syntax error.",
        instead="write NOT NULL behind the column, or ALTER COLUMN … SET NOT NULL",
        bad="""CREATE TABLE orders (id uuid PRIMARY KEY, state text, NOT NULL state);""",
        good="""CREATE TABLE orders (id uuid PRIMARY KEY, state text NOT NULL);""",
        sources=(docs("not-null"),),
        facts=(
            unsupported(
                "Constraint[contype=CONSTR_NOTNULL]",
                "NOT NULL as a constraint of the table",
                lambda node, _: "keys" in node.fields,
            ),
        ),
    ),
    Topic(
        id="cockroachdb-nulls-not-distinct",
        summary="A unique constraint or index says whether nulls are distinct.",
        why="Nulls are always distinct on CockroachDB, and the words are a syntax error.",
        instead="make the columns NOT NULL, or index coalesce() of them",
        bad="""CREATE TABLE users (id uuid PRIMARY KEY, phone text UNIQUE NULLS NOT DISTINCT);""",
        good="""CREATE TABLE users (id uuid PRIMARY KEY, phone text UNIQUE);""",
        sources=(docs("unique"),),
        facts=(
            unsupported("Constraint[nulls_not_distinct]", "NULLS NOT DISTINCT"),
            unsupported("IndexStmt[nulls_not_distinct]", "NULLS NOT DISTINCT"),
            unsupported("IndexStmt", "NULLS DISTINCT", spelled("NULLS DISTINCT")),
            unsupported(
                "Constraint[contype=CONSTR_UNIQUE]", "NULLS DISTINCT", spelled("NULLS DISTINCT")
            ),
            unsupported("Unique[nulls_not_distinct]", "NULLS NOT DISTINCT"),
            unsupported("Index[nulls_not_distinct]", "NULLS NOT DISTINCT"),
        ),
    ),
    Topic(
        id="cockroachdb-constraint-using-index",
        summary="A constraint takes over an index.",
        why="ADD CONSTRAINT … USING INDEX is a syntax error.",
        instead="add the constraint itself: CockroachDB builds its index online",
        bad="ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX email_index;",
        good="""CREATE TABLE users (id uuid PRIMARY KEY, email text UNIQUE);""",
        sources=(docs("add-constraint"),),
        facts=(unsupported("Constraint[indexname]", "USING INDEX"),),
    ),
    Topic(
        id="cockroachdb-foreign-key-clause",
        summary="A foreign key has a clause that is refused.",
        why="A list of columns behind SET NULL or SET DEFAULT, and MATCH PARTIAL, are refused.",
        instead="set all columns of the key, or do it in the service",
        bad="""ALTER TABLE posts ADD CONSTRAINT posts_author_fkey
FOREIGN KEY (tenant_id, author_id)
REFERENCES users (tenant_id, id) ON DELETE SET NULL (author_id);""",
        good="""ALTER TABLE posts ADD CONSTRAINT posts_author_fkey
FOREIGN KEY (tenant_id, author_id)
REFERENCES users (tenant_id, id) ON DELETE CASCADE;""",
        sources=(_KEYS,),
        facts=(
            unsupported("Constraint[fk_del_set_cols]", "a list of columns behind SET NULL"),
            unsupported("ForeignKey[set_columns]", "a list of columns behind SET NULL"),
        ),
    ),
    Topic(
        id="cockroachdb-index-method",
        summary="An index has an access method that CockroachDB lacks.",
        why="""btree, gin, gist on geometry, and a vector index exist; brin, spgist, hash and
others are refused.""",
        instead="use btree, or gin for JSONB and arrays",
        bad="CREATE INDEX idx_events_created_at ON events USING brin (created_at);",
        good="CREATE INDEX idx_events_payload ON events USING gin (payload);",
        sources=(_INDEX,),
        facts=(
            unsupported(
                "IndexStmt[accessMethod!=btree|gin|gist|hnsw|prefix|inverted|cspann|vector]",
                "this access method",
            ),
            different(
                "IndexStmt[accessMethod=gist]",
                "CockroachDB reads gist as an inverted index, which serves geometry alone",
            ),
            unsupported("Index[method=brin|spgist|hash|ivfflat|bloom]", "the access method {}"),
        ),
    ),
    Topic(
        id="cockroachdb-index-clause",
        summary="An index has a clause that is refused.",
        why="""ON ONLY, parameters of operator classes, COLLATE on a key, and NULLS LAST ascending
or NULLS FIRST descending are refused.""",
        instead="leave the clause out",
        bad="""CREATE INDEX idx_orders_rank ON orders (rank ASC NULLS LAST);""",
        good="""CREATE INDEX idx_orders_rank ON orders (rank DESC);""",
        sources=(_INDEX, docs("null-handling")),
        facts=(
            unsupported("IndexStmt > RangeVar[!inh]", "CREATE INDEX … ON ONLY"),
            unsupported(
                "IndexStmt > IndexElem[@=indexIncludingParams][expr]", "an expression in INCLUDE"
            ),
            unsupported("IndexStmt IndexElem[opclassopts]", "parameters of operator classes"),
            unsupported("IndexElem[collation]", "COLLATE on a key"),
            unsupported(
                "IndexStmt IndexElem[ordering!=SORTBY_DESC][nulls_ordering=SORTBY_NULLS_LAST]",
                "NULLS LAST in an ascending key",
            ),
            unsupported(
                "IndexStmt IndexElem[ordering=SORTBY_DESC][nulls_ordering=SORTBY_NULLS_FIRST]",
                "NULLS FIRST in a descending key",
            ),
            unsupported("IndexKey[collation]", "COLLATE on a key of an index"),
        ),
    ),
    Topic(
        id="cockroachdb-index-concurrently",
        summary="An index is built or dropped CONCURRENTLY.",
        why="Every index is built online: the word is read and has no effect.",
        instead="keep it for PostgreSQL's sake",
        bad="CREATE INDEX CONCURRENTLY idx_orders_state ON orders (state);",
        good="CREATE INDEX idx_orders_state ON orders (state);",
        sources=(_INDEX,),
        facts=(
            ignored("IndexStmt[concurrent]", "CONCURRENTLY"),
            ignored("DropStmt[removeType=OBJECT_INDEX][concurrent]", "CONCURRENTLY"),
            ignored("RefreshMatViewStmt[concurrent]", "CONCURRENTLY"),
        ),
    ),
    Topic(
        id="cockroachdb-sequential-index",
        summary="An index begins with a time.",
        why="""Rows come in the order of time, so all writes go to the last range of such an
index, however many nodes there are.""",
        instead="put another column first, or shard the index by hash on CockroachDB",
        bad="""CREATE TABLE visits (id uuid PRIMARY KEY, created_at timestamptz);
CREATE INDEX idx_visits_created_at ON visits (created_at);""",
        good="""CREATE TABLE visits (id uuid PRIMARY KEY, page text, created_at timestamptz);
CREATE INDEX idx_visits_page_created_at ON visits (page, created_at);""",
        sources=(docs("hash-sharded-indexes"), docs("schema-design-indexes")),
        facts=(
            hotspot(
                "IndexStmt[accessMethod=btree]",
                "an index that begins with a time sends all writes to one range",
                lambda node, _: node.fields["indexParams"][0]["IndexElem"].get("name") in _GROWING,
            ),
        ),
    ),
    Topic(
        id="cockroachdb-drop-primary-key",
        summary="A primary key is dropped and none is added in the same statement.",
        why="A table needs its primary key: DROP CONSTRAINT has to come with the new key.",
        instead="add the new primary key in the same ALTER TABLE",
        bad="""CREATE TABLE orders (id uuid CONSTRAINT orders_pkey PRIMARY KEY);
ALTER TABLE orders DROP CONSTRAINT orders_pkey;""",
        good="""CREATE TABLE orders (id uuid, CONSTRAINT orders_pkey PRIMARY KEY (id));
ALTER TABLE orders DROP CONSTRAINT orders_pkey,
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);""",
        sources=(docs("primary-key"), docs("alter-table")),
        facts=(
            unsupported(
                "AlterTableCmd[subtype=AT_DropConstraint]",
                "dropping a primary key alone",
                lambda node, tree: (
                    node.fields.get("name", "").endswith("_pkey")
                    and "CONSTR_PRIMARY" not in str(tree.fields.get("cmds"))
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-drop-unique-index",
        summary="The index of a unique constraint is dropped without CASCADE.",
        why="""An index that a unique constraint made is dropped by DROP INDEX … CASCADE only, and
DROP CONSTRAINT does not drop it before 25.1.""",
        instead="write DROP INDEX … CASCADE",
        bad="DROP INDEX users_email_key;",
        good="""DROP INDEX idx_users_email;""",
        sources=(docs("drop-index"), docs("known-limitations")),
        facts=(
            different(
                "DropStmt[removeType=OBJECT_INDEX][behavior!=DROP_CASCADE]",
                "by its name the index is a unique constraint's, which CockroachDB drops by "
                "CASCADE only",
                lambda node, _: str(node.fields["objects"]).endswith("_key'}}]}}]"),
            ),
        ),
    ),
)
