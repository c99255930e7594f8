"""What each signal and each way of fusing is worth, on labelled questions.

    python -m benchmarks.ablation --index .citedesk QUESTIONS.jsonl ...

Ranks are over documents, for answerable questions; follow-ups are asked with their history.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answers import Candidate
from assistant.finding import ranking, retrieval
from assistant.finding.retrieval import Candidates
from assistant.measuring import evaluation, metrics
from assistant.reading import question
from indexer.embedders import Vectors
from indexer.index import open_index
from indexer.vocabulary import Vocabulary

Fusion = Callable[[Sequence[Candidate]], list[Candidate]]


def weighted(words: float, meaning: float, code: float) -> Fusion:
    def order(found: Sequence[Candidate]) -> list[Candidate]:
        def score(one: Candidate) -> float:
            return words * one.words + meaning * one.meaning + code * one.code

        scored = [replace(one, score=score(one)) for one in found]
        return sorted(scored, key=lambda one: (-one.score, one.row))

    return order


def reciprocal_ranks(found: Sequence[Candidate]) -> list[Candidate]:
    """Cormack, Clarke and Büttcher (SIGIR 2009), k = 60, over words, meaning and code."""
    scores = dict.fromkeys((one.row for one in found), 0.0)
    for signal in ("words", "meaning", "code"):
        brought = [one for one in found if signal in one.found_by]
        for rank, one in enumerate(sorted(brought, key=lambda one: (-getattr(one, signal), one.row)), 1):
            scores[one.row] += 1 / (60 + rank)
    return sorted(found, key=lambda one: (-scores[one.row], one.row))


def reordered(found: Sequence[Candidate], vector: Vectors) -> Candidates:
    by_row = {one.row: one for one in found}
    return Candidates(list(by_row), lambda rows: [by_row[row] for row in rows], vector)


SHIPPED = (retrieval.WORDS, retrieval.MEANING, retrieval.CODE)
SHIPPED_FUSION = weighted(*SHIPPED)


@dataclass(frozen=True, slots=True)
class Row:
    """One way to rank; what it does without is False."""

    name: str
    fusion: Fusion = SHIPPED_FUSION
    long_forms: bool = True
    near_words: bool = True
    history: bool = True
    authority_and_time: bool = True


ROWS = (
    Row("shipped"),
    Row("without words", weighted(0, SHIPPED[1], SHIPPED[2])),
    Row("without meaning", weighted(SHIPPED[0], 0, SHIPPED[2])),
    Row("without code", weighted(SHIPPED[0], SHIPPED[1], 0)),
    Row("without near words", near_words=False),
    Row("without abbreviations", long_forms=False),
    Row("without authority and time", authority_and_time=False),
    Row("without earlier questions", history=False),
    Row("words alone", weighted(1, 0, 0)),
    Row("meaning alone", weighted(0, 1, 0)),
    Row("equal weights of words and meaning", weighted(0.5, 0.5, 0)),
    Row("reciprocal ranks", reciprocal_ranks, authority_and_time=False),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    options = parser.parse_args()
    index = open_index(options.index)
    labelled = [one for one in evaluation.read(options.questions) if one.answerable]
    none = Path(__file__).with_name("no_abbreviations.yaml")
    print("| fusion | hit@1 | hit@5 | MRR@10 | follow-ups hit@1 |\n| --- | --- | --- | --- | --- |")
    without_near = replace(index, vocabulary=Vocabulary([], np.zeros((0, 1), dtype=np.float32), index.embedder))
    for row in ROWS:
        outcomes: list[tuple[bool, float, float, float]] = []
        for one in labelled:
            asked = question.parse(one.question, one.history if row.history else (), None if row.long_forms else none)
            every = retrieval.candidates(asked, index if row.near_words else without_near)
            found = row.fusion(every)
            if row.authority_and_time:
                found = list(ranking.rank(asked, reordered(found, every.vector)))
            documents = ranking.documents(found)
            relevant = dict.fromkeys(one.relevant, 1.0)
            hits = metrics.hit(documents, relevant, 1), metrics.hit(documents, relevant, 5)
            outcomes.append((bool(one.history), *hits, metrics.reciprocal_rank(documents, relevant)))
        alone = [outcome for outcome in outcomes if not outcome[0]]
        cells = [sum(outcome[place] for outcome in alone) / len(alone) for place in (1, 2, 3)]
        later = [outcome[1] for outcome in outcomes if outcome[0]]
        cells += [sum(later) / len(later)] if later else []
        print(f"| {row.name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
