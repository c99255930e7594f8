"""What to find out before coding: what responders asked back, and the facts on which the quotations turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Candidate, Place, Quotation
from assistant.asking_back import Fact, ToFindOut
from assistant.reading import facts, service_date
from assistant.reading.facts import Facts
from assistant.reading.question import Question
from assistant.statements import Case, Disagreement
from indexer import codes, passages, terms
from indexer.passages import Passage
from indexer.points import DEPENDS, Point, Why

POINTS = 4
# The quotations that count: as many of the first ones, and as many of the best.
_BEST = 2
# In characters and in words: "Does this help?" is nothing to find out.
_LONGEST, _FEWEST = 200, 5
_SAID = 0.4
# What a poster asks for himself, or about the rule and not about the case.
_OWN = re.compile(
    r"^(?:and|but|so)\b|\b(?:my|i am|am i|we|us|anyone|anybody|should|need to|have to|cost of)\b", re.IGNORECASE
)
_WHEN = ToFindOut("The guidance changed: what is the date of service?", Fact.DATE, ("a date or a year",))
_WHICH_PAYER = ToFindOut("Which payer is it: Medicare or another?", Fact.PAYER, ("Medicare", "another payer"))
_WHICH_CASE = "Which of these cases is it?"
_A_PAYER = re.compile(r"\b(?:payers?|payors?|ins(?:urance)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Turning:
    """Worth asking for where one sentence of a quotation has both sides of it and the question settles neither.

    ``settled``: whether what is known of the case and the words of the question settle it.
    """

    ask: ToFindOut
    one: re.Pattern[str]
    other: re.Pattern[str]
    settled: Callable[[Facts, str], bool]


def _turning(
    ask: ToFindOut, one: str, other: str, words: str | None = None, known: Callable[[Facts], bool] | None = None
) -> _Turning:
    """Settled by a pattern of the question's ``words``, or by the facts."""
    first, second, said = (re.compile(pattern or "(?!)", re.IGNORECASE) for pattern in (one, other, words))
    return _Turning(ask, first, second, lambda case, asked: bool(said.search(asked) or (known and known(case))))


def _performer_known(case: Facts) -> bool:
    """A physician who is only named may stand there for much else: whom to ask, who wants to know."""
    return case.performed or any(entry.name != "physician" for entry in case.performers)


_TURNING = (
    _turning(
        ToFindOut(
            "Did the dose or the rate change?", Fact.CHANGED, ("the rate or the dose changed", "neither changed")
        ),
        r"\b(?:pump|infusion|reservoir|(?:re)?programm\w+|refill\w*)\b",
        r"\b(?:dose|dosage|rate)\b",
        r"\b(?:dose|dosage|rate)\b",
        lambda case: bool(case.changed),
    ),
    _turning(
        _WHICH_PAYER,
        r"\b(?:medicare|cms)\b",
        r"\b(?:commercial|private|other|many|most|some|each) (?:\w+ )?(?:payer|plan|insurer|carrier)s?\b|\bcpt\b",
        known=lambda case: case.settles_medicare,
    ),
    _turning(
        _WHICH_PAYER,
        r"\b(?:ask|check|depends?|differ\w*|var(?:y|ies)|some|verify)\b",
        r"\b(?:payer|carrier|insurer|plan)s?\b",
        known=lambda case: case.settles_medicare,
    ),
    _turning(
        ToFindOut(
            "In which setting was it done: office, hospital or surgery center?",
            Fact.SETTING,
            ("office", "hospital", "surgery center"),
        ),
        r"\b(?:office|non-?facility|POS 11|freestanding|physician claim|professional)\b",
        r"\b(?:facility (?:side|claim)|hospital|ASC|POS 2[1-4]|surgery center|inpatient)\b",
        known=lambda case: bool(case.settings),
    ),
    _turning(
        ToFindOut(
            "Who performed it: the physician, or staff under supervision?",
            Fact.PERFORMER,
            ("physician", "staff under supervision"),
        ),
        r"\b(?:physician|doctor|provider)s?\b",
        r"\bincident[- ]to\b|\b(?:clinical|auxiliary) (?:staff|personnel)\b|\bnurses?\b|\bNPPs?\b",
        known=_performer_known,
    ),
    _turning(
        ToFindOut("Is the patient new or established?", Fact.PATIENT, ("new", "established")),
        r"\bnew (?:patients?|and|or|versus)\b",
        r"\bestablished\b",
        r"\b(?:new|est|established|seen before|992[01]\d)\b",
    ),
    _turning(
        ToFindOut("Is it screening, or for signs or symptoms?", Fact.REASON, ("screening", "signs or symptoms")),
        r"\bscreening\b",
        r"\b(?:diagnostic|symptom\w*|signs)\b",
        r"\b(?:screen\w*|diagnostic|symptom\w*|surveillance|preventive|routine|Z\d\d)\b",
    ),
    _turning(
        ToFindOut("How many minutes are documented?", Fact.MINUTES, ("a number of minutes",)),
        r"\b\d+(?: to |-)?\d* ?min(?:ute)?s?\b",
        r"\b(?:total|threshold|under|less than|more than|at least|beyond|first|units?|up to)\b",
        r"\b(?:min\w*|hours?|hrs?|time)\b",
    ),
)


