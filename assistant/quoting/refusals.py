"""A refusal that still helps: what was searched, what came nearest, what is missing, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Candidate, Citation
from assistant.finding import demands, ranking
from assistant.quoting import citations
from assistant.reading.question import Question
from indexer.codes import Code
from indexer.index import Index

NEAREST = 3


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
    asked = [code for code in question.codes if code.system != "modifier"]
    known = index.store.known(asked)
    return [code for code in asked if code not in known]


def _nearest_text(candidates: Sequence[Candidate], index: Index) -> str:
    """All that the NEAREST documents say, with their titles and sources."""
    found = index.store.documents(ranking.documents(candidates, NEAREST))
    passages = [one.passage for stored in found.values() for one in stored]
    return "\n".join(f"{one.source} {one.title} {one.text}" for one in passages)


def write(question: Question, candidates: Sequence[Candidate], index: Index) -> str:
    """Holds no citation mark and no code but those that the question itself named."""
    manifest = index.manifest
    searched = f"{manifest.documents:,} documents ({manifest.passages:,} passages) by words, meaning and code"
    newest = f", newest {manifest.newest}" if manifest.newest else ""
    lines = (
        "Nothing in this base answers that well enough to quote.",
        f"Searched: {searched}{newest}.",
        f"Missing: {_missing(question, candidates, index)}.",
        "Ask: the payer's provider line or policy page, your Medicare contractor for Medicare, "
        "or the AMA's CPT network for what a code covers.",
    )
    return "\n\n".join(lines)


def _missing(question: Question, candidates: Sequence[Candidate], index: Index) -> str:
    codes = unknown(question, index)
    if codes:
        return f"no document names {', '.join(code.value for code in codes)}"
    if not candidates:
        return "no word of the question stands in any document"
    text = _nearest_text(candidates, index)
    unsaid = demands.unnamed(question.typed, text)
    if demands.other_year(question.typed, text):
        unsaid += demands.years(question.typed)
    lacking = demands.lacking(question.typed, text)
    said = [f"speaks of {', '.join(unsaid)}"] * bool(unsaid) + [f"gives {', '.join(lacking)}"] * bool(lacking)
    if said:
        return f"none of the documents below {' or '.join(said)}"
    return "the documents below share words with the question but do not settle it"
