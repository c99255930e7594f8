"""What to find out before coding: what responders asked back, and the facts on which the quotations turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Candidate, Disagreement, Quotation
from assistant.disagreement import PAYERS, REPLACED
from assistant.question import Question
from indexer import codes, passages

POINTS = 4
# In characters and in words: "Does this help?" is nothing to find out.
_LONGEST, _FEWEST = 200, 5
_WHICH_PAYER = "Which payer is it?"
_PAYER_NAMED = (
    r"\b(?:medicare|mcr|cms|medicaid|bcbs|blue|aetna|cigna|uhc|humana|commercial|private|tricare|anthem|workers"
    r"|payers?)\b"
)
# A fact is worth asking for where the quotations turn on it and the question does not settle it: what to ask, the words
# by which the quotations show it, the words by which a question settles it.
_FACTS = (
    (
        _WHICH_PAYER,
        r"\b(?:payer|carrier|insurer|commercial plan|private plan)s?\b",
        _PAYER_NAMED,
    ),
    (
        "Did the dose or the rate change?",
        r"\b(?:dose|dosage|rate)\b[^.]{0,80}\b(?:chang|increas|decreas|rais|lower)\w*"
        r"|\b(?:chang|increas|decreas|rais|lower)\w*[^.]{0,60}\b(?:dose|dosage|rate)\b",
        r"\b(?:dose|dosage|rate)\b",
    ),
    (
        "Who performed it: the physician, or staff under supervision?",
        r"\b(?:incident to|clinical staff|supervision)\b",
        r"\b(?:nurse|rn|np|pa|ma|tech|staff|incident)\b",
    ),
    (
        "In which setting was it done: office, facility, emergency department?",
        r"\b(?:facility|place of service|office setting|hospital outpatient|asc)\b",
        r"\b(?:office|hospital|asc|inpatient|outpatient|ed|er|snf|pos|facility|clinic|home)\b",
    ),
)


def points(
    question: Question,
    candidates: Sequence[Candidate],
    quotations: Sequence[Quotation],
    disagreement: Disagreement | None,
) -> list[str]:
    """At most POINTS, the dose, date and payer before what responders asked back; none where nothing is quoted."""
    text = " ".join(quotation.text for quotation in quotations)
    asked = f"{question.typed} {question.before}"
    found = []
    why = disagreement.why if disagreement else None
    if why == REPLACED and not re.search(r"\b(?:19|20)\d\d\b", asked):
        found.append("What is the date of service? The guidance changed.")
    if why == PAYERS and not re.search(_PAYER_NAMED, asked, re.IGNORECASE):
        found.append(_WHICH_PAYER)
    found += [
        what
        for what, turns, settles in _FACTS
        if re.search(turns, text, re.IGNORECASE) and not re.search(settles, asked, re.IGNORECASE)
    ]
    found += _asked_back(candidates, quotations)
    return list(dict.fromkeys(found))[:POINTS]


def _asked_back(candidates: Sequence[Candidate], quotations: Sequence[Quotation]) -> list[str]:
    """Questions of responders in the cited documents, with no code that the cited passages lack."""
    documents = {quotation.passage.document_id for quotation in quotations}
    offered = {code for quotation in quotations for code in quotation.passage.codes}
    found = []
    for passage in (candidate.passage for candidate in candidates):
        if passage.document_id not in documents or not (passage.role or "").startswith("responder"):
            continue
        for start, end in passages.sentences(passage.text):
            sentence = " ".join(passage.text[start:end].split())
            if (
                sentence.endswith("?")
                and len(sentence.split()) >= _FEWEST
                and len(sentence) <= _LONGEST
                and offered.issuperset(codes.values(codes.find(sentence)))
            ):
                found.append(sentence)
    return found
