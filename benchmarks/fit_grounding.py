"""Grounding: when a generated sentence is carried by its cited passage; how pairs are measured, and the two fits.

``grounding_pairs.jsonl`` holds, for passages drawn at random from the shipped knowledge base, a true rewording and the
same rule turned round, both written by hand. Likeness tells the true rewordings from the same ones cited to the
passages of other documents that are nearest in meaning (and, at less weight, from the turned rules), and lets
NEIGHBOURS of them through. Turning tells the true rewordings from the turned rules, and keeps TRUE of the former; codes
and figures may be swapped as much as in all but NEIGHBOURS of them. ``grounding_fresh.jsonl`` has pairs of other
documents, which take no part in the fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answers import Quotation
from assistant.ask import Desk
from assistant.fitted import fitter
from assistant.fitted.fitter import Numbers
from assistant.measuring.metrics import auroc
from assistant.rewording import grounding
from assistant.rewording.grounding import Ground, Likeness
from assistant.rewording.turning import Reversal
from benchmarks.tables import Regression, Tables
from indexer.embedders import Embedder, Vectors
from indexer.index import Index, open_index
from indexer.passages import Passage
from indexer.stores import Query

PAIRS, FRESH = (Path(__file__).with_name(f"grounding_{name}.jsonl") for name in ("pairs", "fresh"))
FILES = (PAIRS,)
LIKENESS, TURNING = ("cosine", "near_words", "words"), ("denied", "one_sided", "opposed", "cosine")
NEIGHBOURS, EACH, LESS, PENALTY = 0.02, 5, 0.2, 0.01
TRUE = 0.84
# What stands in place of a code that the sentence names: codes of no passage in the base.
INVENTED = ("99999", "J9999", "64999")


class Remembered:
    """The index's own embedder, asked once for each text."""

    def __init__(self, embedder: Embedder) -> None:
        self.dimension, self.limit = embedder.dimension, embedder.limit
        self.count, self.question, self.words = embedder.count, embedder.question, embedder.words
        self.questions = embedder.questions
        self._passages = embedder.passages
        self._known: dict[str, Vectors] = {}

    def passages(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(missing, self._passages(missing), strict=True))
        return np.array([self._known[text] for text in texts]).reshape(len(texts), self.dimension)


def remembering(index: Index) -> Index:
    return replace(index, embedder=Remembered(index.embedder))


@dataclass(frozen=True, slots=True)
class Example:
    """``kind`` is true, neighbour, turned or code; ``pair`` counts the pairs."""

    pair: int
    kind: str
    sentence: str
    passage: Passage
    likeness: Likeness
    turn: Reversal


@dataclass(frozen=True, slots=True)
class GroundingRow:
    """An example without its text: the fields of ``Likeness`` and ``Reversal`` that are numbers."""

    pair: int
    kind: str
    cosine: float
    near_words: float
    words: float
    denied: float
    one_sided: float
    opposed: float
    swapped: float


SHAPES = {"grounding": GroundingRow}


