"""What an answer shows at first, in its order, each part a line or lines; whole quotations come on demand."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Answer, Place, Quotation
from assistant.judgement import Voice
from assistant.showing import phrases, public_files
from assistant.showing.phrases import Line
from indexer import passages

# How many quotations are shown at first.
FIRST = 3
# In words.
_FEWEST = 5


def headline(answer: Answer) -> Line:
    """The headline with its mark, or the fixed words of an answer that claims nothing."""
    if answer.headline:
        return phrases.headline(answer.headline, answer.citations)
    if answer.reference and answer.reference.rows:
        return (public_files.NEAREST if answer.voice is Voice.NEAREST else public_files.NOTHING,)
    return (phrases.UNSETTLED if answer.voice is Voice.NEAREST else phrases.REFUSED,)


def said(answer: Answer) -> str:
    """The headline in words alone."""
    return answer.headline.text if answer.headline else phrases.written(headline(answer))


def beside(answer: Answer) -> list[Line]:
    """What stands beside the headline in its source, and a house ruling on the point; nothing where all is shown."""
    if answer.full or not answer.headline:
        return []
    ruling = _ruling(answer)
    said = [_rest(answer), quotation(ruling, ruling.short, answer) if ruling else None]
    return [one for one in said if one]


def unsearched(answer: Answer) -> Line:
    """Empty where all of the base was searched."""
    said = phrases.unsearched(answer.unsearched)
    return (said,) if said else ()


def basis(answer: Answer) -> Line:
    """On what it rests, and how strong that is; empty where there is none."""
    if answer.basis is None:
        return ()
    said = strength(answer)
    return (f"{phrases.basis(answer.basis)} {said}" if said else phrases.basis(answer.basis),)


def strength(answer: Answer) -> str | None:
    """None above sources that differ: evidence for both sides is no strong evidence."""
    return phrases.strength(answer.support) if answer.basis and not answer.disagreement else None


def opening(answer: Answer) -> list[Line]:
    """The headline, what was not searched, what stands beside it, and the basis."""
    said = [headline(answer), unsearched(answer), *beside(answer), basis(answer)]
    return [one for one in said if one]


def cases(answer: Answer) -> list[Line]:
    return [phrases.case(one) for one in answer.cases]


def lists(answer: Answer) -> Iterator[tuple[str, list[Line]]]:
    """Who differs and what to find out, each under its heading."""
    if answer.disagreement:
        yield phrases.why(answer.disagreement), [phrases.differs(side) for side in answer.disagreement.sides]
    if answer.ask_first:
        yield phrases.FIND_OUT, find_out(answer)


def find_out(answer: Answer) -> list[Line]:
    return [(phrases.line(one.ask),) for one in answer.ask_first]


def every_list(answer: Answer) -> Iterator[tuple[str, list[Line]]]:
    """Cases, then ``lists``, then what public files state, a line a row: that stands before the texts, and alone where
    none settles anything.
    """
    if answer.cases:
        yield phrases.CASES, cases(answer)
    yield from lists(answer)
    if answer.reference:
        yield public_files.HEADING, [(one,) for one in public_files.lines(answer.reference, answer.full)]


def known(answer: Answer) -> list[Line]:
    """The name of each point, its verdict or what its source says, and the mark."""
    return [
        (
            f"{phrases.opening(phrases.line(one.on))}: {phrases.line(one.verdict or phrases.begun(one.says))} ",
            one.citation,
        )
        for one in answer.known
    ]


def sources(answer: Answer) -> list[Line]:
    """At most FIRST in all, those of which something was said before left out; none where an answer lists what is
    recorded.
    """
    return [quotation(one, one.short, answer) for one in _shown(answer)]


def more(answer: Answer) -> str | None:
    """How many quotations stand behind what is shown."""
    left = len(_left(answer)) - len(_shown(answer))
    if left <= 0:
        return None
    return f"{left} more quotation{'s' if left > 1 else ''}, and every one whole: --full"


def quotation(one: Quotation, text: str, answer: Answer) -> Line:
    """Who says it, as of when and in whose words, what replaced it, then ``text`` of it with its mark."""
    later = phrases.replaced(one, answer.citations, answer.candidates)
    who = (phrases.speaker(one.passage), *((", ", *later) if later else ()))
    said = (*who, f": {phrases.words(text, one.passage.provenance)} ", one.citation)
    return (*said, f" {phrases.replies_to(one.replies_to)}") if one.replies_to else said


def _rest(answer: Answer) -> Line | None:
    """The sentences that are shown of the headline's quotation and have no part in the headline."""
    lead = answer.headline
    one = next((one for one in answer.quotations if lead and one.citation == lead.citation), None)
    if lead is None or one is None or lead.says not in one.short:
        return None
    start = one.short.index(lead.says)
    bounds = passages.sentences(one.short)
    before = [ends for _, ends in bounds if ends <= start]
    after = [begins for begins, _ in bounds if begins >= start + len(lead.says)]
    rest = max(one.short[: before[-1] if before else 0], one.short[after[0] :] if after else "", key=len)
    # A bare "No." says nothing by itself.
    return quotation(one, rest, answer) if len(rest.split()) >= _FEWEST else None


def _ruling(answer: Answer) -> Quotation | None:
    return next((one for one in answer.quotations if one.place is Place.RULING), None)


def _said(answer: Answer) -> set[int]:
    """The citations of which the headline, a case, a side or a point has quoted something."""
    if not answer.headline:
        return set()
    ruling = _ruling(answer)
    sides = answer.disagreement.sides if answer.disagreement else ()
    return {
        answer.headline.citation,
        *(one.citation for one in answer.known),
        *(one.citation for one in answer.cases),
        *(one.stated for one in sides),
        *([ruling.citation] if ruling else []),
    }


def _shown(answer: Answer) -> list[Quotation]:
    listed = answer.headline and answer.known
    return [] if listed else _left(answer)[: max(0, FIRST - len(_said(answer)))]


def _left(answer: Answer) -> list[Quotation]:
    said = _said(answer)
    return [one for one in answer.quotations if one.citation not in said and one.place is not Place.RECORDED]
