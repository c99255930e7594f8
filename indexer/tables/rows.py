"""Rows to documents: those of one thread become it, every other one an excerpt; a bad row costs itself."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer import threads
from indexer.accounts import Count, Note, tally, told
from indexer.documents import Document, Excerpt, PartialDate, Post, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.sources import HOUSE_RULING
from indexer.text import mend
from indexer.threads import dates, masks

FORUM = "coding forum"  # whose a thread is, where no row says
_MOST_BAD = 500  # rows that are told one by one
_WITH_TIME = 6  # year, month, day, hour, minute, second
_KEY = re.compile(r"[\w.:-]{1,64}")
_TITLE = 90  # characters of a title that is made of a text's first words
_ASKER = frozenset(["asker", "question", "op", "q", "original poster", "thread starter", "topic starter", "asked"])
_RESPONDER = re.compile(r"(?:responder|answer|reply|response|a|re|comment|answerer|replied)(?: ?(\d{1,6}))?")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,30}:", re.IGNORECASE)
Told = Document | Damage | Note | Count


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the line or row where it begins, from 1; ``values`` are those that are not empty, by particular."""

    number: int
    values: Mapping[str, str]

    @property
    def thread(self) -> str | None:
        """What it has in common with the other postings of its thread; None where it is none."""
        values = self.values
        if "thread" in values:
            return values["thread"]
        if "role" in values or ("posted" in values and "author" in values):
            return values.get("title") or values.get("url")
        return None


Rows = Callable[[], Iterable[Row | Damage]]


def may_be_threads(fields: Collection[str]) -> bool:
    """Whether rows with these particulars may belong together."""
    return not {"thread", "role"}.isdisjoint(fields) or {"posted", "author"} <= set(fields)


def documents(
    source: Source, rows: Rows, stated: Mapping[str, str], today: datetime.date, threaded: bool = True
) -> Iterator[Told]:
    """``rows`` gives the table from its beginning as often as it is called: what is held are the threads that are not
    complete. ``stated`` are particulars of every row; what is not ``threaded`` is read once.
    """
    last = _last_rows(rows) if threaded else {}
    held = dict[int, list[Row]]()
    counts, bad = Counter[str](), 0
    for place, row in enumerate(rows()):
        try:
            whole = _add(row, place, held, last)
            if whole is not None:
                yield from _thread(source, whole, stated, today, counts)
            elif isinstance(row, Row) and row.thread is None:
                yield _excerpt(source, row, stated, today, counts)
        except DocumentError as error:
            bad += 1
            if bad <= _MOST_BAD:
                yield Damage(error.reason, error.line)
    for rest in held.values():  # its last row was a bad one
        yield from _thread(source, rest, stated, today, counts)
    if bad > _MOST_BAD:
        yield Damage(f"{bad - _MOST_BAD:,} further rows are left out; mend those that are told first")
    yield from told(counts)


def _add(row: Row | Damage, place: int, held: dict[int, list[Row]], last: Mapping[int, int]) -> list[Row] | None:
    """The rows of a thread that this row completes. Raises DocumentError for a bad one."""
    if isinstance(row, Damage):
        raise DocumentError(row.reason, row.line or 1)
    if (key := row.thread) is None:
        return None
    if not row.values.get("text"):
        raise DocumentError("the row has no text", row.number)
    held.setdefault(hash(key), []).append(row)
    return held.pop(hash(key)) if last[hash(key)] == place else None


def _last_rows(rows: Rows) -> dict[int, int]:
    """The place of each thread's last row, by the hash of its key: keys of a million texts, and none of the texts."""
    told = enumerate(rows())
    return {hash(key): place for place, row in told if isinstance(row, Row) and (key := row.thread) is not None}


def _excerpt(
    source: Source, row: Row, stated: Mapping[str, str], today: datetime.date, counts: Counter[str]
) -> Excerpt:
    values = {**stated, **row.values}
    text = _cleaned(values.get("text", ""), counts)
    if not text:
        raise DocumentError("the row has no text", row.number)
    publication = values.get("source") or values.get("payer")
    if publication is None:
        why = "the row names no source; fill the column 'source', or say it for all rows"
        raise DocumentError(f"{why} in {source.name}.yaml: 'source: NAME'", row.number)
    effective, until = _period(values, row.number, today)
    payer = values.get("payer", "")
    if payer.casefold() not in publication.casefold():
        publication = f"{payer} {publication}"
    signed = values.get("signed") if publication.casefold() == HOUSE_RULING.casefold() else None
    return Excerpt(
        id=source.part(_key(values.get("id"), row.number)),
        title=" ".join(_cleaned(values.get("title", ""), counts).split()) or _first_words(text),
        source=publication,
        published=_date(values.get("date") or values.get("posted"), row.number, today),
        volume=values.get("volume"),
        issue=values.get("issue"),
        section=values.get("section"),
        seen_in=_address(values.get("url")),
        superseded_by=source.part(values["superseded by"]) if "superseded by" in values else None,
        text=text,
        chapter=values.get("chapter"),
        page=values.get("page"),
        signed=signed,
        retold=_is_true(values.get("retold")),
        effective=effective,
        until=until,
    )


