"""Which codes somebody means who types nothing else: a bare "25", "LT" or "250.00" is one here, none in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading import question
from indexer import codes, privacy
from indexer.codes import Code
from indexer.errors import QuestionError

# What a bare word may be, where nothing else tells.
_SAID_BEFORE = ("", "modifier ", "code ")
# In characters; more than that is no list of codes.
_LONGEST = 200
HOW = "type it as 62370, G2211, E11.9 or LT"


@dataclass(frozen=True, slots=True)
class Typed:
    """``words`` are masked, with their white space put in order; ``codes`` are all that they name."""

    words: str
    codes: tuple[Code, ...]

    @property
    def one(self) -> Code | None:
        """The only code, where it is one and whole."""
        return self.codes[0] if len(self.codes) == 1 and not codes.is_wildcard(self.codes[0]) else None


def read(text: str) -> Typed:
    """Raises QuestionError for what is empty, too long for a list of codes, or without letter and digit, and Courtesy
    for a greeting.
    """
    if len(text) > _LONGEST:
        raise QuestionError(
            f"what was typed has {len(text):,} characters, at most {_LONGEST} are read as codes; "
            f"for a code {HOW}; ask about anything else on the page Ask"
        )
    words = privacy.screen(question.check(text)).text
    return Typed(words, meant(words))


def one(text: str) -> Code:
    """The code that ``text`` is. Raises QuestionError where it is none, or several."""
    typed = read(text)
    if typed.one:
        return typed.one
    if typed.codes:
        raise QuestionError(f"{typed.words!r} is more than one code; {HOW}, each by itself")
    raise QuestionError(f"{typed.words!r} is no code of CPT, HCPCS or ICD and no modifier; {HOW}")


def meant(text: str) -> tuple[Code, ...]:
    """None where no reading of ``text`` has a code."""
    readings = (codes.values(codes.find(before + text)) for before in _SAID_BEFORE)
    return next((found for found in readings if found), ())
