"""Index advice for a whole workload: candidates, tried at production's scale, chosen together."""

from __future__ import annotations

from designkit.workload.advice.advising import Advice, Advised, Gain, Idle, advise
from designkit.workload.advice.candidates import candidates
from designkit.workload.advice.choosing import choose

__all__ = ["Advice", "Advised", "Gain", "Idle", "advise", "candidates", "choose"]
