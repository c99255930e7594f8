"""What speaks for a disagreement among quotations: the words of the texts, their dates, and who speaks.

None of it decides alone; ``disagreement.json`` weighs it, fitted by ``benchmarks/fit_disagreement.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from assistant.answers import Quotation
from assistant.question import Question
from indexer import passages
from indexer.passages import Passage
from indexer.sources import Tier

# A quotation below this part of the best one's score is not what the answer stands on.
CENTRAL = 0.6
_CONTRAST = re.compile(
    r"\bunlike\b|\bon the other hand\b|\binstead\b|\bdiffer(?:s|ent|ently)?\b|\bvar(?:y|ies)\b|\bdepend(?:s|ing)?\b"
    r"|\bnot every\b|\bwhereas\b|\bdo not always agree\b|\bpart ways\b|\bin contrast\b|\bprefer\b|\bseveral do not\b"
    r"|\bbut (?:medicare|cms|payers|private)\b|\bnot for\b|\bnon-medicare\b|\banyone else\b|\bother payers\b"
    r"|\b(?:private|commercial) (?:payers|plans)\b|\bnevertheless\b|\bone commercial plan\b|\balone wants\b",
    re.IGNORECASE,
)
_PAYERS = (
    (
        "Medicare",
        r"\b(?:medicare|cms|mac|lcd|part b|carriers?|noridian|palmetto|novitas|trailblazer|wps|first coast|ncci)\b",
    ),
    ("CPT or the AMA", r"\b(?:cpt|ama|coding side)\b"),
    (
        "other payers",
        r"\b(?:private|commercial|bcbs|blue cross|anthem|aetna|humana|regence|medicaid|non-medicare|other payers?"
        r"|insurers?|plans?|payers?)\b",
    ),
    ("a specialty society", r"\b(?:acog|aaos|acep|aap|acs)\b"),
)
_NAMES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PAYERS)
_DISPUTE = re.compile(
    r"\b(?:totally )?disagree\b|\bsee it differently\b|\bnot really\b|\bplease check that\b|\bopinions? differ\b"
    r"|\btwo schools\b|\bin spite of\b|\banother (?:view|version)\b|\bsplit on\b|\bmyth\b|\bexcept for the modifier\b"
    r"|\bi doubt\b|\bconflict\w*|\bdo(?: not|n't) all agree\b|\bcontradict\w*|\bopposite\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\bview\b|\breading\b|\bsplit\b|\bdisput|\bdisagree|\banother\b|\bone version\b|\bolder?\b|\bmyth\b|\bpart ways\b"
    r"|\bone answer\b|\bconflicting\b|\bbefore (?:19|20)\d\d|\bunder the pre-|\bstill said\b|\bwhen the code\b"
    r"|\b(?:cms|medicare|cpt|acog|ama|aaos)\b.*\b(?:aaos|medicare|private|payers?|ama|coders)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bno longer\b|\bdeleted\b|\bgave way\b|\btakes? the place\b|\breplaced\b|\brescinded\b|\brewritten\b"
    r"|\bcame into use\b|\bremoved\b|\bended that\b|\bdropped\b|\bwas an error\b|\bolder set\b",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\bold(?:er)?\b|\bin those days\b|\bat th(?:e|at) time\b|\bthen (?:named|coded)\b|\bcodes then\b|\bpre-20\d\d"
    r"|\bbefore 20\d\d|\bICD-9\b|\bstill said\b|\bpoint-counting\b|\bV\d\d\.\d",
    re.IGNORECASE,
)
_ASK_PAYER = re.compile(
    r"\b(?:ask|check|verify|depends? on|look up|find out)\b[^.]{0,40}"
    r"\b(?:payers?|carriers?|plans?|insurers?|each one|whose advice)\b"
    r"|\bdepending on the payer|\boffices differ\b|\bpayer may overrule\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:or|vs)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]{3,}")
# fmt: off
_LITTLE = frozenset([
    "the", "and", "for", "with", "same", "that", "this", "what", "how", "can", "does", "was", "are",
    "not", "you", "use", "have", "has", "which", "when", "who", "will", "bill", "code", "codes",
    "still", "our", "any", "but", "from", "all", "one", "two", "did", "get",
])
# fmt: on
# So much of a word tells it from others, whatever its ending.
_STEM = 5
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Signals:
    """Each between 0 and 1, most of them the relevance of a quotation: its score as a part of the best one's.

    ``replaced`` and ``changed``: what was replaced, by the base's own word, or by an end that another text
    dates after it. ``told``: a sentence sets payers apart, ``titled``: a title says that others hold otherwise, both
    weighed by the part of the question's words in them. ``advised``: a text says to ask the payer; ``disputed``: a text
    contradicts another. ``payers_asked`` and ``choice``: the question names payers, up to two, or two ways;
    ``beside``: the relevance of the second best quotation; ``span``: years from the oldest to the newest
    central quotation, in tens, at most one.
    """

    replaced: float
    changed: float
    told: float
    advised: float
    disputed: float
    titled: float
    payers_asked: float
    choice: float
    beside: float
    span: float

    def values(self) -> tuple[float, ...]:
        return astuple(self)


def measure(question: Question, quotations: Sequence[Quotation]) -> Signals:
    near = central(quotations)

    def most(weight: Callable[[Quotation], float]) -> float:
        return max((relevance(one, quotations) * weight(one) for one in near), default=0.0)

    years = [one.passage.date.year for one in near if one.passage.date]
    return Signals(
        replaced=_squarely([relevance(old, quotations) for old, _ in replaced(quotations)]),
        changed=_squarely([relevance(old, quotations) for old, _ in changed(near)]),
        told=most(lambda one: _on(question, _told(one))),
        advised=most(lambda one: float(_ASK_PAYER.search(one.text) is not None)),
        disputed=most(lambda one: float(disputes(one))),
        titled=most(lambda one: _on(question, one.passage.title) if titled(one) else 0.0),
        payers_asked=min(len(payers(question.typed)), 2) / 2,
        choice=float(_CHOICE.search(question.typed) is not None),
        beside=sorted(relevance(one, quotations) for one in quotations)[-2] if len(quotations) > 1 else 0.0,
        span=min(max(years) - min(years), 10) / 10 if years else 0.0,
    )


def _on(question: Question, text: str) -> float:
    """The part of the question's words that the text has."""
    asked = _stems(question.search_text)
    return len(asked & _stems(text)) / (len(asked) or 1)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _LITTLE}


