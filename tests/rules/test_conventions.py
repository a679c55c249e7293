"""What each convention objects to, and what it lets stand, case by case."""

from __future__ import annotations

import pytest

from designkit.model import (
    ColumnVolume,
    Enum,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    View,
    Volume,
    replace,
)
from designkit.rules import Findings, Severity, rule_named
from tests.rules import built
from tests.rules.built import at, bare, column, faults, index, key, schema, table

USERS = table("users")
ON_USER = index("idx_orders_user_id", "user_id")


def judged(subject: Schema | Table, **context: object) -> Findings:
    """What the conventions say; whether the design is sound is tested elsewhere."""
    found = built.judged(subject, **context)
    return Findings(
        items=tuple(item for item in found if rule_named(item.rule).group == "conventions")
    )


def orders(*columns: str, **fields: object) -> Schema:
    """Orders with one uuid column per name, each an indexed key to users."""
    return schema(
        USERS,
        table(
            "orders",
            *(column(name, "uuid") for name in columns),
            foreign_keys=tuple(key("users", name) for name in columns),
            indexes=tuple(index(f"idx_orders_{name}", name) for name in columns),
            **fields,
        ),
    )


def said(rule: str, subject: Schema | Table) -> set[str]:
    return {thing for name, thing in faults(judged(subject)) if name == rule}


def test_a_conventional_table_has_no_findings() -> None:
    assert not list(judged(orders("user_id")))


@pytest.mark.parametrize("name", ["user", "order_item", "status", "user_role", "person", "bus"])
def test_a_table_in_the_singular_is_found(name: str) -> None:
    assert said("table-name-not-plural", table(name)) == {name}


@pytest.mark.parametrize("name", ["users", "people", "statuses", "news", "user_metadata", "media"])
def test_a_table_in_the_plural_or_uncountable_stands(name: str) -> None:
    assert not said("table-name-not-plural", table(name))


@pytest.mark.parametrize(
    "name", ["Users", "user__roles", "_users", "users_", "größes", "userRoles"]
)
def test_a_table_not_in_snake_case_is_found_by_that_rule_alone(name: str) -> None:
    found = judged(replace(table(name), primary_key=PrimaryKey(name="key", columns=("id",))))
    assert faults(found) == {("name-not-snake-case", name)}


def test_every_kind_of_name_must_be_snake_case() -> None:
    subject = schema(
        table(
            "users",
            column("Email"),
            uniques=(Unique(name="Once", columns=("Email",)),),
            indexes=(index("IDX_users_email", "Email"),),
        ),
        enums=(Enum(name="Mood", values=("good",)),),
        views=(
            View(
                name="reports",
                definition="",
                materialized=True,
                indexes=(index("IDX_reports_x", "x"),),
            ),
        ),
    )
    assert faults(judged(subject)) == {
        ("name-not-snake-case", name)
        for name in ("users.Email", "users.Once", "IDX_users_email", "Mood", "IDX_reports_x")
    }


def test_each_missing_column_is_named() -> None:
    subject = bare("users", column("id", "uuid", nullable=False, default="gen_random_uuid()"))
    assert said("missing-required-column", subject) == {"users.created_at", "users.updated_at"}


def test_a_required_column_in_another_case_is_not_missing() -> None:
    subject = bare("users", column("ID"), at("createdAt"), at("updated_at"))
    assert not said("missing-required-column", subject)


@pytest.mark.parametrize(
    ("columns", "default", "kind", "message"),
    [
        (("id", "role"), "gen_random_uuid()", "uuid", "the key is (id, role)"),
        (("id",), "nextval('users_id_seq'::regclass)", "bigint", "counts up by a sequence"),
        (("id",), None, "text", "of type text"),
        (("id",), None, "uuid", "no default"),
        (("id",), "uuidv7()", "uuid", "the default uuidv7()"),
        (("code",), None, "uuid", "called code"),
    ],
)
def test_a_primary_key_is_told_what_is_wrong_with_it(
    columns: tuple[str, ...], default: str | None, kind: str, message: str
) -> None:
    name = columns[0]
    subject = bare(
        "users",
        column(name, kind, nullable=False, default=default),
        column("role"),
        primary_key=PrimaryKey(name="users_pkey", columns=columns),
    )
    (finding,) = (item for item in judged(subject) if item.rule == "primary-key-not-uuid")
    assert message in finding.message