def points(
    question: Question,
    candidates: Sequence[Candidate],
    quotations: Sequence[Quotation],
    disagreement: Disagreement | None,
    about: Point | None = None,
    cases: Sequence[Case] = (),
    case: Case | None = None,
) -> list[ToFindOut]:
    """At most POINTS, the date and payer first, then what else the quotations turn on, then what responders asked.

    Of a recorded point that the question is ``about`` the record knows what the answer turns on: which of its ``cases``
    it is, where the question does not tell (``case``).
    """
    close = [one for one in quotations if one.place != Place.FURTHER]
    by_score = sorted(close, key=lambda one: (-one.score, one.citation))
    best = [one for one in close if one in close[:_BEST] or one in by_score[:_BEST]]
    asked = f"{question.read_as} {question.meaning}"
    found: list[ToFindOut] = []
    kind = disagreement.kind if disagreement else None
    if kind and kind.over_time and service_date.year(question) is None:
        found.append(_WHEN)
    if kind is Why.PAYERS and not question.facts.settles_medicare:
        found.append(_WHICH_PAYER)
    if about:
        turning = about.verdict == DEPENDS and case is None and len(cases) > 1
        whens = tuple(one.when for one in cases)
        return [*found, *([ToFindOut(_WHICH_CASE, Fact.CASE, whens)] if turning else [])]
    turns = [
        fact for fact in _TURNING if not fact.settled(question.facts, asked) and any(_turns(one, fact) for one in best)
    ]
    found += [fact.ask for fact in turns]
    found += [
        ToFindOut(sentence)
        for sentence in _asked_back(candidates, best)
        if not _asks_one_of(turns, sentence) and not _said(sentence, asked)
    ]
    return list(dict.fromkeys(found))[:POINTS]


def _turns(one: Quotation, fact: _Turning) -> bool:
    sentences = [one.text[start:end] for start, end in passages.sentences(one.text)]
    return any(fact.one.search(sentence) and fact.other.search(sentence) for sentence in sentences)


def _asks_one_of(turns: Sequence[_Turning], sentence: str) -> bool:
    """Whether what a responder asks back is one of the facts itself: who asks between two payers speaks of both."""
    if not turns:
        return False
    case = replace(facts.read(sentence), contrasted=())
    which_payer = any(fact.ask == _WHICH_PAYER for fact in turns) and _A_PAYER.search(sentence) is not None
    return which_payer or any(fact.settled(case, sentence) for fact in turns)


def _said(sentence: str, asked: str) -> bool:
    """Whether much of what is asked back stands in the question already."""
    words = set(terms.find(sentence))
    return len(words & set(terms.find(asked))) >= _SAID * len(words)


def _asked_back(candidates: Sequence[Candidate], quotations: Sequence[Quotation]) -> list[str]:
    """What responders asked of the asker in the cited threads, with no code that the cited passages lack.

    Such a question opens a posting or stands in one that the asker replied to; any other is the poster's own.
    """
    documents = {quotation.passage.document_id for quotation in quotations}
    offered = {code for quotation in quotations for code in quotation.passage.codes}
    cited = [one.passage for one in candidates if one.passage.document_id in documents]
    replies = [(one.document_id, _number(one)) for one in cited if one.role == "asker"]
    found = []
    for passage in cited:
        if not (passage.role or "").startswith("responder"):
            continue
        replied = any(document == passage.document_id and at > _number(passage) for document, at in replies)
        for place, (start, end) in enumerate(passages.sentences(passage.text)):
            sentence = " ".join(passage.text[start:end].split())
            if (
                sentence.endswith("?")
                and (place == 0 or replied)
                and len(sentence.split()) >= _FEWEST
                and len(sentence) <= _LONGEST
                and not _OWN.search(sentence)
                and offered.issuperset(codes.values(codes.find(sentence)))
            ):
                found.append(sentence)
    return found


def _number(passage: Passage) -> int:
    """The place of a posting in its thread."""
    return int(re.findall(r"\d+", passage.part)[0])
