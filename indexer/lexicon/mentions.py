"""Where a text names a payer, a state, a setting or a performer, and whether it says that this one is not meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.lexicon import negation, words
from indexer.lexicon.entries import Entry, Facet, Kind, Names, Node, known
from indexer.lexicon.words import Word

_PLACES = re.compile(
    r"\b(?:pos|places? of service)(?:\s{1,2}code)?\s{0,2}[#:=]?\s{0,2}"
    r"(\d\d(?:\s{0,2}(?:/|,|&|-|or|and|vs\.?|to)\s{0,2}\d\d)*)(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\d\d")
# "Humana Medicare", "UHC MA plan": a plan of that insurer in Medicare's place; but not "BCBS, Medicare secondary".
_PLAN = re.compile(
    r"(?:['’]s)?(?:\s{1,3}|-)(?:(?:medicare|mcr|mdcr)\b(?:[\s-]{1,3}(?:adv(?:antage)?|replacement|hmo|ppo|plans?)\b)*"
    r"|(?:medicare\s)?part c\b|(?:health\s)?advantage\b|mapd\b|ma[\s-](?:plans?|hmo|ppo)\b|(?-i:MA)\b)"
    r"(?!\s{1,3}(?:(?:is|as)\s)?(?:prim|sec|2nd|1st|supp))",
    re.IGNORECASE,
)
# "Medicare Advantage (Aetna)", "an MA plan through Humana".
_PLAN_OF = re.compile(r"\s{0,2}[(/]\s?|\s(?:with|through|thru|from|by|of)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` names ``entry``.

    ``negated``: as one that is not meant, "not Medicare". ``contrasted``: as one of two between which the text leaves
    it open, "Medicare or commercial?"
    """

    start: int
    end: int
    entry: Entry
    negated: bool = False
    contrasted: bool = False


def find(text: str) -> tuple[Mention, ...]:
    """In the order of their places; none overlap but a state in a payer's name, "Washington State L&I".

    Takes time in line with the length.
    """
    found = sorted((*_named(text), *_places(text)), key=lambda one: one.start)
    meant = [one for one in _with_plans(text, found) if one.entry.facet is not Facet.LOOKALIKE]
    return tuple(_contrasted(text, list(_negated(text, meant))))


def _places(text: str) -> Iterator[Mention]:
    places = known().places
    for listed in _PLACES.finditer(text):
        for number in _PLACE.finditer(text, listed.start(1), listed.end(1)):
            if number[0] in places:
                yield Mention(number.start(), number.end(), places[number[0]])


def _named(text: str) -> Iterator[Mention]:
    """The longest name from each word on, left to right."""
    names, found = known(), words.split(text)
    at = 0
    while at < len(found):
        if not names.may_begin(found[at].text):
            at += 1
            continue
        mention, following = _longest(text, found, at, names, len(found))
        if mention:
            yield mention
            if mention.entry.facet is Facet.PAYER:
                inner = (_longest(text, found, place, names, following - 1)[0] for place in range(at, following - 1))
                yield from (one for one in inner if one and one.entry.facet is Facet.STATE)
        at = following


def _longest(text: str, found: Sequence[Word], at: int, names: Names, until: int) -> tuple[Mention | None, int]:
    """The mention that begins with the word ``at`` and ends before the word ``until``, and the word to go on from."""
    first = found[at]
    best: tuple[Mention | None, int] = (None, at + 1)
    nodes: Sequence[Node] = (names.root,)
    for place in range(at, until):
        word = found[place]
        if place > at and not words.joined(text, found[place - 1], word):
            break
        steps = [(node, form) for form in _forms(word.text) for node in nodes if form in node.following]
        if not steps:
            break
        written = text[first.start : word.start + len(word.text)]
        ends = (_ends(node.following[form], form, written) for node, form in steps)
        entry = next((end for end in ends if end), None)
        if entry:
            best = (Mention(first.start, word.end, entry), place + 1)
        nodes = [node.following[form] for node, form in steps]
    return best if best[0] else (_by_beginning(first, names), at + 1)


def _forms(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if word.endswith("s") and len(word) > 2 else (word,)


def _ends(node: Node, form: str, written: str) -> Entry | None:
    """What ends at ``node``; capitals are asked for, but not of the "s" of a plural."""
    plural = not written.lower().endswith(form)
    capitals = written[:-1].isupper() and written.endswith("s") if plural else written.isupper()
    return (node.cased if capitals else None) or node.ends


def _by_beginning(word: Word, names: Names) -> Mention | None:
    """``BCBSIL`` by its beginning, and ``nonmedicare`` by what follows "non"."""
    for beginning, entry in names.beginnings:
        if word.text.startswith(beginning):
            return Mention(word.start, word.end, entry)
    rest = names.root.following.get(word.text.removeprefix("non")) if word.text.startswith("non") else None
    return Mention(word.start, word.end, rest.ends, negated=True) if rest and rest.ends else None


def _with_plans(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """An insurer and Medicare, or Medicare Advantage, side by side are one: a plan of that insurer."""
    end = 0
    for place, one in enumerate(found):
        if one.start < end and one.entry.facet is not Facet.STATE:
            continue
        if _is(one, Kind.COMMERCIAL) and (plan := _PLAN.match(text, one.end)):
            one = Mention(one.start, plan.end(), replace(one.entry, kind=Kind.ADVANTAGE))
        elif _is(one, Kind.ADVANTAGE) and place + 1 < len(found):
            of = found[place + 1]
            if _is(of, Kind.COMMERCIAL) and _PLAN_OF.fullmatch(text, one.end, of.start):
                one = Mention(one.start, of.end, replace(of.entry, kind=Kind.ADVANTAGE))
        end = max(end, one.end)
        yield one


def _is(one: Mention, kind: Kind) -> bool:
    return one.entry.kind is kind and not (kind is Kind.COMMERCIAL and one.entry.whole)


def _negated(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    before: Mention | None = None
    for one in found:
        if not one.negated and not one.entry.instrument:
            goes_on = (
                before is not None
                and before.negated
                and before.entry.facet is one.entry.facet
                and negation.goes_on(text, before.start, before.end, one.start)
            )
            one = replace(one, negated=goes_on or negation.holds(text, one.start, one.end))
        before = one
        yield one


def _contrasted(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    open_ = [False] * len(found)
    for place, (one, other) in enumerate(itertools.pairwise(found)):
        meant = not one.negated and not other.negated and one.entry != other.entry
        if meant and one.entry.facet is other.entry.facet and negation.sets_against(text, one.end, other.start):
            open_[place] = open_[place + 1] = True
    return (replace(one, contrasted=contrasted) for one, contrasted in zip(found, open_, strict=True))
