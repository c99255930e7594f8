"""Whether what stands before and after a publication's name says that its words come now, or have just been."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from indexer.authority import cues
from indexer.authority.layout import Layout


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a name up to ``end``, as far as it is known to introduce words.

    ``spoken``: a verb of speech, "Excerpt" and the like; ``colon`` and ``explicit``: where unmarked words would
    begin, and whether such a verb or "Excerpt" stands before the colon; ``dash`` and ``line``: by a dash, or by the
    end of the line alone; ``broken``: a full stop or an empty line is between.
    """

    end: int
    spoken: bool
    colon: int | None
    explicit: bool
    dash: bool
    line: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Approach:
    """``origin``: "from", "excerpt from"; ``quoting``: "quoting", so that somebody else may be who speaks."""

    start: int
    origin: bool
    quoting: bool


def tail(text: str, at: int) -> Tail:
    seen: set[str] = set()
    colon: int | None = None
    spoken = -1
    explicit, start, limit = False, at, min(len(text), at + _REACH)
    while at < limit and (step := _step().match(text, at, limit)):
        kind = step.lastgroup or "gap"
        if kind == "colon":
            colon, explicit = step.end(), spoken > 0 and _AT_ONCE.fullmatch(text, spoken, at) is not None
        elif colon is not None and kind != "gap" and not _excerpt().match(text, at):
            break
        at = step.end()
        spoken = at if kind == "explicit" else spoken
        seen.add("break" if kind == "gap" and colon is None and _EMPTY_LINE.search(step[0]) else kind)
    gap = text[start:at]
    return Tail(
        end=at,
        spoken=bool(seen & {"explicit", "speaks"}),
        colon=colon,
        explicit=explicit,
        dash=_DASH.fullmatch(gap) is not None,
        line="\n" in gap and not gap.strip(" \t\n)]"),
        broken=bool(seen & {"break", "stop"}),
    )


def before(text: str, at: int, page: Layout) -> str:
    """The sentence up to ``at``, without what it has in quotation marks."""
    floor = max(0, at - _BACK)
    stops = reversed(list(_STOP.finditer(text, floor, at)))
    start = next(
        (stop.end() for stop in stops if not _SHORT.search(text, max(0, stop.start() - 8), stop.start())), floor
    )
    parts: list[str] = []
    while (quotation := page.quotation_before(at)) and quotation.end > start:
        parts.append(text[quotation.end : at])
        at = quotation.start
    parts.append(text[start:at] if at > start else "")
    return " \u2026 ".join(reversed(parts))


def credible(sentence: str) -> bool:
    """Whether the ``sentence`` that leads up leads to the words themselves.

    False for a question, a denial, a supposition, a guess, somebody else's account, or a lead of unknown words.
    """
    if not sentence.strip():
        return True
    sentence = _itself().sub(" ", _ADDRESS.sub("", sentence))
    if approached := approach(sentence):
        sentence = sentence[: approached.start]
    sentence = sentence.rstrip(" \t\n:")
    contrast = list(_CONTRAST.finditer(sentence))
    clauses = [cues.spoken(clause) for clause in _CLAUSE.split(sentence[contrast[-1].end() if contrast else 0 :])]
    if any(clause and clause[0] in cues.words("ask") for clause in clauses):
        return False
    return not cues.heard("doubt", [word for clause in clauses for word in clause]) and _plain(clauses[-1])


def approach(sentence: str) -> Approach | None:
    """The approach to a name at the end of ``sentence``: "per the", "From the AMA's"."""
    match = _approach().search(sentence, max(0, len(sentence) - _BESIDE))
    return Approach(match.start(), match["origin"] is not None, match["quoting"] is not None) if match else None


def follows(text: str) -> bool:
    """Whether ``text``, between a quotation and a name, attributes the one to the other."""
    at = 0
    while at < len(text) and (step := _behind().match(text, at)):
        at = step.end()
    return at == len(text) and not _EMPTY_LINE.search(text)


def ends(text: str, at: int, bracketed: bool) -> bool:
    """Whether an attribution ends at ``at``, so that it is nothing but that."""
    return (_AFTER_BRACKET if bracketed else _AFTER).match(text, at) is not None


