"""What a refusal says in words: what was searched, what is missing, whom to ask."""

from __future__ import annotations

from assistant import naming
from assistant.refusal import Missing, Refusal, Searched, Undescribed, Unfound, UnknownCodes, Unsaid, Unsettled
from assistant.showing import phrases


def refusal(found: Refusal, quoted: bool = False) -> tuple[str, ...]:
    """What was searched, what is missing, whom to ask; beside quotations, what they do not say and whom to ask."""
    *others, last = found.ask
    asked = ", ".join([*others, f"or {last}"]) if others else last
    searched = () if quoted else (f"Searched: {_searched(found.searched)}.",)
    return (*searched, f"Missing: {_missing(found.missing)}.", f"Ask: {asked}.")


def _searched(found: Searched) -> str:
    newest = f", newest {found.newest}" if found.newest else ""
    return f"{found.documents:,} documents ({found.passages:,} passages) by words, meaning and code{newest}"


def _missing(found: Missing) -> str:
    match found:
        case UnknownCodes():
            return f"no document names {'; '.join(map(phrases.kind, naming.of(found.codes)))}"
        case Undescribed():
            asked = ", ".join(code.value for code in found.codes)
            return f"the code set's own wording for {asked}; what documents say of a code is none"
        case Unfound():
            return "no word of the question stands in any document"
        case Unsaid():
            unsaid, lacking = (*found.parties, *found.years, *found.events), found.figures
            said = [f"speaks of {', '.join(unsaid)}"] * bool(unsaid) + [f"gives {', '.join(lacking)}"] * bool(lacking)
            return f"none of the nearest documents {' or '.join(said)}"
        case Unsettled():
            return "the nearest documents share words with the question but do not settle it"
