"""What the rules on keys and uniqueness object to, and what they let stand, case by case."""

from __future__ import annotations

import pytest

from designkit.model import PrimaryKey, QualifiedName, Schema, Table, Unique, replace
from designkit.rules import Severity
from tests.rules.built import (
    at,
    bare,
    column,
    faults,
    fixed,
    index,
    judged,
    key,
    schema,
    table,
)

USERS = table("users")
GONE = at("deleted_at", nullable=True, default=None)


def said(rule: str, subject: Schema | Table, **context: object) -> set[str]:
    return {thing for name, thing in faults(judged(subject, **context)) if name == rule}


def orders(*columns: str, kind: str = "uuid", nullable: bool = False, **fields: object) -> Table:
    return table("orders", *(column(name, kind, nullable=nullable) for name in columns), **fields)


def test_a_table_without_primary_key_is_one_error() -> None:
    (finding,) = (
        item for item in judged(replace(USERS, primary_key=None)) if "primary-key" in item.rule
    )
    assert (finding.rule, finding.severity) == ("primary-key-missing", Severity.ERROR)


@pytest.mark.parametrize(
    ("kind", "nullable", "default", "mechanical"),
    [
        ("uuid", False, None, True),
        ("uuid", False, "gen_random_uuid()", True),
        ("uuid", True, None, False),
        ("uuid", False, "now()", False),
        ("text", False, None, False),
    ],
)
def test_a_missing_key_is_added_where_the_id_can_be_one(
    kind: str,
    nullable: bool,  # noqa: FBT001
    default: str | None,
    mechanical: bool,  # noqa: FBT001
) -> None:
    subject = bare("users", column("id", kind, nullable=nullable, default=default))
    (finding,) = (item for item in judged(subject) if item.rule == "primary-key-missing")
    assert finding.fixable is mechanical


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("user_id", "users"),
        ("author_user_id", "users"),
        ("created_by_user_id", "users"),
        ("order_item_id", "order_items"),
        ("person_id", "people"),
        ("status_id", "statuses"),
        ("media_id", "media"),
        ("parent_category_id", "categories"),
    ],
)
def test_a_column_named_like_a_key_of_a_table_that_is_there_is_found(
    name: str, target: str
) -> None:
    subject = schema(table(target), orders(name))
    assert said("foreign-key-missing", subject) == {f"orders.{name}"}


@pytest.mark.parametrize(
    "subject",
    [
        schema(USERS, orders("user_id", kind="text")),
        schema(USERS, orders("external_user_id")),
        schema(USERS, orders("stripe_user_id")),
        schema(USERS, table("likes", column("user_id", "uuid"), column("user_type"))),
        schema(USERS, orders("superuser_id")),
        schema(USERS, orders("customer_id")),
        schema(table("users", column("user_id", "uuid"))),
        schema(replace(USERS, service="auth"), replace(orders("user_id"), service="shop")),
        schema(replace(USERS, namespace="auth"), orders("user_id")),
        schema(replace(USERS, primary_key=None), orders("user_id")),
        schema(bare("schema_migrations", column("id", "uuid")), orders("schema_migration_id")),
    ],
)
def test_a_column_that_only_looks_like_a_key_stands(subject: Schema) -> None:
    assert not said("foreign-key-missing", subject)


def test_a_key_into_another_services_table_is_not_asked_for_where_owners_are_known() -> None:
    owners = {QualifiedName(name="users"): "auth"}
    subject = schema(USERS, orders("user_id"))
    assert not said("foreign-key-missing", subject, service="shop", owners=owners)


def test_the_missing_key_comes_with_the_index_that_it_needs() -> None:
    subject = schema(USERS, orders("user_id"))
    (finding,) = (item for item in judged(subject) if item.rule == "foreign-key-missing")
    assert not judged(fixed(subject, finding))


@pytest.mark.parametrize(
    ("here", "there", "found", "mechanical"),
    [
        ("integer", "bigint", True, True),
        ("bigint", "integer", True, False),
        ("character varying(20)", "text", True, True),
        ("text", "uuid", True, False),
        ("uuid", "uuid", False, False),
        ("character varying(20)", "character varying(30)", False, False),
    ],
)
def test_a_key_has_the_type_of_what_it_points_to(
    here: str,
    there: str,
    found: bool,  # noqa: FBT001
    mechanical: bool,  # noqa: FBT001
) -> None:
    users = table("users", column("code", there), uniques=(Unique(name="u", columns=("code",)),))
    subject = schema(
        users,
        orders("user_code", kind=here, foreign_keys=(key("users", "user_code", to=("code",)),)),
    )
    findings = [item for item in judged(subject) if item.rule == "foreign-key-type-differs"]
    assert bool(findings) is found
    assert any(item.fixable for item in findings) is mechanical
    assert all(item.severity is Severity.ERROR for item in findings)


@pytest.mark.parametrize(
    ("action", "nullable", "default", "severity"),
    [
        ("set null", False, None, Severity.ERROR),
        ("set null", True, None, None),
        ("set default", False, None, Severity.ERROR),
        ("set default", False, "gen_random_uuid()", None),
        ("cascade", False, None, None),
    ],
)
def test_an_action_must_be_possible(
    action: str,
    nullable: bool,  # noqa: FBT001
    default: str | None,
    severity: Severity | None,
) -> None:
    pointing = replace(key("users", "user_id"), on_delete=action)
    held = column("user_id", "uuid", nullable=nullable, default=default)
    subject = schema(USERS, table("orders", held, foreign_keys=(pointing,)))
    found = [item.severity for item in judged(subject) if item.rule == "foreign-key-action"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("parent", "child", "found"),
    [((GONE,), (), True), ((), (GONE,), True), ((), (), False)],
)
def test_a_cascade_and_soft_deletion_do_not_go_together(
    parent: tuple[object, ...],
    child: tuple[object, ...],
    found: bool,  # noqa: FBT001
) -> None:
    pointing = replace(key("users", "user_id"), on_delete="cascade")
    subject = schema(
        table("users", *parent),  # type: ignore[arg-type]
        table("orders", column("user_id", "uuid"), *child, foreign_keys=(pointing,)),  # type: ignore[arg-type]
    )
    assert bool(said("foreign-key-cascades-soft-delete", subject)) is found


TENANTS = table("tenants")
SCOPED = table(
    "users",
    column("tenant_id", "uuid", nullable=False),
    uniques=(Unique(name="users_tenant_id_id_key", columns=("tenant_id", "id")),),
)


def scoped(*, tenant: bool, user: bool, own: bool) -> Schema:
    """Orders of a user within a tenant; what is true may be NULL, or has a key of its own."""
    both = key("users", "tenant_id", "user_id", to=("tenant_id", "id"))
    keys = (both, key("tenants", "tenant_id")) if own else (both,)
    columns = column("tenant_id", "uuid", nullable=tenant), column("user_id", "uuid", nullable=user)
    return schema(TENANTS, SCOPED, table("orders", *columns, foreign_keys=keys))


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (scoped(tenant=False, user=False, own=False), False),
        (scoped(tenant=True, user=False, own=False), True),
        (scoped(tenant=True, user=True, own=True), True),
        (scoped(tenant=False, user=True, own=False), True),
        (scoped(tenant=False, user=True, own=True), False),
    ],
)
def test_a_key_over_several_columns_is_checked_for_every_row(
    subject: Schema,
    found: bool,  # noqa: FBT001
) -> None:
    assert bool(said("foreign-key-partly-null", subject)) is found


def circle(*, nullable: bool) -> Schema:
    """Three tables, each pointing to the next; one key may be NULL."""
    names = ("accounts", "invoices", "payments")
    ways = zip(names, (*names[1:], names[0]), (nullable, False, False), strict=True)
    return schema(
        *(
            table(
                name,
                column(f"{target[:-1]}_id", "uuid", nullable=may_be_null),
                foreign_keys=(key(target, f"{target[:-1]}_id"),),
            )
            for name, target, may_be_null in ways
        )
    )


@pytest.mark.parametrize(("nullable", "severity"), [(True, "warning"), (False, "error")])
def test_a_circle_of_keys_is_told_once_with_its_way(nullable: bool, severity: str) -> None:  # noqa: FBT001
    (finding,) = (
        item for item in judged(circle(nullable=nullable)) if item.rule == "foreign-key-cycle"
    )
    assert "accounts -> invoices -> payments -> accounts" in finding.message
    assert finding.severity.value == severity