def test_an_identity_key_is_named_as_such() -> None:
    subject = bare(
        "users",
        column("id", "bigint", nullable=False, identity="always"),
        primary_key=PrimaryKey(name="users_pkey", columns=("id",)),
    )
    (finding,) = (item for item in judged(subject) if item.rule == "primary-key-not-uuid")
    assert "identity" in finding.message


@pytest.mark.parametrize("default", ["uuid_generate_v4()", "public.gen_random_uuid()", "uuidv4()"])
def test_other_random_defaults_stand(default: str) -> None:
    columns = (replace(USERS.column("id"), default=default), *USERS.columns[1:])
    assert not judged(replace(USERS, columns=columns))


def test_a_partitioned_table_may_add_its_partition_key_to_the_primary_key() -> None:
    subject = table(
        "events",
        primary_key=PrimaryKey(name="events_pkey", columns=("id", "created_at")),
        partition_key="RANGE (created_at)",
    )
    assert not judged(subject)


@pytest.mark.parametrize(
    ("name", "kind", "nullable", "default"),
    [
        ("is_deleted", "boolean", False, "false"),
        ("deleted", "boolean", True, None),
        ("removed_at", "timestamp with time zone", True, None),
        ("deleted_on", "date", True, None),
        ("deleted_at", "timestamp with time zone", False, None),
        ("deleted_at", "timestamp with time zone", True, "now()"),
        ("deleted_at", "boolean", True, None),
        ("deleted_at", "bigint", True, None),
    ],
)
def test_another_soft_deletion_is_found_by_that_rule_alone(
    name: str,
    kind: str,
    nullable: bool,  # noqa: FBT001
    default: str | None,
) -> None:
    subject = table("users", column(name, kind, nullable=nullable, default=default))
    assert faults(judged(subject)) == {("soft-delete-shape", f"users.{name}")}


def test_a_nullable_timestamp_is_soft_deletion() -> None:
    assert not judged(table("users", at("deleted_at", nullable=True, default=None)))


@pytest.mark.parametrize("name", ["user_id", "author_user_id", "created_by_user_id"])
def test_a_key_column_is_named_after_its_table_with_or_without_a_role(name: str) -> None:
    assert not judged(orders(name))


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("user", "user_id"),
        ("userid", "user_id"),
        ("user_uuid", "user_id"),
        ("author", "author_user_id"),
        ("author_id", "author_user_id"),
        ("author_user", "author_user_id"),
        ("created_by", "created_by_user_id"),
        ("uid", "user_id"),
    ],
)
def test_another_name_of_a_key_column_is_found_with_a_better_one(name: str, better: str) -> None:
    (finding,) = judged(orders(name))
    assert (finding.rule, finding.object) == ("foreign-key-name", f"orders.{name}")
    assert f"name it {better}" in finding.message


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("ticket_id", "event_ticket_id"),
        ("event", "event_ticket_id"),
        ("first_ticket", "first_event_ticket_id"),
    ],
)
def test_what_says_the_table_again_is_no_role(name: str, better: str) -> None:
    subject = table(
        "orders",
        column(name, "uuid"),
        foreign_keys=(key("event_tickets", name),),
        indexes=(index(f"idx_orders_{name}", name),),
    )
    (finding,) = judged(schema(table("event_tickets"), subject))
    assert f"name it {better}" in finding.message


def test_several_keys_to_one_table_need_roles() -> None:
    assert faults(judged(orders("user_id", "author_user_id"))) == {
        ("foreign-key-name", "orders.user_id")
    }


