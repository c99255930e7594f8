"""Fits when a generated sentence is carried by its cited passage, and writes it to assistant/fitted/grounding.json.

    python -m benchmarks.fit_grounding --index .citedesk

``grounding_pairs.jsonl`` holds, for passages drawn at random from the shipped knowledge base, a true rewording and the
same rule turned round, both written by hand. Two logistic regressions are fitted on it. Likeness tells the true
rewordings from the same ones cited to the passages of other documents that are nearest in meaning (and, at less weight,
from the turned rules), and lets NEIGHBOURS of them through. Turning tells the true rewordings from the turned rules,
and keeps TRUE of the former; codes and figures may be swapped as much as in all but NEIGHBOURS of them.
``grounding_fresh.jsonl`` has pairs of other documents, which take no part in the fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answers import Quotation
from assistant.measuring.metrics import auroc
from assistant.rewording import grounding
from assistant.rewording.grounding import Ground, Likeness
from assistant.rewording.turning import Reversal
from benchmarks.fit_support import Numbers, _fit
from indexer.embedders import Embedder, Vectors
from indexer.index import Index, open_index
from indexer.passages import Passage
from indexer.stores import Query

PAIRS, FRESH = (Path(__file__).with_name(f"grounding_{name}.jsonl") for name in ("pairs", "fresh"))
OUTPUT = Path(__file__).parent.parent / "assistant" / "fitted" / "grounding.json"
LIKENESS, TURNING = ("cosine", "near_words", "words"), ("denied", "one_sided", "opposed", "cosine")
NEIGHBOURS, EACH, LESS = 0.02, 5, 0.2
TRUE = 0.84
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
    """``kind`` is true, neighbour, turned or code."""

    kind: str
    sentence: str
    passage: Passage
    likeness: Likeness
    turn: Reversal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--check", action="store_true", help="judge by the weights that are there; write nothing")
    options = parser.parse_args()
    index = remembering(open_index(options.index))
    found = examples(index, PAIRS)
    if not options.check:
        _write(found, index)
    for name, rows in (("fitted", found), ("fresh", examples(index, FRESH))):
        print(name, json.dumps(figures(rows, index)))


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
        cases = [("true", pair["says"], own), ("turned", pair["flipped"], own)]
        cases += [("neighbour", pair["says"], other) for other in others]
        if own.codes:
            cases.append(("code", _invented(pair["says"], own, number), own))
        for kind, sentence, passage in cases:
            ground = grounds.setdefault(passage.id, Ground(passage, index))
            like = ground.likeness(sentence)
            found.append(Example(kind, sentence, passage, like, ground.turn(sentence, like)))
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


def _write(found: list[Example], index: Index) -> None:
    true, turned, near = ([one for one in found if one.kind == kind] for kind in ("true", "turned", "neighbour"))
    record = {
        "provenance": f"benchmarks/fit_grounding.py on benchmarks/{PAIRS.name}: {len(true)} true rewordings, "
        f"{len(near)} neighbouring passages, {len(turned)} turned rules; "
        f"knowledge base {index.manifest.knowledge_base[:12]}, model {index.manifest.model}",
        "likeness": _regression(
            LIKENESS,
            [one.likeness for one in (*true, *near, *turned)],
            np.repeat([1.0, 1 / EACH, LESS], [len(true), len(near), len(turned)]),
            len(true),
            lambda chance: float(np.quantile(chance[len(true) : len(true) + len(near)], 1 - NEIGHBOURS)),
        ),
        "turning": _regression(
            TURNING,
            [one.turn for one in (*true, *turned)],
            np.ones(len(true) + len(turned)),
            len(true),
            lambda chance: float(np.quantile(chance[: len(true)], 1 - TRUE)),
        ),
        "swapped": round(float(np.quantile([one.turn.swapped for one in true], 1 - NEIGHBOURS)), 4),
    }
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    grounding.fitted.cache_clear()
    grounding._fit.cache_clear()
    print(json.dumps(record, indent=1))


def _regression(
    names: Sequence[str],
    measured: Sequence[Likeness | Reversal],
    weights: Numbers,
    true: int,
    threshold: Callable[[Numbers], float],
) -> dict[str, object]:
    """The first ``true`` of ``measured`` are the positive examples; ``threshold`` is given everybody's chance."""
    values = np.array([[getattr(one, name) for name in names] for one in measured])
    slopes, bias = _fit(values, np.arange(len(values)) < true, weights)
    return {
        "weights": dict(zip(names, (round(float(slope), 4) for slope in slopes), strict=True)),
        "bias": round(bias, 4),
        "threshold": round(threshold(1 / (1 + np.exp(-(values @ slopes + bias)))), 4),
    }


if __name__ == "__main__":
    main()
