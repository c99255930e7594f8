"""Shorter forms of a question keep what is asked and drop what only tells."""

from __future__ import annotations

import pytest

from assistant.finding import asking, reader
from assistant.finding.reader import Reader
from assistant.reading import gist

STORY = (
    "Hello everyone, I hope somebody can help! My boss and I have been arguing about this over coffee. The pump was "
    "only interrogated, and nothing was changed: is it 62367 or 62368? Thanks so much."
)


def test_what_tells_goes_first_and_then_function_words() -> None:
    told, least = gist.shorter(STORY)
    assert "coffee" not in told
    assert "Hello" not in told
    assert "The pump was only interrogated, and nothing was changed: is 62367 or 62368?" in told
    assert "pump only interrogated, nothing changed: 62367 or 62368?" in least
    assert "Thanks" not in least


@pytest.mark.parametrize(
    "said",
    [
        "the right hand",
        "ER",
        "US",
        "fine needle",
        "not on the same day",
        "well visit",
        "without 59",
        "no",
        "MR",
        "IM",
        "5 mm",
        "great toe",
    ],
)
def test_words_of_the_field_and_denials_stay(said: str) -> None:
    for shorter in gist.shorter(f"I think she wants to know: {said} 20610?"):
        assert all(word in shorter.split() for word in said.split() if word not in {"the", "on"})


def test_what_only_tells_is_not_searched_for() -> None:
    assert gist.untold("Hi everyone, I wonder whether 25 goes on 99213?") == "whether 25 on 99213?"
    assert gist.untold("Thanks, everybody!") == "Thanks, everybody!"


def test_a_question_that_only_tells_has_no_shorter_form() -> None:
    assert list(gist.shorter("I hope you know. Thanks!")) == []


def test_a_sentence_ends_before_a_small_letter() -> None:
    told, _ = gist.shorter("pt woken at 8:25, no cut made. is that a thing")
    assert told == "pt woken at 8:25, no cut made."


def test_a_question_is_read_as_typed_while_it_fits_and_without_what_tells_where_it_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[int] = []
    desk = reader.opened()

    def score(self: Reader, asked: list[int], window: list[int]) -> float:
        read.append(len(asked))
        return 0.0

    monkeypatch.setattr(Reader, "_score", score)
    (_, least) = gist.shorter(f"{STORY} {STORY}")
    for asked in ("is it 62367 or 62368?", f"{STORY} {STORY}", least):
        desk.scores(asked, ["It is."])
    short, story, condensed = read
    assert short < story == condensed <= 56


def test_every_word_stands_in_one_list() -> None:
    telling, function = gist._lists()
    assert telling
    assert function
    assert not telling & function


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (STORY, "The pump was only interrogated, and nothing was changed: is it 62367 or 62368?"),
        (
            "Dr. Ames filled it. Which code for the refill? I tried 95990. Is it paid?",
            "Which code for the refill? Is it paid?",
        ),
        (
            "He came. The pump was refilled with morphine. Is he right?",
            "The pump was refilled with morphine. Is he right?",
        ),
        ("He filled the pump. She read it. Need the code for the pump refill", "Need the code for the pump refill"),
        ("The pump was read. Is it 62367?", "The pump was read. Is it 62367?"),
    ],
)
def test_of_a_story_the_sentences_that_ask_are_taken(question: str, asked: str) -> None:
    assert asking.asked(question) == asked