@pytest.mark.parametrize(("name", "right"), [("category_id", False), ("parent_category_id", True)])
def test_a_key_to_its_own_table_needs_a_role(name: str, right: bool) -> None:  # noqa: FBT001
    subject = table(
        "categories",
        column(name, "uuid"),
        foreign_keys=(key("categories", name),),
        indexes=(index(f"idx_categories_{name}", name),),
    )
    assert bool(judged(subject)) is not right


def test_a_composite_key_is_judged_column_by_column() -> None:
    users = table("users", column("tenant_id", "uuid"))
    subject = table(
        "orders",
        column("tenant_id", "uuid"),
        column("buyer", "uuid"),
        foreign_keys=(key("users", "tenant_id", "buyer", to=("tenant_id", "id")),),
        indexes=(index("idx_orders_buyer_tenant_id", "buyer", "tenant_id"),),
    )
    assert faults(judged(schema(users, subject))) == {("foreign-key-name", "orders.buyer")}


def test_a_key_to_another_column_may_take_its_name() -> None:
    currencies = table("currencies", column("code"))
    subject = table(
        "orders",
        column("currency_code"),
        foreign_keys=(key("currencies", "currency_code", to=("code",)),),
        indexes=(index("idx_orders_currency_code", "currency_code"),),
    )
    assert not judged(schema(currencies, subject))


@pytest.mark.parametrize("name", ["active", "email_verified", "has_avatar", "isactive"])
def test_a_boolean_without_its_prefix_is_found(name: str) -> None:
    subject = table("users", column(name, "boolean"))
    assert faults(judged(subject)) == {("boolean-name", f"users.{name}")}


def test_a_boolean_named_like_a_moment_waits_for_people() -> None:
    found = judged(table("users", column("flagged_at", "boolean")))
    assert {finding.rule for finding in found} == {"boolean-name", "timestamp-name"}
    assert not any(finding.fixable for finding in found)


def test_an_array_of_booleans_is_no_boolean() -> None:
    assert not judged(table("users", column("answers", "boolean[]")))


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("last_login", "timestamp with time zone", True),
        ("expires_on", "timestamp(3) with time zone", True),
        ("timestamp", "timestamp with time zone", True),
        ("born_at", "date", True),
        ("expires_at", "bigint", True),
        ("expires_at", "timestamp with time zone", False),
        ("born_on", "date", False),
        ("lat", "double precision", False),
        ("seen", "timestamp with time zone[]", False),
    ],
)
def test_timestamps_and_only_they_end_in_at(name: str, kind: str, found: bool) -> None:  # noqa: FBT001
    assert bool(judged(table("users", column(name, kind)))) is found


def test_a_timestamp_without_zone_is_a_warning() -> None:
    (finding,) = judged(table("users", column("seen_at", "timestamp(3) without time zone")))
    assert (finding.rule, finding.severity) == ("timestamp-name", Severity.WARNING)


@pytest.mark.parametrize(
    ("found", "fields"),
    [
        (True, {}),
        (False, {"indexes": (ON_USER,)}),
        (False, {"indexes": (index("idx_orders_user_id_status", "user_id", "status"),)}),
        (False, {"uniques": (Unique(name="once", columns=("user_id", "status")),)}),
        (True, {"uniques": (Unique(name="once", columns=("status", "user_id")),)}),
        (True, {"indexes": (replace(ON_USER, predicate="(status IS NULL)"),)}),
        (True, {"indexes": (replace(ON_USER, valid=False),)}),
        (True, {"indexes": (replace(ON_USER, method="brin"),)}),
    ],
)
def test_a_foreign_key_needs_an_index_that_begins_with_it(
    found: bool,  # noqa: FBT001
    fields: dict[str, object],
) -> None:
    subject = table(
        "orders",
        column("user_id", "uuid"),
        column("status"),
        foreign_keys=(key("users", "user_id"),),
        **fields,
    )
    expected = {"orders.user_id"} if found else set[str]()
    assert said("foreign-key-not-indexed", schema(USERS, subject)) == expected


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("email",), "idx_users_email"),
        (("email", "status"), "idx_users_email_status"),
        (("lower(email)",), "idx_users_lower_email"),
        (("lower((email)::text)", "status"), "idx_users_lower_email_status"),
        (("(payload ->> 'kind'::text)",), "idx_users_payload_kind"),
        (("date_trunc('day'::text, created_at)",), "idx_users_date_trunc_created_at"),
        (("COALESCE(nickname, email)",), "idx_users_coalesce_nickname_email"),
    ],
)
def test_an_index_is_named_after_its_columns(keys: tuple[str, ...], name: str) -> None:
    columns = tuple(column(item) for item in ("email", "status", "payload", "nickname"))
    assert not judged(table("users", *columns, indexes=(index(name, *keys),)))
    (finding,) = judged(table("users", *columns, indexes=(index("users_idx", *keys),)))
    assert finding.rule == "index-name"
    assert f"name it {name}" in finding.message