def _told(one: Quotation) -> str:
    """The sentences that set payers apart; none is an empty text."""
    place = telling(one)
    return "" if place is None else " ".join(sentences(one.text)[max(0, place - 2) : place + 1])


def _squarely(relevances: Sequence[float]) -> float:
    """0 up to half of the best one's relevance: what was replaced beside the point is no disagreement on it."""
    return max(0.0, 2 * max(relevances, default=0.0) - 1)


def relevance(one: Quotation, quotations: Sequence[Quotation]) -> float:
    return one.score / (max(other.score for other in quotations) or 1.0)


def central(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that the answer stands on, most relevant first."""
    near = [one for one in quotations if relevance(one, quotations) >= CENTRAL]
    return sorted(near, key=lambda one: (-one.score, one.citation))


def replaced(quotations: Sequence[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Old and new, where the base names what took the place of a quoted text."""
    return [
        (old, new) for old in quotations for new in quotations if new.passage.document_id == (old.replaced_by or "")
    ]


def changed(quotations: Sequence[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Old and new, where one text dates a change after the other text, on a code that both name."""
    return [
        (old, new)
        for new in quotations
        for old in quotations
        if old.passage.document_id != new.passage.document_id
        # What one plan changes binds nobody else.
        and new.passage.tier != Tier.PAYER
        and set(old.passage.codes) & set(new.passage.codes)
        and _older(old.passage, _change_year(new))
    ]


def _change_year(one: Quotation) -> int | None:
    told = [text for text in (one.passage.title, *sentences(one.text)) if _CHANGE.search(text)]
    years = [int(year) for text in told for year in _YEAR.findall(text)]
    years += [one.passage.date.year] if told and one.passage.date else []
    return max(years, default=None)


def _older(passage: Passage, year: int | None) -> bool:
    if year is None:
        return False
    return passage.date.year < year if passage.date else _OLD.search(f"{passage.title}. {passage.text}") is not None


def disputes(one: Quotation) -> bool:
    return _DISPUTE.search(one.text) is not None


def titled(one: Quotation) -> bool:
    return _TITLE.search(one.passage.title) is not None


def speaks_for(one: Quotation) -> str | None:
    """Whose rule a text states: its own office's, or that of the only payer that it speaks of."""
    if one.passage.tier in {Tier.CMS, Tier.MAC}:
        return "Medicare"
    found = payers(one.text)
    return found[0] if len(found) == 1 else None


def telling(one: Quotation) -> int | None:
    """The place of the first sentence that sets two payers apart, counted within the quotation."""
    said = sentences(one.text)
    for place, sentence in enumerate(said):
        around = " ".join(said[max(0, place - 2) : place + 1])
        if _CONTRAST.search(sentence) and payers(sentence) and len(payers(around)) > 1:
            return place
    return None


def payers(text: str) -> list[str]:
    """Whose rule a text speaks of, in the order of its first words on each."""
    found = [(match.start(), name) for name, pattern in _NAMES if (match := pattern.search(text))]
    return [name for _, name in sorted(found)]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in passages.sentences(text)]
