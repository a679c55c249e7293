"""What every test may use: the profiles of hypothesis, and the corpus of real histories."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest
from hypothesis import Phase, settings

import designkit

CORPUS = Path(os.environ.get("DESIGNKIT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))

# Without `explain`: one failing law is reported in 4 s instead of 20 s on two cores.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

settings.register_profile("dev", max_examples=50, deadline=None, phases=_PHASES)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "dev")


def pytest_report_header() -> str:
    return f"designkit {designkit.__version__} on Python {platform.python_version()}"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real inputs, which is not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}: DESIGNKIT_CORPUS names its folder")
    return CORPUS
