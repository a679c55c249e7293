"""Costs, rows and sizes as people read them: three digits and a unit, whatever their magnitude."""

from __future__ import annotations

from typing import Final

_NUMBERS: Final = ("", "k", "M", "B", "T")
_SIZES: Final = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB")
_STEP: Final = 1000
_DIGITS: Final = 3
# What is less rounds to nothing that anybody reads.
_LEAST: Final = 0.001


def counted(rows: float) -> str:
    """A number of rows in words: `1 row`, `12.5M rows`."""
    told = number(rows)
    return f"{told} row{'' if told == '1' else 's'}"


def number(value: float) -> str:
    """A number in three digits: `0.42`, `12.5M`, `400,000T`; above that as `4 * 10^23`."""
    if 0 < value < _LEAST:
        return f"<{_LEAST:g}"
    digits, unit = _scaled(value, len(_NUMBERS) - 1)
    if digits >= _STEP**2:
        mantissa, exponent = f"{value:.{_DIGITS - 1}e}".split("e")
        return f"{float(mantissa):g} * 10^{int(exponent)}"
    return f"{_written(digits)}{_NUMBERS[unit]}"


def size(size_bytes: int) -> str:
    """A size: `12.5 MB`."""
    digits, unit = _scaled(size_bytes, len(_SIZES) - 1)
    return f"{_written(digits)} {_SIZES[unit]}"


def _scaled(value: float, most: int) -> tuple[float, int]:
    """The value in the largest unit of which it is one or more, rounded before it is chosen."""
    rounded = float(f"{value:.{_DIGITS}g}")  # 999,999 is a million, and not 1000 thousand.
    unit = 0
    while rounded >= _STEP ** (unit + 1) and unit < most:
        unit += 1
    return rounded / _STEP**unit, unit


def _written(digits: float) -> str:
    return f"{digits:,.0f}" if digits >= _STEP else f"{digits:.{_DIGITS}g}"
