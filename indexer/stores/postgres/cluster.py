"""The shards of an open generation, asked at once; one that does not answer is absent, and is let alone for a while."""

from __future__ import annotations

import contextlib
import os
import socket
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from indexer.errors import NoIndexError
from indexer.stores.postgres import schema, servers
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.settings import Settings

if TYPE_CHECKING:
    import psycopg

Told = TypeVar("Told")
# Seconds for which a shard that did not answer is asked nothing, so that no question waits for it in between.
PAUSE = 5.0
_BEHIND = "has not got this generation yet"
_ABOUT = "SELECT form, shard, shards, dimension, passages FROM {name}.about"


class Shard:
    """One shard, with a thread for each connection that it may have; a connection is to whatever host answers.

    A pool that connects in the background, as psycopg_pool does, lets every question wait for a server that is down,
    and took half a minute to see that one was back: here who asks connects, and hears at once.
    """

    def __init__(self, server: Server, settings: Settings) -> None:
        self.server = server
        self.absent = False
        self.threads = ThreadPoolExecutor(settings.connections, f"citedesk-postgres-{server.number}")
        self.idle: deque[psycopg.Connection[Any]] = deque()
        self._address = servers.address(server, settings.timeout, writing=False)
        self._timeout = settings.timeout
        self._again = 0.0

    @property
    def let_alone(self) -> bool:
        """Whether it did not answer a moment ago."""
        return self.absent and time.monotonic() < self._again

    def lost(self) -> None:
        """It does not answer, and is absent until it does."""
        self.absent, self._again = True, time.monotonic() + PAUSE

    def answered(self, ask: Callable[[psycopg.Connection[Any]], Told], held: list[psycopg.Connection[Any]]) -> Told:
        """What ``ask`` gives; where a connection breaks, it is asked once more on another, perhaps to a standby.

        ``held`` names the connection in use, so that who waits can cut it.
        """
        import psycopg

        connection = self._taken()
        try:
            return self._asked(connection, ask, held)
        except psycopg.errors.QueryCanceled:
            raise
        except (psycopg.OperationalError, psycopg.InterfaceError):
            return self._asked(self._connected(), ask, held)

    def _asked(
        self,
        connection: psycopg.Connection[Any],
        ask: Callable[[psycopg.Connection[Any]], Told],
        held: list[psycopg.Connection[Any]],
    ) -> Told:
        import psycopg

        held.append(connection)
        try:
            told = ask(connection)
        except psycopg.errors.UndefinedTable as error:
            with contextlib.closing(connection):
                if _behind(connection):
                    raise psycopg.OperationalError(f"the standby {_BEHIND}") from error
            raise
        except BaseException:
            connection.close()
            raise
        finally:
            held.remove(connection)
        self.idle.append(connection)
        return told

    def _taken(self) -> psycopg.Connection[Any]:
        """One that is open still, as far as this machine has heard; what was said to an idle one is its end."""
        import psycopg

        while True:
            try:
                connection = self.idle.pop()
                connection.pgconn.consume_input()
            except IndexError:
                return self._connected()
            except psycopg.Error:
                connection.close()
            else:
                return connection

    def _connected(self) -> psycopg.Connection[Any]:
        """Whatever is searched on it is read-only, ends in time, and finds as many nearest as it is asked for."""
        import psycopg

        connection = psycopg.connect(self._address, autocommit=True, prepare_threshold=None)
        try:
            servers.registered(connection)
            connection.execute(
                f"SET statement_timeout = {round(1000 * self._timeout)}; SET default_transaction_read_only = on; "
                "SET hnsw.iterative_scan = strict_order"
            )
        except BaseException:
            connection.close()
            raise
        return connection


