"""Recorded points as lines for an editor and as JSON, each with its sources as the base cites them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.finding import meeting
from assistant.finding.meeting import Meeting
from assistant.finding.recognition import Met
from assistant.showing import phrases
from indexer import points
from indexer.passages import Passage
from indexer.points import Point, PointCase, PointSide
from indexer.stores import Store

# How many further points are shown beside the one that is met, and how many where none is.
NEXT, NEAREST = 2, 3
_MEASURES = {
    "likeness": "likeness to that way of asking",
    "view": "likeness to a side's view",
    "covered": "words of the question that the point has",
    "strays": "words that only the questions beside it have",
    "back": "words of that way of asking that the question has",
    "first": "standing of its best source in the search",
    "second": "standing of its second side",
    "plain": "nobody disputes it",
    "ahead": "how far its likeness passes that of the next point",
    "read": "what the reader makes of its nearest view",
    "read_ahead": "how far that passes the next point's",
    "behind": "how far its sources stay behind the best passage",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a base has under the names that points call their sources by."""

    passages: Mapping[str, Passage]

    @classmethod
    def of(cls, recorded: Sequence[Point], store: Store) -> Sources:
        """The first passage of each; one that is an asker's is none."""
        named = dict.fromkeys(source for one in recorded for said in one.stated for source in _named(said))
        documents = store.documents(tuple(dict.fromkeys(source.partition("#")[0] for source in named)))
        found: dict[str, Passage] = {}
        for stored in (one for held in documents.values() for one in held):
            if stored.passage.role != "asker":
                for name in points.names(stored.passage) & named.keys():
                    found.setdefault(name, stored.passage)
        return cls(found)

    def line(self, source: str) -> str:
        one = self.passages.get(source)
        return source if one is None else f"{source}: {one.citation}, {phrases.provenance(one.provenance)}"

    def plain(self, source: str) -> dict[str, Any]:
        one = self.passages.get(source)
        if one is None:
            return {"source": source, "citation": None, "date": None, "provenance": None}
        date = str(one.date) if one.date else None
        return {"source": source, "citation": one.citation, "date": date, "provenance": one.provenance}


def _named(said: PointSide | PointCase) -> tuple[str, ...]:
    return said.sources if isinstance(said, PointSide) else (said.source,)


def listed(point: Point, sources: Sources) -> Iterator[str]:
    """Its name with its verdict, then a line a source."""
    said = [point.verdict or "no verdict", *([point.why] if point.why else [])]
    yield f"{phrases.opening(phrases.line(point.on))} [{', '.join(said)}]"
    for source in dict.fromkeys(source for side in point.sides for source in side.sources):
        yield f"  {sources.line(source)}"


def whole(point: Point, sources: Sources) -> Iterator[str]:
    """All that is recorded of it but the ways to ask."""
    yield f"verdict: {point.verdict or 'none'}{f'; {point.why}' if point.why else ''}"
    for side in point.sides:
        period = "".join(f", {word} {date}" for word, date in (("from", side.since), ("until", side.until)) if date)
        yield f"{side.stands_for or 'says'}{period}: {phrases.line(side.says)}"
        yield from (f"  {sources.line(source)}" for source in side.sources)
    for case in point.cases:
        told = [f"report {', '.join(case.report)}"] if case.report else []
        told += [f"not with {', '.join(case.not_with)}"] if case.not_with else []
        yield f"case, {phrases.line(case.when)}: {'; '.join([*told, phrases.line(case.says)])}"
        yield f"  {sources.line(case.source)}"


def met(found: Meeting, sources: Sources) -> Iterator[str]:
    """Which point is met and why, with the next ones; where none is, the nearest with what keeps each off."""
    if found.about:
        yield f"Meets: {phrases.line(found.about.point.on)}"
        yield from (f"  {line}" for line in (*_why(found.about, found), *whole(found.about.point, sources)))
    else:
        unnamed = any(one.chance >= found.needed(one) for one in found.others)
        yield "Meets none: no document names any of the procedures asked about" if unnamed else "Meets none"
    for one in _shown(found):
        yield f"{'Next' if found.about else 'Nearest'}:"
        off = meeting.keeps_off(one, found.by, found.needed(one))
        kept = [f"kept off by: {'; '.join(_measure(name) for name in off)}"] if off else []
        yield from (f"  {line}" for line in (*listed(one.point, sources), *_why(one, found), *kept))
    if not found.about and not found.others:
        yield "No source of a recorded point was found for it."


def _shown(found: Meeting) -> Sequence[Met]:
    return found.others[: NEXT if found.about else NEAREST]


def _why(one: Met, found: Meeting) -> Iterator[str]:
    yield f"nearest way to ask it: {phrases.line(one.nearest)}"
    yield f"chance {one.chance:.2f}, met from {found.needed(one):.2f} on"
    yield "; ".join(f"{_measure(name)} {value:.2f}" for name, value in meeting.measures(one, found.by).items())


def _measure(name: str) -> str:
    return _MEASURES.get(name, name.replace("_", " "))


def plain(point: Point, sources: Sources) -> dict[str, Any]:
    return {
        "on": point.on,
        "verdict": point.verdict,
        "why": point.why,
        "sides": [
            {
                "for": side.stands_for,
                "says": side.says,
                "from": str(side.since) if side.since else None,
                "until": str(side.until) if side.until else None,
                "sources": [sources.plain(source) for source in side.sources],
            }
            for side in point.sides
        ],
        "cases": [
            {
                "when": case.when,
                "report": list(case.report),
                "not_with": list(case.not_with),
                "says": case.says,
                "source": sources.plain(case.source),
            }
            for case in point.cases
        ],
    }


def plain_met(found: Meeting, sources: Sources) -> dict[str, Any]:
    """``met`` is None where no point is met; ``next`` are the likeliest others."""
    return {
        "question": found.question.typed,
        "read_as": found.question.read_as,
        "masked": list(found.masked),
        "voice": found.voice,
        "met": _plain_met(found.about, found, sources) if found.about else None,
        "next": [_plain_met(one, found, sources) for one in _shown(found)],
    }


def _plain_met(one: Met, found: Meeting, sources: Sources) -> dict[str, Any]:
    return {
        "nearest": one.nearest,
        "chance": round(one.chance, 6),
        "needed": found.needed(one),
        "measures": {name: round(value, 6) for name, value in meeting.measures(one, found.by).items()},
        "kept_off_by": list(meeting.keeps_off(one, found.by, found.needed(one))),
        "point": plain(one.point, sources),
    }
