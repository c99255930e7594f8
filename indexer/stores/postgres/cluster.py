"""The shards of an open generation, asked at once; one that does not answer is absent, and is let alone for a while."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from indexer.errors import NoIndexError
from indexer.stores.postgres import schema, servers
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.settings import Settings

if TYPE_CHECKING:
    import psycopg
    from psycopg_pool import ConnectionPool

Told = TypeVar("Told")
# Seconds for which a shard that did not answer is asked nothing, so that no question waits for it in between.
PAUSE = 5.0
_ABOUT = "SELECT form, shard, shards, dimension, passages FROM {name}.about"
# What the pool tells of lost connections is told in the answer; whoever logs hears it all the same.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())


class Shard:
    """One shard: its pool of connections, to whatever host of it answers. Safe to share between threads."""

    def __init__(self, server: Server, settings: Settings) -> None:
        from psycopg_pool import ConnectionPool

        self.server = server
        self._timeout = settings.timeout
        self._down = 0.0
        self.pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            servers.address(server, settings.timeout, writing=False),
            kwargs={"autocommit": True, "prepare_threshold": None},
            min_size=0,
            max_size=settings.connections,
            num_workers=1,
            open=True,
            timeout=min(settings.timeout, 2.0),
            reconnect_timeout=settings.timeout,
            configure=self._configured,
            check=_alive,
        )

    @property
    def missing(self) -> bool:
        """Whether it did not answer when it was last asked."""
        return time.monotonic() < self._down

    def lost(self) -> None:
        self._down = time.monotonic() + PAUSE

    def _configured(self, connection: psycopg.Connection[Any]) -> None:
        """Every search is read-only, ends in time, and finds as many nearest as it is asked for."""
        servers.registered(connection)
        connection.execute(f"SET statement_timeout = {round(1000 * self._timeout)}")
        connection.execute("SET default_transaction_read_only = on")
        connection.execute("SET hnsw.iterative_scan = strict_order")

    def answered(self, ask: Callable[[psycopg.Connection[Any]], Told], held: list[psycopg.Connection[Any]]) -> Told:
        """What ``ask`` gives; a connection that breaks is tried once more with another, perhaps to a standby.

        ``held`` names the connection in use, so that who waits can cut it.
        """
        import psycopg

        try:
            return self._once(ask, held)
        except (psycopg.errors.QueryCanceled, _timed_out()):
            raise
        except (psycopg.OperationalError, psycopg.InterfaceError):
            return self._once(ask, held)

    def _once(self, ask: Callable[[psycopg.Connection[Any]], Told], held: list[psycopg.Connection[Any]]) -> Told:
        with self.pool.connection() as connection:
            held.append(connection)
            try:
                return ask(connection)
            finally:
                held.remove(connection)


def _timed_out() -> type[Exception]:
    from psycopg_pool import PoolTimeout

    return PoolTimeout


def _alive(connection: psycopg.Connection[Any]) -> None:
    """Raises OperationalError where the server has closed the connection: an idle one has nothing to be read.

    It costs no way to the server and back.
    """
    import psycopg

    if select.select([connection.fileno()], [], [], 0)[0]:
        raise psycopg.OperationalError("the server closed the connection")


class Cluster:
    """Safe to share between threads; its connections go when it does."""

    def __init__(self, parties: Sequence[Server], settings: Settings, again: str) -> None:
        self.parties = tuple(parties)
        self._shards = {server: Shard(server, settings) for server in parties}
        self._settings = settings
        self._again = again
        self._threads = ThreadPoolExecutor(len(parties) * settings.connections, "citedesk-postgres")
        pools = [shard.pool for shard in self._shards.values()]
        self._end = weakref.finalize(self, _closed, pools, self._threads)

    @property
    def absent(self) -> tuple[str, ...]:
        """The shards that do not answer now."""
        return tuple(str(server) for server, shard in self._shards.items() if shard.missing)

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
        if about is None or about[:4] != (schema.FORM, server.number, server.of, dimension):
            raise NoIndexError(
                f"{server}: it holds another part of an index (form, shard, shards, dimension: {about and about[:4]}); "
                f"name the shards in their order in [stores.postgres], or run: {self._again}"
            )
        return int(about[4])

    def _gone(self, server: Server, connection: psycopg.Connection[Any]) -> NoIndexError:
        """A standby may be behind."""
        behind = connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
        if behind:
            return servers.Unreachable(f"{server}: the standby has not got this generation yet; try again")
        return NoIndexError(f"{server}: this generation of the index is not there; run: {self._again}")

    def ask(
        self, ask: Callable[[Server, psycopg.Connection[Any]], Told], of: Sequence[Server] | None = None
    ) -> dict[Server, Told]:
        """What each of the shards ``of``, or of all, gives; what does not answer in time is missing.

        Raises NoIndexError where none does, and where the generation is no longer there.
        """
        asked = [server for server in (self.parties if of is None else of) if not self._shards[server].missing]
        held: dict[Server, list[psycopg.Connection[Any]]] = {server: [] for server in asked}
        until = time.monotonic() + 2 * self._settings.timeout
        jobs = {
            server: self._threads.submit(
                self._shards[server].answered, lambda connection, server=server: ask(server, connection), held[server]
            )
            for server in asked
        }
        told, why = dict[Server, Told](), ""
        for server, job in jobs.items():
            try:
                told[server] = job.result(max(0.0, until - time.monotonic()))
            except Exception as error:  # told apart in ``_absent``
                why = self._absent(server, error)
                _cut(held[server])
        if not told and (asked or of is None or of):
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


def _cut(held: Sequence[psycopg.Connection[Any]]) -> None:
    """Whoever still waits on one of these connections hears at once that it is over."""
    import psycopg

    for connection in [*held]:
        with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)


def _closed(pools: Sequence[ConnectionPool[Any]], threads: ThreadPoolExecutor) -> None:
    threads.shutdown(wait=False, cancel_futures=True)
    for pool in pools:
        pool.close(timeout=0)
