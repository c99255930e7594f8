"""Time and work grow with the length of what is read, never faster: twice the text takes about twice as long."""

from __future__ import annotations

import datetime
import random
import re
import time
from collections.abc import Callable

import pytest
from conftest import SHIPPED_KB, source

from indexer import passages, sources, threads
from indexer.documents import PartialDate, Post, Thread
from indexer.formats import forum_thread
from indexer.passages import Passage
from indexer.plugins import NoSettings

TODAY = datetime.date(2026, 1, 1)
# Twice the text may take this many times as long: beside others on the machine no measurement is exact.
MOST = 3.2


def varied(size: int, seed: int = 0) -> str:
    """Sentences of the shipped base with words of others, and now and then somebody's name and number."""
    drawn = random.Random(seed)
    text = " ".join(path.read_text("utf-8") for path in sorted(SHIPPED_KB.glob("threads/*.md"))[:60])
    sentences, words = re.split(r"(?<=[.?!])\s+", text.replace("#", "")), re.findall(r"[A-Za-z]{2,}", text)
    made: list[str] = []
    while size > 0:
        said = " ".join(
            drawn.choice(words) if drawn.random() < 0.2 else word for word in drawn.choice(sentences).split()
        )
        if drawn.random() < 0.03:
            said += f" Call {drawn.choice(words).title()} Smith at 206-555-{drawn.randrange(1000, 9999)}."
        made.append(said)
        size -= len(said) + 1
    return "\n\n".join(" ".join(made[at : at + 6]) for at in range(0, len(made), 6))


def postings(number: int) -> str:
    """By as many people."""
    said = varied(number * 120)
    bodies = [re.sub(r"\s+", " ", said[at * 120 : at * 120 + 120]) for at in range(number)]
    headed = [f"## Person{at} Q{at * 7}x - 2012-03-{1 + at % 28:02}\n\n{body}." for at, body in enumerate(bodies)]
    return "# Many people\n\n" + "\n\n".join(headed) + "\n"


def one_posting(size: int) -> str:
    return f"# One\n\n## Ann Doe - 2012-03-04\n\nIs 62368 billed?\n\n## Bob Roe - 2012-03-05\n\n{varied(size)}\n"


def read(text: str) -> None:
    (document,) = [one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Thread)]
    assert cut(document, lambda part: len(part.split()) + 2)


def cut(document: Thread, count: Callable[[str], int]) -> list[Passage]:
    return passages.split(document, count, 256, sources.rules(None))


def took(text: str) -> float:
    """Processor seconds, the better of two."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        # What a run keeps is no work of the next one.
        threads.read(one_posting(200), TODAY)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "size"), [(postings, 700), (one_posting, 150_000)], ids=["many people", "a long posting"]
)
def test_twice_the_text_takes_about_twice_as_long(made: Callable[[int], str], size: int) -> None:
    read(made(max(50, size // 20)))
    assert took(made(2 * size)) <= MOST * took(made(size))


def counted(document: Thread) -> int:
    """How many characters the model's tokens are counted of to cut it."""
    total = 0

    def count(text: str) -> int:
        nonlocal total
        total += len(text)
        return len(text.split()) + 2

    assert cut(document, count)
    return total


def test_a_long_question_is_not_counted_again_for_each_reply() -> None:
    question, reply = varied(60_000), "Report 62368 for the volume check alone."
    posts = (Post("asker", PartialDate(2010), question), *(Post("responder 1", PartialDate(2010), reply),) * 200)
    document = Thread(id="t", title="Refill", source="forum", url=None, posts=posts)
    assert counted(document) <= 8 * sum(len(post.text) for post in posts)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 40_000,
        "x" * 200_000,
        "- item\n" * 30_000,
        "code | pays\n--- | ---\n" + "62368 | for a pump that is reprogrammed\n" * 5_000,
    ],
    ids=["words", "a word", "items", "rows"],
)
def test_text_without_an_end_of_a_sentence_is_counted_in_parts(text: str) -> None:
    document = Thread(id="t", title="T", source="forum", url=None, posts=(Post("asker", None, text),))
    assert counted(document) <= 8 * len(text)
    assert all(len(passage.text) <= 40 * 256 for passage in cut(document, lambda part: len(part.split()) + 2))
