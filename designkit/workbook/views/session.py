"""How a workbook, or the editor of one of its tables, looks at the end of a cell."""

from __future__ import annotations

from designkit.workbook.table_editor import TableEditor
from designkit.workbook.views.changes import changes_parts
from designkit.workbook.views.findings import findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.schema import table_html
from designkit.workbook.workbook import Workbook


def workbook_html(workbook: Workbook) -> str:
    """The workbook as HTML, in a few lines; its schema and its review have pages of their own."""
    return page(
        "workbook",
        service=workbook.service,
        tables=tuple(str(table.qualified) for table in workbook.schema),
        changes=changes_parts(workbook.changes()),
        findings=findings_table(workbook.check()),
    )


def table_editor_html(editor: TableEditor) -> str:
    """The table under the editor as HTML."""
    return table_html(editor.table)
