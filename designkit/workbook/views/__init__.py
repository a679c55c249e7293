"""What a notebook shows: pure functions from a value to HTML, or to readable text."""

from __future__ import annotations

from designkit.workbook.views.advice import advice_html, advice_text, advised_html, advised_text
from designkit.workbook.views.changes import Edit, changes_html, edit_html
from designkit.workbook.views.findings import finding_html, findings_html
from designkit.workbook.views.picture import diagram_html
from designkit.workbook.views.plans import plan_changes_html, planned_html
from designkit.workbook.views.queries import answered_html, queries_html
from designkit.workbook.views.rehearsal import (
    rehearsal_html,
    rehearsal_text,
    rehearsals_html,
    rehearsals_text,
)
from designkit.workbook.views.review import approved_html, approved_text, review_html
from designkit.workbook.views.schema import schema_html, schema_text, table_html, table_text
from designkit.workbook.views.session import table_editor_html, workbook_html

__all__ = [
    "Edit",
    "advice_html",
    "advice_text",
    "advised_html",
    "advised_text",
    "answered_html",
    "approved_html",
    "approved_text",
    "changes_html",
    "diagram_html",
    "edit_html",
    "finding_html",
    "findings_html",
    "plan_changes_html",
    "planned_html",
    "queries_html",
    "rehearsal_html",
    "rehearsal_text",
    "rehearsals_html",
    "rehearsals_text",
    "review_html",
    "schema_html",
    "schema_text",
    "table_editor_html",
    "table_html",
    "table_text",
    "workbook_html",
]
