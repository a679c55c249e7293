"""The workload: queries by name, what the database says of them, their plans at scale, advice.

The names are imported when they are first asked for: who judges queries needs no driver.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designkit.workload.answers import Prepared, Refused, ResultColumn
    from designkit.workload.examined import Examined
    from designkit.workload.placeholders import read_query
    from designkit.workload.preparing import prepare, prepare_at
    from designkit.workload.query import Cardinality, Parameter, Place, Query
    from designkit.workload.query_files import (
        demand_unique,
        queries_of,
        read_queries,
        read_query_files,
        write_catalogue,
    )
    from designkit.workload.query_waivers import read_query_waivers

__all__ = [
    "Cardinality",
    "Examined",
    "Parameter",
    "Place",
    "Prepared",
    "Query",
    "Refused",
    "ResultColumn",
    "demand_unique",
    "prepare",
    "prepare_at",
    "queries_of",
    "read_queries",
    "read_query",
    "read_query_files",
    "read_query_waivers",
    "write_catalogue",
]

_MODULES = {
    "Cardinality": "query",
    "Examined": "examined",
    "Parameter": "query",
    "Place": "query",
    "Prepared": "answers",
    "Query": "query",
    "Refused": "answers",
    "ResultColumn": "answers",
    "demand_unique": "query_files",
    "prepare": "preparing",
    "prepare_at": "preparing",
    "queries_of": "query_files",
    "read_queries": "query_files",
    "read_query": "placeholders",
    "read_query_files": "query_files",
    "read_query_waivers": "query_waivers",
    "write_catalogue": "query_files",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)
