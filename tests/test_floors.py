"""Floors below which ranking and refusal never fall, on every third of the project's own questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ask import Desk
from assistant.measuring import evaluation
from assistant.measuring.evaluation import Figure
from assistant.settings import AssistantSettings
from indexer.index import Index

pytestmark = pytest.mark.slow
QUESTIONS = Path(__file__).parents[1] / "benchmarks"
FILES = [QUESTIONS / f"{name}.jsonl" for name in ("questions_a", "questions_b", "unanswerable")]


@pytest.fixture(scope="module")
def figures(shipped: Index) -> dict[str, Figure]:
    third = evaluation.read(FILES)[::3]
    return evaluation.summary(evaluation.judge(third, Desk(shipped, AssistantSettings())))


@pytest.mark.parametrize(
    ("measure", "floor"),
    [
        ("alone hit_1", 0.52),
        ("alone hit_5", 0.78),
        ("alone reciprocal_rank", 0.63),
        ("follow-up hit_5", 0.9),
        ("auroc", 0.83),
        ("led_by_a_relevant_document", 0.49),
        ("facts_found", 0.54),
    ],
)
def test_ranking_and_facts_stay_above_their_floor(figures: dict[str, Figure], measure: str, floor: float) -> None:
    assert figures[measure].value >= floor


@pytest.mark.parametrize(
    ("measure", "ceiling"),
    [
        ("unanswerable_claimed", 0.1),
        ("claimed_with_another", 0.05),
        ("nothing_shown", 0.06),
        ("quotation_violations", 0),
        ("code_violations", 0),
    ],
)
def test_wrong_answers_and_refusals_stay_below_their_ceiling(
    figures: dict[str, Figure], measure: str, ceiling: float
) -> None:
    assert figures[measure].value <= ceiling