def taken_back(text: str, at: int) -> bool:
    """Whether the sentence that goes on at ``at``, or the next, asks about the words, doubts or disowns them."""
    rest = text[at : at + _BACK // 2]
    stops = [stop.end() for stop in _STOP.finditer(rest)][:2]
    first = rest[: stops[0]] if stops else rest
    asked = first.rstrip().endswith("?") and len(cues.spoken(first)) <= _TAG_WORDS
    doubted = cues.heard("back", cues.spoken(rest[: stops[-1]] if len(stops) == 2 else rest))
    return asked or doubted or _DOUBTED.match(first) is not None


def _plain(clause: list[str]) -> bool:
    """Whether the words just before a name do nothing but lead to it."""
    if cues.heard("deny", clause) or any(word.endswith("n't") for word in clause):
        return False
    about = next((place for place, word in enumerate(clause) if word in cues.words("about")), len(clause))
    return all(word[0].isdigit() or word in cues.words("lead") for word in clause[:about])


@cache
def _step() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{cues.pattern(kind)})" for kind in ("explicit", "speaks", "between"))
    return re.compile(
        rf"{kinds}|(?P<colon>:)|(?P<stop>\.(?=\s))|(?P<gap>(?!\[/?QUOTE)[\s,;()\[\]…–—-]+?(?=\S|$))", re.IGNORECASE
    )


@cache
def _excerpt() -> re.Pattern[str]:
    return re.compile(rf"{cues.pattern('explicit')}:", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"{cues.pattern('behind')}|[\s.,;:()\[\]–—~-]", re.IGNORECASE)


@cache
def _itself() -> re.Pattern[str]:
    verbs = r"(?:also\s|clearly\s)?(?:says|states|reads|said|stated|is\sstated)"
    return re.compile(rf"{cues.pattern('itself')}\s{verbs}(?=\W|$)", re.IGNORECASE)


@cache
def _approach() -> re.Pattern[str]:
    of = r"(?:\s(?:the|a|an|my|our|this|ama|ama['’]s|cms|medicare|medicare['’]s|articles?|copy|of|in)){0,4}"
    origin, other = cues.pattern("origin"), cues.pattern("approach")
    return re.compile(rf"(?:(?P<origin>{origin})|(?P<quoting>quoting)|{other}){of}[\s(]{{0,3}}$", re.IGNORECASE)


_REACH = 100
_BACK = 400
_BESIDE = 60
_TAG_WORDS = 4
# Between "says" and its colon.
_AT_ONCE = re.compile(r"[\s,)\]]*(?:the following|as follows|this|in part|in relevant part)?\s*", re.I)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_DASH = re.compile(r"[\s)\]]*[–—-]{1,2}\s*")
_STOP = re.compile(r"[.!?][\"”)\]*_]{0,3}(?:\s+|$)|(?<!:)\n[ \t]*\n")
# A full stop behind one of these ends no sentence.
_SHORT = re.compile(r"\b(?:dr|mr|mrs|ms|st|vs|vol|no|pg|pgs|pp?|ch|sec|sect|e\.g|i\.e|etc|asst|pub|fed|reg|cf)$", re.I)
_ADDRESS = re.compile(
    r"\A\s*(?:(?:hi|hey|hello|dear)\b[^\n]{0,30}\n|(?:no|nope|yes|yep|well|ok|okay|sorry|actually)\b\s?[,.!]+)", re.I
)
_CONTRAST = re.compile(r"\b(?:but|however|whereas|yet)\b|;", re.I)
_CLAUSE = re.compile(r"[,:()\[\]–—…]|\s-\s|\b(?:and|because|since|so|as|while|although|though)\b", re.I)
_AFTER_BRACKET = re.compile(r"[)\]]\s*(?:[.,;!\n]|\Z)|[)\]][ \t]*(?=[\"“])")
_AFTER = re.compile(r"[ \t]*(?:\Z|[.!;](?:\s|\Z)|\n(?=\s*(?:\Z|[^a-z\s])))")
# "…"?, or '"…" is a myth': the words are the subject of what the poster says about them.
_DOUBTED = re.compile(r"[\s.)\]]*\?|[ \t]*(?:is|was|are|were|isn['’]t|wasn['’]t|would|does|doesn['’]t)\b", re.I)
