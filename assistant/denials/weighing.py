"""What the base has on a denial, in both directions: cases of its record, its answer, and a claim held against it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Place
from assistant.ask import Desk
from assistant.checked import Verdict
from assistant.checking import check
from assistant.denials.dealt import Evidence
from assistant.denials.denial import Denial
from assistant.denials.remarks import Kind
from assistant.dossiers import gathering
from assistant.dossiers.dossier import CaseOf, Comparison, Recorded
from assistant.finding import memo
from assistant.quoting import citations
from assistant.reading import polarity
from assistant.reading.facts import Facts
from assistant.showing import phrases
from assistant.statements import HeadlineKind
from indexer.codes import Code, related
from indexer.documents import PartialDate
from indexer.errors import CitedeskError
from indexer.lexicon import Period
from indexer.passages import Passage
from indexer.points import DEPENDS, DISPUTED, NO, YES, Point, PointCase, PointSide

# How many ways to ask are tried, at most.
_TRIES = 8
# A cause that none of the codes names is asked about as these are.
_UNNAMED_PAIR = ("Can {other} be billed with {one}?", "Is {other} bundled into {one}?")
_UNNAMED_ONE = ("When is {one} not paid?", "Can {one} be reported separately?")


@dataclass(frozen=True, slots=True)
class Asked:
    """``answer`` bears on the denied codes and claims to answer; ``nearest`` is the first that does not."""

    answer: Answer | None
    nearest: Answer | None


def compared(denial: Denial, desk: Desk) -> Comparison | None:
    """The two codes side by side, where it is a pair."""
    index = memo.over(desk.index)
    return gathering.compared(denial.one, denial.other, index) if denial.other else None


def ask(denial: Denial, kind: Kind | None, pair: Comparison | None, desk: Desk, facts: Facts | None) -> Asked:
    """The first answer with a recorded verdict on the codes, else the first that bears on them."""
    best: Answer | None = None
    nearest: Answer | None = None
    for text in list(_questions(denial, kind, pair))[:_TRIES]:
        try:
            found = desk.ask(text, facts=facts)
        except CitedeskError:
            continue
        if not found.supported:
            nearest = nearest or (found if found.quotations else None)
        elif bears(found, denial, kind):
            best = best or found
            if _recorded(found):
                return Asked(found, nearest)
    return Asked(best, nearest)


def bears(answer: Answer, denial: Denial, kind: Kind | None) -> bool:
    """Whether a quotation is of a passage that names every denied code, and of one code alone speaks in what is shown
    of it of what it was denied for.
    """
    named = [one for one in answer.quotations if _names_all(one.passage, denial.pair)]
    return any(denial.other or kind is None or kind.about.search(one.short) for one in named)


def of_pair(pair: Comparison, service: Period | None) -> Iterator[Evidence]:
    """The cases that report both codes, and those that report one and keep the other off."""
    for pays, cases in ((True, pair.together), (False, pair.apart)):
        yield from (_case(one, pays, service) for one in cases)


def of_answer(answer: Answer, denial: Denial, kind: Kind | None, desk: Desk) -> Iterator[Evidence]:
    """The recorded verdict with which it opens; nothing of one that opens with a sentence."""
    headline = answer.headline
    if headline is None or (met := _point(answer, desk.index.points.recorded)) is None:
        return
    point, stated = met
    cited = next(one for one in answer.quotations if one.citation == headline.citation)
    lead = headline.lead or ""
    # The verdict is today's; what held until some day has none.
    past = isinstance(stated, PointSide) and stated.until is not None
    verdict = None if past or cited.place is Place.IN_FORCE_THEN else point.verdict
    formal = next(one.formal for one in answer.citations if one.number == headline.citation)
    pays = _pays(point, verdict, denial.words(kind.claim) if kind else answer.question)
    on_these = any(code.value in text for code in denial.pair for text in _own_words(point))
    on_that = denial.other or (kind and kind.about.search(f"{point.on} {headline.says}"))
    decides = bool(on_these and on_that) and _names_all(cited.passage, denial.pair)
    decides = decides and not cited.place.of_another_time and verdict in {YES, NO, DEPENDS, DISPUTED}
    yield Evidence(pays, phrases.line(lead) or None, headline.says, formal, decides)


def _point(answer: Answer, recorded: Sequence[Point]) -> tuple[Point, PointSide | PointCase] | None:
    """The recorded point with whose words ``answer`` opens, and the side or case that has them."""
    if not _recorded(answer) or answer.headline is None:
        return None
    said = phrases.line(answer.headline.says)
    stated = ((point, one) for point in recorded for one in point.stated)
    return next((found for found in stated if phrases.line(found[1].says) == said), None)


def _pays(point: Point, verdict: str | None, claim: str) -> bool | None:
    """Whether a yes or a no says that ``claim`` is so; an editor's ways to ask are all answered by it, so that the most
    of them tell which way round.
    """
    asked = [text for text in point.asked if polarity.polar(text)]
    if verdict not in {YES, NO} or not asked:
        return None
    same = 2 * sum(polarity.same_way(text, claim) for text in asked) > len(asked)
    return (verdict == YES) == same


def _own_words(point: Point) -> Iterator[str]:
    yield point.on
    yield point.verdict or ""
    yield from (one for case in point.cases for one in (*case.report, *case.not_with))


def of_claim(denial: Denial, kind: Kind, desk: Desk) -> Iterator[Evidence]:
    """What has to be so for the payer to be wrong, held against the base as any pasted text is."""
    claim = denial.words(kind.claim)
    if denial.given.dos:
        claim = f"As of {denial.given.dos}, {claim}"
    found = check.judged(1, claim, desk)
    if found.found and found.verdict in {Verdict.SUPPORTED, Verdict.CONTRADICTED}:
        pays = found.verdict is Verdict.SUPPORTED
        yield Evidence(pays, None, found.found.says, found.found.citation.formal, True)


def _questions(denial: Denial, kind: Kind | None, pair: Comparison | None) -> Iterator[str]:
    """In the words of the cause; of a pair also as the record itself is asked."""
    asked = (kind.pair if denial.other else ()) or kind.one if kind else _UNNAMED_PAIR if denial.other else _UNNAMED_ONE
    yield from map(denial.words, asked)
    recorded = [point for point in pair.points if _on(point, pair)] if pair else []
    for point in recorded:
        yield from [text for text in point.asked if all(code.value in text for code in denial.pair)][:1]
        yield point.on


def _on(point: Recorded, pair: Comparison) -> bool:
    """Whether a case of it names both codes."""
    both = {pair.one.code, pair.other.code}
    return any(both <= case.reported | case.barred for case in point.cases)


def _recorded(answer: Answer) -> bool:
    return answer.headline is not None and answer.headline.kind is HeadlineKind.RECORDED


def _names_all(passage: Passage, pair: tuple[Code, ...]) -> bool:
    named = set(passage.searched_codes)
    return all(named & {code, *related.covering(code)} for code in pair)


def _case(case: CaseOf, pays: bool, service: Period | None) -> Evidence:
    passage = case.said.passage
    formal = citations.cite(1, passage).formal
    return Evidence(pays, case.told, case.said.words, formal, _in_force(passage, service))


def _in_force(passage: Passage, service: Period | None) -> bool:
    """Today, or at the time of service."""
    if service is None:
        return passage.superseded_by is None
    return not _before(service.last, passage.effective) and not _after(service.first, passage.until)


def _before(last: datetime.date | None, begins: PartialDate | None) -> bool:
    return bool(last and begins and last < begins.days[0])


def _after(first: datetime.date | None, ends: PartialDate | None) -> bool:
    return bool(first and ends and first > ends.days[1])
