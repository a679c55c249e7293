"""The program as a process that lives as long as there is something to ask."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, cast

import msgspec

from designkit.cockroach_parser.building import installed
from designkit.cockroach_parser.refusal import Refusal
from designkit.errors import ProgramFailed

_PIECE_BYTES: Final = 65536
_SHOWN_CHARACTERS: Final = 60


class _Answer(msgspec.Struct, frozen=True):
    message: str = ""
    hint: str = ""
    position: int | None = None
    issue: int = 0
    state: str = ""


_decode: Final = msgspec.json.Decoder(_Answer).decode


class _Ended(Exception):  # noqa: N818  (the name says what happened; it never leaves this module)
    """The process ended before it answered."""


class CockroachParser:
    """CockroachDB's own parser.

    The process starts with the first question. It is ended by `close`, at the end of a `with`
    block, and at the end of Python. One thread at a time may ask.
    """

    def __init__(self, program: Path | None = None, *, timeout_s: float = 20.0) -> None:
        """Take the program that is installed, or another one.

        Raises:
            ProgramFailed: none is installed.
        """
        found = installed()
        if program is None and found is None:
            raise ProgramFailed(
                "CockroachDB's parser is not installed. Run: designkit cockroach install"
            )
        self._program = program or (found.path if found else Path())
        self._timeout_s = timeout_s
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, statement: str) -> Refusal | None:
        """Why the parser refuses a statement, or None.

        Raises:
            ProgramFailed: it cannot be started, did not answer in time, or crashed twice on it.
        """
        # ASCII alone: what no encoding can hold, such as half a surrogate, comes through as well.
        question = json.dumps(statement).encode() + b"\n"
        try:
            try:
                line = self._running().exchange(question, self._timeout_s)
            except _Ended:
                self.close()
                line = self._running().exchange(question, self._timeout_s)
        except BaseException as error:
            # Whatever interrupted the exchange: an answer that comes late must answer nothing else.
            self.close()
            if isinstance(error, _Ended | TimeoutError):
                raise ProgramFailed(self._failure(error, statement)) from error
            raise
        answer = _decode(line)
        if not answer.message:
            return None
        return Refusal(
            message=answer.message,
            hint=answer.hint,
            character=_character(statement, answer.position),
            issue=answer.issue,
            sqlstate=answer.state,
        )

    def close(self) -> None:
        """End the process; the next question starts another one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _running(self) -> _Process:
        # A fork would share the pipes of its parent.
        if self._process is None or self._process.owner != os.getpid():
            try:
                self._process = _Process(self._program)
            except OSError as error:
                raise ProgramFailed(
                    f"{self._program}: CockroachDB's parser cannot be started: "
                    f"{error.strerror or error}. "
                    "Run: designkit cockroach uninstall, then: designkit cockroach install"
                ) from error
        return self._process

    def _failure(self, error: Exception, statement: str) -> str:
        what = (
            f"did not answer in {self._timeout_s:g} s"
            if isinstance(error, TimeoutError)
            else f"ended twice without an answer{error}"
        )
        words = " ".join(statement.split())[:_SHOWN_CHARACTERS]
        return (
            f"CockroachDB's parser {what} on the statement that begins with: {words}. "
            "Shorten or split that statement, or run: designkit cockroach uninstall"
        )


class _Process:
    """One run of the program; questions and answers go through without blocking for ever."""

    def __init__(self, program: Path) -> None:
        self.owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603  (the program that was built and tried)
            [program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C in the terminal is for us.
        )
        self._input = _pipe(self._process.stdin)
        self._output = _pipe(self._process.stdout)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)
        atexit.register(self.end)

    def exchange(self, question: bytes, timeout_s: float) -> bytes:
        """The line that answers a line."""
        deadline = time.monotonic() + timeout_s
        unsent, answer = memoryview(question), b""
        try:
            unsent = unsent[self._send(unsent) :]
            if unsent:
                self._selector.register(self._input, selectors.EVENT_WRITE)
            while not answer.endswith(b"\n"):
                ready = self._selector.select(max(deadline - time.monotonic(), 0))
                if not ready:
                    raise TimeoutError
                for key, _ in ready:
                    if key.fileobj is self._output:
                        answer += self._receive()
                    elif unsent:
                        unsent = unsent[self._send(unsent) :]
                        if not unsent:
                            self._selector.unregister(self._input)
        except BrokenPipeError as error:
            raise _Ended(self._ending()) from error
        return answer

    def _send(self, unsent: memoryview) -> int:
        try:
            return os.write(self._input.fileno(), unsent)
        except BlockingIOError:
            return 0

    def _receive(self) -> bytes:
        piece = os.read(self._output.fileno(), _PIECE_BYTES)
        if not piece:
            raise _Ended(self._ending())
        return piece

    def _ending(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return f" (exit code {self._process.wait(1)})"
        return ""

    def end(self) -> None:
        """Kill the process and let go of its pipes; safe to call twice."""
        if os.getpid() != self.owner:
            return  # A forked child inherits this object, but not the process.
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()
        self._selector.close()
        self._input.close()
        self._output.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    pipe = cast("IO[bytes]", stream)  # There is one, because it was asked for.
    os.set_blocking(pipe.fileno(), False)
    return pipe


def _character(statement: str, position: int | None) -> int | None:
    if position is None or statement.isascii():
        return position
    return len(statement.encode(errors="surrogatepass")[:position].decode(errors="ignore"))
