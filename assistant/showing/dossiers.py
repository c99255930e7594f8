"""What a base has on a code, line by line for the terminal, and as JSON. What documents say stands as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.dossiers.browsing import Catalogue, Shelf
from assistant.dossiers.dossier import CaseOf, Comparison, Dossier, Naming, Recorded, Said, View
from assistant.quoting import citations
from assistant.showing import phrases
from assistant.statements import Disagreement
from indexer.codes import Code
from indexer.passages import Passage

RULES = "Recorded rules"
REPORTED = "Reported when"
BARRED = "Not reported when"
DISAGREEMENTS = "Where sources pull apart"
RULINGS = "House rulings"
DOCUMENTS = "Documents by date"
ASKED = "Questions people asked"
TOGETHER = "Reported together when"
APART = "One and not the other when"
BOTH = "On both"
_UNREAD = "More passages name it than are read here; the first of them are shown."


def opening(found: Dossier) -> Iterator[str]:
    """What the code is, and how much there is on it."""
    yield phrases.named(found.named)
    if found.known:
        counts = (
            _count(len(found.documents), "document names it", "documents name it"),
            _count(len(found.points), "recorded point", "recorded points"),
            _count(len(found.threads), "thread asks about it", "threads ask about it"),
        )
        yield f"Here: {', '.join(counts)}."
    if found.cut:
        yield _UNREAD
    if found.unsearched:
        yield phrases.unsearched(found.unsearched)


def unknown(found: Dossier, near: Sequence[Code]) -> str:
    """What to do about a code that nothing of the base names."""
    if near:
        said = f"near it by number: {values(near)}; look at one of these, or ask with the service in words"
    else:
        said = "nor is a code near it; check the number, or ask with the service in words"
    return f"{found.code.value} is named by no document of this base, and nothing is recorded on it; {said}."


def missing(found: Dossier, near: Sequence[Code]) -> Iterator[str]:
    """Of a code that nothing names, what its number says and what to do."""
    yield from opening(found)
    yield unknown(found, near)


def values(found: Sequence[Code]) -> str:
    return ", ".join(code.value for code in found)


def beside(found: Dossier) -> Iterator[str]:
    """The codes that its cases name beside it."""
    if found.beside:
        yield f"In a case beside it, together or instead: {values(found.beside)}."
    if found.never:
        yield f"Not with it: {values(found.never)}."


def headline(point: Recorded) -> str:
    """What the point is on, with its verdict."""
    lead = Disagreement(point.why, point.on, ()).why.removesuffix(".") if point.why else f"On {point.on}"
    return f"{phrases.line(lead)}: {phrases.line(point.verdict)}." if point.verdict else f"{phrases.line(lead)}."


def period(view: View) -> str:
    """Who holds it and when that held; empty of a plain rule."""
    ends = [f"from {view.since}"] * bool(view.since) + [f"until {view.until}"] * bool(view.until)
    return phrases.opening(
        phrases.line(", ".join([view.stands_for or "", *([" ".join(ends)] if ends else [])]).strip(", "))
    )


def quoted(said: Said) -> str:
    return phrases.words(said.words, said.passage.provenance)


def source(passage: Passage) -> str:
    return f"{phrases.line(citations.cite(0, passage).label)}, {phrases.provenance(passage.provenance)}"


def standing(naming: Naming) -> str:
    """Whether it was replaced and by what, and when it held; empty where it simply stands."""
    passage, later = naming.passage, naming.replaced_by
    if later:
        return f"replaced by {phrases.line(later.title)}, {phrases.as_of(later.date)}"
    if naming.replaced:
        return "replaced by a text that this base lacks"
    ends = [f"from {passage.effective}"] * bool(passage.effective) + [f"until {passage.until}"] * bool(passage.until)
    return f"in force {' '.join(ends)}" if ends else ""


def dated(naming: Naming) -> str:
    """When, who speaks, and what it is called."""
    passage = naming.passage
    date = str(passage.date) if passage.date else "Undated"
    return f"{date}, {passage.tier.words}: {phrases.line(passage.title)}"


def shelf(found: Shelf) -> str:
    return f"{found.name}: {values(found.codes)}"


def lines(found: Dossier, top: int) -> Iterator[str]:
    """At most ``top`` of each kind, and how many more there are."""
    yield from opening(found)
    yield from beside(found)
    yield from _part(RULES, [list(_point(point)) for point in found.rules], top)
    yield from _part(REPORTED, [list(_case(case)) for case in found.reported], top)
    yield from _part(BARRED, [list(_case(case)) for case in found.barred], top)
    yield from _part(DISAGREEMENTS, [list(_point(point)) for point in found.disagreements], top)
    yield from _part(RULINGS, [list(_naming(naming)) for naming in found.rulings], top)
    yield from _part(DOCUMENTS, [list(_naming(naming)) for naming in found.documents], top)
    yield from _part(ASKED, [[line] for line in asked(found)], top)


def asked(found: Dossier) -> Iterator[str]:
    """The titles of threads, and ways to ask that the editors recorded."""
    yield from (f"{phrases.line(one.title)} ({source(one)})" for one in found.threads)
    for point in found.points:
        yield from (f"{phrases.line(phrase)} (recorded on {phrases.line(point.on)})" for phrase in point.asked)


def compared(found: Comparison, top: int) -> Iterator[str]:
    """What parts two codes: cases, points and documents that name both or one."""
    for dossier in (found.one, found.other):
        yield from opening(dossier)
    yield from _part(APART, [list(_case(case)) for case in found.apart], top)
    yield from _part(TOGETHER, [list(_case(case)) for case in found.together], top)
    for dossier in (found.one, found.other):
        cases = found.cases(dossier)
        yield from _part(f"{dossier.code.value}: {REPORTED.lower()}", [list(_case(case)) for case in cases], top)
    yield from _part(BOTH, [list(_point(point)) for point in found.points], top)
    yield from _part(f"{BOTH}, by date", [list(_naming(naming)) for naming in found.both], top)
    for dossier in (found.one, found.other):
        documents, points = found.alone(dossier)
        told = [[headline(point)] for point in points] + [[dated(naming), *_standing(naming)] for naming in documents]
        yield from _part(f"On {dossier.code.value} alone", told, top)


def browsed(found: Catalogue) -> Iterator[str]:
    """Every section with its shelves."""
    for name, shelves in found.sections.items():
        yield name
        yield from (f"  {shelf(one)}" for one in shelves)


def _part(heading: str, told: Sequence[Sequence[str]], top: int) -> Iterator[str]:
    if told:
        yield ""
        yield f"{heading} ({len(told)})"
        for first, *others in told[:top]:
            yield f"• {first}"
            yield from (f"  {line}" for line in others)
        if len(told) > top:
            yield f"  {len(told) - top} more; show them with --top {len(told)}"


def _point(point: Recorded) -> Iterator[str]:
    yield headline(point)
    for view in point.views:
        whose = period(view)
        yield f"{whose}: {quoted(view.said)}" if whose else quoted(view.said)
        yield from (f"  {source(passage)}" for passage in (view.said.passage, *view.others))


def _case(case: CaseOf) -> Iterator[str]:
    yield phrases.line(case.told)
    yield quoted(case.said)
    yield f"  {source(case.said.passage)}"


def _naming(naming: Naming) -> Iterator[str]:
    yield dated(naming)
    yield from _standing(naming)
    yield quoted(naming.said)
    yield f"  {source(naming.passage)}"


def _standing(naming: Naming) -> Sequence[str]:
    return [f"({said})"] if (said := standing(naming)) else []


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
