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
from indexer.privacy.masking import KINDS, Identifier, masked

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
