"""Tables that are hard to fill, by what makes them hard; each must take three rows at least."""

from __future__ import annotations

CASES = {
    "every type": """
        CREATE TABLE t (a smallint, b integer, c bigint, d numeric, e numeric(12,2), f real,
          g double precision, h money, i boolean, j text, k varchar(3), l char(5), m uuid, n date,
          o time, p timetz(3), q timestamp(0), r timestamptz, s interval, t bytea, u json, v jsonb,
          w inet, x cidr, y macaddr, z bit(3), aa varbit, ab point, ac tsvector, ad int4range,
          ae xml, af "char", ag name, ah oid, ai regclass, aj numeric(3,5), ak tstzrange,
          al int4multirange, am polygon, an pg_lsn, ao tsquery, ap jsonpath)""",
    "arrays": "CREATE TABLE t (id int PRIMARY KEY, a int[], b text[] NOT NULL, c uuid[][])",
    "a key": "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL)",
    "an identity that is always generated": """
        CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)""",
    "a composite key": "CREATE TABLE t (a int, b boolean, c text, PRIMARY KEY (a, b))",
    "a key of few values": """
        CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
        CREATE TABLE t (mood mood PRIMARY KEY, note text)""",
    "two keys": "CREATE TABLE t (id uuid PRIMARY KEY, email varchar(80) NOT NULL UNIQUE)",
    "nulls not distinct": "CREATE TABLE t (a int, b int, UNIQUE NULLS NOT DISTINCT (a, b))",
    "a unique index over an expression": """
        CREATE TABLE t (email text NOT NULL); CREATE UNIQUE INDEX ON t (lower(trim(email)))""",
    "a partial unique index": """
        CREATE TABLE t (email text NOT NULL, deleted_at timestamptz);
        CREATE UNIQUE INDEX ON t (email) WHERE deleted_at IS NULL""",
    "a foreign key": """
        CREATE TABLE parents (id uuid PRIMARY KEY);
        CREATE TABLE t (id int PRIMARY KEY, parent uuid NOT NULL REFERENCES parents)""",
    "a foreign key that is the primary key": """
        CREATE TABLE parents (id uuid PRIMARY KEY);
        CREATE TABLE t (id uuid PRIMARY KEY REFERENCES parents)""",
    "a composite foreign key": """
        CREATE TABLE parents (tenant int, id int, PRIMARY KEY (tenant, id));
        CREATE TABLE t (tenant int NOT NULL, parent int,
          FOREIGN KEY (tenant, parent) REFERENCES parents)""",
    "foreign keys that share a column": """
        CREATE TABLE tenants (id int PRIMARY KEY);
        CREATE TABLE a (tenant int REFERENCES tenants, id int, PRIMARY KEY (tenant, id));
        CREATE TABLE b (tenant int REFERENCES tenants, id int, PRIMARY KEY (tenant, id));
        CREATE TABLE t (tenant int NOT NULL REFERENCES tenants, a int NOT NULL, b int,
          FOREIGN KEY (tenant, a) REFERENCES a, FOREIGN KEY (tenant, b) REFERENCES b)""",
    "a foreign key that matches in full": """
        CREATE TABLE parents (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES parents MATCH FULL)""",
    "a foreign key of a generated column": """
        CREATE TABLE parents (id int PRIMARY KEY); INSERT INTO parents VALUES (4711), (0), (1);
        CREATE TABLE t (a int, parent int GENERATED ALWAYS AS (a) STORED REFERENCES parents)""",
    "a foreign key into another schema": """
        CREATE SCHEMA "Odd Space"; CREATE TABLE "Odd Space"."Users" ("Id" text PRIMARY KEY);
        CREATE TABLE t ("user" text NOT NULL REFERENCES "Odd Space"."Users")""",
    "a table that points to itself": """
        CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t CHECK (parent <> id))""",
    "a table that must point to itself": """
        CREATE TABLE t (tenant int, id int, parent int NOT NULL, PRIMARY KEY (tenant, id),
          FOREIGN KEY (tenant, parent) REFERENCES t)""",
    "a cycle with a way out": """
        CREATE TABLE t (id int PRIMARY KEY, favourite int);
        CREATE TABLE items (id int PRIMARY KEY, owner int NOT NULL REFERENCES t);
        ALTER TABLE t ADD FOREIGN KEY (favourite) REFERENCES items""",
    "a cycle whose keys are deferred": """
        CREATE TABLE t (id int PRIMARY KEY, item int NOT NULL);
        CREATE TABLE items (id int PRIMARY KEY,
          owner int NOT NULL REFERENCES t DEFERRABLE INITIALLY DEFERRED);
        ALTER TABLE t ADD FOREIGN KEY (item) REFERENCES items DEFERRABLE INITIALLY DEFERRED""",
    "a cycle that one statement must make": """
        CREATE TABLE t (id int PRIMARY KEY, item uuid NOT NULL);
        CREATE TABLE items (id uuid PRIMARY KEY, owner int NOT NULL UNIQUE REFERENCES t);
        ALTER TABLE t ADD FOREIGN KEY (item) REFERENCES items""",
    "a check on a list": """
        CREATE TABLE t (state text NOT NULL CHECK (state IN ('new', 'it''s done')),
          kind varchar(10) CHECK (kind = 'a' OR kind = 'b'))""",
    "a check on a range": """
        CREATE TABLE t (rating int NOT NULL CHECK (rating BETWEEN 100001 AND 100003),
          price numeric(12,2) CHECK (price > 0.5 AND price < 0.75),
          year int CHECK (year > 1900))""",
    "a check on dates": """
        CREATE TABLE t (day date NOT NULL CHECK (day > '2031-01-01' AND day < '2031-02-01'),
          at timestamptz CHECK (at >= '2031-01-01 00:00:00+00' AND at < '2031-01-03'))""",
    "a check on a pattern": """
        CREATE TABLE t (slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9_]{2,30}$'),
          colour text CHECK (colour ~* '^#(?:[0-9A-F]{3}){1,2}$'),
          phone text CHECK (phone ~ '^\\+\\d{7,15}$'), url text CHECK (url LIKE 'ftp://%'))""",
    "a check on a length": """
        CREATE TABLE t (code text NOT NULL CHECK (length(code) = 40),
          hash bytea NOT NULL CHECK (octet_length(hash) = 32),
          tags text[] CHECK (cardinality(tags) = 7))""",
    "a check on the length of a key": """
        CREATE TABLE t (hash bytea PRIMARY KEY CHECK (length(hash) = 16),
          token text NOT NULL UNIQUE CHECK (length(token) = 43))""",
    "a check on letters": """
        CREATE TABLE t (currency text NOT NULL CHECK (
          char_length(currency) = 3 AND currency = upper(currency)))""",
    "a check on the day of the week": """
        CREATE TABLE t (day date NOT NULL CHECK (extract(dow FROM day) = 1),
          at timestamptz NOT NULL CHECK (date_trunc('day', at, 'UTC') = at))""",
    "a check on a range's length": """
        CREATE TABLE t (during tstzrange NOT NULL CHECK (NOT isempty(during)
          AND upper(during) - lower(during) <= interval '1 day'))""",
    "a key by month": """
        CREATE TABLE t (at timestamp NOT NULL);
        CREATE UNIQUE INDEX ON t (date_trunc('month', at))""",
    "an exclusion over an expression": """
        CREATE EXTENSION btree_gist; CREATE TABLE t (room text NOT NULL, a timestamptz NOT NULL,
          b timestamptz NOT NULL, CHECK (a < b),
          EXCLUDE USING gist (room WITH =, tstzrange(a, b) WITH &&))""",
    "one row of several": """
        CREATE TABLE u (id int PRIMARY KEY);
        CREATE TABLE t (u int NOT NULL REFERENCES u, is_default boolean NOT NULL);
        CREATE UNIQUE INDEX ON t (u) WHERE is_default""",
    "a check with cases": """
        CREATE TABLE t (kind text NOT NULL CHECK (kind IN ('a', 'b')), x int, y int, CHECK (
          CASE kind WHEN 'a' THEN x IS NOT NULL AND y IS NULL ELSE y > 5 AND x IS NULL END))""",
    "a check on a sum": """
        CREATE TABLE t (a int NOT NULL CHECK (a >= 0), b int NOT NULL CHECK (b >= 0),
          CHECK (a + b = 100))""",
    "a check on the shape of a document": """
        CREATE TABLE t (body jsonb NOT NULL
          CHECK (jsonb_typeof(body) = 'object' AND body ? 'id'))""",
    "a check on two columns": """
        CREATE TABLE t (starts timestamptz NOT NULL, ends timestamptz NOT NULL,
          low int, high int, CHECK (starts < ends), CHECK (low * 2 = high))""",
    "a check that one of several is given": """
        CREATE TABLE t (a text, b int, c uuid, d date, CHECK (num_nonnulls(a, b, c, d) = 1))""",
    "a check on many columns": """
        CREATE TABLE t (kind text NOT NULL CHECK (kind IN ('card', 'cash')),
          number text, owner text,
          month int, year int, amount numeric, currency char(3), note text, place text, CHECK (
          (kind = 'card' AND number IS NOT NULL AND owner IS NOT NULL AND month BETWEEN 1 AND 12
           AND year > 2000 AND amount IS NULL AND currency IS NULL AND note IS NULL)
          OR (kind = 'cash' AND number IS NULL AND owner IS NULL AND month IS NULL AND year IS NULL
           AND amount > 0 AND currency = 'EUR' AND note IS NOT NULL AND place IS NOT NULL)))""",
    "a check that fails on some values": """
        CREATE TABLE t (number text NOT NULL CHECK (number::int > 10),
          part int CHECK (1 / part = 1))""",
    "a domain": """
        CREATE DOMAIN positive AS integer NOT NULL CHECK (VALUE > 0);
        CREATE DOMAIN year AS positive CHECK (VALUE BETWEEN 1901 AND 2155);
        CREATE DOMAIN address AS text CHECK (VALUE ~ '^[^@ ]+@[^@ ]+$');
        CREATE TABLE t (y year, a address, many year[])""",
    "a composite type and a range type": """
        CREATE TYPE pair AS (x int, "why not" text); CREATE TYPE floats AS RANGE (SUBTYPE = float8);
        CREATE TABLE t (p pair NOT NULL, r floats NOT NULL)""",
    "generated columns": """
        CREATE TABLE t (a int NOT NULL, b int GENERATED ALWAYS AS (a % 1000) STORED UNIQUE,
          c int GENERATED ALWAYS AS (a / 2) VIRTUAL CHECK (c > 0))""",
    "only a generated column": "CREATE TABLE t (a int GENERATED ALWAYS AS (1) STORED)",
    "no column": "CREATE TABLE t ()",
    "an exclusion constraint": """
        CREATE TABLE t (id int PRIMARY KEY, during tstzrange NOT NULL,
          EXCLUDE USING gist (during WITH &&))""",
    "a period": """
        CREATE TABLE t (id int4range, during daterange,
          PRIMARY KEY (id, during WITHOUT OVERLAPS))""",
    "a foreign key with a period": """
        CREATE TABLE parents (id int4range, during daterange,
          PRIMARY KEY (id, during WITHOUT OVERLAPS));
        CREATE TABLE t (id int4range NOT NULL, during daterange NOT NULL,
          FOREIGN KEY (id, PERIOD during) REFERENCES parents (id, PERIOD during))""",
    "partitions by range": """
        CREATE TABLE parents (id int, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE t PARTITION OF parents
          FOR VALUES FROM ('2031-01-01 UTC') TO ('2031-02-01 UTC');
        CREATE TABLE other PARTITION OF parents DEFAULT""",
    "partitions by list": """
        CREATE TABLE parents (region text, name text NOT NULL) PARTITION BY LIST (region);
        CREATE TABLE t PARTITION OF parents FOR VALUES IN ('north', 'south')""",
    "partitions by hash": """
        CREATE TABLE parents (id bigint PRIMARY KEY, name text) PARTITION BY HASH (id);
        CREATE TABLE t PARTITION OF parents FOR VALUES WITH (MODULUS 16, REMAINDER 7)""",
    "partitions of partitions": """
        CREATE TABLE parents (id int, at date NOT NULL, UNIQUE (id, at)) PARTITION BY LIST (id);
        CREATE TABLE middle PARTITION OF parents FOR VALUES IN (900) PARTITION BY RANGE (at);
        CREATE TABLE t PARTITION OF middle FOR VALUES FROM ('2031-01-01') TO ('2031-02-01')""",
    "a foreign key to a partitioned table": """
        CREATE TABLE parents (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE part PARTITION OF parents FOR VALUES FROM (0) TO (10000000);
        CREATE TABLE t (parent int NOT NULL REFERENCES parents)""",
    "inheritance": """
        CREATE TABLE parents (id int, price numeric CHECK (price > 100));
        CREATE TABLE t (extra text NOT NULL) INHERITS (parents)""",
    "row security": """
        CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (false)""",
    "a trigger that rewrites": """
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN NEW.updated_at := now(); NEW.name := upper(NEW.name); RETURN NEW; END$$;
        CREATE TABLE t (name text UNIQUE, updated_at timestamptz NOT NULL);
        CREATE TRIGGER touch BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch()""",
    "a trigger that is hard to please": """
        CREATE FUNCTION check_t() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN IF NEW.email NOT LIKE '%@%' THEN RAISE 'no address'; END IF; RETURN NEW; END$$;
        CREATE TABLE t (email text NOT NULL, name text NOT NULL);
        CREATE TRIGGER check_t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION check_t()""",
    "a trigger that fills another table": """
        CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE a_source (id int PRIMARY KEY);
        CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN INSERT INTO t VALUES (NEW.id); RETURN NEW; END$$;
        CREATE TRIGGER follow AFTER INSERT ON a_source FOR EACH ROW EXECUTE FUNCTION follow()""",
    "a check by a function": """
        CREATE FUNCTION is_even(int) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN $1 % 2 = 0;
        CREATE TABLE t (number int NOT NULL CHECK (is_even(number)))""",
    "odd names": """
        CREATE TABLE "Größe ""1"" m" ("select" int PRIMARY KEY, "a b" int CHECK ("a b" > "select"));
        CREATE TABLE t ("%s {x}" int REFERENCES "Größe ""1"" m", ":p" text DEFAULT 'x')""",
    "an extension's types": """
        CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree;
        CREATE TABLE t (a citext PRIMARY KEY, b hstore NOT NULL, c ltree NOT NULL UNIQUE)""",
}

# What no row satisfies, or none that anyone finds, and a word of the reason.
REFUSED = {
    "a check that is never true": ("CREATE TABLE t (a int NOT NULL CHECK (a > a))", "CHECK"),
    "a trigger that refuses": (
        """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
             $$BEGIN RAISE 'closed for ever'; END$$;
           CREATE TABLE t (a int);
           CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()""",
        "closed for ever",
    ),
    "a trigger that swallows": (
        """CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
           CREATE TABLE t (a int);
           CREATE TRIGGER swallow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION swallow()""",
        "keeps none",
    ),
    "a rule that turns away": (
        "CREATE TABLE t (a int); CREATE RULE off AS ON INSERT TO t DO INSTEAD NOTHING",
        "keeps none",
    ),
    "a table without partitions": (
        "CREATE TABLE t (a int) PARTITION BY RANGE (a)",
        "no partition",
    ),
    "a parent that no row satisfies": (
        """CREATE TABLE parents (id int PRIMARY KEY CHECK (id > id));
           CREATE TABLE t (parent int NOT NULL REFERENCES parents)""",
        "must point to a row of parents",
    ),
}
