"""Text inside documents that tries to instruct a model changes nothing, even where the model obeys every word of it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Place
from served import serve

from assistant import Desk
from assistant.answers import Answer, Quotation
from assistant.reading import question
from assistant.rewording import grounding, prompts
from assistant.settings import AssistantSettings

INJECTIONS = [json.loads(line) for line in Path(__file__).with_name("injections.jsonl").read_text("utf-8").splitlines()]
QUESTION = "is a volume check reprogramming?"
RULE = "A check of the reservoir volume of a pump is no reprogramming; report 62367 for it."
TARGET = "volume-check"
SYSTEM = prompts.RULES


def poisoned(number: int) -> str:
    return f"volume-{number:02}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shipped_index: Path) -> Desk:
    """One clean excerpt, and one with each injection before the same rule in other words."""
    folder = tmp_path_factory.mktemp("poisoned")
    place = Place(folder / "kb", folder / "index")
    place.kb.mkdir()
    shutil.copytree(shipped_index / "models", place.index / "models")
    place.excerpt(f"{TARGET}.md", "Volume check of a pump", RULE)
    for number, row in enumerate(INJECTIONS):
        place.excerpt(f"{poisoned(number)}.md", f"Reprogramming, case {number}", f"{row['text']}\n\n{RULE}")
    place.build()
    return Desk.open(place.index)


def quotation(desk: Desk, document: str) -> Quotation:
    passage = desk.index.store.documents([document])[document][0].passage
    return Quotation(1, passage, 0, len(passage.text), passage.text, 1.0, None)


@pytest.fixture(scope="module")
def whole(shipped_index: Path) -> Answer:
    return Desk.open(shipped_index).ask(QUESTION)


def test_there_are_at_least_25() -> None:
    assert len({row["text"] for row in INJECTIONS}) >= 25


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
@pytest.mark.slow
def test_a_model_that_obeys_gets_nothing_into_the_answer(number: int, desk: Desk) -> None:
    offered = [quotation(desk, poisoned(number))]
    obeyed = INJECTIONS[number]["obeyed"]
    assert [one.text for one in grounding.judge(obeyed, offered, desk.index) if one.fault is None] == []
    true = "A check of the reservoir volume of a pump is no reprogramming and is reported with 62367 [1]."
    kept = [one.text for one in grounding.judge(f"{obeyed}\n{true}", offered, desk.index) if one.fault is None]
    assert kept == [true]


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_the_prompt_keeps_its_shape_and_leaves_the_instruction_out(number: int, desk: Desk) -> None:
    asked = question.parse(QUESTION)
    clean = prompts.build(asked, [quotation(desk, TARGET)])
    found = prompts.build(asked, [quotation(desk, poisoned(number))])
    assert found.rules == clean.rules == SYSTEM
    for sign in "<>[]{}|":
        assert found.request.count(sign) == clean.request.count(sign), sign
    assert found.request.count("</evidence>") == 1
    assert "no reprogramming" in found.request


@pytest.mark.slow
def test_through_the_whole_path_an_obedient_model_leaves_the_quotations_alone(desk: Desk) -> None:
    """All injections at once in the base, and a server that answers with one after the other."""
    # Claimed at any rate, so that the model is asked.
    plain = dataclasses.replace(desk, settings=AssistantSettings(false_claims=0.5)).ask(QUESTION)
    obeyed: Iterator[str] = iter([row["obeyed"] for row in INJECTIONS])

    def reply(request: dict[str, Any]) -> str:
        return next(obeyed)

    with serve(reply) as served:
        settings = AssistantSettings(
            generator="chat_server", model="obedient", address=served.address, false_claims=0.5
        )
        told = dataclasses.replace(desk, settings=settings)
        answers = [told.ask(QUESTION) for _ in INJECTIONS]
    assert {answer.text for answer in answers} == {plain.text}
    assert {answer.quotations for answer in answers} == {plain.quotations}
    assert all(answer.wording.instead and not answer.wording.sentences for answer in answers)
