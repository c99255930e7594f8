"""Writes a generation to every shard, in one transaction of each: what is cut short leaves nothing behind.

What a passage's terms weigh depends on the mean length of all passages, so that they wait in a file of this machine and
their lists are sent last; the numbers of the terms are a shard's own.
"""

from __future__ import annotations

import contextlib
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.stores import Batch
from indexer.stores.postgres import postings, schema, servers
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.settings import Settings

if TYPE_CHECKING:
    import psycopg

Row = tuple[int, Passage, Vectors]


class Part:
    """What one shard is given, inside the open transaction of ``connection``."""

    def __init__(self, connection: psycopg.Connection[Any], name: str, waiting: IO[bytes]) -> None:
        self.connection = connection
        self.name = name
        self.passages = self.length = 0
        self._numbers: dict[str, int] = {}
        self._named = array("q")
        self._waiting = waiting

    def add(self, rows: Sequence[Row]) -> None:
        copy_passages(self.connection, self.name, rows)
        terms = []
        for row, passage, _ in rows:
            words, codes = schema.counted(passage)
            self.passages += 1
            self.length += words.total()
            numbers = [self._number(one) for one in (*words, *codes)]
            terms.append((row, numbers))
            line = array("i", [row, len(words), len(numbers), *numbers, *words.values()])
            self._waiting.write(line.tobytes())
        copy_terms(self.connection, self.name, terms)

    def finish(self, mean: float, approximate: bool) -> None:
        """Sends the terms and makes the indexes."""
        with self._copy("postings (number, part, rows, weights)", ("int4", "int4", "bytea", "bytea")) as copy:
            for packed in postings.inverted(self._weighed(mean)):
                copy.write_row(packed)
        with self._copy("terms (term, number, named)", ("text", "int4", "int4")) as copy:
            for term, number in self._numbers.items():
                copy.write_row((term, number, self._named[number]))
        self.connection.execute(schema.indexes(self.name, approximate))

    def _number(self, term: str) -> int:
        number = self._numbers.setdefault(term, len(self._numbers))
        if number == len(self._named):
            self._named.append(0)
        self._named[number] += 1
        return number

    def _weighed(self, mean: float) -> Iterator[postings.Line]:
        self._waiting.seek(0)
        while head := self._waiting.read(12):
            row, words, both = np.frombuffer(head, np.int32)
            rest = np.frombuffer(self._waiting.read(4 * int(words + both)), np.int32)
            yield int(row), rest[:both], weighed(rest[both:], int(both - words), mean)

    def _copy(self, table: str, types: Sequence[str]) -> contextlib.AbstractContextManager[psycopg.Copy]:
        return copying(self.connection, self.name, table, types)


@contextlib.contextmanager
def copying(connection: psycopg.Connection[Any], name: str, table: str, types: Sequence[str]) -> Iterator[psycopg.Copy]:
    with connection.cursor() as cursor, cursor.copy(f"COPY {name}.{table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        yield copy


def copy_passages(connection: psycopg.Connection[Any], name: str, rows: Sequence[Row]) -> None:
    """The passages and their vectors."""
    with copying(connection, name, schema.PASSAGES, schema.PASSAGE_TYPES) as copy:
        for row, passage, _ in rows:
            copy.write_row((row, *schema.columns(passage), schema.line(passage)))
    with copying(connection, name, "meanings (id, vector)", ("int4", "vector")) as copy:
        for row, _, vector in rows:
            copy.write_row((row, vector))


def copy_terms(connection: psycopg.Connection[Any], name: str, lines: Iterable[tuple[int, list[int]]]) -> None:
    """``lines``: row, and the numbers of its terms and codes."""
    with copying(connection, name, "words (id, terms)", ("int4", "int4[]")) as copy:
        for line in lines:
            copy.write_row(line)


def weighed(times: postings.Numbers, codes: int, mean: float) -> postings.Numbers:
    """What each of a passage's terms weighs, then each of its ``codes``, whose weight nobody asks."""
    return np.concatenate([schema.weights(times, mean), np.ones(codes, dtype=np.float32)])


def write(name: str, dimension: int, batches: Iterable[Batch], settings: Settings, again: str) -> int:
    """Gives the number of passages. Raises NoIndexError, with the command ``again``, where a shard cannot be written.

    Until every shard has all of it, none has any; a shard that fails to commit leaves the others to ``dropped``.
    """
    parties = servers.named(settings)
    with contextlib.ExitStack() as stack:
        parts: dict[Server, Part] = {}
        for server in parties:
            connection = stack.enter_context(contextlib.closing(servers.connected(server, settings, again, True)))
            with servers.failing(server, again):
                _begin(connection, name, dimension)
            parts[server] = Part(connection, name, stack.enter_context(tempfile.TemporaryFile()))
        count = 0
        for passages, vectors in batches:
            _add(parts, parties, count, passages, vectors, again)
            count += len(passages)
        mean = sum(part.length for part in parts.values()) / max(1, count)

        def finish(server: Server) -> None:
            part = parts[server]
            approximate = part.passages > settings.exact and dimension <= schema.INDEXED
            with servers.failing(server, again):
                part.finish(mean, approximate)
                # Rows that come later are a shard's own by turns.
                following = count + server.number - 1
                about = (schema.FORM, server.number, server.of, dimension, part.passages, following, mean)
                part.connection.execute(f"INSERT INTO {name}.about VALUES (%s, %s, %s, %s, %s, %s, %s)", about)

        with ThreadPoolExecutor(len(parties)) as threads:
            list(threads.map(finish, parties))
        for server in parties:
            with servers.failing(server, again):
                parts[server].connection.commit()
    return count


def _begin(connection: psycopg.Connection[Any], name: str, dimension: int) -> None:
    connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    connection.commit()
    servers.registered(connection)
    # A standby that is waited for has it, too, before anybody is told that there is a new generation.
    connection.execute("SET LOCAL synchronous_commit = remote_apply")
    # Embedding takes as long as it takes, and nothing is said to the server meanwhile.
    waits = ["statement_timeout", "idle_in_transaction_session_timeout", *_since_17(connection)]
    connection.execute("; ".join(f"SET LOCAL {wait} = 0" for wait in waits))
    connection.execute(schema.tables(name, dimension))


def _since_17(connection: psycopg.Connection[Any]) -> list[str]:
    return ["transaction_timeout"] if connection.info.server_version >= 170_000 else []


def _add(
    parts: dict[Server, Part],
    parties: Sequence[Server],
    start: int,
    passages: Sequence[Passage],
    vectors: Vectors,
    again: str,
) -> None:
    rows: dict[Server, list[Row]] = {server: [] for server in parties}
    for row, (passage, vector) in enumerate(zip(passages, vectors, strict=True), start):
        rows[servers.sent(parties, passage.document_id)].append((row, passage, vector))
    for server, given in rows.items():
        if given:
            with servers.failing(server, again):
                parts[server].add(given)


def dropped(name: str, settings: Settings, again: str) -> None:
    """Nothing of the generation is left on any shard. Raises NoIndexError where one cannot be reached."""
    for server in servers.named(settings):
        connection = servers.connected(server, settings, again, True)
        with contextlib.closing(connection), servers.failing(server, again):
            connection.execute(f"SET LOCAL lock_timeout = {round(1000 * settings.timeout)}")
            connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            connection.commit()
