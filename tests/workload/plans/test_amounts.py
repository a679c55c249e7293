"""Costs, rows and sizes are read at a glance, whatever their magnitude."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.workload.plans import counted, number, size


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1e-9, "<0.001"),
        (0.0042, "0.0042"),
        (0.42, "0.42"),
        (8.3, "8.3"),
        (99.96, "100"),
        (950, "950"),
        (999.4, "999"),
        (999.6, "1k"),
        (1200, "1.2k"),
        (999_499, "999k"),
        (999_999, "1M"),
        (12_500_000, "12.5M"),
        (1e9, "1B"),
        (999_999_999_999, "1T"),
        (4e14, "400T"),
        (4.567e15, "4,570T"),
        (4e17, "400,000T"),
        (999_999e12, "1 * 10^18"),
        (4.56e23, "4.56 * 10^23"),
    ],
)
def test_numbers_have_three_digits_and_a_unit(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 bytes"),
        (512, "512 bytes"),
        (8192, "8.19 kB"),
        (999_950, "1 MB"),
        (585_000_000, "585 MB"),
        (214 * 10**9, "214 GB"),
        (16 * 2**40, "17.6 TB"),
        (3 * 10**15, "3 PB"),
        (10**18, "1 EB"),
        (4 * 10**21, "4,000 EB"),
    ],
)
def test_sizes_have_three_digits_and_a_unit(size_bytes: int, text: str) -> None:
    assert size(size_bytes) == text


@pytest.mark.parametrize(
    ("rows", "text"), [(1, "1 row"), (0, "0 rows"), (1.4, "1.4 rows"), (12_500_000, "12.5M rows")]
)
def test_one_row_is_no_rows(rows: float, text: str) -> None:
    assert counted(rows) == text


@given(st.floats(min_value=0, max_value=1e308, allow_nan=False))
def test_no_number_is_printed_as_programs_do(value: float) -> None:
    assert re.fullmatch(
        r"<0\.001|(\d{1,3}(\.\d{1,6})?|\d{1,3},\d{3})[kMBT]?|\d(\.\d\d?)? \* 10\^\d+", number(value)
    )
    assert "e" not in size(int(value)).removesuffix("bytes")
