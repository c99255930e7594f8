"""What the shards know of terms and codes: how many passages name each, and by which number a shard keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer import scoring
from indexer.stores.postgres import schema
from indexer.stores.postgres.cluster import Cluster
from indexer.stores.postgres.servers import Server

if TYPE_CHECKING:
    import psycopg

_COUNT = "SELECT term, number, named FROM {name}.terms WHERE term = ANY(%s) AND named > 0"
_SIZE = "SELECT passages FROM {name}.about"
# A slip of one letter leaves the first or the second half of a word as it is, or changes the two letters between them.
_ALIKE = """
SELECT term, number FROM {name}.terms WHERE named > 0 AND length(term) BETWEEN %(length)s - 1 AND %(length)s + 1 AND (
    left(term, {start}) >= %(first)s AND left(term, {start}) < %(first)s || U&'\\+10FFFF'
    OR left(reverse(term), {start}) >= %(last)s AND left(reverse(term), {start}) < %(last)s || U&'\\+10FFFF'
    OR term = %(swapped)s)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Over all shards that answered: ``passages``, and how many of them name a term. ``numbers`` are each shard's own.

    ``slips``: the numbers of the terms one letter away from a word that nobody has.
    """

    passages: int
    named: Mapping[str, int]
    numbers: Mapping[Server, Mapping[str, int]]
    slips: Mapping[Server, Mapping[str, Sequence[int]]]

    def rarity(self, term: str) -> float:
        return scoring.rarity(self.named.get(term, 0), self.passages)


def counts(cluster: Cluster, name: str, asked: Iterable[str], words: Sequence[str] = ()) -> Counts:
    """Of the terms and keys ``asked``; those of ``words`` that nobody has may be slips. Raises as ``Cluster.ask``."""
    wanted = [term for term in dict.fromkeys(asked) if "\0" not in term]

    def count(_: Server, connection: psycopg.Connection[Any]) -> tuple[int, list[tuple[str, int, int]]]:
        with connection.pipeline():
            size = connection.execute(_SIZE.format(name=name))
            found = connection.execute(_COUNT.format(name=name), [wanted])
            one = size.fetchone()
            return one[0] if one else 0, found.fetchall()

    told = cluster.ask(count)
    named: dict[str, int] = {}
    for _, found in told.values():
        for term, _, times in found:
            named[term] = named.get(term, 0) + times
    numbers = {server: {term: number for term, number, _ in found} for server, (_, found) in told.items()}
    unknown = [word for word in wanted if word in words and word not in named and scoring.may_be_slip(word)]
    slips = cluster.ask(lambda _, connection: _slips(connection, name, unknown), [*told]) if unknown else {}
    return Counts(sum(size for size, _ in told.values()), named, numbers, slips)


def _slips(connection: psycopg.Connection[Any], name: str, words: Sequence[str]) -> dict[str, list[int]]:
    found = {}
    statement = _ALIKE.format(name=name, start=schema.START)
    for word in words:
        half = len(word) // 2
        sought = {
            "length": len(word),
            "first": word[:half][: schema.START],
            "last": word[half:][::-1][: schema.START],
            "swapped": word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :],
        }
        alike = connection.execute(statement, sought).fetchall()
        found[word] = [number for term, number in alike if _apart(word, term)]
    return found


def _apart(one: str, other: str) -> bool:
    """Whether a letter more, less, another, or two neighbours that changed places are all that tells them apart."""
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped
