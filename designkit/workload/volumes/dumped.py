"""Statistics from what `pg_dump --statistics-only` prints, which PostgreSQL 18 can.

Source: https://www.postgresql.org/docs/18/app-pgdump.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from designkit.errors import SourceError
from designkit.model import ColumnStatistics, QualifiedName, Statistics
from designkit.sql.statements import Statement, split
from designkit.sql.tree import parse
from designkit.workload.volumes.measured import relation_of

_RELATION: Final = "pg_restore_relation_stats"
_ATTRIBUTE: Final = "pg_restore_attribute_stats"
_ELEMENTS: Final = (
    "most_common_elems",
    "most_common_elem_freqs",
    "elem_count_histogram",
    "range_length_histogram",
    "range_empty_frac",
    "range_bounds_histogram",
)
# One value of an array: in quotes with backslashes before quotes, or bare.
_ELEMENT: Final = re.compile(r'"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^",{}\\]+)', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


def read_dump(text: str, *, file: str = "") -> Statistics:
    """The statistics that a dump holds; all else in it is passed by.

    Raises:
        SourceError: it holds none, or a call that cannot be read.
    """
    sizes: dict[QualifiedName, tuple[int, float, int]] = {}
    columns: dict[QualifiedName, list[tuple[ColumnStatistics, bool]]] = {}
    for statement in split(text, judged=True):
        name, told = _call(statement)
        if name == "":
            continue
        place = f"{file}:{statement.line}" if file else f"line {statement.line}"
        try:
            relation = QualifiedName(namespace=told["schemaname"], name=told["relname"])
            if name == _RELATION:
                sizes[relation] = (
                    int(told["relpages"]),
                    float(told["reltuples"]),
                    int(told["relallvisible"]),
                )
            else:
                columns.setdefault(relation, []).append((_column(told), told["inherited"] == "t"))
        except (KeyError, ValueError) as error:
            raise SourceError(
                f"{place}: {name} cannot be read: {error!r}. "
                "Dump the statistics with pg_dump --statistics-only of PostgreSQL 18."
            ) from error
    if not sizes:
        raise SourceError(
            f"{file or 'the text'}: holds no statistics. "
            "Write them with pg_dump --statistics-only of PostgreSQL 18."
        )
    return Statistics(
        relations=tuple(
            relation_of(name, *told, columns.get(name, [])) for name, told in sizes.items()
        )
    )


def _call(statement: Statement) -> tuple[str, Mapping[str, str]]:
    """The function of ours that a statement calls, with its arguments by name; else nothing."""
    if "pg_restore_" not in statement.text:
        return "", {}
    for node in parse(statement):
        if node.kind != "FuncCall":
            continue
        name = str(node.fields["funcname"][-1]["String"]["sval"])
        if name in {_RELATION, _ATTRIBUTE}:
            arguments = [_text(item) for item in node.fields.get("args", ())]
            return name, dict(zip(arguments[::2], arguments[1::2], strict=False))
    return "", {}


def _text(node: Mapping[str, Any]) -> str:
    """The literal that stands there, with or without the name of a type behind it."""
    constant = node.get("TypeCast", {}).get("arg", node).get("A_Const", {})
    return str(constant.get("sval", {}).get("sval", ""))


def _column(told: Mapping[str, str]) -> ColumnStatistics:
    values = array_values(told.get("most_common_vals", "{}"))
    shares = array_values(told.get("most_common_freqs", "{}"))
    return ColumnStatistics(
        column=told.get("attname", ""),
        key=int(told["attnum"]) if "attnum" in told else None,
        null_share=float(told["null_frac"]),
        width=int(told["avg_width"]),
        distinct=float(told["n_distinct"]),
        common=tuple(zip(values, map(float, shares), strict=True)),
        bounds=array_values(told.get("histogram_bounds", "{}")),
        correlation=float(told["correlation"]) if "correlation" in told else None,
        elements=tuple(sorted((name, told[name]) for name in _ELEMENTS if name in told)),
    )


def array_values(text: str) -> tuple[str, ...]:
    """The values of an array as PostgreSQL prints it.

    Raises:
        ValueError: the text is no array of one dimension.
    """
    return tuple(_values(text))


def _values(text: str) -> Iterator[str]:
    if not (text.startswith("{") and text.endswith("}")):
        raise ValueError(f"no array: {text[:40]}")
    place, end = 1, len(text) - 1
    while place < end:
        match = _ELEMENT.match(text, place, end)
        if match is None or text[match.end()] not in ",}":
            raise ValueError(f"no array of one dimension: {text[:40]}")
        bare = match["bare"]
        yield bare if bare is not None else _ESCAPED.sub(r"\1", match["quoted"])
        place = match.end() + 1
