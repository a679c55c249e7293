"""Folders of servers whose processes are all gone, told by a lock that nobody holds any more.

Whoever makes a server's folder holds a lock in it, and hands it to its guard: the system lets go of
it when both have ended, in whatever way.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PREFIX: Final = "designkit_"
_LOCK: Final = "held"
_UNHELD: Final = "unheld"


def hold(folder: Path) -> int:
    """The descriptor of a lock in a folder, held until all that have it are closed.

    It gets its name once it is held, so that nobody ever finds it free before.
    """
    unheld = folder / _UNHELD
    descriptor = os.open(unheld, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    unheld.rename(folder / _LOCK)
    return descriptor


def sweep(parents: Iterable[Path], owners: Iterable[int]) -> None:
    """Remove the folders of servers that nobody holds.

    A server that has outlived them all ends itself when its folder is gone.
    https://www.postgresql.org/docs/18/app-postgres.html

    Args:
        parents: where such folders are made.
        owners: user numbers; what belongs to another is left alone, and so is what nobody ever
            held.
    """
    known = set(owners)
    for parent in set(parents):
        with contextlib.suppress(OSError):  # What cannot be listed cannot be swept either.
            for folder in parent.glob(f"{PREFIX}*"):
                if not folder.is_symlink() and folder.stat().st_uid in known:
                    _remove_unheld(folder)


def _remove_unheld(folder: Path) -> None:
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # Somebody holds it.
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
