"""Answers with a language model behind a server: what is sent, what is shown, and what an adversary achieves."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Outcome
from served import Answered, serve

from assistant import Desk
from assistant.answers import Answer
from assistant.rewording import leash
from assistant.settings import AssistantSettings
from assistant.showing import exports, outline, phrases
from assistant.showing import html as markup
from assistant.wording import Reworded, Wording
from benchmarks.adversary import draft
from benchmarks.fit_grounding import remembering
from benchmarks.violations import reworded, violations

FOUNDING = "is a volume check reprogramming?"
FLAT = re.compile(r"\s+")


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    """Vectors are computed once a text: the adversary below asks for many."""
    opened = Desk.open(shipped_index)
    return dataclasses.replace(opened, index=remembering(opened.index))


@pytest.fixture(scope="module")
def plain(desk: Desk) -> Answer:
    return desk.ask(FOUNDING)


def served_by(desk: Desk, address: str) -> Desk:
    settings = AssistantSettings(generator="chat_server", model="tiny", address=address, timeout=20.0)
    return dataclasses.replace(desk, settings=settings)


def answered(desk: Desk, text: str, draft: Callable[[str], None] | None = None) -> Answer:
    with serve(lambda request: text) as served:
        return served_by(desk, served.address).ask(FOUNDING, draft=draft)


def first_sentences(answer: Answer) -> list[str]:
    """The first sentence of each quotation, word for word, with its mark."""
    found = []
    for quotation in answer.quotations:
        sentence = FLAT.sub(" ", quotation.text).split(". ")[0].rstrip(".")
        found.append(f"{sentence} [{quotation.citation}].")
    return found


def test_what_passes_stands_above_the_quotations(desk: Desk, plain: Answer) -> None:
    good = first_sentences(plain)[2]
    answer = answered(desk, f"{good} It is always 99999 [1].")
    assert answer.wording.generator == "tiny"
    assert answer.wording.sentences == (Reworded(good.removesuffix(" [3]."), (3,), "."),)
    assert sum(dropped.count for dropped in answer.wording.dropped) == 1
    paragraphs, first = plain.text.split("\n\n"), len(outline.opening(plain))
    assert answer.text.split("\n\n") == [*paragraphs[:first], "**In other words**", good, *paragraphs[first:]]
    assert answer.quotations == plain.quotations
    assert exports.answer(answer)["wording"]["generator"] == "tiny"
    assert exports.answer(answer)["wording"]["sentences"] == [good]
    assert exports.answer(answer)["wording"]["marks"] == [[3]]
    assert sum(exports.answer(answer)["wording"]["dropped"].values()) == 1
    assert "In other words: tiny, each sentence checked against its citation; dropped: 1 " in markup.answer(answer, 1)


def test_where_too_little_passes_the_quotations_stand_alone_and_say_why(desk: Desk, plain: Answer) -> None:
    answer = answered(desk, f"{first_sentences(plain)[2]} Use 99999 [1]. So says everybody. Trust me [7].")
    assert answer.text == plain.text
    assert answer.wording.sentences == ()
    assert answer.wording.instead == "3 of its 4 sentences failed the check against the cited passages"
    assert sum(dropped.count for dropped in answer.wording.dropped) == 3
    said = phrases.note(answer.wording)
    assert said is not None
    assert said.startswith("The quotations stand alone, without tiny: 3 of its 4 sentences failed the check")
    assert said in markup.answer(answer, 1).replace("&#x27;", "'")


def test_without_a_model_nothing_is_said_about_one(plain: Answer) -> None:
    assert plain.wording == Wording("extractive", (), (), None)
    assert phrases.note(plain.wording) is None


def test_a_server_that_fails_leaves_the_quotations_and_its_error(desk: Desk, plain: Answer) -> None:
    with serve(lambda request: Answered(400)) as served:
        answer = served_by(desk, served.address).ask(FOUNDING)
    assert answer.text == plain.text
    assert (
        answer.wording.instead == f"the chat server at {served.address[:-3]} answered 400 Bad Request; look at its log"
    )


def test_only_the_masked_question_and_the_quotations_go_out(desk: Desk) -> None:
    with serve(lambda request: "None.") as served:
        answer = served_by(desk, served.address).ask(f"Mrs. Jane Doe, MRN 00123456: {FOUNDING}")
    sent = json.dumps(served.requests, ensure_ascii=False)
    assert answer.masked == ("name", "MRN")
    assert "Doe" not in sent
    assert "00123456" not in sent
    (request,) = served.requests
    text = FLAT.sub(" ", request["messages"][1]["content"])
    assert text.count("<evidence ") == len(answer.quotations)
    for quotation in answer.quotations:
        whole = FLAT.sub(" ", quotation.passage.text)
        assert FLAT.sub(" ", quotation.text).split(". ")[0][:60].replace('"', '"') in text
        assert whole == FLAT.sub(" ", quotation.text) or whole not in text


def test_a_refusal_asks_no_model(desk: Desk) -> None:
    with serve(lambda request: "Prune them in spring [1].") as served:
        answer = served_by(desk, served.address).ask("how do I prune the roses in my garden in spring")
    assert served.requests == []
    assert not answer.supported
    assert answer.wording == Wording("extractive", (), (), None)


def test_the_draft_is_shown_as_it_grows_and_is_no_markup(desk: Desk) -> None:
    seen: list[str] = []
    answered(desk, "One [1].\n<b>Two</b> “x” [1](http://y).", seen.append)
    assert seen == ["One [1].\n", "One [1].\n<b>Two</b> “x” [1](http://y)."]
    html = markup.draft(seen[-1])
    assert "Draft, not checked yet" in html
    assert "&lt;b&gt;Two" in html
    assert "<a" not in html


def test_the_same_draft_gives_the_same_answer(desk: Desk, plain: Answer) -> None:
    text = " ".join(first_sentences(plain))
    assert exports.answer(answered(desk, text)) == exports.answer(answered(desk, text))


def test_the_command_takes_a_generator(citedesk: Callable[..., Outcome], shipped_index: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[assistant]\nmodel = "tiny"\naddress = "http://127.0.0.1:1/v1"\n')
    told = citedesk("ask", "--json", "--generator", "chat_server", "--index", shipped_index, FOUNDING)
    assert told.code == 0
    found = json.loads(told.out)["wording"]
    assert found["instead"] == "the chat server at http://127.0.0.1:1 refuses the connection; is it running?"
    shown = citedesk("ask", "--generator", "chat_server", "--index", shipped_index, FOUNDING)
    assert "The quotations stand alone, without tiny" in " ".join(shown.out.split())
    unknown = citedesk("ask", "--generator", "oracle", "--index", shipped_index, FOUNDING)
    assert (unknown.code, unknown.out) == (2, "")
    assert "choose one of chat_server, extractive, language_model" in unknown.err


def test_the_evaluation_asks_the_generator_too(
    citedesk: Callable[..., Outcome], shipped_index: Path, tmp_path: Path, plain: Answer
) -> None:
    rows = [{"id": "one", "question": FOUNDING}, {"id": "two", "question": "62367 vs 62368"}]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    drafts = iter([first_sentences(plain)[2], "It is always 99999 [1]."])
    with serve(lambda request: next(drafts)) as served:
        (tmp_path / "settings.toml").write_text(f'[assistant]\nmodel = "tiny"\naddress = "{served.address}"\n', "utf-8")
        told = citedesk(
            "eval", tmp_path / "questions.jsonl", "--index", shipped_index, "--generator", "chat_server",
            "--store", tmp_path / "run.json",
        )  # fmt: skip
    assert told.code == 0, told.err
    found = json.loads((tmp_path / "run.json").read_text("utf-8"))["summary"]
    assert (found["reworded"]["value"], found["reworded"]["count"]) == (0.5, 2)
    assert found["quotation_violations"]["value"] == found["code_violations"]["value"] == 0.0


QUESTIONS = (
    FOUNDING,
    "62367 vs 62368",
    "should I use 59 or an X modifier?",
    "can I bill 99211 when the nurse only gives the injection?",
    "how many units of 11201 for 30 skin tags",
    "is critical care of 70 minutes 99291 alone or 99292 too",
    "new or established patient when the doctor changes groups",
    "modifier 25 denied because the diagnosis is the same",
    "20610 both shoulders, modifier 50?",
    "when does the global period of a minor procedure end",
)
CASES = 1_000


@pytest.mark.slow
def test_an_adversary_gets_no_false_mark_code_number_or_quotation_shown(desk: Desk) -> None:
    """CASES drafts from a server that mixes true sentences with every kind of lie that it can make of the evidence."""
    chance = random.Random(7)
    drafts: list[str] = []

    def reply(request: dict[str, Any]) -> str:
        drafts.append(draft(request["messages"][1]["content"], chance))
        return drafts[-1]

    shown = 0
    with serve(reply) as served:
        told = served_by(desk, served.address)
        for text in QUESTIONS:
            plain = desk.ask(text)
            assert plain.quotations
            generator = leash.generator(told.settings)
            assert generator is not None
            for _ in range(CASES // len(QUESTIONS)):
                answer = reworded(plain, desk, generator)
                no_harm(answer, plain)
                shown += len(answer.wording.sentences)
    assert len(drafts) == CASES
    # The adversary's true sentences do pass: a check that drops everything would prove nothing.
    assert shown > CASES // 10


def no_harm(answer: Answer, plain: Answer) -> None:
    """Judged apart from the program's own check; nothing but the sentences under their heading is added."""
    assert violations(answer) == []
    extra = f"\n\n**{phrases.REWORDED}**\n\n{phrases.reworded(answer.wording)}" if answer.wording.sentences else ""
    assert answer.text.replace(extra, "", 1) == plain.text
    assert answer.text.count("“") == plain.text.count("“")
    html, before = markup.answer(answer, 1), markup.answer(plain, 1)
    assert html.count("<h3>") == before.count("<h3>") + bool(extra)
    assert html.count("<mark>") == before.count("<mark>")