def test_a_long_index_name_is_cut_and_hashed() -> None:
    long = "an_extraordinarily_long_column_name_of_a_table"
    subject = table(f"{long}s", column(long), indexes=(index("idx_long", long),))
    (finding,) = judged(subject)
    assert len(finding.message.rpartition(" ")[2].encode()) == 63


def test_indexes_over_the_same_columns_may_add_a_word() -> None:
    subject = table(
        "users",
        column("email"),
        indexes=(
            index("idx_users_email", "email"),
            index("idx_users_email_open", "email", predicate="(deleted_at IS NULL)"),
        ),
    )
    assert not judged(subject)


def with_volumes(*columns: str, **distinct: int) -> Schema:
    subject = table(
        "users",
        *(column(name) for name in columns if name != "created_at"),
        indexes=(index(f"idx_users_{'_'.join(columns)}", *columns),),
    )
    known = tuple(ColumnVolume(column=name, distinct=count) for name, count in distinct.items())
    return schema(
        subject,
        volumes=(Volume(table=QualifiedName(name="users"), columns=known, source="measured"),),
    )


def test_the_most_selective_column_comes_first_and_the_numbers_are_shown() -> None:
    (finding,) = judged(with_volumes("status", "email", status=5, email=4_000_000))
    assert (finding.rule, finding.object) == ("index-column-order", "idx_users_status_email")
    assert finding.evidence == "distinct values, measured: status 5, email 4,000,000"


@pytest.mark.parametrize(
    "subject",
    [
        with_volumes("email", "status", status=5, email=4_000_000),
        with_volumes("status", "email", status=5),
        with_volumes("status", "email"),
        with_volumes("status", "created_at", status=5, created_at=4_000_000),
    ],
)
def test_the_order_of_columns_stands(subject: Schema) -> None:
    assert not judged(subject)


def test_a_key_into_another_services_table_is_found_by_the_tables_owner() -> None:
    subject = orders("user_id")
    users, placed = subject.table("users"), subject.table("orders")
    owned = schema(replace(users, service="auth"), replace(placed, service="shop"))
    assert faults(judged(owned)) == {("cross-service-foreign-key", "orders.user_id")}
    assert faults(judged(owned, service="shop")) == faults(judged(owned))


def test_a_key_into_another_services_table_is_found_by_the_list_of_owners() -> None:
    owners = {QualifiedName(name="users"): "auth"}
    found = judged(orders("user_id"), service="shop", owners=owners)
    assert faults(found) == {("cross-service-foreign-key", "orders.user_id")}


def test_another_services_tables_are_not_judged() -> None:
    subject = schema(replace(bare("user"), service="auth"), USERS)
    assert not judged(subject, service="shop")


@pytest.mark.parametrize("name", ["goose_db_version", "schema_migrations", "gorp_migrations"])
def test_a_migration_tools_own_table_is_not_judged(name: str) -> None:
    assert not judged(bare(name, column("Version_ID", "bigint")))


def test_a_partition_is_not_judged_beside_its_parent() -> None:
    assert not judged(bare("event_2024", column("x"), partition_bound="FOR VALUES IN ('a')"))