def main() -> None:
    """What the shipped numbers let through, over the pairs and over fresh ones."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    index = remembering(open_index(parser.parse_args().index))
    for name, pairs in (("fitted", PAIRS), ("fresh", FRESH)):
        print(name, json.dumps(figures(examples(index, pairs), index)))


def examples(index: Index, pairs: Path, each: int = EACH) -> list[Example]:
    """With ``each`` neighbours. Raises KeyError where the index lacks a passage that the pairs name."""
    rows = index.store.passages(range(index.manifest.passages))
    by_id = {passage.id: passage for passage in rows}
    grounds: dict[str, Ground] = {}
    found: list[Example] = []
    for number, line in enumerate(pairs.read_text("utf-8").splitlines()):
        pair = json.loads(line)
        own = by_id[pair["passage"]]
        hits = index.store.search(Query(vector=index.embedder.question(pair["says"]), top=40))
        near = [rows[match.row] for match in hits.meaning]
        others = [one for one in near if one.document_id != own.document_id and one.role != "asker"][:each]
        told = [("true", pair["says"], own), ("turned", pair["flipped"], own)]
        told += [("neighbour", pair["says"], other) for other in others]
        if own.codes:
            told.append(("code", _invented(pair["says"], own, number), own))
        for kind, sentence, passage in told:
            ground = grounds.setdefault(passage.id, Ground(passage, index))
            like = ground.likeness(sentence)
            found.append(Example(number, kind, sentence, passage, like, ground.turn(sentence, like)))
    return found


def _invented(sentence: str, passage: Passage, number: int) -> str:
    """The sentence with another code in place of its own, or with one added."""
    code = INVENTED[number % len(INVENTED)]
    own = next((one.value for one in passage.codes if one.value in sentence and len(one.value) == 5), None)
    return sentence.replace(own, code) if own else f"{sentence.rstrip('.')}, with {code}."


def figures(found: list[Example], index: Index) -> dict[str, float]:
    """The share of each kind that the whole check lets through; the AUROC of each of the two regressions alone."""
    passed: dict[str, list[bool]] = {}
    for one in found:
        quotation = Quotation(1, one.passage, 0, len(one.passage.text), one.passage.text, 1.0, None)
        (judged,) = grounding.judge(f"{one.sentence.rstrip('.').replace(';', ',')} [1].", [quotation], index)[:1]
        passed.setdefault(one.kind, []).append(judged.fault is None)
        if one.kind == "code" and judged.fault is None:
            raise AssertionError(f"an invented code passed: {judged.text}")
    like = {
        kind: [grounding.fitted("likeness").chance(one.likeness) for one in found if one.kind == kind]
        for kind in ("true", "neighbour")
    }
    turn = {
        kind: [grounding.fitted("turning").chance(one.turn) for one in found if one.kind == kind]
        for kind in ("true", "turned")
    }
    return {
        "auroc likeness": round(auroc(like["true"], like["neighbour"]), 3),
        "auroc turning": round(auroc(turn["true"], turn["turned"]), 3),
        **{kind: round(sum(rows) / len(rows), 3) for kind, rows in passed.items()},
        "pairs": len(passed["true"]),
        "neighbours": len(passed["neighbour"]),
    }


def measure(desk: Desk) -> Tables:
    found = [
        GroundingRow(
            one.pair,
            one.kind,
            one.likeness.cosine,
            one.likeness.near_words,
            one.likeness.words,
            one.turn.denied,
            one.turn.one_sided,
            one.turn.opposed,
            one.turn.swapped,
        )
        for one in examples(remembering(desk.index), PAIRS)
        if one.kind != "code"
    ]
    return {"grounding": found}


def counts(tables: Tables) -> dict[str, int]:
    kinds = [one.kind for one in _rows(tables)]
    return {kind: kinds.count(kind) for kind in ("true", "neighbour", "turned")}


def regressions(tables: Tables) -> dict[str, Regression]:
    rows = _rows(tables)
    own = [one for one in rows if one.kind != "neighbour"]
    return {
        "likeness": Regression(LIKENESS, _values(rows, LIKENESS)),
        "turning": Regression(TURNING, _values(own, TURNING)),
    }


def fit(tables: Tables) -> dict[str, object]:
    rows = _rows(tables)
    true, near = (np.array([one.kind == kind for one in rows]) for kind in ("true", "neighbour"))
    like, turn = regressions(tables).values()
    likeness = fitter.fit(like.values, true, np.select([true, near], [1.0, 1 / EACH], LESS), PENALTY)
    turning = fitter.fit(turn.values, true[~near], np.ones(len(turn.values)), PENALTY)
    strange = likeness.chances(like.values)[near]
    sound = turning.chances(turn.values)[true[~near]]
    swapped = np.array([one.swapped for one in rows])[true]
    return {
        "likeness": likeness.record(LIKENESS, float(np.quantile(strange, 1 - NEIGHBOURS))),
        "turning": turning.record(TURNING, float(np.quantile(sound, 1 - TRUE))),
        "swapped": round(float(np.quantile(swapped, 1 - NEIGHBOURS)), 4),
    }


def _rows(tables: Tables) -> Sequence[GroundingRow]:
    return tables["grounding"]


def _values(rows: Sequence[GroundingRow], names: Sequence[str]) -> Numbers:
    return np.array([[getattr(one, name) for name in names] for one in rows], dtype=np.float64)


if __name__ == "__main__":
    main()
