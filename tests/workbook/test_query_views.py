"""Pages of queries, plans and advice: they say what the values say, as text."""

from __future__ import annotations

import re

import pytest

from designkit.model import QualifiedName, replace
from designkit.review import Answered, PlanChanges, Planned, Queries
from designkit.rules import Findings
from designkit.workbook import views
from designkit.workload import Examined
from designkit.workload.advice import Advised, advised_lines
from designkit.workload.cockroach import CockroachPlan, CockroachPlans, Sample, Step
from designkit.workload.plans import Unplanned
from tests.rules.built import index
from tests.workbook.shown import (
    ADVICE,
    ADVISED,
    ANSWERED,
    FIND,
    FOUND,
    LOOKUP,
    PAGES,
    PLAN_CHANGES,
    PLANNED,
    REFUSAL,
    REFUSED_QUERY,
    UNPLANNED,
    Read,
    finding,
    query,
    review,
    scan,
    words,
)


def test_queries_are_listed_with_weight_place_and_sql() -> None:
    said = words(PAGES["queries"])
    assert said.startswith("2 queries")
    assert "FindUser SELECT id FROM users WHERE email = :email 5 FindUser.sql:1" in said
    assert "GetGone :one" in said
    assert words(views.queries_html(Queries())) == "No queries"


def test_a_query_shows_what_it_takes_and_gives() -> None:
    said = words(PAGES["answered"])
    assert said.startswith("Query FindUser ✓ runs weight 5")
    assert "Takes Name Type email text" in said
    assert "Gives Name Type Column of id uuid users.id total bigint" in said
    assert "users.email is at fault" in said


def test_a_refused_query_shows_the_line_with_a_caret_below_the_place() -> None:
    read = Read.of(PAGES["refused"])
    assert "✗ refused" in read.words
    assert 'Line 1: column "nope" does not exist SQLSTATE 42703' in read.words
    assert "SELECT id, nope\n           ^" in read.text
    assert "Perhaps you meant users.note." in read.words
    assert "SELECT id, nope\n               ^" in str(REFUSED_QUERY).replace("    SELECT", "SELECT")


def test_statistics_of_what_the_schema_does_not_hold_are_named() -> None:
    names = tuple(f"lost_{number:02}" for number in range(12))
    planned = replace(PLANNED, unknown=names)
    for said in (words(views.planned_html(planned)), " ".join(str(planned).split())):
        assert "what the schema does not hold, which counts for nothing: lost_00, lost_01" in said
        assert "lost_09, and 2 more. If it was renamed since, measure again." in said


def test_what_a_cockroachdb_would_do_stands_below_postgresqls_plan() -> None:
    step = Step(
        kind="scan", table=QualifiedName(name="users"), properties=(("spans", "FULL SCAN"),)
    )
    told = CockroachPlan(
        query=FIND,
        text="• scan",
        root=step,
        samples=(Sample(number=1, value="a", reason="any text"),),
        recommended=("CREATE INDEX ON users (email);",),
    )
    there = CockroachPlans(
        server="CockroachDB 25.2.1",
        plans=(told, replace(UNPLANNED, reason="unknown function")),
        notes=("users.email has no histogram: nobody knows",),
    )
    planned = replace(PLANNED, cockroach=there)
    for said in (words(views.planned_html(planned)), " ".join(str(planned).split())):
        assert "CockroachDB 25.2.1: scan of users from end to end for $1 = 'a' (any text)" in said
        assert "it recommends: CREATE INDEX ON users (email);" in said
        assert "CockroachDB 25.2.1: not planned: unknown function" in said
        assert "CockroachDB 25.2.1: users.email has no histogram: nobody knows" in said
    assert "CockroachDB" not in words(PAGES["planned"])


def test_a_cockroachdb_that_cannot_tell_says_why_and_guesses_are_called_so() -> None:
    silent = replace(PLANNED, cockroach=CockroachPlans(missing="it does not answer"))
    assert "CockroachDB: not planned: it does not answer" in words(views.planned_html(silent))
    blind = CockroachPlan(query=FIND, text="", root=Step(kind="scan", lacks_statistics=True))
    said = str(replace(PLANNED, cockroach=CockroachPlans(plans=(blind,))))
    assert "it has no statistics of what it reads, so do not rely on this plan" in said


