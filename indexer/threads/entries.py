"""A conversation whose postings stand apart already, as rows of a table or mails do; their words are read as a page's.

Quotations, chrome, roles, people and dates are told by the same rules as in a text whose postings must first be found.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.accounts import Note
from indexer.errors import DocumentError
from indexer.text import mend
from indexer.threads import dates, postings, reading
from indexer.threads.chrome import Line
from indexer.threads.headings import Heading
from indexer.threads.layout import Laid, Opened
from indexer.threads.values import Conversation


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting as it was written; ``date`` in any form that forums print, None where none is stated.

    ``line`` is where it stands in its file, from 1.
    """

    author: str
    date: str | None
    text: str
    line: int = 1
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """``counts`` name mends, masks and postings that say nothing, and how many."""

    conversation: Conversation
    notes: tuple[Note, ...]
    counts: tuple[tuple[str, int], ...]


def talk(
    title: str, entries: Sequence[Entry], today: datetime.date, *, goes_on: bool = False, others: Sequence[str] = ()
) -> Talk:
    """One conversation of ``entries`` in their order, which is turned round where the newest comes first.

    ``goes_on``: what was asked is not among them, so that nobody is known to have asked. ``others`` are people who are
    spoken of. Raises DocumentError where no posting has any words.
    """
    lines, opened, counts = list[Line](), list[Opened](), Counter[str]()
    for entry in entries:
        mended = mend(entry.text)
        start = len(lines) + 1
        lines += [Line(entry.line, ""), *(Line(entry.line, line) for line in mended.text.split("\n"))]
        heading = Heading(start - 1, start - 1, "entry", entry.author, entry.date, None, entry.rank)
        opened.append(Opened(heading, start, len(lines)))
        counts.update({f"mended: {kind}": number for kind, number in mended.kinds})
        counts.update({f"not mended: {kind}": number for kind, number in mended.left})
    laid = Laid(" ".join(mend(title).text.split()), (), 2 if goes_on else 1, (), tuple(opened))
    day_first = dates.day_comes_first([entry.date for entry in entries if entry.date])
    written = postings.write(laid, lines, today, day_first, others)
    if not any(posting.text for posting in written.postings):
        raise DocumentError("no posting has any text", entries[0].line)
    counts["mended: emphasis"] += written.pairs
    counts.update(f"lines of {what}" for _, what in written.fates if what.startswith("chrome"))
    counts.update("quoted lines dropped" for _, what in written.fates if what == "quoted from an earlier posting")
    counts.update(reading.told(written.postings))
    found = tuple((what, number) for what, number in counts.items() if number)
    return Talk(reading.conversation(laid, written, lines, None, others), written.notes, found)
