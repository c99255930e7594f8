"""What a part of an answer says in words, each on one line and without markup: every rendering says the same."""

from __future__ import annotations

from assistant import naming
from assistant.answers import Answer, Basis, Disagreement, Side, Wording
from assistant.judgement import Support, Voice
from assistant.naming import Named
from assistant.refusal import Missing, Refusal, Searched, Undescribed, Unfound, UnknownCodes, Unsaid, Unsettled
from indexer.documents import PartialDate
from indexer.passages import Passage

REFUSED = "Nothing in this base answers that well enough to quote."
UNSETTLED = "Nothing here settles this. Nearest:"
REWORDED = "In other words"
FIND_OUT = "Find out first"


def line(text: str) -> str:
    """``text`` on one line: white space of any kind becomes a space."""
    return " ".join(text.split())


def opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def basis(found: Basis) -> str:
    """Who speaks, and as of when."""
    tiers = "; ".join(tier.words for tier in found.tiers)
    dated = f"newest {found.newest}" if found.newest else "undated"
    if found.opinion:
        return f"No published guidance in this base speaks to it; these are opinions ({tiers}), {dated}."
    if found.in_force:
        dated = f"in force in {found.in_force}, replaced since"
    elif found.replaced:
        dated += ", all of it replaced since"
    return f"Published guidance, {dated} ({tiers})."


def strength(found: Support) -> str:
    return f"The evidence is {found.strength}."


def why(found: Disagreement) -> str:
    return line(found.why)


def side(found: Side) -> str:
    return line(found.stands_for)


def speaker(passage: Passage) -> str:
    return f"{opening(passage.tier.words)}, {as_of(passage.date)}"


def as_of(date: PartialDate | None) -> str:
    return f"as of {date}" if date else "undated"


def replies_to(asked: str) -> str:
    """Beside a bare reply, the question that it answers."""
    return f"(The question there: {line(asked)})"


def opens(found: Answer) -> str:
    """The fixed words of an answer that claims nothing; the basis and its strength of one that does."""
    if found.basis:
        return f"{basis(found.basis)} {strength(found.support)}"
    return UNSETTLED if found.voice is Voice.NEAREST else REFUSED


def named(found: Named) -> str:
    """What a code is by its number, as a sentence."""
    known = found.family
    if not known:
        return f"{found.code.value} is in no family of codes."
    article = "an" if known.system[0] in "IH" else "a"
    what = "modifier" if found.code.is_modifier else f"{known.system} code"
    return f"{found.code.value} is {'a' if found.code.is_modifier else article} {what}: {known.words}."


def _kind(found: Named) -> str:
    """A code with its family in brackets."""
    if not found.family:
        return f"{found.code.value} (in no family of codes)"
    return f"{found.code.value} ({found.family.system}, {found.family.words})"


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
            return f"no document names {'; '.join(map(_kind, naming.of(found.codes)))}"
        case Undescribed():
            asked = ", ".join(code.value for code in found.codes)
            return f"the code set's own wording for {asked}; what documents say of a code is none"
        case Unfound():
            return "no word of the question stands in any document"
        case Unsaid():
            unsaid, lacking = (*found.parties, *found.years), found.figures
            said = [f"speaks of {', '.join(unsaid)}"] * bool(unsaid) + [f"gives {', '.join(lacking)}"] * bool(lacking)
            return f"none of the nearest documents {' or '.join(said)}"
        case Unsettled():
            return "the nearest documents share words with the question but do not settle it"


def reworded(found: Wording) -> str:
    """A language model's sentences with their marks, in one paragraph; empty where none stands in the answer."""
    return " ".join(line(sentence.text) for sentence in found.sentences)


def note(found: Wording) -> str | None:
    """Who worded the answer, what was dropped, or why the quotations stand alone."""
    dropped = "; ".join(f"{one.count} {one.why}" for one in found.dropped)
    if found.instead:
        alone = f"The quotations stand alone, without {found.generator}: {found.instead}."
        return f"{alone} Dropped: {dropped}." if dropped else alone
    if not found.sentences:
        return None
    checked = f"{REWORDED}: {found.generator}, each sentence checked against its citation"
    return f"{checked}; {f'dropped: {dropped}' if dropped else 'none dropped'}."


def judged(found: Answer) -> str | None:
    """What a language model says of the quotations, or why that counts for nothing; None where none was asked."""
    said = found.judged
    if said is None:
        return None
    if said.ignored:
        return line(f"Not judged by {said.model}: {said.ignored}.")
    picked = "no quotation answers" if said.pick is None else f"quotation {said.pick} answers"
    alone = "" if said.pick is None or found.supported else ", which is not enough to claim it"
    return line(f"Judged by {said.model}: {picked}{alone}.")


def masked(kinds: tuple[str, ...]) -> str:
    return f"Masked before searching: {', '.join(kinds)}"


def read_as(text: str) -> str:
    return f"Read as: {text}"


def fingerprint(found: str) -> str:
    return f"From knowledge base, model and program {found}"
