"""Fits how like its cited passage a generated sentence must be, and writes it to assistant/grounding.json.

    python -m benchmarks.fit_grounding --index .citedesk

``grounding_pairs.jsonl`` holds, for passages drawn at random from the shipped knowledge base, a true rewording and the
same rule turned round, both written by hand. The true rewordings are the positive examples. Negative ones are the same
rewordings cited to the passages of other documents that are nearest in meaning, and the turned rules. Every second pair
is held out; printed figures are of the held-out pairs, and the weights are fitted on the others. The threshold lets
NEIGHBOURS of the fitted neighbours through.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant import grounding
from assistant.answers import Quotation
from assistant.grounding import Ground, Likeness
from assistant.metrics import auroc
from benchmarks.fit_support import _fit
from indexer.embedders import Embedder, Vectors
from indexer.index import Index, open_index
from indexer.passages import Passage

PAIRS = Path(__file__).with_name("grounding_pairs.jsonl")
OUTPUT = Path(__file__).parent.parent / "assistant" / "grounding.json"
NAMES = ("cosine", "near_words", "words")
NEIGHBOURS, EACH, LESS = 0.02, 5, 0.2
# What stands in place of a code that the sentence names: codes of no passage in the base.
INVENTED = ("99999", "J9999", "64999")


class Remembered:
    """The index's own embedder, asked once for each text."""

    def __init__(self, embedder: Embedder) -> None:
        self.dimension, self.limit = embedder.dimension, embedder.limit
        self.count, self.question, self.words = embedder.count, embedder.question, embedder.words
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
    """``kind`` is true, neighbour, turned or code; ``fault`` what the whole check says once the weights are written."""

    number: int
    kind: str
    sentence: str
    passage: Passage
    likeness: Likeness


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--check", action="store_true", help="judge by the weights that are there; write nothing")
    options = parser.parse_args()
    index = remembering(open_index(options.index))
    found = [*examples(index, 0), *examples(index, 1)]
    if not options.check:
        _write(found, index)
    for name, parity in (("fitted", 0), ("held out", 1)):
        print(name, json.dumps(figures([one for one in found if one.number % 2 == parity], index)))


def examples(index: Index, parity: int, each: int = EACH) -> list[Example]:
    """Of the pairs with even numbers, which are fitted, or odd ones, with ``each`` neighbours.

    Raises KeyError where the index lacks a passage that the pairs name.
    """
    rows = index.store.passages(range(index.manifest.passages))
    by_id = {passage.id: passage for passage in rows}
    found: list[Example] = []
    for number, line in enumerate(PAIRS.read_text("utf-8").splitlines()):
        if number % 2 != parity:
            continue
        pair = json.loads(line)
        own = by_id[pair["passage"]]
        near = [rows[match.row] for match in index.store.by_vector(index.embedder.question(pair["says"]), 40)]
        others = [one for one in near if one.document_id != own.document_id and one.role != "asker"][:each]
        cases = [("true", pair["says"], own), ("turned", pair["flipped"], own)]
        cases += [("neighbour", pair["says"], other) for other in others]
        if own.codes:
            cases.append(("code", _invented(pair["says"], own, number), own))
        grounds = {passage.id: Ground(passage, index) for _, _, passage in cases}
        found += [
            Example(number, kind, sentence, passage, grounds[passage.id].likeness(sentence))
            for kind, sentence, passage in cases
        ]
    return found


def _invented(sentence: str, passage: Passage, number: int) -> str:
    """The sentence with another code in place of its own, or with one added."""
    code = INVENTED[number % len(INVENTED)]
    own = next((one.value for one in passage.codes if one.value in sentence and len(one.value) == 5), None)
    return sentence.replace(own, code) if own else f"{sentence.rstrip('.')}, with {code}."


def figures(found: list[Example], index: Index) -> dict[str, float]:
    """The share of each kind that the whole check lets through; AUROC of likeness alone, true against neighbour."""
    passed: dict[str, list[bool]] = {}
    for one in found:
        quotation = Quotation(1, one.passage, 0, len(one.passage.text), one.passage.text, 1.0, None)
        (judged,) = grounding.judge(f"{one.sentence.rstrip('.').replace(';', ',')} [1].", [quotation], index)[:1]
        passed.setdefault(one.kind, []).append(judged.fault is None)
        if one.kind == "code" and judged.fault is None:
            raise AssertionError(f"an invented code passed: {judged.text}")
    own = [one.likeness.support() for one in found if one.kind == "true"]
    near = [one.likeness.support() for one in found if one.kind == "neighbour"]
    shares = {kind: round(sum(rows) / len(rows), 3) for kind, rows in passed.items()}
    return {"auroc": round(auroc(own, near), 3), **shares, "pairs": len(own), "neighbours": len(near)}


def _write(found: list[Example], index: Index) -> None:
    fitted = [one for one in found if one.number % 2 == 0 and one.kind in {"true", "neighbour", "turned"}]
    values = np.array([[getattr(one.likeness, name) for name in NAMES] for one in fitted])
    labels = np.array([one.kind == "true" for one in fitted])
    weights = np.array([{"true": 1.0, "neighbour": 1 / EACH, "turned": LESS}[one.kind] for one in fitted])
    slopes, bias = _fit(values, labels, weights)
    chance = 1 / (1 + np.exp(-(values @ slopes + bias)))
    neighbours = chance[[one.kind == "neighbour" for one in fitted]]
    record = {
        "provenance": "benchmarks/fit_grounding.py on every second pair of benchmarks/grounding_pairs.jsonl: "
        f"{int(labels.sum())} true rewordings, {len(neighbours)} neighbouring passages, "
        f"{int(labels.sum())} turned rules; knowledge base {index.manifest.knowledge_base[:12]}, "
        f"model {index.manifest.model}",
        "weights": dict(zip(NAMES, (round(float(slope), 4) for slope in slopes), strict=True)),
        "bias": round(float(bias), 4),
        "threshold": round(float(np.quantile(neighbours, 1 - NEIGHBOURS)), 4),
    }
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    grounding.calibration.cache_clear()
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
