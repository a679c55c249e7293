"""Index advice for a whole workload: candidates, tried at production's scale, chosen together."""

from __future__ import annotations

from designkit.workload.advice.advising import Advice, Advised, advise
from designkit.workload.advice.candidates import candidates
from designkit.workload.advice.choosing import choose
from designkit.workload.advice.crediting import Gain
from designkit.workload.advice.idling import Idle
from designkit.workload.advice.wording import advice_lines, advised_lines
from designkit.workload.advice.writes import Writes, Written

__all__ = [
    "Advice",
    "Advised",
    "Gain",
    "Idle",
    "Writes",
    "Written",
    "advice_lines",
    "advise",
    "advised_lines",
    "candidates",
    "choose",
]
