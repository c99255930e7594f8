"""A file of threads: from its text to conversations, with the fate of every line."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Sequence

from indexer import accounts
from indexer.accounts import Fate
from indexer.cutting import sentences
from indexer.errors import DocumentError
from indexer.text import Mended, front, mend
from indexer.threads import chrome, dates, handles, judging, layout, masks, people, postings
from indexer.threads.chrome import Line
from indexer.threads.judging import Judged
from indexer.threads.layout import Laid
from indexer.threads.postings import Written
from indexer.threads.values import Conversation, Posting, Reading

_TITLE = 90  # characters of a title that is made of the question's first sentence
# Front matter that a thread has; any other key speaks of a publication.
KEYS = frozenset({"source", "url", "retold", "title", "superseded_by", "effective", "until"})


def looks_like(text: str) -> float:
    """How sure it is that the text is one thread or more, from 0 to 1. Judged on all of it."""
    _, lines, above, judged = _judged(text)
    return round(judged.sure * (1.0 if _may_be_thread(lines[:above]) else 0.3), 3)


def read(text: str, today: datetime.date) -> Reading:
    """``today`` tells which dates are impossible.

    Raises DocumentError where no posting, or none with words, is found.
    """
    mended, lines, above, judged = _judged(text)
    if not judged.headings:
        raise DocumentError("no line opens a posting; a posting starts with a line such as '## author (Mar 18, 2010)'")
    numbered = [Line(number, line) for number, line in zip(mended.lines, lines, strict=True)]
    day_first = dates.day_comes_first([heading.date for heading in judged.headings if heading.date])
    threads = layout.lay(_body(lines, above), judged.headings)
    written = [postings.write(thread, numbered, today, day_first) for thread in threads]
    if not any(posting.text for one in written for posting in one.postings):
        raise DocumentError("no posting has any text", numbered[judged.headings[0].first].number)
    named = _named(lines[:above]) if len(threads) == 1 else None
    conversations = tuple(conversation(*pair, numbered, named) for pair in zip(threads, written, strict=True))
    fates = _fates(text, numbered, above, threads, written)
    notes = sorted((note for one in written for note in one.notes), key=lambda note: note.line or 0)
    return Reading(conversations, fates, tuple(notes), counted([mended], written, fates), judged.sure)


@functools.lru_cache(1)
def _judged(text: str) -> tuple[Mended, list[str], int, Judged]:
    """The text mended, its lines, how many of them are front matter, its headings: to judge it, then to read it."""
    mended = mend(text)
    lines = mended.text.split("\n")
    above = _above(lines)
    return mended, lines, above, judging.judge(_body(lines, above))


def _above(lines: Sequence[str]) -> int:
    """How many lines the front matter has; 0 for none."""
    found = front.find(lines)
    if found is None or found.last is None:
        return 0
    return found.end if any(":" in line for line in lines[found.first : found.last]) else 0


def _may_be_thread(head: Sequence[str]) -> bool:
    return all(line.partition(":")[0].strip().casefold() in KEYS for line in head if ":" in line and line[:1].isalpha())


def _body(lines: list[str], above: int) -> list[str]:
    """The lines with the front matter's left empty, so that places stay."""
    return [""] * above + lines[above:]


def _named(head: Sequence[str]) -> str | None:
    """The title that the front matter gives."""
    values = (line.partition(":") for line in head)
    return next((value.strip(" \t\"'") for key, _, value in values if key.strip().casefold() == "title"), None)


def conversation(
    thread: Laid, written: Written, lines: Sequence[Line], named: str | None, others: Sequence[str] = ()
) -> Conversation:
    """Its title is the thread's own, else ``named``, else the question; the people of it and ``others`` are masked."""
    authors = [posting.heading.author for posting in thread.postings if posting.heading]
    line = lines[thread.title_lines[0]].number if thread.title_lines else lines[thread.postings[0].start - 1].number
    title = thread.title or named or _title(written.postings)
    known = handles.of([*others, *([] if people.are_roles(authors) else authors)])
    return Conversation(_without_names(title, known), line, thread.page, written.postings)


def _without_names(title: str, known: handles.Handles) -> str:
    return masks.masked(title, masks.find(title, tuple(masks.guarded(title)), known))


def _title(written: Sequence[Posting]) -> str:
    """The question's first sentence that asks, cut at a word."""
    asked = (
        next((posting.text for posting in written if posting.role == "asker" and posting.text), "") or written[0].text
    )
    spans = sentences(asked)
    asking = [asked[start:end] for start, end in spans if asked[start:end].endswith("?")]
    first = " ".join((asking or [asked[start:end] for start, end in spans] or ["Thread without a title"])[0].split())
    return first if len(first) <= _TITLE else first[:_TITLE].rpartition(" ")[0] + " ..."


def _fates(
    text: str, lines: Sequence[Line], above: int, threads: Sequence[Laid], written: Sequence[Written]
) -> tuple[Fate, ...]:
    """What became of each line of the source, those in a row with the same fate as one."""
    fates = dict[int, dict[str, None]]()
    for number, thread in enumerate(threads, 1):
        which = f" of thread {number}" if len(threads) > 1 else ""
        for place in thread.title_lines:
            fates.setdefault(lines[place].number, {})[f"title{which}"] = None
        for place in thread.above:
            kind = chrome.kind(lines[place].text)
            fates.setdefault(lines[place].number, {})[
                f"chrome: {kind}" if kind else "left out: it stands above the first posting and asks nothing"
            ] = None
        for at, what in written[number - 1].fates:
            fates.setdefault(at, {})[f"{what}{which}" if "posting" in what else what] = None
    for line in lines[:above]:
        fates.setdefault(line.number, {})["front matter"] = None
    return accounts.rows(text, fates)


def counted(mended: Sequence[Mended], written: Sequence[Written], fates: Sequence[Fate]) -> tuple[tuple[str, int], ...]:
    """What was mended, masked, taken out or said nothing, and how often."""
    found = Counter[str]()
    for text in mended:
        found.update({f"mended: {kind}": number for kind, number in text.kinds})
    found["mended: emphasis"] += sum(one.pairs for one in written)
    for text in mended:
        found.update({f"not mended: {kind}": number for kind, number in text.left})
    for posting in (posting for one in written for posting in one.postings):
        for mask in posting.masks:
            found[f"masked: {mask.kind}"] += 1
        if posting.nothing:
            found[f"says nothing: {posting.nothing}"] += 1
    for fate in fates:
        if fate.what.startswith(("chrome", "left out", "quoted")):
            found[f"lines of {fate.what}" if not fate.what.startswith("quoted") else "quoted lines dropped"] += (
                fate.last - fate.first + 1
            )
    return tuple((what, number) for what, number in found.items() if number)
