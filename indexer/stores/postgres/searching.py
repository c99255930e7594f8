"""The statements of a search, for one shard: each signal's best, those that a filter lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer import scoring
from indexer.codes import Code, related
from indexer.stores import Filter, Query
from indexer.stores.postgres import schema
from indexer.stores.postgres.servers import Server
from indexer.stores.postgres.terms import Counts

# Rows with their scores, best first, equal ones by row.
_BEST = """
SELECT id, score FROM (SELECT one.id, {score} AS score FROM {name}.{table} AS one {joined} WHERE {where}) AS scored
ORDER BY score DESC, id LIMIT %(top)s
"""
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


def by_words(name: str, query: Query, weighed: Weighed, counts: Counts, server: Server) -> Statement | None:
    """BM25: what the question weighs times what the passage weighs, term by term."""
    from pgvector import SparseVector

    numbers = counts.numbers[server]
    sought = {numbers[term]: weight * (scoring.K1 + 1) for term, weight in weighed.words.items() if term in numbers}
    score, values, every = "(one.weights <#> %(sought)s) * -1", dict[str, Any](), [*sought]
    values["sought"] = SparseVector(sought, schema.DIMENSIONS)
    for place, (word, weight) in enumerate(weighed.slips.items()):
        if alike := counts.slips.get(server, {}).get(word):
            score += f" + CASE WHEN one.terms && %(slip{place})s::int[] THEN %(weight{place})s::float8 ELSE 0 END"
            values |= {f"slip{place}": alike, f"weight{place}": weight}
            every += alike
    return _scored(name, "words", score, values, every, query)


def by_codes(name: str, query: Query, weighed: Weighed, counts: Counts, server: Server) -> Statement | None:
    numbers = counts.numbers[server]
    parts, values, every = list[str](), dict[str, Any](), list[int]()
    for place, worth in enumerate(weighed.codes):
        cases = ""
        for step, weight in enumerate(sorted(set(worth.values()), reverse=True)):
            here = [numbers[key] for key, one in worth.items() if one == weight and key in numbers]
            cases += f" WHEN one.terms && %(code{place}_{step})s::int[] THEN %(worth{place}_{step})s::float8"
            values |= {f"code{place}_{step}": here, f"worth{place}_{step}": weight}
            every += here
        if cases:
            parts.append(f"CASE{cases} ELSE 0 END")
    return _scored(name, "words", " + ".join(parts), values, every, query)


def _scored(
    name: str, table: str, score: str, values: Mapping[str, Any], every: Sequence[int], query: Query
) -> Statement | None:
    if not every:
        return None
    joined, where, limits = _filtered(name, query.where)
    text = _BEST.format(
        score=score, name=name, table=table, joined=joined, where=f"one.terms && %(every)s::int[] AND {where}"
    )
    return Statement(text, {**values, **limits, "every": [*every], "top": query.top})


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
