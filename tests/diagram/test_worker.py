"""The process that draws: it stays, it may die, and it never outlives whoever asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from designkit.diagram import draw, engine, graphviz_worker, svg
from designkit.diagram.picture import Diagram
from designkit.diagram.render import worker
from designkit.diagram.worker import Worker, WorkerEnded
from designkit.errors import RenderError
from tests.diagram.drawn_schemas import COMMUNITY, generated

TEXT = b"digraph { a -> b }"


@pytest.fixture
def own() -> Iterator[Worker]:
    """A worker that nobody else uses."""
    found = Worker(engine().command)
    yield found
    found.close()


def python(script: str) -> Worker:
    """A worker that runs a few lines of Python instead."""
    return Worker((sys.executable, "-c", script))


def is_running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends(process_id: int) -> bool:
    """Whether a process ends within seconds."""
    for _ in range(200):
        if not is_running(process_id):
            return True
        time.sleep(0.05)
    return False


def test_one_process_draws_one_picture_after_another(own: Worker) -> None:
    drawn = own.draw(TEXT, "svg", timeout_s=20)
    first = own.process_id
    assert own.draw(TEXT, "svg", timeout_s=20) == drawn
    assert own.draw(TEXT, "png", timeout_s=20).startswith(b"\x89PNG")
    assert own.process_id == first


def test_a_process_that_was_killed_while_idle_is_not_noticed(own: Worker) -> None:
    drawn = own.draw(TEXT, "svg", timeout_s=20)
    first = own.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert own.draw(TEXT, "svg", timeout_s=20) == drawn
    assert own.process_id != first


def test_threads_are_served_in_turn(own: Worker) -> None:
    texts = [f"digraph {{ {'n' * number} }}".encode() for number in range(1, 9)]
    drawn: dict[bytes, bytes] = {}

    def ask(text: bytes) -> None:
        for _ in range(5):
            drawn[text] = own.draw(text, "svg", timeout_s=20)

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(text[10:-2] in drawn[text] for text in texts)


def test_a_process_that_hangs_is_ended() -> None:
    found = python("import time; time.sleep(60)")
    begin = time.monotonic()
    with pytest.raises(TimeoutError):
        found.draw(TEXT, "svg", timeout_s=0.3)
    assert found.process_id is None
    assert time.monotonic() - begin < 10


def test_a_process_that_hangs_on_a_long_text_is_ended() -> None:
    with pytest.raises(TimeoutError):
        python("import time; time.sleep(60)").draw(b" " * 2_000_000, "svg", timeout_s=0.3)


def test_a_process_that_crashes_is_quoted() -> None:
    found = python(
        "import os, sys; print('out of memory', file=sys.stderr, flush=True); os.abort()"
    )
    with pytest.raises(WorkerEnded, match="out of memory") as caught:
        found.draw(TEXT, "svg", timeout_s=20)
    assert caught.value.code == -signal.SIGABRT


def test_a_text_that_is_no_graph_is_refused_and_the_next_is_drawn(own: Worker) -> None:
    with pytest.raises(WorkerEnded):
        own.draw(b"nonsense {", "svg", timeout_s=20)
    assert b"<svg" in own.draw(TEXT, "svg", timeout_s=20)


def test_no_process_is_left_as_a_zombie(own: Worker) -> None:
    own.draw(TEXT, "svg", timeout_s=20)
    process = own.process_id
    assert process is not None
    own.close()
    assert not Path(f"/proc/{process}").exists()


_PARENT = """
from designkit.diagram import engine
from designkit.diagram.worker import Worker
worker = Worker(engine().command)
worker.draw(b"digraph { a }", "svg", timeout_s=20)
print(worker.process_id, flush=True)
input()
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the process in /proc")
@pytest.mark.parametrize("kills", [False, True], ids=["returns", "is killed"])
def test_the_process_ends_with_its_parent(*, kills: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        drawing = int(parent.stdout.readline())
        assert is_running(drawing)
        if kills:
            parent.kill()
        else:
            parent.communicate("\n")
    assert ends(drawing)


def test_a_forked_child_has_a_process_of_its_own(own: Worker) -> None:
    own.draw(TEXT, "svg", timeout_s=20)
    here = worker(engine())
    child = os.fork()
    if child == 0:
        os._exit(0 if worker(engine()) is not here else 1)
    assert os.waitpid(child, 0)[1] == 0


# ── less is drawn where all is too much ──────────────────────────────────────

# Layout of so many keys takes seconds even where the engine's bounds on its search hold.
DENSE = draw(generated(400, services=8, keys_per_table=9), detail="keys")


def test_what_takes_too_long_is_drawn_with_less_and_says_so() -> None:
    drawn = svg(DENSE, timeout_s=0.3)
    assert "Drawn with only a map: pygraphviz did not finish within 0.3 s" in drawn
    assert 'data-service="service_0"' in drawn


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file whose program stands in for the one that draws."""
    file = tmp_path / "program.py"
    monkeypatch.setattr("designkit.diagram.render._WORKER", file)
    return file


def test_what_crashes_the_engine_is_drawn_with_less(program: Path) -> None:
    """The engine crashes on whatever shows a column that is no key."""
    sound = Path(graphviz_worker.__file__).read_text(encoding="utf-8")
    crash = 'b"email" in text and os.abort()\n        _expect_within(seconds)'
    program.write_text(sound.replace("_expect_within(seconds)", crash, 1), encoding="utf-8")
    drawn = svg(draw(COMMUNITY))
    assert "Drawn with only keys: pygraphviz failed with exit code -6" in drawn
    assert 'data-table="users"' in drawn


def test_where_nothing_can_be_drawn_the_first_failure_is_told(program: Path) -> None:
    program.write_text("import os; os.abort()", encoding="utf-8")
    with pytest.raises(RenderError, match=r"a diagram of 5 tables: .* exit code -6"):
        svg(draw(COMMUNITY))


def test_nothing_less_is_tried_of_an_empty_diagram() -> None:
    assert "no tables" in svg(Diagram(title="no tables"))
