"""How the editor looks: its panels, each the HTML of what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from designkit.changes import kind_of
from designkit.config import SeverityName
from designkit.diagram import Diagram, svg
from designkit.diagram.palette import MARKS, SHADES
from designkit.diagram.picture import Change
from designkit.errors import RenderError
from designkit.model import (
    Column,
    Constraint,
    Enum,
    Index,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Value,
    View,
)
from designkit.model.types import short_name
from designkit.rules import Finding, Findings, Severity
from designkit.workbook.patterns import PATTERNS
from designkit.workbook.places import Places
from designkit.workbook.views.findings import counts, finding_row, worst_first
from designkit.workbook.views.page import page, printable
from designkit.workbook.views.schema import behind_name_of_constraint, behind_name_of_index

# More findings than this are counted: nobody reads on, and the panel is made at each keystroke.
_SHOWN = 60

USUAL_TYPES = (
    "uuid",
    "text",
    "boolean",
    "integer",
    "bigint",
    "numeric(12,2)",
    "timestamptz",
    "date",
    "interval",
    "jsonb",
    "bytea",
    "inet",
    "text[]",
)
_USUAL_DEFAULTS = ("now()", "gen_random_uuid()", "false", "true", "0", "''", "'{}'")


class Refusal(Value, frozen=True, kw_only=True):
    """What was refused of a control, which goes on showing it.

    Attributes:
        about: what the control is about, by the names of its attributes.
    """

    act: str
    about: Mapping[str, str]
    field: str
    value: str
    problem: str

    def of(self, act: str, about: Mapping[str, str], field: str) -> str | None:
        """The refused text, if it was typed into that control."""
        same = (act, dict(about), field) == (self.act, dict(self.about), self.field)
        return self.value if same else None


class Work(Value, frozen=True, kw_only=True):
    """Something that runs: `done` of `total` steps, 0 of 0 where nobody knows."""

    title: str
    words: str = ""
    done: int = 0
    total: int = 0


class TableItem(Value, frozen=True, kw_only=True):
    """A table in the list.

    Attributes:
        mark: the worst of its findings that stand, `count` how many there are.
        said: mark and count in words.
        words: comment and what the draft does to it.
    """

    name: str
    change: Change
    sign: str
    mark: SeverityName | None
    count: int
    said: str
    words: str


class TableGroup(Value, frozen=True, kw_only=True):
    """The tables of one service."""

    service: str
    tables: tuple[TableItem, ...]


class ColumnItem(Value, frozen=True, kw_only=True):
    """A column in the grid.

    Attributes:
        is_fixed: generated, counted or inherited: type, null and default are not edited here.
        references: the table that its own foreign key points to, or "".
        mark: the worst finding on it; `said` what the findings say.
    """

    name: str
    type: str
    nullable: bool
    default: str
    is_fixed: bool
    is_key: bool
    references: str
    comment: str
    change: Change
    mark: SeverityName | None
    said: str


class PartItem(Value, frozen=True, kw_only=True):
    """An index or a constraint; the definition is what stands behind its name."""

    name: str
    definition: str
    is_unique: bool = False
    mark: SeverityName | None
    said: str


class TableItems(Value, frozen=True, kw_only=True):
    """The table that is being edited."""

    name: str
    comment: str
    notes: tuple[str, ...]
    columns: tuple[ColumnItem, ...]
    indexes: tuple[PartItem, ...]
    constraints: tuple[PartItem, ...]


def tables_panel(schema: Schema, before: Schema, findings: Findings, **told: object) -> str:
    """The list of tables; `before` is what the migrations build."""
    places, said = Places(schema), dict[QualifiedName | None, list[Finding]]()
    for about, found in _standing(findings).items():
        said.setdefault(places.table_of(about), []).extend(found)
    groups: dict[str, list[TableItem]] = {}
    for table in schema.tables:
        item = _listed(table, before, said.get(table.qualified, []))
        groups.setdefault(table.service, []).append(item)
    others: tuple[Enum | View | Sequence, ...]
    others = (*schema.enums, *schema.views, *schema.sequences)
    return page(
        "editor/tables",
        groups=tuple(
            TableGroup(service=service, tables=tuple(items)) for service, items in groups.items()
        ),
        others=tuple((kind_of(item), str(item.qualified)) for item in others),
        patterns=tuple((name, pattern.title) for name, pattern in PATTERNS.items()),
        **told,
    )


def table_panel(
    schema: Schema,
    before: Schema,
    findings: Findings,
    table: Table | None,
    columns: Iterable[Column],
    **told: object,
) -> str:
    """The grid of a table.

    Args:
        schema: for what can be referenced, and which types there are.
        before: what the migrations build.
        findings: of which the columns and parts show theirs.
        table: the table; None where there is none.
        columns: its columns in the order in which they are shown.
        told: what the template takes besides.
    """
    said = _standing(findings)
    return page(
        "editor/table",
        table=None if table is None else _table(table, before, said, columns),
        empty="No table yet: add the first one on the left.",
        parents=tuple(
            str(item.qualified)
            for item in schema.tables
            if item.primary_key is not None and len(item.primary_key.columns) == 1
        ),
        types=(*USUAL_TYPES, *(str(item.qualified) for item in schema.enums)),
        defaults=_USUAL_DEFAULTS,
        **told,
    )


def findings_panel(findings: Findings, *, refused: str = "", is_preview: bool = False) -> str:
    """The findings with their fixes; as typed, where they are those of a preview."""
    standing = worst_first(findings)
    return page(
        "editor/findings",
        rows=tuple(map(finding_row, standing[:_SHOWN])),
        more=max(len(standing) - _SHOWN, 0),
        waived=tuple(map(finding_row, findings.waived)),
        refused=refused,
        is_preview=is_preview,
    )


def status_panel(findings: Findings, **told: object) -> str:
    """The head of the editor."""
    return page("editor/status", counts=counts(findings), **told)


def tab_panel(tab: str, **told: object) -> str:
    """What stands under a tab."""
    return page("editor/tab", tab=tab, **told)


def result(html: str, problem: str, *, is_stale: bool) -> Markup:
    """What long work led to: a page of ours, or why there is none."""
    if problem:
        return Markup('<pre class="dke-note dke-error">{}</pre>').format(printable(problem))
    stale = Markup('<p class="dke-note dke-warning">The draft has changed since.</p>')
    return Markup("").join([stale] * is_stale) + Markup(html)  # noqa: S704


@lru_cache(maxsize=16)
def drawing(diagram: Diagram) -> Markup:
    """The diagram as SVG in the page, so that its tables can be clicked; or why there is none.

    The SVG is our own: names are escaped, and it holds no script and no link (see `standalone`).
    """
    try:
        return Markup(svg(diagram))  # noqa: S704
    except RenderError as error:
        return Markup('<p class="dke-empty">{}</p>').format(printable(str(error)))


def verdict(findings: Findings, *, changes: bool, questions: bool) -> tuple[str, str]:
    """How far a draft is: the kind of the chip, and its words."""
    if findings.errors or questions:
        return "bad", "changes requested"
    if not changes:
        return "plain", "no changes"
    return "good", "ready to review"


# ── of a table ───────────────────────────────────────────────────────────────


def _listed(table: Table, before: Schema, own: list[Finding]) -> TableItem:
    name = str(table.qualified)
    mark = max((finding.severity for finding in own), default=None)
    change = _change(table, before.find_table(table.qualified))
    return TableItem(
        name=name,
        change=change,
        sign=SHADES[change].sign.strip(),
        mark=mark.value if mark is not None else None,
        count=len(own),
        said=f"{len(own)} findings, the worst: {mark}" if mark is not None else "",
        words="\n".join(filter(None, (name, table.comment, change * (change != "same")))),
    )


def _change(table: Table, before: Table | None) -> Change:
    if before is None:
        return "added"
    return "same" if table.same_as(before) else "changed"


def _table(
    table: Table,
    before: Schema,
    said: Mapping[str, list[Finding]],
    columns: Iterable[Column],
) -> TableItems:
    name = str(table.qualified)
    earlier = before.find_table(table.qualified)
    return TableItems(
        name=name,
        comment=table.comment or "",
        notes=tuple(_notes(table, said.get(name, []))),
        columns=tuple(
            _column(table, column, earlier, said.get(f"{name}.{column.name}", []))
            for column in columns
        ),
        indexes=tuple(_index(table, index, said.get(index.name, [])) for index in table.indexes),
        constraints=tuple(
            _constraint(constraint, said.get(constraint.name, []))
            for constraint in table.constraints
        ),
    )


def _notes(table: Table, findings: Iterable[Finding]) -> Iterator[str]:
    if table.partition_key:
        yield f"partitioned by {table.partition_key}"
    if table.inherits:
        yield f"inherits {', '.join(map(str, table.inherits))}"
    yield from (finding.message for finding in findings)


def _column(
    table: Table, column: Column, before: Table | None, findings: list[Finding]
) -> ColumnItem:
    counted = column.generated is not None or column.identity is not None
    earlier = before.find_column(column.name) if before is not None else None
    change: Change = "added" if earlier is None else "same" if earlier == column else "changed"
    keys = [key for key in table.foreign_keys if key.columns == (column.name,)]
    return ColumnItem(
        name=column.name,
        type=short_name(column.type),
        nullable=column.nullable,
        default=_default(column),
        is_fixed=counted or column.inherited,
        is_key=column.name in table.key_columns,
        references=str(keys[0].referenced_table) if keys else "",
        comment=column.comment or "",
        change=change if before is not None else "same",
        mark=_mark(findings),
        said=_said(findings),
    )


def _default(column: Column) -> str:
    if column.generated is not None:
        return f"generated: {column.generated}"
    return f"identity {column.identity}" if column.identity else column.default or ""


def _index(table: Table, index: Index, findings: list[Finding]) -> PartItem:
    return PartItem(
        name=index.name,
        definition=behind_name_of_index(table, index),
        is_unique=index.unique,
        mark=_mark(findings),
        said=_said(findings),
    )


def _constraint(constraint: Constraint, findings: list[Finding]) -> PartItem:
    return PartItem(
        name=constraint.name,
        definition=behind_name_of_constraint(constraint),
        mark=_mark(findings),
        said=_said(findings),
    )


def _standing(findings: Findings) -> dict[str, list[Finding]]:
    """What stands, by the object that it is about."""
    found: dict[str, list[Finding]] = {}
    for finding in findings.unwaived:
        if finding.severity > Severity.INFO:
            found.setdefault(finding.object, []).append(finding)
    return found


def _mark(findings: Iterable[Finding]) -> SeverityName | None:
    worst = max((finding.severity for finding in findings), default=None)
    return worst.value if worst is not None else None


def _said(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{MARKS[item.severity.value][0]} {item.message}" for item in findings)
