"""Documents that are nearly the same are told as a pair; nothing is dropped."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from conftest import REPLY, Place

from indexer.likenesses import Likenesses

WORDS = [f"word{number}" for number in range(2_000)]


def told(*texts: str) -> list[tuple[str, str, float]]:
    """The pairs among documents of these texts, which are called 0, 1, 2 and so on."""
    found = Likenesses()
    for number, text in enumerate(texts):
        found.add([replace(REPLY, document_id=str(number), text=text)], Path(f"{number}.md"))
    return [(one.id, one.other, one.share) for one in found.pairs()]


def test_two_that_differ_in_a_word_are_a_pair_and_others_are_none() -> None:
    drawn = random.Random(0)
    one, other = (" ".join(drawn.choices(WORDS, k=200)) for _ in range(2))
    changed = one.replace(one.split()[100], "changed")
    half = f"{' '.join(one.split()[:100])} {' '.join(other.split()[:100])}"
    ((first, second, share),) = told(one, other, changed, half)
    # A word stands in four of 197 rows of four: (197 - 4) / (197 + 4) = 0.96, estimated from 64.
    assert (first, second) == ("2", "0")
    assert 0.9 < share < 1
    assert told(one, one.upper().replace(" ", ", ")) == [("1", "0", 1.0)]


def test_neither_what_is_short_nor_what_many_share_is_told() -> None:
    assert told("Report 62367 for a check.", "Report 62367 for a check.") == []
    form = " ".join(WORDS[:300])
    assert told(*(f"{form} number {number}" for number in range(30))) == []
    alike = told(*(f"{form} number {number}" for number in range(3)))
    assert [(one, other) for one, other, _ in alike] == [("1", "0"), ("2", "0")]


def test_an_indexing_tells_the_pair_and_keeps_both(place: Place) -> None:
    text = " ".join(WORDS[:100])
    place.excerpt("old.md", "A rule", text)
    place.excerpt("copy.md", "The rule", f"{text} indeed")
    report = place.build()
    (problem,) = report.problems
    assert str(problem).startswith(f"{place.kb / 'old.md'}: “old” is nearly the same as “copy” (")
    assert (problem.left_out, report.manifest.documents) == (False, 2)
    assert place.build().problems == report.problems
