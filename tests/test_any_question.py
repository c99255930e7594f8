"""A thousand questions that nobody would print, made from one seed: no exception, no violation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Desk, citations
from assistant.answers import Answer
from indexer.errors import QuestionError

SEED, COUNT = 20260725, 1000
SUBJECTS = (
    "pump refill with reprogramming|modifier 25 on the visit|wound vac on a closed incision"
    "|split/shared visit by NP|polyp taken with cold forceps|two lesions excised|Holter worn 7 hours"
    "|cast in the fracture global|ABN for a physical|locum for 60 days|Q0091 private payer"
    "|RFA by nerve or joint|observation past midnight|note never signed|I&D of abscess"
)
CODES = (
    "62367|62367/68|62367 and 68|62370/62369|95990-95991|9921X|99213-25|36415x2|mod 25|-59|XU|LT"
    "|J3490-KD|G0438|Z12.11|Z1211|M17.11|0402T|0001U|[99213]|“62368”|(20680)|«45385»|20610-50-RT"
    "|99441–99443|11042, 11043, +11046|9928[1-5]|*97140*"
)
ODDITIES = (
    "[1]|[1][2][99]|[0]|“Yes, append it.” [3]|“|”|\"'`|**bold**|# heading|> quote"
    "|[text](javascript:alert(1))|![x](http://x/y.png)|<b>bold</b>|<script>alert(1)</script>|</details>"
    "|&lt;b&gt;|$62367$|\\[1\\]|%s %d {0} {x}|../../etc/passwd|'; DROP TABLE x;--|🙂|🩺💉|مضخة|泵 重新编程"
    "|насос 62368|αβγ|ﬁ ligature|６２３６７|a\u0301|\u200b|\u202e9|\ufeff|\x07|\t\n|NULL|-0|1e9|99999999999"
    '|AND OR NOT|body:pump|pump~2^9|field:"a b"|(((|))|?*|/////|?????|yes|no|and what about that one|vs'
    "|or"
)
WORDS = (
    "can I bill|is|does the|what if|pt|dx|for medicare|BCBS|same day|twice|separately|bundled|append"
    "|do not append|in 2009|before 2012|since Jan 2025|the nurse|who|how many units|why denied|with"
    "|without|per|the doctor says|?|!|...|,|;"
)


def questions() -> Iterator[str]:
    draw = random.Random(SEED)
    parts = [text.split("|") for text in (SUBJECTS, CODES, ODDITIES, WORDS)]
    for number in range(COUNT):
        pieces = [draw.choice(draw.choice(parts)) for _ in range(draw.choice((1, 2, 3, 4, 6, 9, 14)))]
        if number % 50 == 0:
            pieces *= 8
        if number % 7 == 0:
            pieces += [draw.choice(parts[0]), draw.choice(parts[1])]
        draw.shuffle(pieces)
        yield draw.choice((" ", " ", ", ", "", "\n")).join(pieces)


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


def violations(answer: Answer) -> list[str]:
    """Looked for anew, from the text that is shown, without the program's own check."""
    found = []
    numbers = {citation.number for citation in answer.citations}
    shown = answer.text
    for one in sorted(answer.quotations, key=lambda one: -len(one.text)):
        if one.passage.text[one.start : one.end] != one.text or not one.text.strip() or one.passage.role == "asker":
            found.append(f"quotation {one.citation}")
        if f"“{' '.join(one.text.split())}” [{one.citation}]" not in " ".join(answer.text.split()):
            found.append(f"quotation {one.citation} is not shown")
        shown = shown.replace(f"“{' '.join(one.text.split())}”", " ")
    found += [f"mark {mark}" for mark in re.findall(r"\[(\d+)\]", shown) if int(mark) not in numbers]
    found += [code.value for code in citations.unsupported(answer.text, answer.quotations, answer.codes)]
    if answer.disagreement:
        sides = [set(side.citations) for side in answer.disagreement.sides]
        if len(sides) < 2 or not all(side and side <= numbers for side in sides) or set.intersection(*sides):
            found.append(f"sides {sides}")
    return found


def test_a_thousand_odd_questions_end_in_an_answer_or_a_refusal_without_a_violation(desk: Desk) -> None:
    wrong, answered, refused, rejected = [], 0, 0, 0
    for text in questions():
        try:
            answer = desk.ask(text)
        except QuestionError:
            rejected += 1
            continue
        answered, refused = answered + answer.supported, refused + (not answer.supported)
        wrong += [(text, violation) for violation in violations(answer)]
    assert wrong == []
    # The seed reaches all three ends.
    assert answered >= 100
    assert refused >= 100
    assert rejected >= 10


def test_the_questions_are_the_same_each_time_and_differ_from_each_other() -> None:
    drawn = list(questions())
    assert drawn == list(questions())
    assert len(drawn) == 1000
    assert len(set(drawn)) > 900
