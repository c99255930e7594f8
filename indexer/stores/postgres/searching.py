"""The statements of a search, for one shard: each signal's best, those that a filter lets through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer import scoring
from indexer.codes import Code, related
from indexer.stores import Filter, Query
from indexer.stores.postgres import schema
from indexer.stores.postgres.postings import Sought
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.terms import Counts

_LISTS = "SELECT number, part, rows, weights FROM {name}.postings WHERE number = ANY(%(numbers)s::int[])"
# One value: half a shard may pass.
_ALLOWED = "SELECT string_agg(int4send(fit.id), ''::bytea) FROM {name}.passages AS fit WHERE {where}"
_NEAREST = """
SELECT one.id, (one.vector <#> %(vector)s) * -1 FROM {name}.meanings AS one {joined} WHERE {where}
ORDER BY one.vector <#> %(vector)s, one.id LIMIT %(top)s
"""


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a query's terms and codes weigh over all shards.

    ``codes``: of each asked code what each key is worth; a passage counts the best that it names.
    """

    words: Mapping[str, float]
    slips: Mapping[str, float]
    codes: Sequence[Mapping[str, float]]


def asked(query: Query) -> list[str]:
    """Every term and key whose count decides what something weighs."""
    near = [term for one in query.near for term in (one.term, one.of)]
    keys = [schema.key(one) for code in query.codes for one in _meant(code)]
    return [*query.words, *query.weigh, *near, *keys]


def _meant(code: Code) -> list[Code]:
    return [*related.written_out(code), *related.neighbours(code), *related.covering(code)]


def known(code: Code, counts: Counts) -> bool:
    return any(schema.key(one) in counts.named for one in (*related.written_out(code), *related.covering(code)))


def weighed(query: Query, counts: Counts) -> Weighed:
    words = dict.fromkeys(query.words)
    weights = {word: counts.rarity(word) for word in words if word in counts.named}
    for near in query.near:
        weight = scoring.near_weight(near.score, counts.rarity(near.term), counts.rarity(near.of))
        if near.term not in words and near.term in counts.named and weight > 0:
            weights[near.term] = weights.get(near.term, 0.0) + weight * counts.rarity(near.term)
    unknown = [word for word in words if word not in counts.named and scoring.may_be_slip(word)]
    slips = {word: counts.rarity(word) * scoring.SLIP for word in unknown}
    codes = [_worth(code, counts) for code in query.codes]
    return Weighed(weights, slips, codes)


def _worth(code: Code, counts: Counts) -> dict[str, float]:
    named = {one: counts.named.get(schema.key(one), 0) for one in _meant(code)}
    return {schema.key(one): worth for one, worth in scoring.code_weights(code, named, counts.passages).items()}


def by_words(weighed: Weighed, counts: Counts, server: Server) -> Sought:
    """BM25: what the question weighs times what the passage weighs, term by term."""
    numbers = counts.numbers[server]
    sums = {numbers[term]: weight * (scoring.K1 + 1) for term, weight in weighed.words.items() if term in numbers}
    alike = counts.slips.get(server, {})
    return Sought(sums, [dict.fromkeys(alike.get(word, ()), weight) for word, weight in weighed.slips.items()])


def by_codes(weighed: Weighed, counts: Counts, server: Server) -> Sought:
    numbers = counts.numbers[server]
    return Sought({}, [{numbers[key]: one for key, one in worth.items() if key in numbers} for worth in weighed.codes])


def lists(name: str, sought: Iterable[Sought]) -> Statement | None:
    """All that is to be added up."""
    numbers = set[int]().union(*(one.numbers for one in sought))
    return Statement(_LISTS.format(name=name), {"numbers": [*numbers]}) if numbers else None


def allowed(name: str, where: Filter) -> Statement | None:
    """The rows that a filter lets through, as big-endian numbers of four bytes."""
    _, clauses, values = _filtered(name, where)
    return Statement(_ALLOWED.format(name=name, where=clauses), values) if where else None


def by_vector(name: str, query: Query) -> Statement | None:
    if query.vector is None:
        return None
    joined, where, limits = _filtered(name, query.where)
    return Statement(
        _NEAREST.format(name=name, joined=joined, where=where),
        {**limits, "vector": query.vector.astype("float32").reshape(-1), "top": query.top},
    )


def _filtered(name: str, where: Filter) -> tuple[str, str, dict[str, Any]]:
    """What to join and what must hold, with its values."""
    named = {
        "tier": [int(tier) for tier in where.tiers],
        "payer": [*where.payers],
        "provenance": [one.value for one in where.provenance],
        "document": [*where.documents],
    }
    values: dict[str, Any] = {field: wanted for field, wanted in named.items() if wanted}
    clauses = [f"fit.{field} = ANY(%({field})s)" for field in values]
    if where.since:
        clauses.append("fit.last >= %(since)s")
        values["since"] = where.since.days[0].toordinal()
    if where.until:
        clauses.append("fit.first <= %(until)s")
        values["until"] = where.until.days[1].toordinal()
    joined = f"JOIN {name}.passages AS fit ON fit.id = one.id" if clauses else ""
    return joined, " AND ".join(clauses) or "true", values
