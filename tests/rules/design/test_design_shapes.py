"""What the rules on indexes, columns, tables and names object to, and what stands, case by case."""

from __future__ import annotations

import pytest

from designkit.model import Check, Enum, Schema, Table, Unique, Volume, replace
from designkit.rules import Severity
from tests.rules.built import at, column, faults, fixed, index, judged, key, schema, table

EMAIL, STATUS = column("email", nullable=False), column("status", nullable=False)
ACTIVE = column("is_active", "boolean", nullable=False)
SEEN = at("seen_at")


def said(rule: str, subject: Schema | Table) -> set[str]:
    return {thing for name, thing in faults(judged(subject)) if name == rule}


def users(*indexes: object, **fields: object) -> Table:
    return table("users", EMAIL, STATUS, ACTIVE, SEEN, indexes=indexes, **fields)


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (users(index("a", "email"), index("b", "email")), {"b"}),
        (users(index("a", "email", unique=True), index("b", "email")), {"b"}),
        (users(index("b", "email"), uniques=(Unique(name="u", columns=("email",)),)), {"b"}),
        (users(index("b", "id")), {"b"}),
        (users(index("a", "email"), index("b", "email", "status")), set[str]()),
        (users(index("a", "email"), index("b", "email", method="hash")), set[str]()),
        (users(index("a", "email"), index("b", "email", predicate="is_active")), set[str]()),
        (users(index("a", "email"), index("b", "email", include=("status",))), set[str]()),
        (users(index("a", "email"), index("b", "email", valid=False)), set[str]()),
    ],
)
def test_an_index_that_is_there_already_is_found(subject: Table, found: set[str]) -> None:
    assert said("index-duplicate", subject) == found


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (users(index("a", "email"), index("b", "email", "status")), {"a"}),
        (users(index("a", "email"), uniques=(Unique(name="u", columns=("email", "id")),)), {"a"}),
        (users(index("a", "email", unique=True), index("b", "email", "status")), set[str]()),
        (users(index("a", "status"), index("b", "email", "status")), set[str]()),
        (
            users(index("a", "email"), index("b", "email", "status", predicate="is_active")),
            set[str](),
        ),
        (
            users(index("a", "email", predicate="x"), index("b", "email", "id", predicate="x")),
            {"a"},
        ),
        (users(index("a", "email", include=("id",)), index("b", "email", "status")), set[str]()),
        (users(index("a", "email", include=("id",)), index("b", "email", "id")), {"a"}),
        (users(index("a", "email", method="hash"), index("b", "email", "status")), set[str]()),
    ],
)
def test_an_index_with_which_another_begins_is_found(subject: Table, found: set[str]) -> None:
    assert said("index-prefix-of-another", subject) == found


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (users(index("a", "seen_at", "status")), {"a"}),
        (users(index("a", "email", "seen_at", "status")), {"a"}),
        (users(index("a", "status", "seen_at")), set[str]()),
        (users(index("a", "seen_at")), set[str]()),
        (users(index("a", "seen_at", "id")), set[str]()),
        (users(index("a", "status", "seen_at", "id")), set[str]()),
        (users(index("a", "seen_at", "created_at")), set[str]()),
        (users(index("a", "seen_at", "status", unique=True)), set[str]()),
        (users(index("a", "seen_at", "status", method="brin")), set[str]()),
    ],
)
def test_a_timestamp_comes_last(subject: Table, found: set[str]) -> None:
    assert said("index-timestamp-not-last", subject) == found


@pytest.mark.parametrize(
    ("predicate", "found", "mechanical"),
    [
        ("email IS NOT NULL", True, True),
        ("(email IS NOT NULL)", True, True),
        ("email IS NULL", True, False),
        ("email IS NOT NULL AND is_active", True, False),
        ("email IS NOT NULL OR is_active", False, False),
        ("nickname IS NOT NULL", False, False),
        ("is_active", False, False),
    ],
)
def test_a_condition_that_always_holds_is_found(
    predicate: str,
    found: bool,  # noqa: FBT001
    mechanical: bool,  # noqa: FBT001
) -> None:
    subject = table(
        "users",
        EMAIL,
        ACTIVE,
        column("nickname"),
        indexes=(index("idx_users_email", "email", predicate=predicate),),
    )
    findings = [item for item in judged(subject) if item.rule == "index-predicate-redundant"]
    assert [item.fixable for item in findings] == [mechanical] * found


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (index("a", "is_active"), True),
        (index("a", "is_active", "email"), False),
        (index("a", "is_active", predicate="is_active"), False),
    ],
)
def test_an_index_over_booleans_alone_is_found(one: object, found: bool) -> None:  # noqa: FBT001
    assert bool(said("index-on-boolean", users(one))) is found


