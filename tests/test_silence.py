from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from indexer.threads import says_nothing

ROWS = [json.loads(line) for line in Path(__file__).with_name("short_postings.jsonl").read_text("utf-8").splitlines()]


def test_the_list_is_long_and_half_of_it_says_something() -> None:
    real = sum(row["nothing"] is None for row in ROWS)
    assert len(ROWS) >= 250
    assert 0.4 * len(ROWS) < real < 0.6 * len(ROWS)
    assert sum(row["held"] for row in ROWS) > len(ROWS) / 3


@pytest.mark.parametrize("held", [False, True])
def test_short_postings_are_told_apart(held: bool) -> None:
    rows = [row for row in ROWS if row["held"] == held]
    silent = [row for row in rows if row["nothing"]]
    missed = [row["text"] for row in silent if says_nothing(row["text"]) is None]
    wrong = [row["text"] for row in rows if not row["nothing"] and says_nothing(row["text"])]
    assert len(missed) <= 0.05 * len(silent), missed
    assert len(wrong) <= 0.01 * (len(rows) - len(silent)), wrong


@pytest.mark.parametrize(
    "text",
    [
        "No, 62367 only.",
        "Yes, with 25.",
        "Medicare says once per knee.",
        "Thanks, but the book says 59.",
        "Same question came up here; the answer was KX.",
        "Not sure, but 62367.",
    ],
)
def test_a_short_answer_beside_the_courtesy_counts(text: str) -> None:
    assert says_nothing(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Thank you anyway.", "thanks"),
        ("bump", "bump"),
        ("Same question here.", "same question"),
        ("Following", "following"),
        ("Moved to the pain management forum.", "moved"),
        ("See https://example.org/a", "bare link"),
        ("I sent you a PM.", "private message"),
        ("I wish I knew.", "does not know"),
        ("Great question", "praise"),
        ("I agree with [name].", "agreement"),
        ("[name], I will get back to you on this tomorrow.", "answer to come"),
        ("", "no words"),
    ],
)
def test_the_reason_is_told(text: str, reason: str) -> None:
    assert says_nothing(text) == reason


@pytest.mark.parametrize("piece", ["thanks ", "i have the same ", "any one ", "yes ", "i am very ", ", ", "see this "])
def test_the_time_is_bounded(piece: str) -> None:
    started = time.process_time()
    says_nothing((piece * 400)[:400] + "x")
    says_nothing((piece * 400)[:390] + "x")
    assert time.process_time() - started < 1
