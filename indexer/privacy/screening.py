"""Identifiers of persons in a pasted question, found and masked before anything is searched.

Labels stay and only values go ("MRN 00123456" becomes "MRN [MRN]"), so that the sentence can still be read. Codes,
provider numbers (NPI), dates of service, ages and years are no identifiers here; what is one stands, with examples, at
the top of ``benchmarks/privacy.py``. Repeats in the patterns are bounded, or start where no other match could: the
time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.privacy import addresses, births, labelled, names, shapes, unexplained
from indexer.privacy.masking import KINDS, PLACEHOLDERS, Identifier, masked

# Each looks at what those before it left: a labelled number is no telephone number, a house number no name.
_FINDERS: tuple[Callable[[str], Iterable[Identifier]], ...] = (
    shapes.mails,
    labelled.find,
    births.find,
    shapes.numbers,
    unexplained.find,
    addresses.find,
    names.find,
)


@dataclass(frozen=True, slots=True)
class Screened:
    """``kinds`` names what was masked in ``text``, each kind once, in a fixed order."""

    text: str
    kinds: tuple[str, ...]


def screen(text: str) -> Screened:
    """One mask can give away its neighbour (a date after a name), so the passes end with one that finds nothing."""
    kinds, before = set[str](), ""
    while text != before:
        before = text
        for find in _FINDERS:
            text, found = masked(text, find(text))
            kinds |= found
    return Screened(text, tuple(kind for kind in KINDS if kind in kinds))


def locate(text: str) -> tuple[Identifier, ...]:
    """What ``screen`` masks, as places in ``text`` as it was given; none overlaps another."""
    found, current = list[Identifier](), text
    while True:
        before = current
        for find in _FINDERS:
            if spans := [span for span in find(current) if span.end > span.start]:
                found = _merged([*found, *(_origin(span, found) for span in spans)])
                current, _ = masked(text, found)
        if current == before:
            return tuple(found)


def _origin(span: Identifier, found: list[Identifier]) -> Identifier:
    """A place in the masked text as one in the text before it was masked, with every mask it touches whole."""
    start, end, shift = span.start, span.end, 0  # shift: how much further on the original is
    first = last = None
    for mask in found:
        left = mask.start - shift
        right = left + len(PLACEHOLDERS[mask.kind])
        if first is None and start < right:
            first = start + shift if start <= left else mask.start
        if last is None and end <= right:
            last = end + shift if end <= left else mask.end
        if first is not None and last is not None:
            break
        shift = mask.end - right
    return Identifier(start + shift if first is None else first, end + shift if last is None else last, span.kind)


def _merged(spans: Iterable[Identifier]) -> list[Identifier]:
    """Overlapping places become one, of the kind of the first."""
    merged = list[Identifier]()
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Identifier(last.start, max(last.end, span.end), last.kind)
        else:
            merged.append(span)
    return merged
