"""Pages of every kind: they say what the value says, as text, in any notebook."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.diagram import draw
from designkit.migrate import Rehearsals
from designkit.migrate.rehearsal import Rows, StatementError
from designkit.model import ForeignKey, PrimaryKey, Schema, Unique, replace
from designkit.rules import Findings, explain, rule_named
from designkit.sql.script import Changes
from designkit.workbook import views
from designkit.workbook.views.sql_text import coloured
from tests.rules.built import Name, column, index, schema, table
from tests.workbook.shown import (
    AFTER,
    APPROVED,
    BEFORE,
    CHANGES,
    FINDINGS,
    FIX,
    LOST,
    ORDERS,
    PAGES,
    REFUSED,
    USERS,
    Read,
    finding,
    many,
    ok,
    rehearsal,
    review,
    words,
)

every_page = pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)

# Whatever a catalogue can hold: no zero byte, no half of a surrogate pair.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
NAMES = TEXTS.filter(lambda text: 0 < len(text.encode()) <= 40)


# ── any page ─────────────────────────────────────────────────────────────────


@every_page
def test_page_has_no_script_and_no_identifier(html: str) -> None:
    read = Read.of(html)
    attributes = {name for _, found in read.elements for name in found}
    assert not {"script", "iframe", "object", "embed", "svg", "link"} & set(read.tags)
    assert not {name for name in attributes if name in {"id", "name"} or name.startswith("on")}


@every_page
def test_page_fetches_nothing(html: str) -> None:
    read = Read.of(html)
    sources = [
        found[name] for _, found in read.elements for name in ("src", "href") if name in found
    ]
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert "url(" not in html
    assert "@import" not in html


@every_page
def test_page_has_one_stylesheet_and_every_rule_of_it_is_scoped(html: str) -> None:
    assert Read.of(html).tags.count("style") == 1
    style = re.sub(
        r"@media print \{(.*)\}", r"\1", html[html.index("<style>") + 7 : html.index("</style>")]
    )
    selectors = [part for rule in re.findall(r"([^{}]+)\{", style) for part in rule.split(",")]
    assert all(selector.split()[0].startswith(".dk") for selector in selectors)


@every_page
def test_page_closes_what_it_opens(html: str) -> None:
    assert Read.of(html).is_balanced


@every_page
def test_headers_have_a_scope_and_tables_and_pictures_a_name(html: str) -> None:
    read = Read.of(html)
    assert all(found.get("scope") in {"row", "col"} for found in read.all("th"))
    assert all(found.get("aria-label") for found in read.all("table"))
    assert all(found.get("alt") for found in read.all("img"))


@every_page
def test_cells_stay_left_where_the_stylesheet_is_taken_out(html: str) -> None:
    read = Read.of(html)
    cells = read.all("td") + read.all("th")
    assert all(found.get("style") == "text-align:left" for found in cells)


def test_same_value_gives_the_same_bytes() -> None:
    assert views.review_html(review(findings=FINDINGS)) == PAGES["review"]
    assert views.schema_html(AFTER) == PAGES["schema"]


@given(name=NAMES, comment=TEXTS)
def test_text_of_a_schema_never_becomes_markup(name: str, comment: str) -> None:
    def shown(name: str, comment: str) -> Read:
        named = column(name, comment=comment or None, default="'x'::text")
        return Read.of(views.schema_html(schema(table("things", named, comment=comment or None))))

    plain, read = shown("plain", comment and "plain"), shown(name, comment)
    assert read.tags == plain.tags
    assert read.is_balanced


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"><img src=x onerror='y'>", "&lt;"]
)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    hostile = table("things", column("a", comment=text), comment=text)
    pages = (
        views.schema_html(schema(hostile)),
        views.changes_html(Changes.between(schema(), schema(hostile))),
        views.findings_html(Findings(items=(finding(text, message=text, waived=text),))),
        views.finding_html(finding(text, message=text, evidence=text, file=text)),
        views.review_html(review(Changes.between(schema(), schema(hostile)))),
    )
    for html in pages:
        read = Read.of(html)
        assert text in read.text.replace("''", "'")
        assert not {"script", "svg"} & set(read.tags)
        assert all("onerror" not in found for found in read.all("img"))


def test_text_cannot_turn_what_stands_around_it() -> None:
    hidden = column("a", comment="safe\u202e evil\x07")
    assert "safe\ufffd evil\ufffd" in words(views.table_html(table("things", hidden)))


# ── schema ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "Schema of 2 tables, 1 view, 1 enum, 1 other object",
        "email varchar(320) not null",
        "user_id uuid not null FK → users.id",
        "id uuid not null gen_random_uuid() PK",
        "paid_at timestamptz null now()",
        "lower case",
        "users · service auth — People who can sign in.",
        "orders · 10,000,000 rows declared",
        "idx_users_lower_email unique index (lower(email)) WHERE is_open",
        "user_id_fkey foreign key FOREIGN KEY (user_id) REFERENCES users (id)",
        "status enum CREATE TYPE status AS ENUM ('open', 'paid')",
        "open_orders materialized view CREATE MATERIALIZED VIEW open_orders AS SELECT id",
        "touch on users trigger CREATE TRIGGER touch",
    ],
)
def test_schema_shows_all_that_it_holds(said: str) -> None:
    assert said in words(PAGES["schema"])


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (column("a", generated="b + 1"), "generated stored: b + 1"),
        (column("a", generated="b + 1", stored=False), "generated virtual: b + 1"),
        (column("a", "bigint", identity="always"), "identity always"),
        (column("a", default="0"), "a text null 0"),
    ],
)
def test_column_shows_where_its_value_comes_from(subject: object, said: str) -> None:
    assert said in words(views.table_html(replace(ORDERS, columns=(subject,), primary_key=None)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"unlogged": True}, "unlogged"),
        ({"partition_key": "RANGE (id)"}, "partitioned by RANGE (id)"),
        (
            {"inherits": (Name(name="logs"),), "partition_bound": "FOR VALUES IN (1)"},
            "partition of logs FOR VALUES IN (1)",
        ),
        ({"inherits": (Name(name="logs"),)}, "inherits logs"),
        ({"row_security": "forced"}, "row security forced"),
        ({"parameters": ("fillfactor=70",)}, "fillfactor=70"),
    ],
)
def test_table_says_what_is_unusual_about_it(fields: dict[str, object], said: str) -> None:
    assert f"orders · {said}" in words(views.table_html(replace(ORDERS, **fields)))


def test_unique_column_and_the_parts_of_a_key_carry_signs() -> None:
    pair = replace(
        ORDERS,
        primary_key=PrimaryKey(name="orders_pkey", columns=("id", "user_id")),
        uniques=(Unique(name="one", columns=("total",)),),
    )
    said = words(views.table_html(pair))
    assert "user_id uuid not null PK FK" in said
    assert "total numeric(12,2) null UQ" in said


def test_reference_of_several_columns_points_pair_by_pair() -> None:
    double = ForeignKey(
        name="both",
        columns=("tenant_id", "user_id"),
        referenced_table=Name(name="users"),
        referenced_columns=("tenant", "id"),
        on_delete="cascade",
    )
    said = words(
        views.table_html(
            table("orders", column("tenant_id"), column("user_id"), foreign_keys=(double,))
        )
    )
    assert "tenant_id text null FK → users.tenant on delete cascade" in said
    assert "user_id text null FK → users.id on delete cascade" in said


def test_index_is_described_behind_its_quoted_name() -> None:
    odd = index("my ON orders (x)", "total", method="gin", valid=False)
    said = words(views.table_html(replace(ORDERS, indexes=(odd,))))
    assert "my ON orders (x) index, invalid USING gin (total)" in said


@pytest.mark.parametrize(("tables", "opened", "grids"), [(12, 12, 12), (13, 0, 13), (61, 0, 0)])
def test_many_tables_are_folded_and_very_many_summarised(
    tables: int, opened: int, grids: int
) -> None:
    read = Read.of(views.schema_html(many(tables)))
    details = read.all("details")
    labels = [found["aria-label"] for found in read.all("table")]
    assert len(details) == grids
    assert sum("open" in found for found in details) == opened
    assert ("tables of the schema" in labels) is (tables > 12)
    assert (f'schema.table("{many(1).tables[0].name}")' in read.text) is (grids == 0)


def test_empty_schema_says_so() -> None:
    assert words(views.schema_html(Schema())) == "Schema without any table"


def test_schema_as_text_is_a_line_for_each_table() -> None:
    assert views.schema_text(schema(USERS, ORDERS)) == (
        "Schema of 2 tables\n  orders  6 columns, 0 indexes\n  users   4 columns, 1 index"
    )


def test_table_as_text_is_a_line_for_each_column() -> None:
    assert views.table_text(replace(ORDERS, columns=ORDERS.columns[:3])) == (
        "table orders\n  id       uuid not null\n  user_id  uuid not null\n  total    numeric(12,2)"
    )


# ── findings ─────────────────────────────────────────────────────────────────


def test_findings_are_counted_and_the_worst_stand_first() -> None:
    said = words(PAGES["findings"])
    assert said.startswith("Findings ■ 1 error ▲ 1 warning 1 waived")
    assert said.index("■ error users.active") < said.index("▲ warning users.nick")


def test_finding_shows_its_fix_its_evidence_and_its_place() -> None:
    said = words(PAGES["findings"])
    assert "users.nick is at fault fix: add column users.nick" in said
    assert "seen twice" in said
    assert "002_users.sql:7" in said
    assert "/home/ada" not in said


def test_long_fix_is_cut() -> None:
    found = finding(fix=FIX * 3)
    assert "fix: add column users.nick, and 2 more" in words(
        views.findings_html(Findings(items=(found,)))
    )


def test_waived_finding_is_folded_with_its_reason() -> None:
    html = PAGES["findings"]
    folded = html[html.index("<details") : html.index("</details>")]
    assert "users.legacy" in folded
    assert "clients read it" in folded
    assert html.count("<details") == 1


def test_rule_explains_itself_in_its_tooltip() -> None:
    titles = [
        found["title"] for found in Read.of(PAGES["findings"]).all("span") if "title" in found
    ]
    assert set(titles) == {explain(rule_named("boolean-name")).summary}


def test_rule_of_no_catalogue_has_no_tooltip() -> None:
    html = views.findings_html(Findings(items=(finding(rule="house-rule"),)))
    assert "house-rule" in html
    assert "title=" not in html
    assert "house-rule" in words(views.finding_html(finding(rule="house-rule")))


def test_clean_check_says_so() -> None:
    assert words(views.findings_html(Findings())) == "Findings ✓ no findings"


def test_many_findings_are_folded() -> None:
    items = tuple(finding(f"users.column_{number:02}") for number in range(33))
    html = views.findings_html(Findings(items=items))
    assert "3 more" in html
    assert html.index("<details") < html.index("users.column_30")
    assert html.index("users.column_29") < html.index("<details")


def test_finding_alone_shows_the_reason_of_its_rule_and_the_whole_fix() -> None:
    said = words(views.finding_html(finding(fix=FIX * 2, waived="agreed")))
    assert said.count("add column users.nick") == 2
    assert explain(rule_named("boolean-name")).why in said
    assert "Waived: agreed" in said


# ── changes ──────────────────────────────────────────────────────────────────


def test_changes_show_each_operation_with_its_sign() -> None:
    back = words(views.changes_html(CHANGES.inverse()))
    assert "+ create table orders" in words(PAGES["changes"])
    assert "\N{MINUS SIGN} drop table orders" in back
    renamed = Changes.between(schema(USERS), schema(replace(USERS, comment="Members.")))
    assert "~ change the comment on table users" in words(views.changes_html(renamed))


def test_changes_show_hazards_and_both_directions() -> None:
    changes = CHANGES.inverse()
    said = words(views.changes_html(changes))
    assert "▲ drop table orders: the data in it is lost" in said
    assert "UP DROP TRIGGER touch ON users;" in said
    assert " ".join(changes.down.split()) in said


def test_no_changes_say_so() -> None:
    assert words(views.changes_html(Changes.between(BEFORE, BEFORE))) == "No changes."


def test_edit_shows_what_it_changed_and_what_is_found_since() -> None:
    said = words(PAGES["edit"])
    assert "+ create table orders" in said
    assert "Findings ■ 1 error" in said
    nothing = views.Edit(changes=Changes.between(BEFORE, BEFORE), findings=Findings())
    assert words(views.edit_html(nothing)) == "No changes Findings ✓ no findings"
    assert str(nothing) == "no changes\nno findings"


# ── SQL ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sql", "html"),
    [
        (
            "DROP TABLE a",
            '<span class="dk-keyword">DROP</span> <span class="dk-keyword">TABLE</span> a',
        ),
        ("name text", "name text"),
        ("'it''s'", '<span class="dk-string">&#39;it&#39;&#39;s&#39;</span>'),
        ("-- a < b", '<span class="dk-comment">-- a &lt; b</span>'),
        ('"DROP"', "&#34;DROP&#34;"),
        ("'open", "&#39;open"),
    ],
)
def test_sql_is_coloured_by_postgresqls_own_scanner(sql: str, html: str) -> None:
    assert coloured(sql) == html


@given(TEXTS)
def test_colouring_keeps_every_character(text: str) -> None:
    shown = Read.of(coloured(text)).text
    assert len(shown) == len(text)
    assert all(new in {old, "\ufffd"} for old, new in zip(text, shown, strict=True))


# ── diagram ──────────────────────────────────────────────────────────────────


def test_diagram_is_a_picture_with_its_title_as_text() -> None:
    diagram = draw(AFTER)
    (image,) = Read.of(PAGES["diagram"]).all("img")
    assert image["alt"] == diagram.title
    assert diagram.title in words(PAGES["diagram"])
    drawn = b64decode(image["src"].partition(",")[2]).decode()
    assert drawn.startswith("<svg")
    assert ">orders<" in drawn


def test_diagram_keeps_a_readable_width() -> None:
    (image,) = Read.of(PAGES["diagram"]).all("img")
    least = re.search(r"--dk-least:(\d+)px", image["style"])
    assert least is not None
    assert int(least.group(1)) > 50
    assert "max-width:100%" in image["style"]


def test_diagram_that_cannot_be_drawn_says_why_and_is_there_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "dot"
    broken.write_text("#!/bin/sh\necho 'no <fonts>' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    read = Read.of(views.diagram_html(draw(AFTER)))
    assert "failed with exit code 3: no <fonts>" in read.text
    assert "erDiagram" in read.text
    assert "img" not in read.tags


# ── rehearsal, review, approval ──────────────────────────────────────────────


def test_rehearsal_shows_each_run_with_state_and_time() -> None:
    said = words(views.rehearsal_html(rehearsal(up=ok(1.5, goal=""))))
    assert said.startswith("002_orders.sql ✓ proven on PostgreSQL 18.6")
    assert "UP ✓ ok runs 1 statement 1.50 s" in said
    assert "DOWN ✓ ok gives exactly the schema before 1 statement 2.0 ms" in said


def test_rehearsal_shows_what_differs() -> None:
    said = words(PAGES["rehearsal"])
    assert "✗ not proven" in said
    assert "DOWN ✗ differs does not give the schema before: 1 difference" in said
    assert "missing: column users.email, which was: email text" in said


def test_rehearsal_shows_what_was_refused() -> None:
    said = words(views.rehearsal_html(rehearsal(down=REFUSED)))
    assert "✗ refused line 4: there is no nope (SQLSTATE 42P01) DROP TABLE nope" in said


def test_rehearsal_as_text_has_a_line_for_each_run() -> None:
    assert views.rehearsal_text(rehearsal(ok(goal=""), ok(0.1, LOST))).splitlines() == [
        "002_orders.sql on PostgreSQL 18.6: not proven",
        "  UP: runs",
        "  DOWN: does not give the schema before: 1 difference",
        "    missing: column users.email, which was: email text",
        "  UP again: gives exactly the schema after UP",
    ]


def test_rehearsals_show_in_full_what_is_not_proven() -> None:
    both = Rehearsals(items=(rehearsal(), rehearsal(down=REFUSED)))
    said = words(views.rehearsals_html(both))
    assert said.startswith("Rehearsal ✓ 1 proven ✗ 1 not proven")
    assert "there is no nope" in said
    assert views.rehearsals_text(both).count("002_orders.sql") == 2


def test_rehearsals_show_what_fails_on_rows_alone_below_what_is_proven() -> None:
    error = StatementError(statement="ALTER", line=3, sqlstate="23505", message="twice there")
    seen = replace(rehearsal(), rows=Rows(held=6, step="UP", error=error))
    said = words(views.rehearsals_html(Rehearsals(items=(seen, rehearsal()))))
    assert said.startswith("Rehearsal ✓ 2 proven")
    assert "UP fails on some rows: twice there" in said


def test_review_that_stands_is_ready_with_its_evidence() -> None:
    said = words(views.review_html(review()))
    assert said.startswith("Review of shop ✓ ready to approve")
    assert "Evidence rehearsed on PostgreSQL 18.6" in said
    assert "UP ✓ ok gives exactly the design" in said
    assert "What stands against it" not in said


def test_review_says_what_stands_against_it() -> None:
    said = words(PAGES["review"])
    assert "✗ not ready to approve" in said
    assert "What stands against it users.active: users.active is at fault [boolean-name]" in said


def test_long_list_of_obstacles_is_folded() -> None:
    items = tuple(finding(f"users.column_{number}") for number in range(9))
    assert "3 more" in words(views.review_html(review(findings=Findings(items=items))))


def test_review_holds_everything_that_reviewers_read() -> None:
    said = words(PAGES["review"])
    sections = (
        "Operations",
        "Findings",
        "Evidence",
        "Migration UP",
        "After, with what changes",
    )
    places = [said.index(section) for section in sections]
    assert places == sorted(places)
    pictures = Read.of(PAGES["review"]).tags.count("img")
    assert pictures == said.count("Entity-relationship diagram")


def test_review_of_several_files_shows_one_after_the_other_with_its_reason() -> None:
    before = schema(table("users"))
    after = schema(table("users", column("added"), indexes=(index("idx", "added"),)))
    said = words(views.review_html(review(Changes.between(before, after))))
    titles = [said.index(f"File {place}") for place in ("1 of 2: 001_…_add", "2 of 2: 002_…_add")]
    assert titles == sorted(titles)
    assert titles[0] < said.index("ADD COLUMN") < titles[1] < said.index("CONCURRENTLY")
    assert "The index is built while others write" in said[titles[1] :]


def test_review_of_nothing_is_not_ready() -> None:
    said = words(views.review_html(review(Changes.between(BEFORE, BEFORE), rehearsed=False)))
    assert "nothing changes" in said
    assert "Evidence" not in said
    assert "Migration" not in said


def test_review_shows_hazards() -> None:
    said = words(views.review_html(review(CHANGES.inverse())))
    assert "to be accepted with the approval ▲ drop table orders" in said


def test_approval_shows_where_and_what_was_written() -> None:
    said = words(PAGES["approved"])
    assert said == "002_orders.sql ✓ approved migrations/002_orders.sql -- +goose Up"
    assert views.approved_text(APPROVED) == "migrations/002_orders.sql\n\n-- +goose Up\n"
