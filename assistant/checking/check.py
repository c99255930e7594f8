"""The check of a text: text -> privacy -> claims -> each searched, weighed and judged, with the words that decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.ask import Desk, ranked
from assistant.checked import Checked, CheckedClaim, Found, Replacement, Verdict
from assistant.checking import bearing, cutting
from assistant.checking.bearing import Bearing
from assistant.finding import memo, recognition, unnamed
from assistant.finding.retrieval import Candidates
from assistant.quoting import citations
from assistant.quoting.successors import Successors
from assistant.reading import service_date
from assistant.reading.question import Question
from indexer import privacy
from indexer.errors import CitationError, QuestionError
from indexer.index import Index

Progress = Callable[[str, int, int], None]
refuse = cutting.refuse


def check(text: str, desk: Desk, told: Progress | None = None) -> Checked:
    """Every claim of ``text`` in its order; ``told`` hears how many are done.

    Raises QuestionError where ``text`` is empty, too long, nothing but codes, not English, or claims nothing, and
    CitationError where what is shown does not stand in its passage.
    """
    desk = replace(desk, index=memo.over(desk.index))
    screened = privacy.screen(text)
    cut = cutting.cut(screened.text)
    found: list[CheckedClaim] = []
    for number, claim in enumerate(cut.claims, 1):
        found.append(judged(number, claim, desk))
        if told:
            told("claims", number, len(cut.claims))
    unsearched = desk.index.store.absent
    return Checked(tuple(found), cut.passed_over, tuple(screened.kinds), desk.fingerprint, unsearched)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim as read, what was found for it, and how the first passages of that bear on it."""

    claim: Question
    candidates: Candidates
    bearings: tuple[Bearing, ...]


def weighed(text: str, desk: Desk) -> Weighed:
    """Raises QuestionError for what cannot be searched."""
    claim, _ = desk.read(text)
    index = memo.over(desk.index)
    candidates = desk.judged(claim, ranked(claim, index), index)
    met = recognition.met(claim, candidates, index, desk.reader)
    return Weighed(claim, candidates, tuple(bearing.weigh(claim, candidates, met, desk.reader, index)))


def judged(number: int, text: str, desk: Desk) -> CheckedClaim:
    """What cannot be searched, such as a sentence longer than any question, is not found."""
    try:
        return _verdict(number, weighed(text, desk), memo.over(desk.index))
    except QuestionError:
        return CheckedClaim(number, text, Verdict.NOT_FOUND, None)


def _verdict(number: int, found: Weighed, index: Index) -> CheckedClaim:
    """What stands today decides before what was replaced; what leaves it open settles nothing."""
    claim = found.claim
    successors = Successors(found.candidates, index, service_date.asked(claim))
    successors.read([one.candidate.passage for one in found.bearings])
    known = not unnamed.all_procedures(claim, index)
    settling = [one for one in found.bearings if known and (one.stance.same or one.stance.reverse)]
    settling.sort(key=lambda one: one.stance.novel)
    standing = [one for one in settling if successors.standing(one.candidate.passage).in_force]
    said_once = next((one for one in settling if one.stance.same and one not in standing), None)
    if standing and standing[0].stance.same:
        return CheckedClaim(number, claim.typed, Verdict.SUPPORTED, _found(standing[0]))
    if said_once:
        later = _replacement(said_once, successors)
        return CheckedClaim(number, claim.typed, Verdict.REPLACED, _found(said_once), later)
    if standing:
        return CheckedClaim(number, claim.typed, Verdict.CONTRADICTED, _found(standing[0]))
    nearest = max(found.bearings, key=lambda one: one.stance.read - 10 * one.stance.novel, default=None)
    return CheckedClaim(number, claim.typed, Verdict.NOT_FOUND, _found(nearest) if nearest else None)


def _found(one: Bearing) -> Found:
    passage = one.candidate.passage
    says = passage.text[one.start : one.end]
    if not says.strip():
        raise CitationError(f"nothing of {passage.id} is shown")
    return Found(says, one.start, one.end, citations.cite(1, passage), passage)


def _replacement(one: Bearing, successors: Successors) -> Replacement | None:
    """None where the base lacks what took its place, or names no such text."""
    document = successors.of(one.candidate.passage)
    later = successors.passages(document) if document else []
    if not later:
        return None
    passage = later[0].passage
    return Replacement(citations.cite(1, passage), passage.effective or passage.date)