@pytest.mark.parametrize(("method", "found"), [("btree", True), ("gin", False)])
@pytest.mark.parametrize("kind", ["jsonb", "text[]"])
def test_a_document_is_not_ordered(kind: str, method: str, found: bool) -> None:  # noqa: FBT001
    one = index("a", "payload", method=method)
    subject = table("users", column("payload", kind, nullable=False), indexes=(one,))
    assert bool(said("index-method-unsuited", subject)) is found


@pytest.mark.parametrize(
    ("rows", "columns", "found"),
    [
        (50_000_000, ("created_at",), True),
        (50_000_000, ("status", "created_at"), False),
        (50_000_000, ("expires_at",), False),
        (1000, ("created_at",), False),
        (None, ("created_at",), False),
    ],
)
def test_an_index_that_only_grows_is_found_on_a_large_table(
    rows: int | None,
    columns: tuple[str, ...],
    found: bool,  # noqa: FBT001
) -> None:
    subject = table(
        "events", STATUS, at("expires_at", default=None), indexes=(index("a", *columns),)
    )
    volumes = (Volume(table=subject.qualified, rows=rows),)
    assert bool(said("index-sequential", schema(subject, volumes=volumes))) is found


@pytest.mark.parametrize(
    ("name", "owner", "kind", "found"),
    [
        ("price", "products", "double precision", True),
        ("tax_amount", "products", "real", True),
        ("total", "orders", "double precision", True),
        ("total", "statistics", "double precision", False),
        ("amount_of_rain", "days", "double precision", False),
        ("amount_of_tax", "days", "double precision", True),
        ("tax_rate", "products", "double precision", False),
        ("price_ratio", "products", "real", False),
        ("latitude", "products", "double precision", False),
        ("price", "products", "numeric(12,2)", False),
        ("price", "products", "bigint", False),
        ("anything", "products", "money", True),
    ],
)
def test_money_is_exact(name: str, owner: str, kind: str, found: bool) -> None:  # noqa: FBT001
    assert bool(said("money-type", table(owner, column(name, kind, nullable=False)))) is found


@pytest.mark.parametrize(
    ("rule", "kind", "found"),
    [
        ("char-type", "character(3)", True),
        ("char-type", '"char"', False),
        ("char-type", "text", False),
        ("varchar-length", "character varying(255)", True),
        ("varchar-length", "character varying(255)[]", True),
        ("varchar-length", "character varying", False),
        ("json-type", "json", True),
        ("json-type", "jsonb", False),
        ("reg-type", "regclass", True),
        ("reg-type", "text", False),
    ],
)
def test_some_types_are_not_for_designs(rule: str, kind: str, found: bool) -> None:  # noqa: FBT001
    assert bool(said(rule, table("users", column("thing", kind, nullable=False)))) is found


@pytest.mark.parametrize(
    ("fields", "default", "mechanical"),
    [
        ({}, None, True),
        ({}, "'x'::character varying", True),
        ({}, "make_code()", False),
        ({"indexes": (index("idx_users_code", "code"),)}, None, True),
        ({"indexes": (index("idx_users_lower_code", "lower(code)"),)}, None, False),
        ({"checks": (Check(name="c", expression="code <> ''"),)}, None, False),
        ({"uniques": (Unique(name="u", columns=("code",)),)}, None, False),
    ],
)
def test_a_type_is_changed_only_where_nothing_is_built_on_it(
    fields: dict[str, object],
    default: str | None,
    mechanical: bool,  # noqa: FBT001
) -> None:
    code = column("code", "character varying(20)", nullable=False, default=default)
    subject = schema(table("users", code, **fields))
    (finding,) = (item for item in judged(subject) if item.rule == "varchar-length")
    assert finding.fixable is mechanical
    if mechanical:
        after = fixed(subject, finding).table("users").column("code")
        assert (after.type, after.default) == ("text", default and "'x'::text")


@pytest.mark.parametrize(
    ("name", "values", "used_as", "found"),
    [
        ("order_status", ("a", "b"), "status", True),
        ("account_plan", ("a", "b"), "plan", True),
        ("weekday", ("mon", "tue"), "weekday", False),
        ("direction", ("in", "out"), "direction", False),
        ("mood", ("good",), "category", True),
        ("mood", tuple(map(str, range(20))), "mood", True),
        ("payment_mode_type", ("a", "b"), "mode", False),
    ],
)
def test_an_enum_of_what_changes_is_found(
    name: str,
    values: tuple[str, ...],
    used_as: str,
    found: bool,  # noqa: FBT001
) -> None:
    subject = schema(
        table("orders", column(used_as, name, nullable=False)),
        enums=(Enum(name=name, values=values),),
    )
    assert said("enum-changes", subject) == ({name} if found else set())


