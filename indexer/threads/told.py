"""A thread whose postings are told apart already, as a saved page or an export tells them: read like any other."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.accounts import Fate
from indexer.errors import DocumentError
from indexer.text import mend
from indexer.threads import dates, postings, reading
from indexer.threads.chrome import Line
from indexer.threads.headings import Heading
from indexer.threads.layout import Laid, Opened
from indexer.threads.values import Reading


@dataclass(frozen=True, slots=True)
class Told:
    """A posting: whose, when as it was written, its words with quotations behind "> ", and its line in the source."""

    author: str
    date: str | None
    lines: tuple[str, ...]
    line: int
    rank: str | None = None
    number: int | None = None


def converse(title: str, told: Sequence[Told], page: int, last: int, today: datetime.date) -> Reading:
    """``page`` is above 1 where the first page is not there; ``last`` is the last line of the source.

    Raises DocumentError where no posting has any text.
    """
    mends, lines, opened = Counter[str](), [Line(1, "")], list[Opened]()
    for one in told:
        mended = mend("\n".join(one.lines))
        mends.update({f"mended: {kind}": number for kind, number in mended.kinds})
        mends.update({f"not mended: {kind}": number for kind, number in mended.left})
        first = len(lines)
        lines += [Line(one.line, ""), *(Line(one.line, line) for line in mended.text.split("\n"))]
        heading = Heading(first, first, "told", one.author, one.date, one.number, one.rank)
        opened.append(Opened(heading, first + 1, len(lines)))
    thread = Laid(mend(title).text.strip(), (), page, (), tuple(opened))
    day_first = dates.day_comes_first([one.date for one in told if one.date])
    written = postings.write(thread, lines, today, day_first)
    if not any(posting.text for posting in written.postings):
        raise DocumentError("no posting has any text", told[0].line if told else 1)
    conversation = reading.conversation(thread, written, lines, None)
    fates = _fates(written.fates, [one.line for one in told], last)
    counts = (*mends.items(), *reading.counted([written], [Fate(line, line, what) for line, what in written.fates]))
    return Reading((conversation,), fates, written.notes, counts, 1.0)


def _fates(found: Sequence[tuple[int, str]], starts: Sequence[int], last: int) -> tuple[Fate, ...]:
    """From each line where postings begin to the next such line, what became of them."""
    opens = sorted(set(starts))
    ends = {line: max(line, following - 1) for line, following in zip(opens, [*opens[1:], last + 1], strict=True)}
    kinds = dict.fromkeys((line, what) for line, what in found if not what.startswith("heading"))
    fates = [Fate(line, ends[line], what) for line, what in kinds]
    above = [Fate(1, opens[0] - 1, "page around the postings")] if opens and opens[0] > 1 else []
    return tuple(sorted([*above, *fates]))
