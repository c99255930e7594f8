"""A thousand questions that nobody would print, made from one seed: no exception, no violation."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant import Desk
from benchmarks.adversary import Liar, questions
from benchmarks.fit_grounding import remembering
from benchmarks.violations import reworded, violations
from indexer.errors import QuestionError

# Every so manieth answer is reworded by a model that lies; benchmarks/violations.py takes every one.
EVERY = 8


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    opened = Desk.open(shipped_index)
    return dataclasses.replace(opened, index=remembering(opened.index))


@pytest.mark.slow
def test_a_thousand_odd_questions_end_in_an_answer_or_a_refusal_without_a_violation(desk: Desk) -> None:
    wrong, answered, refused, rejected, shown = [], 0, 0, 0, 0
    liar = Liar(11)
    for text in questions():
        try:
            answer = desk.ask(text)
        except QuestionError:
            rejected += 1
            continue
        answered, refused = answered + answer.supported, refused + (not answer.supported)
        wrong += [(text, violation) for violation in violations(answer)]
        if answer.supported and answered % EVERY == 0:
            lied = reworded(answer, desk, liar)
            wrong += [(text, violation) for violation in violations(lied)]
            shown += len(lied.wording.sentences)
    assert wrong == []
    # The seed reaches all three ends.
    assert answered >= 100
    assert refused >= 100
    assert rejected >= 10
    # Some of the liar's sentences are true, and pass.
    assert shown >= 5


def test_the_questions_are_the_same_each_time_and_differ_from_each_other() -> None:
    drawn = list(questions())
    assert drawn == list(questions())
    assert len(drawn) == 1000
    assert len(set(drawn)) > 900