def test_plans_stand_in_one_table_and_each_as_a_tree() -> None:
    said = words(PAGES["planned"])
    assert said.startswith("Plans of auth at production's scale 2 queries")
    assert (
        "▲ FindUser 45k 2M 12 all of users at 10 times the rows it reads orders from end to end"
        in said
    )
    assert "✗ GetGone" in said
    assert 'Not planned: column "nope" does not exist' in said
    assert "Rests on 2 guesses distinct of users.email 0.1 of the rows" in said
    assert "LIMIT of count 100 (a caller gives it)" in said
    assert "users.email is at fault" in said


def test_the_costliest_step_is_marked() -> None:
    html = PAGES["planned"]
    marked = html[html.index('<strong class="dk-costliest">') :]
    assert marked.startswith(
        '<strong class="dk-costliest">Seq Scan of users keeping (users.email = $1): 12 rows, '
        "cost 45k  ◀ costliest</strong>"
    )


def test_many_plans_are_folded() -> None:
    def opened(number: int) -> int:
        plans = tuple(
            replace(FOUND, query=query(f"Q{place}", "SELECT 1")) for place in range(number)
        )
        return views.planned_html(Planned(plans=plans)).count('<details class="dk-card" open>')

    assert opened(8) == 8
    assert opened(9) == 0


def test_plans_as_text_are_the_tree_with_what_it_rests_on() -> None:
    text = str(PLANNED)
    assert text.startswith("FindUser  FindUser.sql:1\n  cost 45k; reads 2M rows, returns 12 rows\n")
    assert (
        "\n  Seq Scan of users keeping (users.email = $1): 12 rows, cost 45k  ◀ costliest" in text
    )
    assert (
        "\n  at 10 times the rows it reads orders from end to end:\n    Seq Scan of orders" in text
    )
    assert "\n  rests on guesses: distinct of users.email 0.1 of the rows (each value" in text
    assert "; LIMIT of count 100 (a caller gives it)\n" in text
    assert '\n  not planned: column "nope" does not exist' in text


def test_plans_that_change_show_both_costs_and_count_the_others() -> None:
    said = words(PAGES["plan changes"])
    assert "✓ FindUser 45k 8" in said
    assert '▲ GetGone 8 none does not run on the design: column "nope" does not exist' in said
    assert said.endswith("planned as before: 1 of 3")
    assert str(PLAN_CHANGES) == (
        "FindUser: cost 45k becomes 8\n"
        'GetGone: does not run on the design: column "nope" does not exist\n'
        "planned as before: 1 of 3"
    )


@pytest.mark.parametrize(
    ("before", "after", "judged"),
    [
        (FOUND, replace(FOUND, root=LOOKUP), (True, True, False)),
        (replace(FOUND, root=LOOKUP), FOUND, (True, False, True)),
        (FOUND, replace(FOUND, root=scan(cost=45_001.0)), (False, False, False)),
        (FOUND, replace(FOUND, root=scan("people")), (True, False, False)),
        (UNPLANNED, FOUND, (True, True, False)),
        (FOUND, UNPLANNED, (True, False, True)),
        (UNPLANNED, UNPLANNED, (False, False, False)),
    ],
)
def test_a_plan_is_other_better_or_worse(
    before: object, after: object, judged: tuple[bool, bool, bool]
) -> None:
    change = replace(PLAN_CHANGES.items[0], before=before, after=after)
    assert (change.is_other, change.is_better, change.is_worse) == judged


def test_a_review_shows_the_plans_that_change() -> None:
    said = words(views.review_html(replace(review(), plans=PLAN_CHANGES)))
    assert "Plans that change at production's scale" in said
    assert said.index("Findings") < said.index("Plans that change") < said.index("Evidence")
    assert "Plans that change" not in words(views.review_html(review()))
    unknown = replace(review(), plans=PlanChanges(unknown="the server was given"))
    assert "not planned: the server was given" in words(views.review_html(unknown))
    assert unknown.approvable


