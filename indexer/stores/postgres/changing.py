"""Documents changed in a generation that stands: each shard in one transaction, gone or there at its commit.

Passages that come keep every other row as it is: they weigh by the mean length of when the generation was written, and
get rows behind all others. An index counts the passages of its generation, and is made anew by whoever indexes next.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.errors import NoIndexError
from indexer.stores import Batch
from indexer.stores.postgres import postings, schema, servers, writing
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.settings import Settings
from indexer.stores.postgres.writing import Row

if TYPE_CHECKING:
    import psycopg

_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
_REMOVE = """
WITH gone AS (DELETE FROM {name}.passages WHERE document = ANY(%s) RETURNING id),
    meant AS (DELETE FROM {name}.meanings WHERE id IN (SELECT id FROM gone)),
    said AS (DELETE FROM {name}.words WHERE id IN (SELECT id FROM gone) RETURNING id, terms),
    times AS (SELECT number, count(*) AS gone FROM said, unnest(said.terms) AS number GROUP BY number),
    counted AS (UPDATE {name}.terms SET named = named - times.gone FROM times WHERE terms.number = times.number),
    held AS (UPDATE {name}.about SET passages = passages - (SELECT count(*) FROM gone))
SELECT id, terms FROM said
"""
_LISTS = "SELECT number, rows, weights FROM {name}.postings WHERE part = %s AND number = ANY(%s::int[])"
_SHORTEN = "UPDATE {name}.postings SET rows = %s, weights = %s WHERE part = %s AND number = %s"
_CLEAR = "DELETE FROM {name}.postings WHERE part = %s AND number = ANY(%s::int[]) AND rows = ''"
_LENGTHEN = """
INSERT INTO {name}.postings AS old (number, part, rows, weights) VALUES (%s, %s, %s, %s)
ON CONFLICT (number, part) DO UPDATE SET rows = old.rows || excluded.rows, weights = old.weights || excluded.weights
"""
_COUNT = """
UPDATE {name}.terms SET named = named + one.times FROM unnest(%s::int[], %s::int[]) AS one (number, times)
WHERE terms.number = one.number
"""


def upsert(name: str, batches: Iterable[Batch], settings: Settings, again: str) -> None:
    """Every passage of a document comes in one batch, in place of all that the document had.

    Raises NoIndexError where a shard cannot be written or another indexer changes it.
    """
    for passages, vectors in batches:
        given: dict[Server, list[Row]] = {}
        parties = servers.named(settings)
        for passage, vector in zip(passages, vectors, strict=True):
            given.setdefault(servers.sent(parties, passage.document_id), []).append((0, passage, vector))
        for server, rows in given.items():
            _changed(server, name, settings, again, partial(_replace, name=name, rows=rows))


def remove(name: str, documents: Iterable[str], settings: Settings, again: str) -> None:
    """What is not there is gone already; raises as ``upsert`` does."""
    parties, given = servers.named(settings), dict[Server, list[str]]()
    for document in documents:
        given.setdefault(servers.sent(parties, document), []).append(document)
    for server, gone in given.items():
        _changed(server, name, settings, again, partial(_remove, name=name, documents=gone))


def _changed(
    server: Server, name: str, settings: Settings, again: str, change: Callable[[psycopg.Connection[Any]], None]
) -> None:
    connection = servers.connected(server, settings, again, writing=True)
    with contextlib.closing(connection), servers.failing(server, again):
        servers.registered(connection)
        if connection.execute(_LOCK, [name]).fetchone() != (True,):
            raise NoIndexError(f"{server}: another indexer is at work; wait for it to end, then try again")
        change(connection)
        connection.commit()


def _remove(connection: psycopg.Connection[Any], name: str, documents: Sequence[str]) -> None:
    parts: dict[int, list[tuple[int, list[int]]]] = {}
    for row, numbers in connection.execute(_REMOVE.format(name=name), [[*documents]]):
        part, at = postings.place(row)
        parts.setdefault(part, []).append((at, numbers))
    for part, gone in parts.items():
        _forget(connection, name, part, np.array([at for at, _ in gone]), [*{one for _, own in gone for one in own}])


def _forget(
    connection: psycopg.Connection[Any], name: str, part: int, gone: postings.Numbers, numbers: Sequence[int]
) -> None:
    """Takes rows of a part out of the lists that have them."""
    shorter = []
    with connection.cursor(binary=True) as cursor:
        for number, rows, weights in cursor.execute(_LISTS.format(name=name), [part, numbers]):
            left = postings.Listed.read(rows, weights).without(gone)
            shorter.append((*left.packed(), part, number))
        cursor.executemany(_SHORTEN.format(name=name), shorter)
        cursor.execute(_CLEAR.format(name=name), [part, numbers])


def _replace(connection: psycopg.Connection[Any], name: str, rows: Sequence[Row]) -> None:
    _remove(connection, name, [*{passage.document_id for _, passage, _ in rows}])
    found = connection.execute(f"SELECT next, shards, mean FROM {name}.about").fetchone()
    start, shards, mean = found or (0, 1, 0.0)
    placed = [(start + shards * at, passage, vector) for at, (_, passage, vector) in enumerate(rows)]
    connection.execute(
        f"UPDATE {name}.about SET passages = passages + %s, next = next + %s", [len(rows), shards * len(rows)]
    )
    writing.copy_passages(connection, name, placed)
    counted = [schema.counted(passage) for _, passage, _ in placed]
    named = Counter(one for words, codes in counted for one in (*words, *codes))
    numbers = _numbers(connection, name, [*named])
    connection.execute(_COUNT.format(name=name), [[numbers[one] for one in named], [*named.values()]])
    mean = mean or sum(words.total() for words, _ in counted) / len(counted)
    lines = []
    for (row, _, _), (words, codes) in zip(placed, counted, strict=True):
        times = np.array([*words.values()], dtype=np.int32)
        own = np.array([numbers[one] for one in (*words, *codes)], dtype=np.int32)
        lines.append((row, own, writing.weighed(times, len(codes), mean)))
    writing.copy_terms(connection, name, [(row, own.tolist()) for row, own, _ in lines])
    with connection.cursor() as cursor:
        cursor.executemany(_LENGTHEN.format(name=name), postings.inverted(lines))


def _numbers(connection: psycopg.Connection[Any], name: str, wanted: Sequence[str]) -> dict[str, int]:
    """The shard's own numbers; what it did not know gets one."""
    found = connection.execute(f"SELECT term, number FROM {name}.terms WHERE term = ANY(%s)", [[*wanted]]).fetchall()
    numbers: dict[str, int] = dict(found)
    (highest,) = connection.execute(f"SELECT coalesce(max(number), -1) FROM {name}.terms").fetchone() or (-1,)
    new = {term: highest + 1 + at for at, term in enumerate(term for term in wanted if term not in numbers)}
    with writing.copying(connection, name, "terms (term, number, named)", ("text", "int4", "int4")) as copy:
        for term, number in new.items():
            copy.write_row((term, number, 0))
    return numbers | new
