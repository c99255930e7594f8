"""Answers at the JSON border: the one place that names the keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant import naming
from assistant.answers import Answer, Basis, Citation, Found, Quotation
from assistant.asking_back import ToFindOut
from assistant.judgement import Judged
from assistant.naming import Named
from assistant.refusal import Missing, Refusal, Undescribed, Unfound, UnknownCodes, Unsaid, Unsettled
from assistant.showing import abridging, phrases, plain, public_files
from assistant.statements import Case, Disagreement, Headline, Known, Side
from indexer.codes import Code
from indexer.errors import Courtesy


def line(record: dict[str, Any]) -> str:
    """One JSON object on one line, in the same bytes wherever it is given out."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def answer(answer: Answer, id: str | None = None) -> dict[str, Any]:
    """Of licensed texts the first words alone."""
    licensed = abridging.concerns(answer)
    if licensed:
        answer = abridging.abridged(answer)
        answer = replace(answer, text=plain.text(answer))
    return {
        "id": id,
        "question": answer.question,
        "read_as": answer.read_as,
        "codes": _codes(answer.codes),
        "facts": list(answer.facts),
        "named": _named(answer.named),
        "voice": answer.voice,
        "supported": answer.supported,
        "support": round(answer.support.value, 6),
        "strength": answer.support.strength,
        "calibrated": answer.support.calibrated,
        "text": answer.text,
        "headline": _headline(answer.headline),
        "basis": _basis(answer.basis),
        "cases": [_case(case) for case in answer.cases],
        "known": [_known(one) for one in answer.known],
        "reference": public_files.record(answer.reference, asked=True),
        "refusal": _refusal(answer.refusal),
        "quotations": [_quotation(quotation) for quotation in answer.quotations],
        "citations": [_citation(citation) for citation in answer.citations],
        "documents": list(answer.documents),
        "nearest": [_citation(citation) for citation in answer.nearest],
        "ask_first": [_ask_first(one) for one in answer.ask_first],
        "disagreement": _disagreement(answer.disagreement),
        "masked": list(answer.masked),
        "unsearched": list(answer.unsearched),
        "wording": {
            "generator": answer.wording.generator,
            "sentences": [sentence.text for sentence in answer.wording.sentences],
            "marks": [list(sentence.marks) for sentence in answer.wording.sentences],
            "dropped": {dropped.why: dropped.count for dropped in answer.wording.dropped},
            "instead": answer.wording.instead,
        },
        "judged": _judged(answer.judged),
        "licence": abridging.NOTICE if licensed else None,
        "fingerprint": answer.fingerprint,
    }


def courtesy(said: Courtesy, id: str | None = None) -> dict[str, Any]:
    """What is said to a greeting has an answer's text and no evidence."""
    return {"id": id, "question": said.typed, "voice": "courtesy", "supported": False, "text": str(said)}


def search(found: Found, top: int, id: str | None = None) -> dict[str, Any]:
    return {
        "id": id,
        "question": found.question.typed,
        "read_as": found.question.read_as,
        "codes": _codes(found.question.codes),
        "masked": list(found.masked),
        "unsearched": list(found.unsearched),
        "passages": [
            {
                "rank": rank,
                "passage": candidate.passage.id,
                "document": candidate.passage.document_id,
                "score": round(candidate.score, 6),
                "found_by": list(candidate.found_by),
                "text": abridging.words(candidate.passage, candidate.passage.text),
            }
            for rank, candidate in enumerate(found.candidates[:top], 1)
        ],
    }


def _codes(codes: Sequence[Code]) -> list[dict[str, str]]:
    return [{"system": code.system, "value": code.value} for code in codes]


def _named(named: Sequence[Named]) -> list[dict[str, Any]]:
    return [
        {"system": one.code.system, "value": one.code.value, "family": one.family.words if one.family else None}
        for one in named
    ]


def _headline(headline: Headline | None) -> dict[str, Any] | None:
    if headline is None:
        return None
    return {
        "text": headline.text,
        "kind": headline.kind,
        "lead": headline.lead,
        "says": headline.says,
        "citation": headline.citation,
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "when": case.when,
        "report": list(case.report),
        "not_with": list(case.not_with),
        "says": case.says,
        "citation": case.citation,
    }


def _known(known: Known) -> dict[str, Any]:
    return {"on": known.on, "verdict": known.verdict, "says": known.says, "citation": known.citation}


def _basis(basis: Basis | None) -> dict[str, Any] | None:
    if basis is None:
        return None
    return {
        "tiers": [tier.words for tier in basis.tiers],
        "newest": basis.newest,
        "in_force": basis.in_force,
        "replaced": basis.replaced,
        "since": str(basis.since) if basis.since else None,
        "of_another_time": basis.of_another_time,
        "opinion": basis.opinion,
        "provenances": list(basis.provenances),
        "silent": list(basis.silent),
    }


def _refusal(refusal: Refusal | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    searched = refusal.searched
    return {
        "searched": {"documents": searched.documents, "passages": searched.passages, "newest": searched.newest},
        "missing": _missing(refusal.missing),
        "ask": list(refusal.ask),
    }


def _missing(missing: Missing) -> dict[str, Any]:
    match missing:
        case UnknownCodes():
            return {"reason": "unknown codes", "codes": _named(naming.of(missing.codes))}
        case Undescribed():
            return {"reason": "undescribed", "codes": _codes(missing.codes)}
        case Unfound():
            return {"reason": "no word found"}
        case Unsaid():
            return {
                "reason": "unsaid",
                "parties": list(missing.parties),
                "years": list(missing.years),
                "figures": list(missing.figures),
                "events": list(missing.events),
            }
        case Unsettled():
            return {"reason": "unsettled"}


def _quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "citation": quotation.citation,
        "passage": quotation.passage.id,
        "document": quotation.passage.document_id,
        "start": quotation.start,
        "end": quotation.end,
        "text": quotation.text,
        "short": quotation.short,
        "place": quotation.place.name.lower(),
        "provenance": quotation.passage.provenance,
        "replaced_by": quotation.replaced_by,
        "replies_to": quotation.replies_to,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {"number": citation.number, **cited(citation)}


def cited(citation: Citation) -> dict[str, Any]:
    """A citation that stands alone."""
    return {
        "label": citation.label,
        "tier": citation.tier.words,
        "as_of": str(citation.as_of) if citation.as_of else None,
        "document": citation.document_id,
        "url": citation.url,
        "provenance": citation.provenance,
        "formal": citation.formal,
    }


def _ask_first(one: ToFindOut) -> dict[str, Any]:
    return {"ask": one.ask, "fact": one.fact, "choices": list(one.choices)}


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    return {"model": judged.model, "pick": judged.pick, "ignored": judged.ignored} if judged else None


def _disagreement(disagreement: Disagreement | None) -> dict[str, Any] | None:
    if disagreement is None:
        return None
    return {"why": phrases.why(disagreement), "sides": [_side(side) for side in disagreement.sides]}


def _side(side: Side) -> dict[str, Any]:
    return {
        "stands_for": phrases.side(side),
        "citations": list(side.citations),
        "says": side.says,
        "stated": side.stated,
        "from": str(side.since) if side.since else None,
        "until": str(side.until) if side.until else None,
    }
