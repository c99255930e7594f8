"""One thread's postings: from lines to words, whose words they are, who stands in them, whether they say anything."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer import codes
from indexer.accounts import Note
from indexer.documents import Quoted
from indexer.text import unmarked
from indexer.threads import chrome, dates, handles, leads, masks, people, quotes, silence
from indexer.threads.chrome import Line
from indexer.threads.dates import Moment
from indexer.threads.layout import Laid, Opened
from indexer.threads.masks import Mask
from indexer.threads.repeats import Earlier
from indexer.threads.values import Posting

_NOTICE_LENGTH = 2000  # characters of a forum's own notice
_LEAD_LENGTH = 200  # and of a line that announces a quotation


@dataclass(frozen=True, slots=True)
class _Span:
    """A quotation's place in the words; ``above``: where the posting's own words end before it; ``by``: the line that
    announces it.
    """

    above: int
    start: int
    end: int
    by: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Said:
    """A posting's words; ``speakers``: whom the lines above quotations name; ``pairs`` of emphasis marks taken away."""

    words: str
    quoted: tuple[_Span, ...]
    speakers: tuple[Mask, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class Written:
    """A thread's postings and the fate of each of their lines: line, what became of it."""

    postings: tuple[Posting, ...]
    fates: tuple[tuple[int, str], ...]
    notes: tuple[Note, ...]
    pairs: int


def write(
    thread: Laid, lines: Sequence[Line], today: datetime.date, day_first: bool, others: Sequence[str] = ()
) -> Written:
    """``lines`` are the whole file's; ``others`` are people of the thread who post nothing in it."""
    notes, fates = list[Note](), list[tuple[int, str]]()
    moments = [_moment(posting, lines, today, day_first, notes) for posting in thread.postings]
    order = _order(thread.postings, moments)
    if order[0] > order[-1]:
        notes.append(Note("the newest posting comes first; turned round", lines[thread.postings[0].start - 1].number))
    opened = [thread.postings[place] for place in order]
    bodies = [_body(posting, lines, number, fates) for number, posting in enumerate(opened, 1)]
    earlier = Earlier(["\n".join(line.text for line in body) for body in bodies])
    authors = [posting.heading.author if posting.heading else "" for posting in opened]
    known_authors = frozenset(people.keys([*authors, *others]))
    said = list[Said]()
    for place, body in enumerate(bodies):
        whose = quotes.sort(body, earlier, place, known_authors)
        fates += [(line.number, "quoted from an earlier posting") for line in whose.dropped if line.text.strip()]
        fates += [(line.number, "chrome: mark of a quotation") for line in whose.marks]
        for piece in whose.pieces:
            which = f"posting {place + 1}{', quoted words' if piece.quoted else ''}"
            fates += [(line.number, which) for line in _lines(piece)]
        said.append(_said(whose.pieces, known_authors))
    named = _masked(said, [*others, *([] if people.are_roles(authors) else authors)])
    ranks = [posting.heading.rank if posting.heading else None for posting in opened]
    roles = people.roles(authors, ranks, [_own(one.words, one.quoted) for one in said], thread.page > 1)
    postings = [
        _posting(roles[place], moments[order[place]], one, named[place], lines[opened[place].start - 1].number)
        for place, one in enumerate(said)
    ]
    return Written(tuple(postings), tuple(fates), tuple(notes), sum(one.pairs for one in said))


def _moment(posting: Opened, lines: Sequence[Line], today: datetime.date, day_first: bool, notes: list[Note]) -> Moment:
    if posting.heading is None or posting.heading.date is None:
        return Moment(None)
    moment = dates.read(posting.heading.date, today, day_first)
    if moment.problem:
        notes.append(Note(moment.problem, lines[posting.heading.first].number))
    return moment


def _order(postings: Sequence[Opened], moments: Sequence[Moment]) -> list[int]:
    """The places of the postings, oldest first: turned round where numbers or dates fall from top to bottom."""
    places = list(range(len(postings)))
    numbers = [posting.heading.number for posting in postings if posting.heading and posting.heading.number is not None]
    if len(numbers) == len(postings) > 1:
        return places[::-1] if all(one > other for one, other in pairwise(numbers)) else places
    known = [moment.order for moment in moments if moment.order]
    falls = rises = 0
    for one, other in pairwise(known):
        length = min(len(one), len(other))
        falls += one[:length] > other[:length]
        rises += one[:length] < other[:length]
    return places[::-1] if falls and rises * 4 <= falls and (rises == 0 or falls > 3) else places


def _body(posting: Opened, lines: Sequence[Line], number: int, fates: list[tuple[int, str]]) -> list[Line]:
    kept, removed = chrome.separate(lines[posting.start : posting.end])
    fates += [(line.number, f"chrome: {kind}") for line, kind in removed]
    if posting.heading:
        fates += [
            (lines[place].number, f"heading of posting {number}")
            for place in range(posting.heading.first, posting.heading.last + 1)
            if lines[place].text.strip()
        ]
    return kept


def _lines(piece: quotes.Piece) -> list[Line]:
    return [line for line in (*((piece.lead,) if piece.lead else ()), *piece.lines) if line.text.strip()]


def _said(pieces: Sequence[quotes.Piece], authors: frozenset[str]) -> Said:
    """Own words as they stand; a quotation's lines behind "> ", below the line that announces it."""
    words, quoted, speakers, pairs = "", list[_Span](), list[Mask](), 0
    for piece in pieces:
        if piece.quoted:
            text, found = unmarked("\n".join(f"> {line}" for line in quotes.bare_lines(piece)))
            own = len(words)
            words += "\n\n" if words else ""
            above = len(words)
            if piece.by and (span := leads.person(piece.by, authors)):
                speakers.append(Mask(above + span[0], above + span[1], "name"))
            words += f"{piece.by}\n" if piece.by else ""
            by = (above, len(words) - 1) if piece.by else _announcing(words[:own])
            quoted.append(_Span(above, len(words), len(words) + len(text), by))
        else:
            text, found = unmarked("\n".join(line.text.rstrip() for line in piece.lines))
            text = re.sub(r"\n{3,}", "\n\n", text).strip()
            words += "\n\n" if words and text else ""
        words += text
        pairs += found
    return Said(words, tuple(quoted), tuple(speakers), pairs)


def _announcing(words: str) -> tuple[int, int] | None:
    """Where the last line of the words announces what follows: "From the manual:"."""
    start = words.rfind("\n") + 1
    return (start, len(words)) if words.endswith(":") and len(words) - start <= _LEAD_LENGTH else None


def _masked(said: Sequence[Said], authors: Sequence[str]) -> list[tuple[Mask, ...]]:
    """The masks of each posting; a name that the guard finds in one is masked in all."""
    looked_for = handles.of(authors)
    guarded = [(*masks.guarded(one.words), *one.speakers) for one in said]
    known = frozenset[str]().union(
        *(masks.name_words(one.words, found) for one, found in zip(said, guarded, strict=True))
    )
    return [masks.find(one.words, found, looked_for, known) for one, found in zip(said, guarded, strict=True)]


def _own(words: str, quoted: Sequence[_Span]) -> str:
    """The posting without what it quotes and the lines above that."""
    parts, end = list[str](), 0
    for span in quoted:
        parts.append(words[end : span.above])
        end = span.end
    return "\n".join([*parts, words[end:]]).strip()


def _posting(role: str, moment: Moment, said: Said, found: tuple[Mask, ...], line: int) -> Posting:
    text = masks.masked(said.words, found)

    def moved(place: int) -> int:
        return masks.shifted(place, found)

    spans = [
        _Span(moved(span.above), moved(span.start), moved(span.end), span.by and (moved(span.by[0]), moved(span.by[1])))
        for span in said.quoted
    ]
    quoted = tuple(Quoted(span.start, span.end, text[slice(*span.by)] if span.by else None) for span in spans)
    return Posting(role, moment.date, text, quoted, _nothing(_own(text, spans), quoted), said.words, found, line)


def _nothing(own: str, quoted: Sequence[Quoted]) -> str | None:
    """Words of a publication say something, whatever stands beside them; somebody else's alone say nothing."""
    if any(leads.names_publication(span.by) for span in quoted):
        return None
    if not own:
        return "nothing but quoted words" if quoted else "no words"
    if len(own) <= _NOTICE_LENGTH and people.is_notice(own) and not people.asks(own) and not codes.find(own):
        return "notice"
    return silence.says_nothing(own)
