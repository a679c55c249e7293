"""Which packages mean what: ORMs, query builders, drivers, handles of a database.

Import paths by prefix; a version in between (`/v2`) does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SQL: Final = "database/sql"
SQLX: Final = "github.com/jmoiron/sqlx"
LIB_PQ: Final = "github.com/lib/pq"

ORMS: Final[dict[str, str]] = {
    "gorm.io": "GORM",
    "github.com/jinzhu/gorm": "GORM",
    "github.com/go-gorm": "GORM",
    "entgo.io/ent": "ent",
    "github.com/facebook/ent": "ent",
    "github.com/facebookincubator/ent": "ent",
    "github.com/uptrace/bun": "bun",
    "github.com/go-pg/pg": "go-pg",
    "gopkg.in/pg": "go-pg",
    "github.com/beego/beego/orm": "Beego's ORM",
    "github.com/beego/beego/client/orm": "Beego's ORM",
    "github.com/beego/orm": "Beego's ORM",
    "github.com/astaxie/beego/orm": "Beego's ORM",
    "xorm.io/xorm": "xorm",
    "github.com/go-xorm": "xorm",
    "gitea.com/xorm/xorm": "xorm",
    "github.com/volatiletech/sqlboiler": "SQLBoiler",
    "github.com/aarondl/sqlboiler": "SQLBoiler",
    "github.com/go-gorp/gorp": "gorp",
    "gopkg.in/gorp": "gorp",
    "github.com/coopernurse/gorp": "gorp",
    "github.com/upper/db": "upper/db",
    "upper.io/db": "upper/db",
    "gopkg.in/reform": "reform",
    "github.com/AlekSi/reform": "reform",
    "github.com/go-rel/rel": "REL",
    "github.com/Fs02/rel": "REL",
    "github.com/gobuffalo/pop": "Pop",
    "github.com/naoina/genmai": "genmai",
    "github.com/src-d/go-kallax": "kallax",
    "gopkg.in/src-d/go-kallax": "kallax",
    "github.com/gogf/gf/database/gdb": "GoFrame's ORM",
    "github.com/steebchen/prisma-client-go": "Prisma",
    "github.com/prisma/prisma-client-go": "Prisma",
}
BUILDERS: Final[dict[str, str]] = {
    "github.com/Masterminds/squirrel": "squirrel",
    "github.com/lann/squirrel": "squirrel",
    "github.com/elgris/sqrl": "sqrl",
    "github.com/doug-martin/goqu": "goqu",
    "gopkg.in/doug-martin/goqu": "goqu",
    "github.com/go-jet/jet": "go-jet",
    "github.com/stephenafamo/bob": "bob",
    "github.com/huandu/go-sqlbuilder": "go-sqlbuilder",
    "github.com/leporo/sqlf": "sqlf",
    "github.com/keegancsmith/sqlf": "sqlf",
    "github.com/didi/gendry": "gendry",
    "github.com/nullism/bqb": "bqb",
    "xorm.io/builder": "xorm's builder",
    "github.com/ulule/loukoum": "loukoum",
    "github.com/mitranim/sqlb": "sqlb",
    "github.com/gocraft/dbr": "dbr",
    "github.com/mailru/dbr": "dbr",
    "github.com/lqs/sqlingo": "sqlingo",
}
DRIVERS: Final[dict[str, str]] = {
    LIB_PQ: "lib/pq",
    "github.com/jackc/pgx": "pgx",
    "github.com/go-sql-driver/mysql": "MySQL",
    "github.com/mattn/go-sqlite3": "SQLite",
    "modernc.org/sqlite": "SQLite",
    "github.com/glebarez/sqlite": "SQLite",
    "github.com/microsoft/go-mssqldb": "SQL Server",
    "github.com/denisenkom/go-mssqldb": "SQL Server",
    "github.com/godror/godror": "Oracle",
    "github.com/sijms/go-ora": "Oracle",
    "github.com/ClickHouse/clickhouse-go": "ClickHouse",
    "github.com/snowflakedb/gosnowflake": "Snowflake",
}
# Packages whose handles take SQL as it is written.
HANDLES: Final = (
    SQL,
    SQLX,
    LIB_PQ,
    "github.com/jackc/pgx",
    "github.com/cockroachdb/cockroach-go",
)

_VERSION: Final = re.compile(r"/v\d+(?=/|$)|\.v\d+(?=/|$)")


def unversioned(path: str) -> str:
    """The import path without the number of its major version."""
    return _VERSION.sub("", path)


def _of(path: str, table: dict[str, str]) -> str:
    plain = unversioned(path)
    for prefix, name in table.items():
        if plain == prefix or plain.startswith(f"{prefix}/"):
            return name
    return ""


def orm_of(path: str) -> str:
    """The ORM that a package is part of; "" for none."""
    return _of(path, ORMS)


def builder_of(path: str) -> str:
    """The query builder that a package is part of; "" for none."""
    return _of(path, BUILDERS)


def driver_of(path: str) -> str:
    """The driver that a package is part of; "" for none."""
    return _of(path, DRIVERS)


def is_pq(drivers: Iterable[str], handles: Iterable[str]) -> bool:
    """Whether statements go to lib/pq, given the drivers and packages that code names.

    Who sends SQL and names no driver uses the platform's, whose driver is lib/pq.
    """
    named = set(drivers)
    return DRIVERS[LIB_PQ] in named or (not named and any(map(is_handle_package, handles)))


def is_handle_package(path: str) -> bool:
    """Whether the package's values take SQL as it is written."""
    plain = unversioned(path)
    return any(plain == known or plain.startswith(f"{known}/") for known in HANDLES)
