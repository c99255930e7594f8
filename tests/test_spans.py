"""Which part of a passage is quoted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import REPLY

from assistant.answers import Candidate
from assistant.finding import asking
from assistant.quoting import spans
from assistant.reading import question
from assistant.settings import AssistantSettings
from indexer import codes


def quoted(text: str, asked: str, longest: int = 900) -> str:
    named = codes.values(codes.find(text))
    candidate = Candidate(0, replace(REPLY, text=text, codes=named), 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, ("words",))
    parsed = question.parse(asked, [], AssistantSettings().abbreviations)
    rarity = {word: 1.0 for word in asked.lower().split()}
    return spans.best(candidate, parsed, rarity, None, longest).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Append the modifier. (The stored text breaks off here.)", "Append the modifier."),
        ("(Ohio subscriber) Append the modifier.", "(Ohio subscriber) Append the modifier."),
        ("Append the modifier. (See chapter 12.)", "Append the modifier. (See chapter 12.)"),
        ("Is it a cast? Append the modifier.", "Append the modifier."),
        ("Is the machine yours? Then append no modifier.", "Is the machine yours? Then append no modifier."),
        ("Append the modifier. Does that help?", "Append the modifier."),
        ("- Append the modifier.", "Append the modifier."),
        ("Do you append it? Does she?", "Do you append it? Does she?"),
    ],
)
def test_a_quotation_runs_from_the_first_to_the_last_sentence_that_says_something(text: str, expected: str) -> None:
    assert quoted(text, "append modifier") == expected


def test_a_quotation_opens_before_the_sentence_that_points_back() -> None:
    text = "The pump is read. It is filled. " + "Nothing else is said on it here. " * 3
    assert quoted(text, "filled", longest=40) == "The pump is read. It is filled."


def test_a_point_of_a_list_is_quoted_with_what_leads_to_it() -> None:
    text = "Bill it only if\n- the doctor is present\n- the plan is his."
    assert quoted(text, "plan") == text


@pytest.mark.parametrize(
    ("text", "role", "asks"),
    [
        ("Did the dose change?", "responder 1", True),
        ("Did it change? (The stored page stops here.)", "responder 1", True),
        ("Our machine prints a reading. Does anyone know what it must say?", "responder 2", True),
        ("Splint or cast? A cast needs the code.", "responder 1", False),
        ("The column was asked whether it counts. Does it?", None, False),
        ("It is one unit. It is so by the book. CPT says it. Does that help?", "responder 1", False),
    ],
)
def test_a_posting_that_only_asks_is_known(text: str, role: str | None, asks: bool) -> None:
    assert asking.asks_back(replace(REPLY, text=text, role=role)) is asks


def test_a_quotation_about_a_code_holds_it() -> None:
    filler = "The volume check of the pump is reprogramming when asked so, is it not. "
    text = filler * 3 + "Report 62367 then. " + "Nothing else. " * 5
    assert "62367" in quoted(text, "is a volume check of the pump reprogramming, 62367", longest=80)


def test_a_row_is_quoted_with_its_header() -> None:
    table = "| Code | Refill |\n|---|---|\n" + "\n".join(f"| {62360 + row} | yes |" for row in range(8))
    assert quoted(f"It is so.\n\n{table}", "62367 refill", longest=60) == table
    assert quoted(f"## Pumps\nIt is so.\n\n{table}\n\n## More", "62367 refill", longest=900).endswith("| 62367 | yes |")
