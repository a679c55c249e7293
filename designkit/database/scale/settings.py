"""The planner's settings: what a server is told that its machine is like."""

from __future__ import annotations

from typing import Final

from designkit.errors import ModelError
from designkit.model import Value

_KB: Final = 1
_MB: Final = 1024
_GB: Final = 1024**2


class PlannerSettings(Value, frozen=True, kw_only=True):
    """What plans depend on beside statistics; the defaults are PostgreSQL's own.

    Attributes:
        effective_cache_kb: what the caches of server and system hold together.
        work_memory_kb: what a sort or a hash table may take before it goes to disk.
        others: further settings by name, for example `enable_partitionwise_join`.

    Source: https://www.postgresql.org/docs/18/runtime-config-query.html
    """

    sequential_page_cost: float = 1.0
    random_page_cost: float = 4.0
    effective_cache_kb: int = 4 * _GB
    work_memory_kb: int = 4 * _MB
    hash_memory_factor: float = 2.0
    parallel_workers_per_gather: int = 2
    others: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if min(self.sequential_page_cost, self.random_page_cost) < 0:
            raise ModelError("planner settings", "the cost of a page may not be negative")
        if self.effective_cache_kb < 8 * _KB or self.work_memory_kb < 64 * _KB:
            raise ModelError("planner settings", "caches and memory have at least 8 and 64 KiB")

    @property
    def assignments(self) -> tuple[tuple[str, str], ...]:
        """Each setting with the value that the server is given."""
        return (
            ("seq_page_cost", str(self.sequential_page_cost)),
            ("random_page_cost", str(self.random_page_cost)),
            ("effective_cache_size", f"{self.effective_cache_kb}kB"),
            ("work_mem", f"{self.work_memory_kb}kB"),
            ("hash_mem_multiplier", str(self.hash_memory_factor)),
            ("max_parallel_workers_per_gather", str(self.parallel_workers_per_gather)),
            # It changes no plan, and adds a part to each that says so.
            ("jit", "off"),
            *self.others,
        )


# A server with 32 GiB of memory and solid-state disks, where a page out of order costs little more.
PRODUCTION: Final = PlannerSettings(
    random_page_cost=1.1, effective_cache_kb=24 * _GB, work_memory_kb=16 * _MB
)