def shared(name: str, *types: str, **fields: object) -> Schema:
    owners = ("accounts", "addresses", "shops")
    return schema(
        *(
            table(owner, column(name, kind, nullable=False), **fields)
            for owner, kind in zip(owners, types, strict=False)
        )
    )


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (shared("postcode", "text", "text", "integer"), {"shops.postcode"}),
        (shared("postcode", "integer", "text", "text"), {"accounts.postcode"}),
        (shared("postcode", "text", "character varying(9)"), set[str]()),
        (shared("postcode", "text", "text[]"), {"addresses.postcode"}),
        (shared("value", "text", "integer"), set[str]()),
    ],
)
def test_one_name_has_one_type(subject: Schema, found: set[str]) -> None:
    assert said("column-type-differs", subject) == found


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("phone1", "phone2"), True),
        (("phone_1", "phone_2", "phone_3"), True),
        (("phone", "phone2"), True),
        (("contact1_name", "contact2_name"), True),
        (("address_line1", "address_line2"), False),
        (("street1", "street2"), False),
        (("x1", "x2"), False),
        (("sha256", "sha512"), False),
        (("md5", "sha1"), False),
        (("q1", "q2"), False),
        (("phone2", "phone3"), False),
    ],
)
def test_columns_that_count_one_thing_are_found(names: tuple[str, ...], found: bool) -> None:  # noqa: FBT001
    subject = table("users", *(column(name, nullable=False) for name in names))
    assert bool(said("columns-numbered", subject)) is found


@pytest.mark.parametrize("default", ["'NULL'::text", "'null'::character varying", "'Null'"])
def test_the_word_null_is_no_null(default: str) -> None:
    subject = table("users", EMAIL, column("nickname", default=default))
    assert said("default-null-text", subject) == {"users.nickname"}


@pytest.mark.parametrize("default", [None, "NULL::text", "''::text", "'nullable'::text"])
def test_other_defaults_are_no_word_null(default: str | None) -> None:
    assert not said("default-null-text", table("users", EMAIL, column("n", default=default)))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("user", "PostgreSQL"),
        ("order", "PostgreSQL"),
        ("left", "PostgreSQL"),
        ("family", "CockroachDB"),
    ],
)
def test_a_reserved_word_is_found_with_the_database_that_keeps_it(name: str, where: str) -> None:
    (finding,) = (
        item
        for item in judged(table("tickets", column(name, nullable=False)))
        if item.rule == "name-reserved"
    )
    assert where in finding.message


@pytest.mark.parametrize(
    "name", ["name", "value", "type", "position", "timestamp", "users", "role"]
)
def test_a_word_that_needs_no_quotes_stands(name: str) -> None:
    assert not said("name-reserved", table("tickets", column(name, nullable=False)))


def test_a_name_of_63_bytes_stands_where_its_end_is_a_hash() -> None:
    cut, hashed = "a" * 63, f"{'a' * 54}_0123abcd"
    assert said("name-cut", users(index(cut, "email"))) == {cut}
    assert not said("name-cut", users(index(hashed, "email")))


@pytest.mark.parametrize(("count", "found"), [(31, True), (30, False)])
def test_a_table_has_so_many_columns(count: int, found: bool) -> None:  # noqa: FBT001
    own = (column(f"c{letter}", nullable=False) for letter in map(chr, range(97, 94 + count)))
    assert bool(said("table-too-large", table("users", *own))) is found


def test_indexes_are_counted_with_those_of_keys() -> None:
    many = tuple(index(f"i{number}", "email", "id") for number in range(15))
    assert said("table-too-large", users(*many)) == {"users"}
    assert not said("table-too-large", users(*many[1:]))


@pytest.mark.parametrize(
    ("nullable", "found"),
    [((True, True, True), True), ((True, True, False), False), ((True,), False)],
)
def test_something_in_a_row_must_be_there(
    nullable: tuple[bool, ...],
    found: bool,  # noqa: FBT001
) -> None:
    own = (column(f"c{place}x", nullable=item) for place, item in enumerate(nullable))
    assert bool(said("table-all-nullable", table("users", *own))) is found


def chain(*alone: str) -> Schema:
    """Four tables in a row, each pointing to the one before, and some beside them."""
    names = ("accounts", "invoices", "payments", "refunds")
    ways = zip(names[1:], names[:-1], strict=True)
    pointing = (
        table(
            name,
            column(f"{target[:-1]}_id", "uuid", nullable=False),
            foreign_keys=(key(target, f"{target[:-1]}_id"),),
        )
        for name, target in ways
    )
    return schema(table("accounts"), *pointing, *map(table, alone))


def test_a_table_that_stands_alone_among_related_ones_is_a_note() -> None:
    (finding,) = (item for item in judged(chain("leftovers")) if item.rule == "table-not-related")
    assert (finding.object, finding.severity) == ("leftovers", Severity.INFO)


def test_where_many_tables_stand_alone_none_stands_out() -> None:
    assert not said("table-not-related", chain("as", "bs", "cs"))


def test_comments_are_asked_for_once_they_have_begun() -> None:
    plain = schema(table("users"), table("orders"))
    begun = schema(replace(table("users"), comment="Who signs in."), table("orders"))
    assert not said("comment-missing", plain)
    assert said("comment-missing", begun) == {"orders"}