def _thread(
    source: Source, rows: list[Row], stated: Mapping[str, str], today: datetime.date, counts: Counter[str]
) -> Iterator[Thread | Damage | Note]:
    first = {**stated, **{key: value for row in reversed(rows) for key, value in row.values.items()}}
    title, payer = first.get("title", ""), first.get("payer", "")
    if payer and payer.casefold() not in title.casefold():
        title = f"{title} ({payer})" if title else payer
    rows = _by_time(rows, today)
    written = [
        threads.Told(author, _posted(row), row.values["text"], row.number)
        for row, author in zip(rows, _authors(rows), strict=True)
    ]
    try:
        effective, until = _period(first, rows[0].number, today)
        reading = threads.converse(title, written, today)
    except DocumentError as error:
        yield Damage(error.reason, error.line)
        return
    hear = tally(counts)
    (conversation,) = reading.conversations
    for what, number in reading.counts:
        hear(what, number)
    yield Thread(
        id=source.part(_key(rows[0].values.get("thread"), rows[0].number)),
        title=conversation.title,
        source=first.get("source") or FORUM,
        url=_address(first.get("url")),
        posts=tuple(Post(one.role, one.posted, one.text, one.nothing, one.quoted) for one in conversation.postings),
        retold=_is_true(first.get("retold")),
        superseded_by=source.part(first["superseded by"]) if "superseded by" in first else None,
        effective=effective,
        until=until,
    )
    yield from reading.notes


def _period(
    values: Mapping[str, str], number: int, today: datetime.date
) -> tuple[PartialDate | None, PartialDate | None]:
    effective, until = (_date(values.get(name), number, today) for name in ("effective", "until"))
    if effective and until and until.days[1] < effective.days[0]:
        raise DocumentError("the row ends before it is in force; mend 'effective' or 'until'", number)
    return effective, until


def _posted(row: Row) -> str | None:
    return row.values.get("posted") or row.values.get("date")


def _by_time(rows: list[Row], today: datetime.date) -> list[Row]:
    """Oldest first where every row states its day and time; else as they stand."""
    times = [dates.read(_posted(row) or "", today).order or () for row in rows]
    if any(len(time) < _WITH_TIME for time in times):
        return rows
    return [rows[place] for place in sorted(range(len(rows)), key=times.__getitem__)]


def _authors(rows: list[Row]) -> list[str]:
    """A name for each posting: its author's, else its role. Responders that are not numbered are each another."""
    found, numbered = list[str](), 0
    for row in rows:
        role = " ".join(row.values.get("role", "").casefold().split())
        match = _RESPONDER.fullmatch(role)
        if author := row.values.get("author"):
            found.append(author)
        elif match:
            numbered += 1
            found.append(f"responder {match[1] or numbered}")
        else:
            found.append("asker" if role in _ASKER or not found else role or "guest")
    return found


def _key(stated: str | None, number: int) -> str:
    return stated if stated and _KEY.fullmatch(stated) else f"row-{number}"


def _cleaned(words: str, counts: Counter[str]) -> str:
    """Mended and without identifiers of persons, each counted by its kind."""
    mended = mend(words)
    counts.update({f"mended: {kind}": number for kind, number in mended.kinds})
    found = tuple(masks.guarded(mended.text))
    counts.update(f"masked: {mask.kind}" for mask in found)
    return masks.masked(mended.text, found).strip()


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TITLE else f"{words[:_TITLE].rpartition(' ')[0] or words[:_TITLE]} ..."


def _date(stated: str | None, number: int, today: datetime.date) -> PartialDate | None:
    """Raises DocumentError for what is no date, so that no text is cited without the date that it has."""
    if stated is None:
        return None
    try:
        return PartialDate.parse(stated)
    except ValueError:
        moment = dates.read(stated, today)
    if moment.date is None and moment.problem:
        raise DocumentError(f"date: {stated!r} is not a possible date; write it as 2006-07-31", number)
    return moment.date


def _address(stated: str | None) -> str | None:
    """None for what a browser would run or open instead of a page."""
    scheme = _ADDRESS.match("".join((stated or "").split()))
    return stated if scheme is None or scheme[0].casefold() in {"http:", "https:"} else None


def _is_true(stated: str | None) -> bool:
    return (stated or "").casefold() in {"true", "yes", "y", "1", "x"}
