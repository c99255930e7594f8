"""A conversation whose postings are told apart already, as a saved page, an export, a table or mails tell them.

Quotations, chrome, roles, people and dates are told by the same rules as in a text whose postings must first be found.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.accounts import Fate
from indexer.errors import DocumentError
from indexer.text import Mended, mend
from indexer.threads import dates, postings, reading
from indexer.threads.chrome import Line
from indexer.threads.headings import Heading
from indexer.threads.layout import Laid, Opened
from indexer.threads.values import Reading


@dataclass(frozen=True, slots=True)
class Told:
    """A posting: whose, when as it was written (None where no date is stated), its words, its line in the source.

    What it quotes stands behind "> " in ``text``.
    """

    author: str
    date: str | None
    text: str
    line: int = 1
    rank: str | None = None
    number: int | None = None


def converse(
    title: str,
    told: Sequence[Told],
    today: datetime.date,
    *,
    page: int = 1,
    others: Sequence[str] = (),
    last: int | None = None,
) -> Reading:
    """One conversation of ``told`` in their order, which is turned round where the newest comes first.

    ``page`` is above 1 where what was asked is not among them, so that nobody is known to have asked. ``others`` are
    people who are spoken of. ``last`` is the last line of the source; without it the fate of lines is not told.
    Raises DocumentError where no posting has any text.
    """
    mended, lines, opened = list[Mended](), list[Line](), list[Opened]()
    for one in told:
        mended.append(mend(one.text))
        first = len(lines)
        lines += [Line(one.line, ""), *(Line(one.line, line) for line in mended[-1].text.split("\n"))]
        heading = Heading(first, first, "told", one.author, one.date, one.number, one.rank)
        opened.append(Opened(heading, first + 1, len(lines)))
    thread = Laid(" ".join(mend(title).text.split()), (), page, (), tuple(opened))
    day_first = dates.day_comes_first([one.date for one in told if one.date])
    written = postings.write(thread, lines, today, day_first, others)
    if not any(posting.text for posting in written.postings):
        raise DocumentError("no posting has any text", told[0].line if told else 1)
    conversation = reading.conversation(thread, written, lines, None, others)
    fates = _fates(written.fates, [one.line for one in told], last) if last else ()
    counts = reading.counted(mended, [written], [Fate(line, line, what) for line, what in written.fates])
    return Reading((conversation,), fates, written.notes, counts, 1.0)


def _fates(found: Sequence[tuple[int, str]], starts: Sequence[int], last: int) -> tuple[Fate, ...]:
    """From each line where postings begin to the next such line, what became of them."""
    opens = sorted(set(starts))
    ends = {line: max(line, following - 1) for line, following in zip(opens, [*opens[1:], last + 1], strict=True)}
    kinds = dict.fromkeys((line, what) for line, what in found if not what.startswith("heading"))
    fates = [Fate(line, ends[line], what) for line, what in kinds]
    above = [Fate(1, opens[0] - 1, "page around the postings")] if opens and opens[0] > 1 else []
    return tuple(sorted([*above, *fates]))
