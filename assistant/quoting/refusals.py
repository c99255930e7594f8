"""A refusal that still helps: what was searched, what came nearest, what is missing, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Candidate, Citation
from assistant.finding import demands, events, ranking
from assistant.quoting import citations
from assistant.reading import facts
from assistant.reading.question import Question
from assistant.reading.wanted import Wanted
from assistant.refusal import Missing, Refusal, Searched, Undescribed, Unfound, UnknownCodes, Unsaid, Unsettled
from indexer.codes import Code
from indexer.index import Index

NEAREST = 3
# Who may know what the base does not.
WHOM = (
    "the payer's provider line or policy page",
    "your Medicare contractor for Medicare",
    "the AMA's CPT network for what a code covers",
)


def nearest(candidates: Sequence[Candidate]) -> list[Citation]:
    """The best passage of each of the NEAREST documents, numbered from 1."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.passage.document_id, candidate)
        if len(first) == NEAREST:
            break
    return [citations.cite(number, best.passage) for number, best in enumerate(first.values(), 1)]


def unknown(question: Question, index: Index) -> list[Code]:
    """The procedure and diagnosis codes of the question that no passage names."""
    asked = [code for code in question.codes if not code.is_modifier]
    known = index.store.known(asked)
    return [code for code in asked if code not in known]


def _nearest_text(question: Question, candidates: Sequence[Candidate], index: Index) -> str:
    """All that the NEAREST documents say, with their titles and sources; to the rate of a code nothing counts but what
    names it.
    """
    found = index.store.documents(ranking.documents(candidates, NEAREST))
    passages = [one.passage for stored in found.values() for one in stored]
    if question.wanted is Wanted.VALUE:
        passages = [one for one in passages if set(question.codes) & set(one.codes)]
    return demands.held_by(passages)


def of(question: Question, candidates: Sequence[Candidate], index: Index) -> Refusal:
    """Names no code but those that the question itself named."""
    manifest = index.manifest
    searched = Searched(manifest.documents, manifest.passages, manifest.newest)
    return Refusal(searched, _missing(question, candidates, index), WHOM)


def _missing(question: Question, candidates: Sequence[Candidate], index: Index) -> Missing:
    codes = unknown(question, index)
    if codes:
        return UnknownCodes(tuple(codes))
    if question.wanted is Wanted.DESCRIPTION:
        return Undescribed(question.codes)
    if not candidates:
        return Unfound()
    text = _nearest_text(question, candidates, index)
    parties = demands.unnamed(question.typed, text)
    own = facts.read(question.typed)
    years = [str(year) for year in own.years] if demands.other_year(own, text) else []
    lacking = demands.lacking(question.typed, text)
    happened = events.unsaid(question.said, text)
    if parties or years or lacking or happened:
        return Unsaid(tuple(parties), tuple(years), tuple(lacking), tuple(happened))
    return Unsettled()
