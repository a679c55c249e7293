"""A process that draws pictures as long as there are some to draw, and its parent's end of it.

The C library of Graphviz may hang or crash on what it is given: only that process does.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, cast

from designkit.diagram.graphviz_worker import ANSWER, REQUEST

# The process ends itself where nobody is left to end it: after us, or the picture would be lost.
_GRACE_S = 1.0


class WorkerEnded(Exception):  # noqa: N818  (the name says what happened; `render` tells users)
    """The process ended before it answered.

    Attributes:
        code: its exit code; negative for a signal.
        said: what it wrote on standard error.
    """

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"exit code {code}: {said}")
        self.code = code
        self.said = said


class Worker:
    """A process that starts with the first picture, and anew with the next one after it ended.

    Threads may ask at the same time: they are served one after the other. It ends with Python, and
    when Python is killed its input ends, which ends it as well.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Take the program and its arguments; nothing is started yet."""
        self._command = command
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    @property
    def process_id(self) -> int | None:
        """The process that draws, or None where there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def draw(self, text: bytes, form: str, *, timeout_s: float) -> bytes:
        """The picture of a DOT text, in a form of three letters.

        Raises:
            TimeoutError: it took longer; the process was ended.
            WorkerEnded: the process crashed, or refused the text.
            OSError: the process could not be started.
        """
        with self._lock:
            was_there = self.process_id is not None
            try:
                return self._exchange(text, form, timeout_s)
            except WorkerEnded:
                # One that has stood idle may have been ended by anybody since.
                if not was_there:
                    raise
            return self._exchange(text, form, timeout_s)

    def close(self) -> None:
        """End the process, if there is one; the next picture starts another."""
        with self._lock:
            self._end()

    def _exchange(self, text: bytes, form: str, timeout_s: float) -> bytes:
        process, requests, answers = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(timeout_s, stop)
        watch.daemon = True
        watch.start()
        try:
            requests.write(REQUEST.pack(form.encode(), timeout_s + _GRACE_S, len(text)) + text)
            requests.flush()
            (length,) = ANSWER.unpack(self._read(answers, ANSWER.size))
            return self._read(answers, length)
        except (EOFError, BrokenPipeError) as error:
            code, said = process.wait(), self._words()
            self._end()
            if late.is_set():
                raise TimeoutError from error
            raise WorkerEnded(code, said) from error
        except BaseException:
            # Whatever interrupted the exchange: an answer that comes late must answer nothing else.
            self._end()
            raise
        finally:
            watch.cancel()

    def _running(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        if self.process_id is None:
            self._end()
            self._said = TemporaryFile()  # noqa: SIM115  (closed by `_end`)
            self._process = subprocess.Popen(  # noqa: S603  (our own program)
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
            )
            atexit.register(self._end)
        process = cast("subprocess.Popen[bytes]", self._process)
        said = cast("IO[bytes]", self._said)
        # The file's place is shared with the process, which goes on writing from here.
        said.seek(0)
        said.truncate()
        # There are pipes, because they were asked for.
        return process, cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)

    def _read(self, stream: IO[bytes], length: int) -> bytes:
        found = stream.read(length)
        if len(found) < length:
            raise EOFError
        return found

    def _words(self) -> str:
        said = cast("IO[bytes]", self._said)
        said.seek(0)
        return said.read().decode(errors="replace").strip()

    def _end(self) -> None:
        if self._process is None or self._said is None or os.getpid() != self._owner:
            return  # A forked child inherits this object, but not the process.
        atexit.unregister(self._end)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            # What was not sent before the process ended cannot be sent when its pipe is closed.
            with contextlib.suppress(BrokenPipeError):
                cast("IO[bytes]", stream).close()
        self._process = self._said = None
