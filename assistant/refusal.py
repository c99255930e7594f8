"""The part of an answer that says why nothing is quoted: what was searched, what is missing, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.codes import Code


@dataclass(frozen=True, slots=True)
class Searched:
    """What a refusal looked through; ``newest`` is the year of the newest document, where one is dated."""

    documents: int
    passages: int
    newest: int | None


@dataclass(frozen=True, slots=True)
class UnknownCodes:
    """Codes of the question that no document names."""

    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Undescribed:
    """The question asks for the wording that a code set gives these codes; what documents say of them is none."""

    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Unfound:
    """No word of the question stands in any document."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What the nearest documents do not speak of (``parties`` as typed, ``years``, ``events`` as "a refusal"), and the
    kinds of ``figures`` that they do not give ("an amount").
    """

    parties: tuple[str, ...]
    years: tuple[str, ...]
    figures: tuple[str, ...]
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsettled:
    """The nearest documents share words with the question and do not settle it."""


Missing = UnknownCodes | Undescribed | Unfound | Unsaid | Unsettled


@dataclass(frozen=True, slots=True)
class Refusal:
    """``ask`` names those who may know, each in words that follow "ask"."""

    searched: Searched
    missing: Missing
    ask: tuple[str, ...]