def test_advice_shows_whom_it_serves_what_it_costs_and_its_sql() -> None:
    said = words(PAGES["advised"])
    assert said.startswith(
        "Index advice the workload costs 225k now, 40 with all of it; tried 7 indexes"
    )
    assert "CREATE INDEX idx_users_email ON users (email)" in said
    assert "FindUser: cost 45k → 8, 5.62k times less, weight 5 1.5 (by AddUser) 585 MB" in said
    assert "Idle indexes" in said
    assert "idx_users_nick of users: no registered query is cheaper by it" in said


def test_advice_as_text_says_the_same() -> None:
    text = views.advised_text(ADVISED)
    assert text.startswith(
        "Index advice: the workload costs 225k now, 40 with all of it; tried 7 indexes\n"
    )
    assert views.advice_text(ADVICE) in text
    assert "about 8.19 kB" in text


def test_advice_as_text_and_as_a_page_hold_the_same_lines() -> None:
    said = words(PAGES["advised"])
    for line in advised_lines(ADVISED):
        told = line.strip().removesuffix(";").removeprefix("Index advice: ")
        assert all(part in said for part in re.split(r"about |; writes pay ", told))


def test_what_another_index_does_too_is_told_with_its_name() -> None:
    idle = replace(ADVISED.idle[0], instead="idx_users_nick_email")
    gain = replace(ADVICE.gains[0], also=("idx_users_email_id",), otherwise=9.0)
    advised = replace(ADVISED, idle=(idle,), advice=(replace(ADVICE, gains=(gain,)),))
    for said in (words(views.advised_html(advised)), views.advised_text(advised)):
        assert "idx_users_nick of users: idx_users_nick_email does the same, keep that" in said
        assert "weight 5; 9 with idx_users_email_id instead" in said


def test_no_advice_says_so() -> None:
    assert words(views.advised_html(Advised(tried=3))) == (
        "Index advice tried 3 indexes No index is worth its price."
    )
    assert views.advised_text(Advised(tried=1)) == "No index is worth its price; tried 1 index"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"><img src=x onerror='y'>", "&lt;", "a\u202eb"]
)
def test_hostile_text_of_a_query_or_a_name_is_shown_as_it_is(text: str) -> None:
    hostile = replace(FIND, name=text, text=text, place=replace(FIND.place, file=text))
    step = scan(alias=text, index=text, filter=text, condition=text, keys=(text,))
    figure = replace(FOUND.figures[0], column=text, value=text, rule=text)
    plan = replace(FOUND, query=hostile, root=step, figures=(figure,))
    unplanned = Unplanned(query=hostile, reason=text)
    refused = replace(REFUSAL, query=hostile, message=text, hint=text)
    said = Findings(items=(finding(text, message=text, file=text, line=1),))
    operation = replace(ADVICE.operation, index=index(text, "email", predicate=text))
    gain = replace(ADVICE.gains[0], query=text)
    change = replace(PLAN_CHANGES.items[0], before=plan, after=unplanned)
    pages = (
        views.queries_html(Queries(items=(hostile,))),
        views.answered_html(replace(ANSWERED, examined=Examined(query=hostile), findings=said)),
        views.answered_html(Answered(examined=Examined(query=hostile, answer=refused))),
        views.planned_html(Planned(service=text, plans=(plan, unplanned), findings=said)),
        views.plan_changes_html(PlanChanges(items=(change,))),
        views.plan_changes_html(PlanChanges(unknown=text)),
        views.advised_html(Advised(advice=(replace(ADVICE, operation=operation, gains=(gain,)),))),
        views.review_html(replace(review(), plans=PlanChanges(items=(change,)))),
    )
    for html in pages:
        read = Read.of(html)
        assert text.replace("\u202e", "\ufffd") in read.text.replace('""', '"')
        assert "\u202e" not in html
        assert not {"script", "svg"} & set(read.tags)
        assert all("onerror" not in found for found in read.all("img"))
        assert read.is_balanced
