"""The lists of a shard of PostgreSQL and their scores, without a server: as brute force finds them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.stores.postgres import postings
from indexer.stores.postgres.postings import SPAN, Lists, Sought

# Few different ones, so that many passages tie; a third of the rows lie beyond the first part.
WEIGHTS = (0.25, 0.5, 0.5, 0.75)
ROWS = (*range(12), *range(SPAN - 3, SPAN + 6))

passages = st.dictionaries(
    st.sampled_from(ROWS), st.dictionaries(st.integers(0, 9), st.sampled_from(WEIGHTS), max_size=6), max_size=len(ROWS)
)
questions = st.builds(
    Sought,
    st.dictionaries(st.integers(0, 11), st.sampled_from((0.5, 1.0, 2.5))),
    st.lists(st.dictionaries(st.integers(0, 11), st.sampled_from((0.125, 1.5))), max_size=2),
)


def lists(held: dict[int, dict[int, float]]) -> Lists:
    lines = [
        (row, np.array([*terms], dtype=np.int32), np.array([*terms.values()], dtype=np.float32))
        for row, terms in sorted(held.items())
    ]
    return postings.lists(postings.inverted(lines))


def brute(held: dict[int, dict[int, float]], sought: Sought) -> dict[int, float]:
    scores = {}
    for row, terms in held.items():
        summed = sum(weight * terms.get(term, 0) for term, weight in sought.sums.items())
        best = sum(max((one for term, one in worth.items() if term in terms), default=0) for worth in sought.once)
        scores[row] = summed + best
    return {row: score for row, score in scores.items() if score > 0}


@given(passages, questions, st.integers(1, 25), st.none() | st.sets(st.sampled_from(ROWS)))
def test_the_best_are_those_of_brute_force(
    held: dict[int, dict[int, float]], sought: Sought, top: int, allowed: set[int] | None
) -> None:
    """Equal ones by row at the cut too, and behind a filter."""
    expected = {row: score for row, score in brute(held, sought).items() if allowed is None or row in allowed}
    rows = None if allowed is None else np.array(sorted(allowed), dtype=">i4")
    found = postings.best(lists(held), sought, rows, top)
    assert found == sorted(expected.items(), key=lambda one: (-one[1], one[0]))[:top]


@given(passages, questions, st.sets(st.sampled_from(ROWS), min_size=1))
def test_rows_taken_out_of_every_list_are_found_no_more(
    held: dict[int, dict[int, float]], sought: Sought, gone: set[int]
) -> None:
    left = {
        part: {
            number: one.without(np.array([at for of, at in map(postings.place, gone) if of == part]))
            for number, one in own.items()
        }
        for part, own in lists(held).items()
    }
    assert {row for row, _ in postings.best(left, sought, None, 100)} == {*brute(held, sought)} - gone


def test_more_than_the_groups_of_a_part_may_be_wanted() -> None:
    held = {row: {1: 0.5} for row in range(3000)}
    assert [row for row, _ in postings.best(lists(held), Sought({1: 1.0}), None, 2500)] == [*range(2500)]