def test_a_key_to_its_own_table_is_no_circle() -> None:
    parent = column("parent_user_id", "uuid")
    subject = table("users", parent, foreign_keys=(key("users", "parent_user_id"),))
    assert not said("foreign-key-cycle", subject)


def test_a_key_within_another_key_is_found_without_a_fix() -> None:
    both = key("users", "tenant_id", "user_id", to=("tenant_id", "id"))
    one = key("users", "user_id", name="narrow")
    subject = schema(SCOPED, orders("tenant_id", "user_id", foreign_keys=(both, one)))
    (finding,) = (item for item in judged(subject) if item.rule == "foreign-key-redundant")
    assert (finding.object, finding.fixable) == ("orders.narrow", False)


EMAIL = column("email", nullable=False)
ONCE = Unique(name="users_email_key", columns=("email",))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"uniques": (ONCE,)}, True),
        ({"uniques": (replace(ONCE, columns=("email", "deleted_at")),)}, True),
        ({"uniques": (replace(ONCE, columns=("email", "id")),)}, False),
        ({"indexes": (index("idx_users_email", "email", unique=True),)}, True),
        ({"indexes": (index("idx_users_lower_email", "lower(email)", unique=True),)}, True),
        (
            {"indexes": (index("u", "email", unique=True, predicate="deleted_at IS NULL"),)},
            False,
        ),
        ({"indexes": (index("idx_users_email", "email"),)}, False),
    ],
)
def test_uniqueness_leaves_deleted_rows_out(
    fields: dict[str, object],
    found: bool,  # noqa: FBT001
) -> None:
    kept = table("users", EMAIL, GONE, **fields)
    assert bool(said("unique-ignores-soft-delete", kept)) is found
    assert not said("unique-ignores-soft-delete", table("users", EMAIL, **fields))


def test_what_a_key_points_to_stays_unique_among_all_rows() -> None:
    users = table("users", EMAIL, GONE, uniques=(ONCE,))
    pointing = orders(
        "user_email", kind="text", foreign_keys=(key("users", "user_email", to=("email",)),)
    )
    assert not said("unique-ignores-soft-delete", schema(users, pointing))


@pytest.mark.parametrize(
    ("nullable", "fields", "found"),
    [
        (True, {"uniques": (ONCE,)}, True),
        (False, {"uniques": (ONCE,)}, False),
        (True, {"uniques": (replace(ONCE, nulls_not_distinct=True),)}, False),
        (True, {"indexes": (index("u", "email", unique=True),)}, True),
        (
            True,
            {"indexes": (index("u", "email", unique=True, predicate="email IS NOT NULL"),)},
            False,
        ),
    ],
)
def test_null_is_never_unique(
    nullable: bool,  # noqa: FBT001
    fields: dict[str, object],
    found: bool,  # noqa: FBT001
) -> None:
    subject = table("users", column("email", nullable=nullable), **fields)
    assert bool(said("unique-over-null", subject)) is found


@pytest.mark.parametrize(
    ("name", "right"),
    [("orders_pkey", ""), ("pk_orders", ""), ("purchases_pkey", "orders_pkey"), ("main", "")],
)
def test_a_primary_key_is_not_named_after_another_table(name: str, right: str) -> None:
    subject = table("orders", primary_key=PrimaryKey(name=name, columns=("id",)))
    (*found,) = (item for item in judged(subject) if item.rule == "constraint-name-drifted")
    assert [f"name it {right}" in item.message for item in found] == [True] * bool(right)


@pytest.mark.parametrize(
    ("name", "drifted"),
    [
        ("orders_user_id_fkey", False),
        ("purchases_user_id_fkey", True),
        ("orders_customer_id_fkey", True),
        ("orders_user_fkey", False),
        ("orders_user_id_fkey1", False),
        ("fk_orders_users", False),
    ],
)
def test_a_key_is_not_named_after_what_is_gone(name: str, drifted: bool) -> None:  # noqa: FBT001
    subject = schema(USERS, orders("user_id", foreign_keys=(key("users", "user_id", name=name),)))
    assert bool(said("constraint-name-drifted", subject)) is drifted
