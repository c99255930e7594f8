"""A base and its documents, line by line for the terminal. What documents say stands as it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.library.counting import Amount, Figures
from assistant.library.holdings import Holding, Lack, Part, Whole
from assistant.library.overview import Overview
from assistant.showing import explained, phrases
from indexer import reader
from indexer.codes import Code
from indexer.passages import Passage
from indexer.problems import Account

TIERS, WHOSE, SOURCES = "Who speaks", "In whose words", "Sources"
YEARS, CODES, LACKS = "Years", "Codes", "To look after"
CHANGED, TOLD = "Since it was indexed", "Of the last indexing"
NO_SOURCE, NO_DATE = "no source stated", "undated"


@dataclass(frozen=True, slots=True)
class Table:
    """Some of the ``of`` rows that there are: what is counted, documents, passages."""

    name: str
    rows: tuple[tuple[str, Amount], ...]
    of: int

    @property
    def heading(self) -> str:
        return f"{self.name} ({len(self.rows)} of {self.of:,})" if len(self.rows) < self.of else self.name


def tables(found: Figures, top: int) -> Iterator[Table]:
    """At most ``top`` rows each."""
    yield _table(TIERS, {phrases.opening(one.words): amount for one, amount in found.tiers.items()}, top)
    yield _table(WHOSE, {phrases.provenance(one): amount for one, amount in found.provenances.items()}, top)
    yield _table(SOURCES, {source_name(one): amount for one, amount in found.sources.items()}, top)
    yield _table(YEARS, {year_name(one): amount for one, amount in found.years.items()}, top)
    yield _table(CODES, {code_name(one): amount for one, amount in found.codes.items()}, top)
    yield _table(LACKS, {str(one): amount for one, amount in found.lacks.items()}, top)


def above(found: Overview) -> Iterator[str]:
    """What stands before the tables."""
    yield opening(found)
    yield f"fingerprint {found.fingerprint}"
    if found.caution:
        yield f"caution: {found.caution}"


def below(found: Overview, top: int) -> Iterator[str]:
    """What changed since, and what was left out; at most ``top`` files of a kind."""
    yield from (CHANGED, *(f"  {line}" for line in changed(found, top)))
    yield from ("", TOLD, *(f"  {line}" for line in told(found.told, top)))


def opening(found: Overview) -> str:
    whole, threads = found.figures.whole, found.figures.threads
    made = f"; indexed on {found.when} of {', '.join(found.folders)}" if found.when and found.folders else ""
    return (
        f"{whole.documents:,} documents in {whole.passages:,} passages: {threads:,} threads, "
        f"{whole.documents - threads:,} excerpts{made}"
    )


def source_name(source: str) -> str:
    return phrases.line(source) or NO_SOURCE


def year_name(year: int | None) -> str:
    return NO_DATE if year is None else str(year)


def code_name(code: Code) -> str:
    return f"{code.value} ({code.system})"


def changed(found: Overview, top: int) -> Iterator[str]:
    """Which files were added, written to or taken away, and what to type."""
    if not found.changed:
        yield "no file was added, written to or taken away"
        return
    kinds = {
        "added": found.changed.added,
        "written to": found.changed.written,
        "taken away": found.changed.gone,
    }
    for verb, files in kinds.items():
        if files:
            yield f"{len(files):,} {verb}: {', '.join(map(str, files[:top]))}{', ...' if len(files) > top else ''}"
    yield f"answers do not know of it yet; run: {found.again}"


def told(account: Account | None, top: int) -> Iterator[str]:
    """What was left out first, kind by kind, with the first files of each."""
    if account is None:
        yield "nothing was kept of it; the next indexing will tell"
        return
    if not account.complete:
        yield "it failed, and the index before it answers"
    yield problems(account)
    for alike in reader.by_kind(account.problems).values():
        for problem in alike[:top]:
            yield f"{'left out' if problem.left_out else 'note'}: {problem}"
        if len(alike) > top:
            yield f"... and {len(alike) - top:,} more of this kind"
    yield from explained.counted(account.counts)


def problems(account: Account) -> str:
    notes = len(account.notes)
    return f"{len(account.left_out):,} left out, {notes:,} note{'' if notes == 1 else 's'} on how a file was read"


def row(one: Holding, today: datetime.date) -> str:
    """A document on one line, as in a list."""
    return f"{one.id}: {phrases.line(one.title)} ({'; '.join([*particulars(one), *standing(one, today)])})"


def particulars(one: Holding) -> list[str]:
    """Whose, when, and in whose words."""
    date = str(one.date) if one.date else NO_DATE
    whose = ", ".join(map(phrases.provenance, one.provenances))
    size = f"{one.postings} posting{'' if one.postings == 1 else 's'}" if one.thread else "excerpt"
    return [source_name(one.source), date, one.tier.words, whose, size]


def standing(one: Holding, today: datetime.date) -> list[str]:
    """What is to be known of it beside its date and source."""
    return [str(lack) for lack in one.lacks(today) if lack not in {Lack.UNDATED, Lack.SOURCELESS}]


def whole(found: Whole) -> Iterator[str]:
    """The document from its particulars to its last posting."""
    yield phrases.line(found.holding.title)
    for name, value in stated(found):
        yield f"{name}: {value}"
    for part in found.parts:
        yield ""
        yield heading(part)
        for passage in part.passages:
            if said := quoting(passage):
                yield f"  ({said})"
            yield from (f"  {line}" for line in passage.text.splitlines())
    if said := unheard(found):
        yield ""
        yield said


def stated(found: Whole) -> Iterator[tuple[str, str]]:
    """Each particular that the document has, by its name."""
    one = found.holding
    later = found.successor
    replaced = f"{phrases.line(later.title)} ({later.id})" if later else one.superseded_by
    if one.superseded_by and not later:
        replaced = f"{one.superseded_by}, which this base lacks"
    pairs = {
        "Document": one.id,
        "Source": source_name(one.source),
        "Who speaks": one.tier.words,
        "Payer": one.payer,
        "Date": str(one.date) if one.date else NO_DATE,
        "In force from": str(one.effective) if one.effective else None,
        "In force until": str(one.until) if one.until else None,
        "Replaced by": replaced,
        "In whose words": ", ".join(map(phrases.provenance, one.provenances)),
        "Codes": ", ".join(code.value for code in one.codes),
        "Address": one.url,
        "Citation": None if one.thread else one.citation,
    }
    yield from ((name, phrases.line(value)) for name, value in pairs.items() if value)


def heading(part: Part) -> str:
    """Who speaks and when; of an excerpt, on which pages where it has any."""
    if part.role is None:
        return "Text"
    first = part.passages[0]
    return f"{phrases.opening(part.name.replace('post-', 'posting '))}, {part.role}, {_day(part, first)}"


def _day(part: Part, first: Passage) -> str:
    """A passage that quotes a publication has that one's date; the citation has the posting's."""
    own = [one.date for one in part.passages if one.provenance != "reported"]
    return str((own or [first.date])[0] or NO_DATE)


def quoting(passage: Passage) -> str:
    """Said beside words that are not the poster's own; else empty."""
    if passage.provenance != "reported":
        return ""
    return f"as quoted, {passage.tier.words}{f', {passage.date}' if passage.date else ''}"


def unheard(found: Whole) -> str:
    """Which postings say nothing of their own."""
    if not found.unheard:
        return ""
    numbers = ", ".join(map(str, found.unheard))
    many = len(found.unheard) > 1
    return (
        f"Posting{'s' if many else ''} {numbers} {'say' if many else 'says'} nothing to be quoted, and no text is kept."
    )


def _table(name: str, rows: Mapping[str, Amount], top: int) -> Table:
    return Table(name, tuple(rows.items())[:top], len(rows))


def listed(found: Sequence[Holding], total: int, top: int, today: datetime.date) -> Iterator[str]:
    """The first ``top`` of those that were found, of ``total`` in the base."""
    yield from (row(one, today) for one in found[:top])
    more = f"; the first {top:,} are listed, see --top" if len(found) > top else ""
    yield f"{len(found):,} of {total:,} documents{more}"
