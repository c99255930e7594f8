"""The servers of a shard as libpq knows them: how to reach one, and what is wrong with it, in one line.

No message holds a password, and none may stand in the settings: libpq finds it in its own files and environment.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.errors import NoIndexError, SettingsError
from indexer.stores.postgres.settings import Settings

if TYPE_CHECKING:
    import psycopg

# The oldest server and extension that have what is asked of them: the last is iterative scans.
SERVER, EXTENSION = 14, (0, 8)
_SECRETS = ("password", "sslpassword", "oauth_client_secret")
_HINTS = re.compile(r"\s*Is the server running [^?]*\?")
# What the servers tell as a state, in words, and what to do about it.
_STATES = {
    "53100": "its disk is full; free some space there",
    "53300": "it has no connection left; raise max_connections there, or lower connections in [stores.postgres]",
    "25006": "it takes no writes (a standby, or set read-only); promote it, or name its primary in [stores.postgres]",
    "42501": "its user lacks a right ({said}); grant CREATE on the database to it",
    "57014": "it took longer than it may; raise timeout in [stores.postgres], or look at what else it does",
}


class Unreachable(NoIndexError):
    """It does not answer now, and may later."""


@dataclass(frozen=True, slots=True)
class Server:
    """A shard by its number, from 1, and how many there are. ``address`` is the connection string."""

    number: int
    of: int
    address: str

    def __str__(self) -> str:
        """As messages and answers name it."""
        return f"shard {self.number} of {self.of} ({self._hosts()})" if self.of > 1 else f"PostgreSQL ({self._hosts()})"

    def _hosts(self) -> str:
        from psycopg.conninfo import conninfo_to_dict

        named = conninfo_to_dict(self.address)
        hosts = str(named.get("host") or named.get("hostaddr") or named.get("service") or "libpq's default").split(",")
        ports = str(named.get("port") or "").split(",")
        ports = ports * len(hosts) if len(ports) == 1 else ports
        return ", ".join(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False))


def named(settings: Settings) -> list[Server]:
    """The shards of the settings. Raises SettingsError where an address cannot be read or holds a password, and where
    psycopg is not installed.
    """
    try:
        import pgvector.psycopg  # noqa: F401  a plain import shows whether it is there
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise SettingsError(
            f"stores.postgres: {error.name or 'psycopg'} is not installed; run: pip install 'citedesk[postgres]'"
        ) from error
    for number, address in enumerate(settings.shards, 1):
        where = f"stores.postgres: shards: address {number}"
        try:
            parts = conninfo_to_dict(address)
        except psycopg.Error:  # its text repeats the address, and with it perhaps a password
            raise SettingsError(
                f"{where} is no connection string of libpq; write it as 'host=db1 dbname=desk'"
            ) from None
        if any(parts.get(secret) for secret in _SECRETS):
            raise SettingsError(f"{where} holds a password; move it to ~/.pgpass, PGPASSFILE or a service file")
    return [Server(number, len(settings.shards), address) for number, address in enumerate(settings.shards, 1)]


def address(server: Server, timeout: float, writing: bool) -> str:
    """The connection string as it is used: whatever host answers may be read, only a primary is written to."""
    from psycopg.conninfo import make_conninfo

    wait = max(2, round(timeout))
    defaults = f"connect_timeout={wait} keepalives_idle=30 tcp_user_timeout={1000 * wait} application_name=citedesk"
    own: dict[str, Any] = {"target_session_attrs": "read-write"} if writing else {}
    return make_conninfo(make_conninfo(defaults, **_parts(server.address)), **own)


def _parts(address: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    return dict(conninfo_to_dict(address))


def connected(server: Server, settings: Settings, again: str, writing: bool = False) -> psycopg.Connection[Any]:
    """Connected, and seen to be new enough. Raises NoIndexError, with the command ``again``, where it cannot serve."""
    import psycopg

    with failing(server, again):
        connection = psycopg.connect(address(server, settings.timeout, writing), prepare_threshold=None)
        with contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            _check(connection, server, writing)
            stack.pop_all()
    return connection


def _check(connection: psycopg.Connection[Any], server: Server, writing: bool) -> None:
    version = connection.info.server_version // 10000
    if version < SERVER:
        raise NoIndexError(f"{server}: PostgreSQL {version} is too old; upgrade it to {SERVER} or newer")
    found = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()
    offered = connection.execute("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'").fetchone()
    if not found and not (writing and offered):
        raise NoIndexError(
            f"{server}: it lacks the extension pgvector; install it there, then: CREATE EXTENSION vector"
        )
    one = (found or offered or ("0",))[0]
    if tuple(int(part) for part in one.split(".")[:2]) < EXTENSION:
        newer = ".".join(map(str, EXTENSION))
        raise NoIndexError(
            f"{server}: pgvector {one} is too old; install {newer} or newer, then: ALTER EXTENSION vector UPDATE"
        )
    connection.rollback()


def registered(connection: psycopg.Connection[Any]) -> None:
    """Teaches a connection the types of pgvector."""
    from pgvector.psycopg import register_vector

    register_vector(connection)


@contextlib.contextmanager
def failing(server: Server, again: str) -> Iterator[None]:
    """Raises NoIndexError for what goes wrong with ``server`` inside, with the command ``again``."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        kind = Unreachable if unreachable(error) else NoIndexError
        raise kind(f"{server}: {reason(error)}; the last index stands; then run: {again}") from error


def unreachable(error: psycopg.Error) -> bool:
    """Whether it may pass by itself, or with the server: no connection, a cut one, or one that took too long."""
    import psycopg

    state = error.sqlstate
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)) and (
        state is None or state[:2] in {"08", "57"} or state == "53300"
    )


def reason(error: psycopg.Error) -> str:
    """What is wrong and what to do about it, without a line break."""
    said = " ".join((error.diag.message_primary or _HINTS.sub("", str(error))).split())
    if (state := error.sqlstate) in _STATES:
        return _STATES[state].format(said=said)
    if "is read-only" in said or "not in hot standby" in said:
        return _STATES["25006"]
    if state is None or state[:2] in {"08", "57"}:
        said = said.removeprefix("connection failed: ")
        return f"it does not answer ({said}); start it, or mend its address in [stores.postgres]"
    return f"it refuses ({said}); look at its log"


def sent(servers: Sequence[Server], document: str) -> Server:
    """The shard that holds ``document``."""
    import zlib

    return servers[zlib.crc32(document.encode()) % len(servers)]
