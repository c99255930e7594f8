"""ICD-10-CM and ICD-9-CM codes, with and without the dot.

A dotted ICD-10-CM code stands by itself. What could be something else (a category such as J03, a code without its dot,
an ICD-9 number) is read only beside a word such as "dx", in a list with another diagnosis, or alone in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from indexer.codes import diagnosis_shapes
from indexer.codes.diagnosis_shapes import Candidate
from indexer.codes.notation import Code, Mention, written_out

_CUE = r"\b(?:dx'?s?|icd[-\s]?(?:9|10)?(?:[-\s]?cm)?|diagnos[ei]s|diag)\b"
_NEAR_CUE = re.compile(rf"{_CUE}|\bdiagnostic\b|\bcode first\b", re.IGNORECASE)
_CUE_BEFORE = re.compile(
    rf"{_CUE}(?:\s(?:primary|secondary))?(?:\s?codes?)?(?:\s(?:of|is|was|are|were|as|like))?[\s:#=(,-]{{0,3}}\Z",
    re.IGNORECASE,
)
_NUMBER_CUE = re.compile(r"\b(?:dx|icd[-\s]?9(?:[-\s]?cm)?|diagnosis)(?:\s?codes?)?[\s:#]{1,3}\Z", re.IGNORECASE)
_CUE_AFTER = re.compile(
    r"\s(?:(?:as|is|the|an?|my|primary|secondary)\s){0,3}(?:dx|diagnosis|icd)\b(?!\W{1,3}[A-Z]?\d\d)", re.IGNORECASE
)
_REMARK = re.compile(r"\b(?:remarks?|rarc|carc|remit\w*|denials?|denied|deny|denies|eob|co|pr)\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:billed|paid|pays?|allow\w{0,6}|charged?s?|fees?|cost|price|reimburse\w{0,4}|rates?|rvus?|scores?|temp\w{0,7}|fever|weigh\w{0,3}|bmi"
    r"|total|average|factor|payment|amount|balance|sections?|chapters?|version|ncd|cfr|was|about)\s(?:\w{1,6}\s){0,2}\Z",
    re.IGNORECASE,
)
_CODING = re.compile(r"\b\d{5}\b|\b[A-V]\d{4}\b|\bcodes?\b|\bcover|\bclaim|\bbill", re.IGNORECASE)
_JOIN = re.compile(
    r"\s?(?P<sep>-|/|,|;|&|\+|\bto\b|\bthru\b|\bthrough\b)?\s?(?:\b(?:and|or|vs)\b\.?)?\s?", re.IGNORECASE
)
_STEM = re.compile(
    r"\s?(?P<sep>-|/|,|&|\bor\b|\band\b|\bto\b|\bthru\b)(?P<gap>\s?)(?P<dot>\.?)(?P<digits>\d{1,4})(?![\w%])(?!\.\w)",
    re.IGNORECASE,
)
_RANGE = {"-", "to", "thru", "through"}
_SPINE = re.compile(r"[CTLS]\d\d?", re.IGNORECASE)


def find(text: str, normal: str) -> Iterator[Mention]:
    """``text`` has its lookalikes overwritten; ``normal`` still has the words around them that tell a diagnosis."""
    candidates = list(diagnosis_shapes.candidates(text))
    accepted = _accepted(candidates, text, normal)
    position = 0
    for index, candidate in enumerate(candidates):
        if not accepted[index] or candidate.start < position:
            continue
        codes, end = [candidate.code], candidate.end
        following = index + 1
        while following < len(candidates) and accepted[following] and _is_range(text, end, candidates[following].start):
            last = candidates[following]
            codes += _between(codes[-1], last.code)
            end, following = last.end, following + 1
        while stem := _stem(text, end, codes[-1]):
            codes += _between(codes[-1], stem[0]) if stem[2] else [stem[0]]
            end = stem[1]
        position = end
        yield Mention(candidate.start, end, tuple(dict.fromkeys(codes)))


def _accepted(candidates: list[Candidate], text: str, normal: str) -> list[bool]:
    ranged = {
        candidate.start
        for left, right in pairwise(candidates)
        if len(left.raw) == len(right.raw) == 3
        and left.raw[0] == right.raw[0]
        and left.raw[0].isalpha()
        and left.raw[0] not in "CTLS"
        if _is_range(text, left.end, right.start) and left.raw < right.raw
        for candidate in (left, right)
    }
    certain = [one.start for one in candidates if one.sure or one.whole or one.start in ranged]
    fours = [candidate.start for candidate in candidates if candidate.shape == "short" and len(candidate.raw) == 4]
    accepted = [
        candidate.sure or candidate.start in ranged or _in_context(candidate, certain, fours, text, normal)
        for candidate in candidates
    ]
    pairs = list(pairwise(range(len(candidates))))
    for one, other in [*pairs, *((right, left) for left, right in reversed(pairs))]:
        if accepted[one] and not accepted[other]:
            accepted[other] = _listed(candidates[one], candidates[other], text)
    return accepted


def _in_context(candidate: Candidate, certain: list[int], fours: list[int], text: str, normal: str) -> bool:
    start, end = candidate.start, candidate.end
    before = normal[max(0, start - 80) : start]
    if candidate.shape == "number":
        return bool(_NUMBER_CUE.search(before)) and _is_old_number(candidate.raw) and text[end : end + 1] != "-"
    if _CUE_BEFORE.search(before) or _CUE_AFTER.match(normal, end):
        return True
    if candidate.whole or re.fullmatch(r"Z\d\d", candidate.raw):
        return True
    if candidate.shape == "five" or candidate.raw == "B12" or _is_vertebra(candidate, text):
        return False
    if len(text) < 20 and not (text[:start] + text[end:]).strip(" .?"):
        return candidate.shape == "short"
    if _is_near(certain, start) or _NEAR_CUE.search(before):
        return candidate.shape != "old" or not _MEASURE.search(before)
    around = text[max(0, start - 80) : start] + " " + text[end : end + 80]
    if candidate.shape == "old":
        return bool(
            _NEAR_CUE.search(normal, max(0, start - 300), end + 300) or _CODING.search(around)
        ) and not _MEASURE.search(before)
    remark = candidate.raw[0] in "MN" and _REMARK.search(normal, max(0, start - 80), end + 80)
    return len(candidate.raw) == 4 and not remark and (_is_near(fours, start) or bool(_CODING.search(around)))


def _is_near(places: list[int], start: int) -> bool:
    """Whether another of the ``places``, in ascending order, lies within 80 characters."""
    index = bisect_left(places, start)
    return any(0 < abs(other - start) <= 80 for other in places[max(0, index - 1) : index + 2])


def _listed(known: Candidate, other: Candidate, text: str) -> bool:
    """A weak candidate joins a list; one that HCPCS could claim only where the whole list is written without dots."""
    left, right = (known, other) if known.start < other.start else (other, known)
    join = _JOIN.fullmatch(text, left.end, right.start)
    if not join or right.start < left.end:
        return False
    if not join[0].strip():
        return other.shape == "short" and len(other.raw) == 4
    if other.shape == "number":
        return known.shape == "number" and _is_old_number(other.raw) and (len(other.raw) < 5 or other.raw[0] != "9")
    if other.shape == "five":
        return known.shape in {"five", "short"} and known.end < other.start and len(known.raw) > 3
    return not _is_vertebra(other, text) or known.shape == "dotted"


def _is_old_number(raw: str) -> bool:
    return not (raw.startswith(("992", "993", "994")) and len(raw) == 5) and not (
        len(raw) == 4 and raw[:2] in {"19", "20"}
    )


def _is_vertebra(candidate: Candidate, text: str) -> bool:
    beside = text[max(0, candidate.start - 1) : candidate.start] + text[candidate.end : candidate.end + 2]
    return bool(_SPINE.fullmatch(candidate.raw)) and ("-" in beside or candidate.raw in {"T10", "T11", "T12"})


def _is_range(text: str, start: int, end: int) -> bool:
    join = _JOIN.fullmatch(text, start, end)
    return bool(join and (join["sep"] or "").lower() in _RANGE)


def _between(first: Code, last: Code) -> list[Code]:
    values = written_out(first.value, last.value) if first.system == last.system else None
    return [Code(first.system, value) for value in values[1:]] if values else [last]


def _stem(text: str, end: int, last: Code) -> tuple[Code, int, bool] | None:
    """``M17.11/12`` and ``M54.16/.17``: the code meant, where it ends, and whether it closes a range."""
    head, dot, tail = last.value.partition(".")
    match = _STEM.match(text, end) if dot and tail.isdigit() else None
    if not match or (
        not match["dot"] and (len(match["digits"]) != len(tail) or last.system == "ICD-9-CM" or len(tail) == 1)
    ):
        return None
    if not match["dot"] and match["gap"] and match["sep"] in {",", "-"}:
        return None
    is_range = match["sep"].lower() in _RANGE
    if is_range and (len(match["digits"]) != len(tail) or match["digits"] <= tail):
        return None
    return Code(last.system, f"{head}.{match['digits']}"), match.end(), is_range
