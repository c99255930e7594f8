"""What the shipped reader and voice are worth on the bases that they were not trained on.

    python -m training.measure [--base NAME ...] [--store FILE.json]

For each base and for the contrast pairs apart: whether a right document is first, with the reader and without; whether
the window that the reader likes best holds the answering sentence; how well its best score tells questions from their
twins, contrast pairs and written near misses (AUROC); and what is claimed. Of questions in another voice the same is
told of those that they stand for, beside them. The last figure is the leak: how well a bag
of words that sees the question alone, trained on the other bases, tells what is answered. What a reader wins there is
style and no judging.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.ask import Desk, ranked
from assistant.finding import memo, windows
from assistant.finding.retrieval import Candidates
from assistant.judgement import Voice
from assistant.measuring.examples import leading
from assistant.measuring.metrics import auroc
from training import bases
from training.bases import HELD_OUT, Asked, Base

UNSEEN = -20.0


@dataclass(frozen=True, slots=True)
class Judged:
    """``first``: a right document leads, before and after reading. ``best``: the reader's best score, ``holds`` whether
    that window holds the answer, ``claims`` whether an answer is claimed; both again without the answering documents.
    """

    asked: Asked
    first: tuple[bool, bool]
    best: float
    holds: bool
    claims: bool
    twin_best: float
    twin_claims: bool


def judged(one: Asked, desk: Desk) -> Judged | None:
    """None for a question of codes alone."""
    asked, _ = desk.read(one.question, one.history)
    if asked.bare:
        return None
    index = memo.over(desk.index)
    before = ranked(asked, index)
    after = desk.judged(asked, before, index)
    claims = desk.support(asked, after, index).voice is Voice.ANSWERS
    best, holds = _best(after, one)
    twin_best, twin_claims = UNSEEN, False
    if one.answerable:
        twin = desk.judged(asked, before.without(one.relevant), index)
        twin_best, _ = _best(twin, one)
        twin_claims = desk.support(asked, twin, index).voice is Voice.ANSWERS
    return Judged(
        one,
        (leading(before) in one.relevant, leading(after) in one.relevant),
        best,
        holds,
        claims,
        twin_best,
        twin_claims,
    )


def _best(found: Candidates, one: Asked) -> tuple[float, bool]:
    """The score of the window that the reader likes best, and whether it holds the answer."""
    read = [(other.read, other.window, other.passage) for other in found[: windows.HEAD]]
    said = [(score, window, passage) for score, window, passage in read if score is not None and window]
    if not said:
        return UNSEEN, False
    score, window, passage = max(said, key=lambda one: one[0])
    return score, passage.document_id in one.relevant and one.answered_by(passage.text[slice(*window)])


def figures(found: Sequence[Judged]) -> dict[str, float]:
    yes = [one for one in found if one.asked.answerable]
    no = [one for one in found if not one.asked.answerable]
    best = [one.best for one in yes]
    told = {
        "questions": float(len(yes)),
        "right_first_unread": _share([one.first[0] for one in yes]),
        "right_first": _share([one.first[1] for one in yes]),
        "window_holds_answer": _share([one.holds for one in yes if one.asked.answer]),
        "auroc_twins": auroc(best, [one.twin_best for one in yes]),
        "claimed_right": _share([one.claims and one.first[1] for one in yes]),
        "claimed_with_another": _share([one.claims and not one.first[1] for one in yes]),
        "twins_claimed": _share([one.twin_claims for one in yes]),
    }
    if no:
        told |= {"auroc_unanswered": auroc(best, [one.best for one in no]), "unanswered": float(len(no))}
        told["unanswered_claimed"] = _share([one.claims for one in no])
    return told


def leak(of: Base, others: Sequence[Base]) -> float:
    """AUROC of a bag of words over the question alone, trained on ``others``; logistic regression."""
    from assistant.fitted import fitter

    def words(text: str) -> set[str]:
        return set(re.findall(r"[a-z]+|\?|,|\d", text.lower()))

    seen = [one for base in others for one in base.questions]
    counts: dict[str, int] = {}
    for one in seen:
        for word in words(one.question):
            counts[word] = counts.get(word, 0) + 1
    kept = sorted(sorted(counts), key=lambda word: -counts[word])[:400]

    def values(questions: Sequence[Asked]) -> np.ndarray:
        return np.array([[float(word in words(one.question)) for word in kept] for one in questions])

    labels = np.array([one.answerable for one in seen])
    fitted = fitter.fit(values(seen), labels, np.ones(len(seen)), 1e-4)
    chances = fitted.chances(values(of.questions))
    said = [(float(chance), one.answerable) for chance, one in zip(chances, of.questions, strict=True)]
    return auroc([chance for chance, yes in said if yes], [chance for chance, yes in said if not yes])


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else float("nan")


def _lines(names: Sequence[str]) -> Iterator[tuple[str, dict[str, float]]]:
    everything = bases.read()
    for base in everything:
        if base.name not in names:
            continue
        with base.opened() as desk:
            for label, part in zip(("", " contrast"), bases.halves(base), strict=True):
                found = [one for asked in part.questions if (one := judged(asked, desk))]
                if not found:
                    continue
                rest = [bases.halves(other)[bool(label)] for other in everything if other.name not in names]
                yield f"{base.name}{label}", figures(found) | {"leak": leak(part, rest)}
            for voice in sorted({voiced.voice for _, voiced in base.rewrites}):
                pairs = [pair for pair in base.rewrites if pair[1].voice == voice]
                both = [(judged(one, desk), judged(other, desk)) for one, other in pairs]
                was, now = zip(*[(one, other) for one, other in both if one and other], strict=True)
                yield f"{base.name} written first", figures(was)
                yield f"{base.name} {voice}", figures(now)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", action="append", help="in place of those held out; repeatable")
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    found = {}
    for name, told in _lines(options.base or sorted(HELD_OUT)):
        found[name] = {key: round(value, 4) for key, value in told.items()}
        print(f"{name}: {', '.join(f'{key} {value:g}' for key, value in found[name].items())}", flush=True)
    if options.store:
        options.store.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
