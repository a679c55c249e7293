"""Values as a notebook meets them, and a reader of the HTML that shows them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Self

from designkit.changes import AddColumn, AddIndex
from designkit.database.observing import Observed, Seen
from designkit.diagram import draw
from designkit.migrate import Rehearsal, Rehearsals, Step
from designkit.migrate.rehearsal import StatementError
from designkit.model import Carried, Enum, Schema, View, Volume, replace
from designkit.review import (
    Answered,
    Approved,
    Base,
    PlanChange,
    PlanChanges,
    Planned,
    Proposal,
    Queries,
    Review,
)
from designkit.rules import Finding, Findings, Severity
from designkit.sql.inventory import Difference
from designkit.sql.script import Changes
from designkit.workbook import views
from designkit.workload import Examined, Place, Prepared, Query, Refused, ResultColumn, read_query
from designkit.workload.advice import Advice, Advised, Gain, Idle, Writes
from designkit.workload.paging import Assumed
from designkit.workload.plans import Flip, Node, QueryPlan, Unplanned
from designkit.workload.volumes import Figure
from tests.rules.built import Name, at, column, index, key, schema, table

VOID = {"img", "br"}
INLINE = {"span", "strong"}

USERS = table(
    "users",
    column("email", "character varying(320)", nullable=False, comment="lower case"),
    indexes=(index("idx_users_lower_email", "lower(email)", unique=True, predicate="is_open"),),
    comment="People who can sign in.",
    service="auth",
)
ORDERS = table(
    "orders",
    column("user_id", "uuid", nullable=False),
    column("total", "numeric(12,2)"),
    at("paid_at", nullable=True),
    foreign_keys=(key("users", "user_id"),),
)
BEFORE = schema(USERS)
AFTER = schema(
    USERS,
    ORDERS,
    enums=(Enum(name="status", values=("open", "paid")),),
    views=(View(name="open_orders", definition="SELECT id FROM orders", materialized=True),),
    carried=(
        Carried(
            kind="trigger",
            identity="touch",
            definition="CREATE TRIGGER touch BEFORE UPDATE ON users EXECUTE FUNCTION touch()",
            drop="DROP TRIGGER touch ON users",
            table=Name(name="users"),
        ),
    ),
    volumes=(Volume(table=Name(name="orders"), rows=10_000_000),),
)
CHANGES = Changes.between(BEFORE, AFTER)


def finding(subject: str = "users.email", **fields: object) -> Finding:
    given: dict[str, object] = {
        "rule": "boolean-name",
        "severity": Severity.ERROR,
        "object": subject,
        "message": f"{subject} is at fault",
    }
    return Finding(**{**given, **fields})  # type: ignore[arg-type]


FIX = (AddColumn(table=Name(name="users"), column=column("nick")),)
FINDINGS = Findings(
    items=(
        finding("users.nick", severity=Severity.WARNING, fix=FIX),
        finding("users.active", file="/srv/ada/002_users.sql", line=7, evidence="seen twice"),
        finding("users.legacy", waived="clients read it"),
    )
)


def ok(seconds: float = 0.002, *differences: Difference, goal: str = "the schema before") -> Step:
    ran = Seen(text="SELECT 1", line=1, seconds=seconds, observed=Observed())
    return Step(state="ok", goal=goal, statements=(ran,), differences=differences)


LOST = Difference(
    kind="column", object="users.email", change="missing", before="email text", after=None
)
REFUSED = Step(
    state="error",
    error=StatementError(
        statement="DROP TABLE nope", line=4, sqlstate="42P01", message="there is no nope"
    ),
)


def rehearsal(up: Step | None = None, down: Step | None = None) -> Rehearsal:
    return Rehearsal(
        file="002_orders.sql",
        number=2,
        label="002",
        server="PostgreSQL 18.6",
        up=up or ok(goal="the design"),
        down=down or ok(),
        up_again=ok(goal="the schema after UP"),
    )


def review(
    changes: Changes = CHANGES, findings: Findings | None = None, *, rehearsed: bool = True
) -> Review:
    proposal = Proposal(
        service="shop",
        base=Base(history=None, schema=changes.before),
        draft=changes.after,
        waivers=(),
        changes=changes,
        findings=findings if findings is not None else Findings(),
        directory=Path("migrations/shop"),
        design=Path("shop.sql"),
        format="goose",
    )
    rehearsals = Rehearsals(items=(rehearsal(),)) if rehearsed else None
    return Review(proposal=proposal, rehearsals=rehearsals)


def query(name: str, text: str, **fields: object) -> Query:
    read = read_query(text, name=name, place=Place(file=f"{name}.sql"))
    return replace(read, **fields)


def scan(name: str = "users", cost: float = 45_000.0, **fields: object) -> Node:
    """A plan that reads all of a table, or what is given."""
    given: dict[str, object] = {
        "kind": "Seq Scan",
        "table": Name(name=name),
        "alias": name,
        "filter": "(users.email = $1)",
        "rows": 12.0,
        "width_bytes": 40,
        "startup": 0.0,
        "cost": cost,
    }
    return Node(**{**given, **fields})  # type: ignore[arg-type]


FIND = query("FindUser", "SELECT id FROM users WHERE email = :email", weight=5.0)
GONE = query("GetGone", "SELECT id, nope\n  FROM users", cardinality="one")
LOOKUP = scan(kind="Index Scan", index="idx_users_email", filter="", cost=8.0)
FOUND = QueryPlan(
    query=FIND,
    json="[]",
    root=scan(),
    flip=Flip(factor=10.0, root=scan("orders"), scanned=(Name(name="orders"),)),
    figures=(
        Figure(
            table=Name(name="users"),
            column="email",
            what="distinct",
            value="0.1 of the rows",
            origin="derived",
            rule="each value stands in ten rows",
        ),
    ),
    assumed=(Assumed(word="LIMIT", parameter="count", rows=100),),
)
UNPLANNED = Unplanned(query=GONE, reason='column "nope" does not exist')
PLANNED = Planned(
    service="auth",
    plans=(FOUND, UNPLANNED),
    findings=Findings(items=(finding("users.email", file="FindUser.sql", line=1),)),
    rows={Name(name="users"): 2_000_000.0},
)
REFUSAL = Refused(
    query=GONE,
    sqlstate="42703",
    message='column "nope" does not exist',
    hint="Perhaps you meant users.note.",
    line=1,
    column=12,
)
ANSWERED = Answered(
    examined=Examined(
        query=FIND,
        answer=Prepared(
            query=FIND,
            parameter_types=("text",),
            columns=(
                ResultColumn(name="id", type="uuid", table=Name(name="users"), column="id"),
                ResultColumn(name="total", type="bigint"),
            ),
        ),
    ),
    findings=PLANNED.findings,
)
REFUSED_QUERY = Answered(examined=Examined(query=GONE, answer=REFUSAL))
ADVICE = Advice(
    operation=AddIndex(table=Name(name="users"), index=index("idx_users_email", "email")),
    gains=(Gain(query="FindUser", before=45_000.0, after=8.0, weight=5.0),),
    write_cost=1.5,
    writes=Writes(table=Name(name="users"), queries=("AddUser",)),
    size_bytes=585_000_000,
)
ADVISED = Advised(
    advice=(ADVICE,),
    idle=(Idle(table=Name(name="users"), index=index("idx_users_nick", "nick"), size_bytes=8192),),
    before=225_000.0,
    after=40.0,
    tried=7,
    writes=("AddUser", "Rename"),
)
PLAN_CHANGES = PlanChanges(
    items=(
        PlanChange(before=FOUND, after=replace(FOUND, root=LOOKUP)),
        PlanChange(before=FOUND, after=FOUND),
        PlanChange(before=replace(FOUND, root=LOOKUP), after=UNPLANNED),
    )
)

APPROVED = Approved(files=((Path("migrations/002_orders.sql"), "-- +goose Up\n"),), total="x")

# One page of each kind, by the name of its view.
PAGES: dict[str, str] = {
    "schema": views.schema_html(AFTER),
    "table": views.table_html(ORDERS),
    "findings": views.findings_html(FINDINGS),
    "finding": views.finding_html(FINDINGS.items[0]),
    "changes": views.changes_html(CHANGES),
    "edit": views.edit_html(views.Edit(changes=CHANGES, findings=FINDINGS)),
    "diagram": views.diagram_html(draw(AFTER)),
    "rehearsal": views.rehearsal_html(rehearsal(down=ok(0.001, LOST))),
    "rehearsals": views.rehearsals_html(Rehearsals(items=(rehearsal(), rehearsal(down=REFUSED)))),
    "review": views.review_html(review(findings=FINDINGS)),
    "queries": views.queries_html(Queries(items=(FIND, GONE))),
    "answered": views.answered_html(ANSWERED),
    "refused": views.answered_html(REFUSED_QUERY),
    "planned": views.planned_html(PLANNED),
    "plan changes": views.plan_changes_html(PLAN_CHANGES),
    "advised": views.advised_html(ADVISED),
    "advice": views.advice_html(ADVICE),
    "approved": views.approved_html(APPROVED),
}


class Read(HTMLParser):
    """What a browser would make of a page: elements in order, and the text outside of `<style>`.

    `text` is exact; `spaced` has a space where a browser begins a cell, a line or a block.
    """

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.spaced = ""
        self.open: list[str] = []
        self.is_balanced = True

    @classmethod
    def of(cls, html: str) -> Self:
        reader = cls()
        reader.feed(html)
        reader.close()
        reader.is_balanced &= not reader.open
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.spaced += " "

    def handle_endtag(self, tag: str) -> None:
        self.is_balanced &= bool(self.open) and self.open.pop() == tag
        if tag not in INLINE:
            self.spaced += " "

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
            self.spaced += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    @property
    def words(self) -> str:
        return " ".join(self.spaced.split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def words(html: str) -> str:
    """The text of a page, in single spaces."""
    return Read.of(html).words


def many(number: int) -> Schema:
    """A schema of many tables."""
    return schema(*(table(f"things_{place:03}") for place in range(number)))
