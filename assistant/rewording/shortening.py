"""A sentence of the evidence for a small model to shorten, and whether it came back unharmed.

A model of a few hundred million parameters follows no rules about marks and soon leaves the evidence, but it can
shorten one sentence. So it is offered one at a time, and the program, which knows what it offered, sets the mark.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.quoting.spans import points_back
from assistant.rewording import claims, turning
from indexer import passages

# Words that limit a rule; one of a kind may stand for another, and there must be as many of a kind.
_LIMITS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "if|when|whenever|once|where|provided|whether|depend(?:s|ing)|in case",
        "only|just|alone|solely|strictly|exclusively",
        "before|after|until|within|during",
        "may|might|can|could|probably|usually|normally|ordinarily|generally|typically|often|sometimes",
        "must|should|ha(?:s|ve|d) to|needs?|requires?|required",
        "at (?:least|most)|up to|or (?:more|less|fewer)|(?:more|less|fewer) than",
        "exceptions?|except|unless",
        "many|most|some|several|few",
        "or",
    )
)


_CLAUSES = re.compile(r"[,;:()]|\s[–-]\s")


def offered(asked: str, text: str) -> str:
    """The statement of ``text`` with most telling words of the question, and the one before it where it leans on it."""
    sentences = [text[start:end] for start, end in passages.sentences(text) if not text[:end].endswith("?")]
    if not sentences:
        return ""
    wanted = claims.stems(asked)
    at = max(range(len(sentences)), key=lambda one: (len(claims.stems(sentences[one]) & wanted), -one))
    return " ".join(sentences[at - 1 : at + 1] if at and points_back(sentences[at]) else [sentences[at]])


def first(text: str) -> str:
    """The first sentence of ``text``, once it is written to its end; empty before."""
    line = text.strip().partition("\n")[0]
    (start, end), *others = passages.sentences(f"{line} X")
    return line[start:end] if others else ""


def whole(sentence: str, source: str) -> bool:
    """Whether ``sentence`` is ``source`` without some of its clauses: no telling word is new or stands there oftener,
    no clause is kept in part, and no code, figure or acronym, nothing denied and nothing that limits is left out.
    """
    told = turning.words(source)
    own, others = (Counter(word.text for word in words) for words in (turning.words(sentence), told))
    needed = {word.text for word in told if word.named or word.text == turning.DENIED}
    limited = all(len(limit.findall(sentence)) >= len(limit.findall(source)) for limit in _LIMITS)
    return bool(own) and own <= others and needed <= set(own) and limited and _clause_by_clause(own, source)


def _clause_by_clause(own: Counter[str], source: str) -> bool:
    clauses = [Counter(word.text for word in turning.words(clause)) for clause in _CLAUSES.split(source)]
    missing = sum(clauses, Counter[str]()) - own
    left_out = [clause for clause in clauses if clause <= missing]
    return sum(left_out, Counter[str]()) == missing
