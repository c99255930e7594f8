"""Reads the words of a name, one after the other, as far as they can be parts of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.privacy.masking import pattern
from indexer.privacy.vocabulary import PARTICLES, vocabulary

_WORD = r"[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*(?!\w)"
WORD = re.compile(_WORD)
# Up to five words, looked at without being used up: what follows "Mr. and" is looked at again for "Mrs. Doe".
NEXT = rf"""(?=(?P<words>{_WORD}(?:(?:(?:(?<=\b[A-Z])|(?<=\bSt))\.\s?|[,/^]\s?|\s){_WORD}){{0,4}}))"""
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
# What carries a person's name and is none.
_THING = r"""(?:['’]s)?\s(?:\w+\s)?(?:cysts?|cath(?:eter)?|procedure|syndrome|disease|surgery|test|fracture|fx|tube
    |splint|sign|repair|technique|palsy|lymphoma|nodules?|dressing|maneuver|hospitals?|clinics?|university|health(?:care)?|medical
    |center|system|school|institute|foundation|law|rule|act|drain|stent|valve|prosthesis|bunionectomy|classification
    |criteria|score|scale|index|stain|osteotomy|approach|position|operation|amputation|laboratories|labs?|pharmac\w+|inc
    |llc|county|memorial|network|society|award|journal|textbook|manual|guide|hernia|contracture|ligament|angle|model
    |method|voice|questionnaire|inventory|flap|graft|block|group|associates|orthopedics|supply
    |supplies|va|vamc|cancer|children\w{0,3})\b
    |,?\s(?-i:A[KLRZ]|C[AO]|D[CE]|FL|GA|I[AL]|K[SY]|LA|M[AINOT]|N[CDEHJMVY]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\b(?!\s\d{5})
    |\set\sal\b|\s(?:&|and)\s(?:johnson|nephew|wesson)\b"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What passes for a part of a name.

    Unlisted words in ``title`` case or in ``capitals``; a ``small`` first word that has no other meaning, or only
    ``small_known`` ones that are listed; ``wordy`` names that are ordinary words too; ``anything`` with a capital; a
    first name behind a ``comma``.
    """

    title: bool = False
    capitals: bool = False
    small: bool = False
    small_known: bool = False
    wordy: bool = False
    anything: bool = False
    comma: bool = False

    def takes(self, word: str, first: bool) -> bool:
        words = vocabulary()
        if words.is_never(word) or (first and not self.anything and words.is_eponym(word)):
            return False
        if word.islower():
            if (self.small or self.small_known) and words.is_common_name(word):
                return True
            return self.small and first and not words.is_ordinary(word) and word not in words.ordinary
        if words.is_only_name(word):
            return True
        if words.is_name(word):
            return self.wordy
        if word.isupper():
            return self.capitals and len(word) > 3 and not words.is_ordinary(word)
        return self.anything or (self.title and not words.is_ordinary(word))


@dataclass(frozen=True, slots=True)
class Name:
    """``end`` counts from the first word; ``parts`` are the words without initials; ``turned``: surname first."""

    end: int
    parts: tuple[str, ...]
    turned: bool
    initials: bool


def read(words: str, reading: Reading) -> Name:
    end, parts, turned, initials, particle = 0, list[str](), False, False, None
    for token in WORD.finditer(words):
        word, lowered, comma = token[0], token[0].lower(), bool(re.search("[,/^]", words[end : token.start()]))
        if parts and lowered in _SUFFIX:
            end = token.end()
            break
        if comma and not (1 <= len(parts) <= 2 and not turned and _follows_comma(word, parts, reading)):
            break
        if len(word) == 1 and word.isupper():
            if parts and (len(parts) > 1 or turned or vocabulary().is_given(parts[0])):
                end, initials = token.end(), True
        elif lowered not in PARTICLES or not (reading.title or not parts):
            if not reading.takes(word, not parts):
                break
            end, turned = token.end(), turned or comma
            parts.append(word)
        elif not parts and word.istitle() and reading.wordy and not reading.comma:
            particle = token
    if particle and not parts:  # "Dr. Le"
        return Name(particle.end(), (particle[0],), False, False)
    return Name(end, tuple(parts), turned, initials)


def _follows_comma(word: str, parts: list[str], reading: Reading) -> bool:
    """Whether a word after a comma is a first name: listed, or any where the lead makes a name sure."""
    if vocabulary().is_given(word) and not word.islower():
        return vocabulary().is_only_name(word) or reading.comma
    return reading.comma and len(parts) == 1 and not word.islower()


def is_thing(text: str, end: int) -> bool:
    """Whether the name that ends there belongs to a disease, a procedure, a device or a place."""
    return bool(pattern(_THING).match(text, end))
