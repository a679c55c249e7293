"""Schemas to draw: a small one that a person would write, and generated ones of any size."""

from __future__ import annotations

import random

from designkit.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    View,
)

AUDIT = (
    Column(name="created_at", type="timestamp with time zone", nullable=False, default="now()"),
    Column(name="updated_at", type="timestamp with time zone", nullable=False, default="now()"),
    Column(name="deleted_at", type="timestamp with time zone"),
)


def table(
    name: str,
    *columns: Column,
    service: str = "",
    keys: tuple[ForeignKey, ...] = (),
    comment: str | None = None,
    uniques: tuple[Unique, ...] = (),
    indexes: tuple[Index, ...] = (),
    checks: tuple[Check, ...] = (),
) -> Table:
    """A table as the conventions want it: id, its columns, the audit columns."""
    identity = Column(name="id", type="uuid", nullable=False, default="gen_random_uuid()")
    return Table(
        name=name,
        columns=(identity, *columns, *AUDIT),
        primary_key=PrimaryKey(name=f"{name[:50]}_pkey", columns=("id",)),
        foreign_keys=keys,
        uniques=uniques,
        indexes=indexes,
        checks=checks,
        service=service,
        comment=comment,
    )


def reference(column: str, parent: str, parent_column: str = "id") -> ForeignKey:
    """A foreign key of one column."""
    return ForeignKey(
        name=f"fk_{column}",
        columns=(column,),
        referenced_table=QualifiedName(name=parent),
        referenced_columns=(parent_column,),
    )


def column(name: str, kind: str = "text", *, nullable: bool = True) -> Column:
    """A plain column."""
    return Column(name=name, type=kind, nullable=nullable)


USERS = table(
    "users",
    column("email", nullable=False),
    column("status", "character varying(20)", nullable=False),
    uniques=(Unique(name="users_email_key", columns=("email",)),),
    comment="People who can sign in.",
    service="auth",
)
PASSWORDS = Table(
    name="user_passwords",
    columns=(column("user_id", "uuid", nullable=False), column("password_hash", nullable=False)),
    primary_key=PrimaryKey(name="user_passwords_pkey", columns=("user_id",)),
    foreign_keys=(reference("user_id", "users"),),
    service="auth",
)
SESSIONS = table(
    "sessions",
    column("user_id", "uuid", nullable=False),
    column("ip_address", "inet"),
    column("device_label", "character varying(80)"),
    column("revoked_at", "timestamp with time zone"),
    keys=(reference("user_id", "users"),),
    indexes=(
        Index(
            name="idx_sessions_user_id",
            keys=(IndexKey(column="user_id"),),
            predicate="revoked_at IS NULL",
        ),
    ),
    service="auth",
)
EVENTS = table(
    "events",
    column("title", nullable=False),
    column("organiser_user_id", "uuid"),
    column("parent_event_id", "uuid"),
    keys=(reference("organiser_user_id", "users"), reference("parent_event_id", "events")),
    service="events",
)
ACTIVE = View(
    name="active_sessions",
    definition="SELECT id FROM sessions WHERE revoked_at IS NULL",
    columns=(("id", "uuid"),),
    depends_on=(QualifiedName(name="sessions"),),
)
COMMUNITY = Schema(tables=(USERS, PASSWORDS, SESSIONS, EVENTS), views=(ACTIVE,))


def generated(tables: int, *, services: int = 1, keys_per_table: float = 1.3) -> Schema:
    """A schema of any size, the same at each call; few tables are pointed to by most.

    Each fifth table of a service points to a table of an earlier one as well.
    """
    chance = random.Random(tables)  # noqa: S311  (a picture needs no secret)
    drawn: list[Table] = []
    for number in range(tables):
        service = f"service_{number * services // tables}" if services > 1 else ""
        near = [item for item in drawn if item.service == service]
        wanted = int(keys_per_table) + (chance.random() < keys_per_table % 1)
        parents = {
            near[int(len(near) * chance.random() ** 2)].name for _ in range(wanted * bool(near))
        }
        far = [item for item in drawn if item.service != service]
        if far and number % 5 == 0:
            parents.add(far[int(len(far) * chance.random() ** 2)].name)
        links = sorted(parents)
        drawn.append(
            table(
                f"things_{number:03}",
                *(column(f"{parent[:-4]}_{parent[-3:]}_id", "uuid") for parent in links),
                column("title", nullable=False),
                column("amount", "numeric(12,2)"),
                column("details", "jsonb"),
                keys=tuple(
                    reference(f"{parent[:-4]}_{parent[-3:]}_id", parent) for parent in links
                ),
                service=service,
            )
        )
    return Schema(tables=tuple(drawn))
