"""What each signal and each way of fusing is worth, on labelled questions.

    python -m benchmarks.ablation --index .citedesk QUESTIONS.jsonl ...

Ranks are over documents, for answerable questions; follow-ups are asked with their history.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import evaluation, metrics, question, ranking, retrieval
from assistant.answers import Candidate
from indexer.index import open_index

Fusion = Callable[[Sequence[Candidate]], list[Candidate]]


def weighted(words: float, meaning: float, code: float) -> Fusion:
    def order(found: Sequence[Candidate]) -> list[Candidate]:
        def score(one: Candidate) -> float:
            return words * one.words + meaning * one.meaning + code * one.code

        return sorted(found, key=lambda one: (-score(one), one.row))

    return order


def reciprocal_ranks(found: Sequence[Candidate]) -> list[Candidate]:
    """Cormack, Clarke and Büttcher (SIGIR 2009), k = 60, over words, meaning and code."""
    scores = dict.fromkeys((one.row for one in found), 0.0)
    for signal in ("words", "meaning", "code"):
        brought = [one for one in found if signal in one.found_by]
        for rank, one in enumerate(sorted(brought, key=lambda one: (-getattr(one, signal), one.row)), 1):
            scores[one.row] += 1 / (60 + rank)
    return sorted(found, key=lambda one: (-scores[one.row], one.row))


SHIPPED = (retrieval.WORDS, retrieval.MEANING, retrieval.CODE)
ROWS: tuple[tuple[str, Fusion, bool, bool], ...] = (
    ("shipped: words, meaning and code", weighted(*SHIPPED), True, True),
    ("without words", weighted(0, SHIPPED[1], SHIPPED[2]), True, True),
    ("without meaning", weighted(SHIPPED[0], 0, SHIPPED[2]), True, True),
    ("without code", weighted(SHIPPED[0], SHIPPED[1], 0), True, True),
    ("without abbreviations", weighted(*SHIPPED), False, True),
    ("without earlier questions", weighted(*SHIPPED), True, False),
    ("words alone", weighted(1, 0, 0), True, True),
    ("meaning alone", weighted(0, 1, 0), True, True),
    ("equal weights of words and meaning", weighted(0.5, 0.5, 0), True, True),
    ("reciprocal ranks", reciprocal_ranks, True, True),
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
    for name, fusion, long_forms, history in ROWS:
        outcomes: list[tuple[bool, float, float, float]] = []
        for one in labelled:
            asked = question.parse(one.question, one.history if history else (), None if long_forms else none)
            documents = ranking.documents(fusion(retrieval.candidates(asked, index)))
            relevant = dict.fromkeys(one.relevant, 1.0)
            hits = metrics.hit(documents, relevant, 1), metrics.hit(documents, relevant, 5)
            outcomes.append((bool(one.history), *hits, metrics.reciprocal_rank(documents, relevant)))
        alone = [outcome for outcome in outcomes if not outcome[0]]
        cells = [sum(outcome[place] for outcome in alone) / len(alone) for place in (1, 2, 3)]
        later = [outcome[1] for outcome in outcomes if outcome[0]]
        cells += [sum(later) / len(later)] if later else []
        print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
