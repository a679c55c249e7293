"""How a command ends: its exit code, and what is said where it could not do its work."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import ParamSpec

from designkit.cli.terminal import complain
from designkit.errors import DesignkitError

TRACEBACK_VARIABLE = "DESIGNKIT_TRACEBACK"

# 128 and the number of the signal, as shells have it.
_INTERRUPTED = 130
_BROKEN_PIPE = 141

Parameters = ParamSpec("Parameters")


class Outcome(IntEnum):
    """The exit code of a command; the greatest of several counts."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2


def ending(command: Callable[Parameters, Outcome]) -> Callable[Parameters, None]:
    """The command as an entry point: it ends with its outcome, and a failure becomes a message."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        import typer

        # Raised outside of any `except`, so that what failed is let go of, and cleans up, first.
        raise typer.Exit(_exit_code(command, *args, **kwargs))

    return run


def reader_gone() -> int:
    """Write to nowhere from now on, and return the exit code: whoever read has read enough."""
    # At its end Python would flush the pipe and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _BROKEN_PIPE


def _exit_code(
    command: Callable[Parameters, Outcome], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> int:
    try:
        outcome = command(*args, **kwargs)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return reader_gone()
    except Exception as error:  # noqa: BLE001  (a bug is reported as one, and never as findings)
        return _failure(error)
    return outcome


def _failure(error: Exception) -> int:
    if is_aftermath(error):
        return _INTERRUPTED
    report(error)
    return Outcome.FAILED


def report(error: Exception) -> None:
    """Say what stands in the way; what is no error of this family is a bug, and said to be one."""
    if isinstance(error, DesignkitError):
        complain(str(error))
    else:
        _report_bug(error)


def is_aftermath(error: BaseException | None) -> bool:
    """Whether the error came while an interrupt was cleaned up after, as on a busy connection."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _report_bug(error: Exception) -> None:
    if os.environ.get(TRACEBACK_VARIABLE) == "1":
        complain("".join(traceback.format_exception(error)))
    complain(
        f"this is a bug of designkit: {type(error).__name__}: {error}. Please report it with the "
        f"command that you ran; {TRACEBACK_VARIABLE}=1 adds where it happened."
    )
