"""Of two texts of the shipped base that pull apart over time the base says which held when, or a reason stands here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pytest
from conftest import SHIPPED_KB, source

from indexer import passages, recording, sources
from indexer.documents import Document, Excerpt, Thread
from indexer.formats import excerpt, forum_thread
from indexer.plugins import NoSettings
from indexer.points import Point, PointSide, Why

# The point that neither its record nor its documents date, and why not.
UNDATED = {
    "whether an MUE (medically unlikely edit) is judged per claim line or per date of service": (
        "the newer text names no day for the indicators"
    ),
    "whether an NP or PA counts as the supervising physician's specialty for new versus established": "payers differ",
    "who may certify home health (G0180, G0179): a physician only or an allowed practitioner too": (
        "no text says since when"
    ),
    "whether packing or breaking loculations makes an abscess drainage 10061 rather than 10060": "coders never agreed",
    "whether ultrasound guidance 76942 needs a stored image on file": "two opinions on one rule",
    "which consultation codes exist: 99241-99245/99251-99255 or 99242-99245/99252-99255": "no text says since when",
    "which code leads for sepsis from a postprocedural infection: T81.4, or T81.40-T81.43 with T81.44": (
        "the older answer has no date, and the newer names the year of its guidelines, not of the change"
    ),
    "whether a second same-day office E/M for the same problem may be billed": "a society's reading beside the manual",
}

Documents = Mapping[str, Document]


@pytest.fixture(scope="module")
def documents() -> Documents:
    found: dict[str, Document] = {}
    for path in sorted(SHIPPED_KB.glob("*/*.md")):
        name = str(path.relative_to(SHIPPED_KB))
        read = excerpt.read if path.parent.name == "excerpts" else forum_thread.read
        for one in read(source(path.read_text("utf-8"), name), NoSettings()):
            if isinstance(one, (Excerpt, Thread)):
                found[one.id] = one
    return found


@pytest.fixture(scope="module")
def points(documents: Documents) -> list[Point]:
    rules = sources.rules(None)
    cut = [
        one
        for document in documents.values()
        for one in passages.split(document, lambda text: len(text.split()), 256, rules)
    ]
    recorded, problems = recording.read([SHIPPED_KB], cut)
    assert not problems
    return recorded


def years(document: Document) -> set[int]:
    dates = [post.posted for post in document.posts] if isinstance(document, Thread) else [document.published]
    return {date.year for date in dates if date}


def of(side: PointSide, documents: Documents) -> Document:
    return documents[side.source.partition("#")[0]]


def apart(point: Point, documents: Documents) -> Iterator[tuple[PointSide, PointSide]]:
    """Sides that changed over time as the record says, or that contradict each other in texts of different years."""
    for one, other in itertools.combinations(point.sides, 2):
        first, second = years(of(one, documents)), years(of(other, documents))
        if point.why in {Why.SUPERSEDED, Why.DATES} or (
            point.why is Why.OPPOSITE and first and second and first.isdisjoint(second)
        ):
            yield one, other


def dated(one: PointSide, other: PointSide, documents: Documents) -> bool:
    if any(side.since or side.until for side in (one, other)):
        return True
    first, second = of(one, documents), of(other, documents)
    # A single text that tells of both times dates neither.
    return first.id != second.id and any(text.superseded_by or text.effective or text.until for text in (first, second))


def test_what_pulls_apart_over_time_says_since_or_until_when(points: list[Point], documents: Documents) -> None:
    undated = {
        point.on for point in points if any(not dated(one, other, documents) for one, other in apart(point, documents))
    }
    assert undated == set(UNDATED), "state from, until, effective or superseded_by, or give the reason in UNDATED"


def test_the_base_is_read_whole(documents: Documents) -> None:
    assert {path.relative_to(SHIPPED_KB).with_suffix("").as_posix() for path in SHIPPED_KB.glob("*/*.md")} == set(
        documents
    )


def test_whatever_replaced_a_text_stands_in_the_base_and_began_after_it(documents: Documents) -> None:
    for one in documents.values():
        if one.superseded_by:
            later = documents[one.superseded_by]
            assert not (one.effective and later.effective) or one.effective <= later.effective, one.id
            assert not (one.until and later.effective) or one.until.days[1] < later.effective.days[0], one.id
