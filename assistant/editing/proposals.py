"""Candidates for the record as lines for an editor and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.editing import skeleton
from assistant.editing.opposites import Opposed
from assistant.editing.pairs import Apart, Said
from assistant.editing.unmet import Unmet
from assistant.judgement import Voice
from assistant.showing import phrases

_VOICES = {
    Voice.ANSWERS: "answered without a recorded point",
    Voice.NEAREST: "not answered; what comes nearest",
    Voice.NOTHING: "nothing found",
}


def lines(apart: Sequence[Apart], open_: Sequence[Unmet]) -> Iterator[str]:
    yield f"{_counted(len(apart), 'pair')} of passages that may pull apart, the likeliest first"
    for number, pair in enumerate(apart, 1):
        yield f"{number}. {'; '.join(map(_opposed, pair.opposed))}"
        for said in (pair.one, pair.other):
            yield from _said(said)
        yield from skeleton.disagreement(pair).splitlines()
    yield f"{_counted(len(open_), 'question')} with no recorded point, alike ones together"
    for number, one in enumerate(open_, 1):
        yield f"{number}. {_VOICES[one.voice]}: {phrases.line(one.alike[0])}"
        yield from (f"   also: {phrases.line(text)}" for text in one.alike[1:])
        for said in one.said:
            yield from _said(said)
        yield from (skeleton.rule(one) or "").splitlines()


def plain(apart: Sequence[Apart], open_: Sequence[Unmet]) -> dict[str, Any]:
    return {
        "apart": [
            {
                "score": round(pair.score, 6),
                "opposed": [{"one": list(words.one), "other": list(words.other)} for words in pair.opposed],
                "passages": [_plain(pair.one), _plain(pair.other)],
                "skeleton": skeleton.disagreement(pair),
            }
            for pair in apart
        ],
        "unmet": [
            {
                "questions": list(one.alike),
                "voice": one.voice,
                "passages": [_plain(said) for said in one.said],
                "skeleton": skeleton.rule(one),
            }
            for one in open_
        ],
    }


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _opposed(words: Opposed) -> str:
    return f"{', '.join(words.one)} | {', '.join(words.other)}"


def _said(said: Said) -> Iterator[str]:
    passage = said.passage
    yield f"   {passage.citation}, {phrases.provenance(passage.provenance)}; {said.source}"
    yield f"     {phrases.words(said.text, passage.provenance)}"


def _plain(said: Said) -> dict[str, Any]:
    passage = said.passage
    return {
        "source": said.source,
        "citation": passage.citation,
        "date": str(passage.date) if passage.date else None,
        "provenance": passage.provenance,
        "says": said.text,
    }
