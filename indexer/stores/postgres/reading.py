"""An open generation over its shards: each is asked for its own best, and the best of these are what is found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer import records
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.stores import Hits, Match, Query, Stored
from indexer.stores.postgres import postings, searching, servers, terms
from indexer.stores.postgres.cluster import Cluster
from indexer.stores.postgres.searching import Statement
from indexer.stores.postgres.servers import Server

if TYPE_CHECKING:
    import psycopg

# Rows of two or three values, whatever they are.
_Rows = list[Any]

# How many an HNSW index looks at for each one wanted, from so many up to its limit. With 100 wanted of 20,000 passages
# 2 found .975 of the best ten, 4 found .994.
_SPARE, _LEAST, _MOST = 4, 100, 1000


class Postgres:
    """Safe to share between threads. What a shard that does not answer holds is missing from what it gives, but the
    passages and vectors of rows, which are never left out.
    """

    def __init__(self, cluster: Cluster, name: str, passages: int, dimension: int, again: str) -> None:
        self._cluster = cluster
        self._name = name
        self._passages = passages
        self._dimension = dimension
        self._again = again

    def __len__(self) -> int:
        return self._passages

    @property
    def absent(self) -> tuple[str, ...]:
        return self._cluster.absent

    def search(self, query: Query) -> Hits:
        counts = terms.counts(self._cluster, self._name, searching.asked(query), query.words)
        weighed = searching.weighed(query, counts)

        def legs(server: Server, connection: psycopg.Connection[Any]) -> list[_Rows]:
            both = (searching.by_words(weighed, counts, server), searching.by_codes(weighed, counts, server))
            statements = (
                searching.by_vector(self._name, query),
                searching.lists(self._name, both),
                searching.allowed(self._name, query.where),
            )
            nearest, found, allowed = _fetched(connection, statements, query.top)
            lists = postings.lists(found)
            rows = np.frombuffer(allowed[0][0] or b"", ">i4") if allowed else None
            return [nearest, *(postings.best(lists, one, rows, query.top) for one in both)]

        told = self._cluster.ask(legs, [*counts.numbers])
        meaning, words, codes = (_best([legs[at] for legs in told.values()], query.top) for at in range(3))
        rarity = {term: counts.rarity(term) for term in (*query.words, *query.weigh)}
        known = frozenset(code for code in query.codes if searching.known(code, counts))
        return Hits(words, meaning, codes, rarity, known)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        found: dict[int, bytes] = dict(self._of_rows("passages", "id, kept", rows))
        return [_passage(found[int(row)]) for row in rows]

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        found: dict[str, list[Stored]] = {id: [] for id in ids}
        by_shard: dict[Server, list[str]] = {}
        for id in found:
            by_shard.setdefault(servers.sent(self._cluster.parties, id), []).append(id)
        statement = f"SELECT id, document, kept FROM {self._name}.passages WHERE document = ANY(%s) ORDER BY id"

        def read(server: Server, connection: psycopg.Connection[Any]) -> _Rows:
            return connection.execute(statement, [by_shard[server]]).fetchall()

        for told in (self._cluster.ask(read, [*by_shard]) if by_shard else {}).values():
            for row, id, kept in told:
                found[id].append(Stored(row, _passage(kept)))
        return found

    def vectors(self, rows: Sequence[int]) -> Vectors:
        found: dict[int, Any] = dict(self._of_rows("meanings", "id, vector", rows))
        wanted = [found[int(row)].to_numpy() for row in rows]
        return np.array(wanted, dtype=np.float32).reshape(-1, self._dimension)

    def rarity(self, asked: Sequence[str]) -> dict[str, float]:
        counts = terms.counts(self._cluster, self._name, asked) if asked else None
        return {term: counts.rarity(term) for term in asked} if counts else {}

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        if not codes:
            return frozenset()
        counts = terms.counts(self._cluster, self._name, searching.asked(Query(codes=tuple(codes))))
        return frozenset(code for code in codes if searching.known(code, counts))

    def _of_rows(self, table: str, columns: str, rows: Sequence[int]) -> _Rows:
        """Raises NoIndexError where one is not there: deleted, or of a shard that stopped answering."""
        wanted = [*{int(row) for row in rows}]
        if not wanted:
            return []

        def read(_: Server, connection: psycopg.Connection[Any]) -> _Rows:
            with connection.cursor(binary=True) as cursor:
                cursor.execute(f"SELECT {columns} FROM {self._name}.{table} WHERE id = ANY(%s)", [wanted])
                return cursor.fetchall()

        found = [row for told in self._cluster.ask(read).values() for row in told]
        if len(found) < len(wanted):
            gone = ", ".join(self.absent)
            why = f"{gone}: stopped answering" if gone else f"{len(wanted) - len(found)} passages were deleted"
            raise NoIndexError(f"{why} while this was asked; ask again, or run: {self._again}")
        return found


def _fetched(connection: psycopg.Connection[Any], statements: Sequence[Statement | None], top: int) -> list[_Rows]:
    """All that is found of one state of the shard, by one way there and back."""
    with connection.pipeline(), connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute(
            "SELECT set_config('hnsw.ef_search', %s, true)", [str(min(max(_SPARE * top, _LEAST), _MOST))]
        )
        found = [connection.execute(one.text, one.values, binary=True) if one else None for one in statements]
        return [cursor.fetchall() if cursor else [] for cursor in found]


def _best(found: Sequence[_Rows], top: int) -> tuple[Match, ...]:
    matches = [Match(row, score) for rows in found for row, score in rows]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.row))[:top])


def _passage(kept: bytes) -> Passage:
    return records.passage(json.loads(kept))