class Cluster:
    """Safe to share between threads; its connections go when it does."""

    def __init__(self, parties: Sequence[Server], settings: Settings, again: str) -> None:
        self.parties = tuple(parties)
        self._shards = {server: Shard(server, settings) for server in parties}
        self._settings = settings
        self._again = again
        self._end = weakref.finalize(self, _closed, [*self._shards.values()])

    @property
    def absent(self) -> tuple[str, ...]:
        """The shards that do not answer now."""
        return tuple(str(server) for server, shard in self._shards.items() if shard.absent)

    def lost(self, server: Server) -> None:
        """It did not answer; nothing is asked of it for PAUSE seconds."""
        self._shards[server].lost()

    def verified(self, name: str, dimension: int) -> int | None:
        """The passages of the generation, None where a shard is absent; every other one is seen to have its part.

        Raises NoIndexError where one has not, and where none answers.
        """
        with ThreadPoolExecutor(len(self.parties)) as threads:
            held = [*threads.map(lambda server: self._held(server, name, dimension), self.parties)]
        absent = [one for one in held if isinstance(one, str)]
        if len(absent) == len(held):
            raise NoIndexError(absent[0])
        return None if absent else sum(one for one in held if isinstance(one, int))

    def _held(self, server: Server, name: str, dimension: int) -> int | str:
        """How many passages it has, or why it does not answer."""
        import psycopg

        try:
            with contextlib.closing(servers.connected(server, self._settings, self._again)) as connection:
                try:
                    about = connection.execute(_ABOUT.format(name=name)).fetchone()
                except psycopg.errors.UndefinedTable as error:
                    connection.rollback()
                    raise self._gone(server, connection) from error
        except servers.Unreachable as error:
            self.lost(server)
            return str(error)
        if about and about[0] != schema.FORM:
            raise NoIndexError(f"{server}: another version of Citedesk wrote this index; run: {self._again}")
        if about is None or about[:4] != (schema.FORM, server.number, server.of, dimension):
            raise NoIndexError(
                f"{server}: it holds another part of an index (shard, shards, dimension: {about and about[1:4]}); "
                f"name the shards in their order in [stores.postgres], or run: {self._again}"
            )
        return int(about[4])

    def _gone(self, server: Server, connection: psycopg.Connection[Any]) -> NoIndexError:
        if _behind(connection):
            return servers.Unreachable(f"{server}: the standby {_BEHIND}; try again")
        return NoIndexError(f"{server}: this generation of the index is not there; run: {self._again}")

    def ask(
        self, ask: Callable[[Server, psycopg.Connection[Any]], Told], of: Sequence[Server] | None = None
    ) -> dict[Server, Told]:
        """What each of the shards ``of``, or of all, gives; what does not answer in time is absent.

        Raises NoIndexError where every shard is absent, and where the generation is no longer there.
        """
        asked = [server for server in (self.parties if of is None else of) if not self._shards[server].let_alone]
        held: dict[Server, list[psycopg.Connection[Any]]] = {server: [] for server in asked}
        until = time.monotonic() + 2 * self._settings.timeout
        jobs = {
            server: self._shards[server].threads.submit(
                self._shards[server].answered, lambda connection, server=server: ask(server, connection), held[server]
            )
            for server in asked
        }
        told, why = dict[Server, Told](), ""
        for server, job in jobs.items():
            try:
                told[server] = job.result(max(0.0, until - time.monotonic()))
                self._shards[server].absent = False
            except Exception as error:  # told apart in ``_absent``
                why = self._absent(server, error)
                _cut(held[server])
        if len(self.absent) == len(self.parties):
            raise NoIndexError(f"{why or ', '.join(self.absent) + ': it does not answer'}; run: {self._again}")
        return told

    def _absent(self, server: Server, error: Exception) -> str:
        """Why it gives nothing, where that may pass; else raises."""
        import psycopg

        if isinstance(error, TimeoutError):
            self.lost(server)
            return f"{server}: it did not answer within {2 * self._settings.timeout:g} s"
        if isinstance(error, (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)):
            raise NoIndexError(
                f"{server}: this generation of the index is no longer there; open it again, or run: {self._again}"
            ) from error
        if not isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
            raise error
        self.lost(server)
        return f"{server}: {servers.reason(error)}"


def _behind(connection: psycopg.Connection[Any]) -> bool:
    """Whether what it lacks may yet come: it is a standby."""
    return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)


def _cut(held: Sequence[psycopg.Connection[Any]]) -> None:
    """Whoever still waits on one of these connections hears at once that it is over."""
    import psycopg

    for connection in [*held]:
        with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)


def _closed(shards: Sequence[Shard]) -> None:
    for shard in shards:
        shard.threads.shutdown(wait=False, cancel_futures=True)
        while shard.idle:
            shard.idle.pop().close()
