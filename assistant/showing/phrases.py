"""What a part of an answer says in words, each on one line and without markup: every rendering says the same.

A ``Line`` is words and marks, a mark as the number of its citation: what looks like a mark in somebody's words is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, Basis, Candidate, Citation, Place, Quotation
from assistant.judgement import Support
from assistant.naming import Named
from assistant.statements import Case, Disagreement, Headline, Side
from assistant.wording import Wording
from indexer import points
from indexer.documents import PartialDate, Provenance
from indexer.passages import Passage

Line = tuple[str | int, ...]
REFUSED = "Nothing in this base answers that well enough to quote."
UNSETTLED = "Nothing here settles this. Nearest:"
REWORDED = "In other words"
FIND_OUT = "Find out first"
CASES = "It turns on the case"
SOURCES = "Sources"
KNOWN = "Also recorded here"
WHOLE = "Every quotation, whole"
_WHOSE = {
    Provenance.VERBATIM: "word for word",
    Provenance.RETOLD: "as retold in this base",
    Provenance.REPORTED: "as reported in a posting",
    Provenance.SAID: "as posted",
}
_UNPUBLISHED = "no published guidance in this base speaks to it"


def line(text: str) -> str:
    """``text`` on one line: white space of any kind becomes a space."""
    return " ".join(text.split())


def written(found: Line) -> str:
    """With each mark in brackets."""
    return "".join(f"[{piece}]" if isinstance(piece, int) else piece for piece in found)


def opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def basis(found: Basis) -> str:
    """Who speaks, as of when, and in whose words."""
    tiers = "; ".join(tier.words for tier in found.tiers)
    dated = f"newest known here {found.newest}" if found.newest else "undated"
    whose = "; ".join(map(provenance, found.provenances))
    silent = f"; none of it speaks of {', '.join(found.silent)}" if found.silent else ""
    if found.in_force:
        dated = f"in force in {found.in_force}, replaced since"
    elif found.replaced:
        dated += ", all of it replaced since"
    elif found.since:
        dated += f", in force only from {found.since}"
    if found.opinion:
        guidance = "published guidance is of another time" if found.of_another_time else _UNPUBLISHED
        return f"Opinions ({tiers}), {dated}, {whose}{'' if found.in_force else f'; {guidance}'}{silent}."
    return f"Published guidance ({tiers}), {dated}, {whose}{silent}."


def provenance(found: Provenance) -> str:
    """Whose words a text is in."""
    return _WHOSE[found]


def words(text: str, whose: Provenance) -> str:
    """``text`` on one line; only what is somebody's own words stands in quotation marks."""
    return begun(text) if whose is Provenance.RETOLD else f"\u201c{begun(text)}\u201d"


def begun(text: str) -> str:
    """``text`` on one line, after dots where it begins in the middle of a sentence."""
    return f"… {line(text)}" if text[:1].islower() else line(text)


def headline(found: Headline, citations: Sequence[Citation]) -> Line:
    """With its mark."""
    cited = next(one for one in citations if one.number == found.citation)
    said = words(found.says, cited.provenance)
    return (f"{line(found.lead)} {said} " if found.lead else f"{said} ", found.citation)


def case(found: Case) -> Line:
    """What is reported when, and with what not, with its mark; in its source's words where no code alone answers."""
    said = found.told if found.report else f"{points.told(found.when, (), ())} {begun(found.says)}"
    if found.not_with and not found.report:
        said += f"; not with {line(', '.join(found.not_with))}"
    return (f"{said} ", found.citation)


def reported(found: Case) -> str:
    """The codes of a case, or what its source says of it where no code alone answers."""
    return line(", ".join(found.report)) if found.report else begun(found.says)


def side(found: Side) -> str:
    return line(found.stands_for)


def held(found: Side) -> str | None:
    """From when until when a side's view held, as far as the documents say."""
    ends = [f"from {found.since}"] * bool(found.since) + [f"until {found.until}"] * bool(found.until)
    return " ".join(ends) or None


def differs(found: Side, timed: bool = True) -> Line:
    """What a side stands for, when that held if ``timed``, what it says, and the marks of its citations."""
    period = held(found) if timed else None
    stands = f"{opening(side(found))}, {period}" if period else opening(side(found))
    others = tuple(number for number in found.citations if number != found.stated)
    return (f"{stands}: {begun(found.says)} ", found.stated, *others)


def replaced(one: Quotation, citations: Sequence[Citation], found: Sequence[Candidate] = ()) -> Line:
    """By what and as of when a quoted text was replaced, or until when it held; from when, if that was too late for the
    date asked about; empty where it stands.
    """
    passage = one.passage
    if one.place == Place.LATER and passage.effective:
        return (f"in force from {passage.effective}",)
    later = one.replaced_by or passage.superseded_by
    if later is None:
        return (f"in force until {passage.until}",) if passage.until else ()
    if cited := next((other for other in citations if other.document_id == later), None):
        return ("replaced by ", cited.number, f", {as_of(cited.as_of)}")
    known = next((other.passage for other in found if other.passage.document_id == later), None)
    return (f"replaced by {line(known.citation)}",) if known else ("replaced since",)


def strength(found: Support) -> str:
    return f"The evidence is {found.strength}."


def why(found: Disagreement) -> str:
    return line(found.why)


def speaker(passage: Passage) -> str:
    """Who speaks, as of when, and in whose words."""
    said = f"{opening(passage.tier.words)}, {as_of(passage.date)}"
    return said if passage.provenance is Provenance.SAID else f"{said}, {provenance(passage.provenance)}"


def as_of(date: PartialDate | None) -> str:
    return f"as of {date}" if date else "undated"


def replies_to(asked: str) -> str:
    """Beside a bare reply, the question that it answers."""
    return f"(The question there: {line(asked)})"


def named(found: Named) -> str:
    """What a code is by its number, as a sentence."""
    known = found.family
    if not known:
        return f"{found.code.value} is in no family of codes."
    article = "an" if known.system[0] in "IH" else "a"
    what = "modifier" if found.code.is_modifier else f"{known.system} code"
    return f"{found.code.value} is {'a' if found.code.is_modifier else article} {what}: {known.words}."


def kind(found: Named) -> str:
    """A code with its family in brackets."""
    if not found.family:
        return f"{found.code.value} (in no family of codes)"
    return f"{found.code.value} ({found.family.system}, {found.family.words})"


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


def unsearched(parts: Sequence[str]) -> str:
    """What did not answer, so that nothing found is not taken for nothing there; empty where all did."""
    if not parts:
        return ""
    return line(f"Not all was searched: {', '.join(parts)} did not answer. What it holds is missing here; ask again.")


def masked(kinds: tuple[str, ...]) -> str:
    return f"Masked before searching: {', '.join(kinds)}"


def read_as(text: str) -> str:
    return f"Read as: {text}"


def fingerprint(found: str) -> str:
    return f"From knowledge base, model and program {found}"
