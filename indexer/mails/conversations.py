"""Mails to documents: those that answer one another are a thread; what was sent to many and asks nothing is none."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import privacy
from indexer.accounts import Count, Note, told
from indexer.documents import Excerpt, PartialDate, Post, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.front_matter import Fields
from indexer.mails import chains, surroundings
from indexer.mails.values import Mail
from indexer.text import mend
from indexer.threads import Told, converse, masks, people, reading

KEYS = reading.KEYS
UNNAMED = "e-mail"  # whose a conversation is, where neither a list nor the sidecar names one
_ANSWER = re.compile(r"(?:\s*(?:re|fwd?|fw|aw|wg|sv|antw|rv|tr)\s?(?:\[\d+\])?\s?:|\s*\[[^\]]{1,40}\])", re.IGNORECASE)
_SAME_SUBJECT = datetime.timedelta(days=120)  # between two mails of one conversation that nothing else ties
_FIRST = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class _Said:
    """A mail's own words, and the mails that stand below them."""

    mail: Mail
    text: str
    below: tuple[chains.Part, ...]


def documents(
    source: Source, mails: Sequence[Mail], fields: Fields, today: datetime.date
) -> Iterator[Thread | Excerpt | Damage | Note | Count]:
    """The conversations in the order of their first mails; a damage for one without words."""
    counts = Counter[str]()
    talks = conversations(mails)
    for talk in talks:
        said = [_said(mail, counts) for mail in talk]
        id = source.id if len(talks) == 1 else source.part(talk[0].place)
        try:
            if (issued := _issued(id, said, fields)) is not None:
                yield _cleaned(issued, counts)
                continue
            yield from _thread(id, said, fields, counts, today)
        except DocumentError as error:
            yield Damage(error.reason, error.line)
    yield from told(counts)


def conversations(mails: Sequence[Mail]) -> list[list[Mail]]:
    """Mails by what they answer, and where that is not in the file by their subject; each from its oldest on."""
    first = dict[str, int]()
    for place, mail in enumerate(mails):
        first.setdefault(mail.id, place)
    root = list(range(len(mails)))

    def top(place: int) -> int:
        while root[place] != place:
            root[place] = place = root[root[place]]
        return place

    shared = dict[str, int]()  # a mail that is not here, and who answers it
    for place, mail in enumerate(mails):
        for answered in mail.answers:
            other = first.get(answered, shared.setdefault(answered, place))
            root[max(top(place), top(other))] = min(top(place), top(other))
    latest = dict[str, int]()
    for place in sorted(range(len(mails)), key=lambda place: (mails[place].sent or _FIRST, place)):
        subject = subject_of(mails[place].subject).casefold()
        alone = not any(answered in first for answered in mails[place].answers)
        before = latest.get(subject)
        if alone and before is not None and _answers(mails[place]) and _near(mails[before], mails[place]):
            root[max(top(place), top(before))] = min(top(place), top(before))
        latest[subject] = place
    found = dict[int, list[Mail]]()
    for place, mail in enumerate(mails):
        found.setdefault(top(place), []).append(mail)
    return [_in_order(talk) for talk in found.values()]


def subject_of(written: str) -> str:
    """Without "Re:" and the tag of a list."""
    while match := _ANSWER.match(written):
        written = written[match.end() :]
    return " ".join(written.split())


def _answers(mail: Mail) -> bool:
    return bool(mail.answers or re.match(r"(?:\s*\[[^\]]{1,40}\])*\s*(?:re|aw|sv|antw)\b", mail.subject, re.IGNORECASE))


def _near(one: Mail, other: Mail) -> bool:
    return bool(subject_of(one.subject)) and (
        one.sent is None or other.sent is None or abs(other.sent - one.sent) <= _SAME_SUBJECT
    )


def _in_order(talk: Sequence[Mail]) -> list[Mail]:
    """By date, though never before what it answers: clocks of senders differ."""
    when = dict[str, datetime.datetime]()
    for _ in talk:
        before = dict(when)
        for mail in talk:
            answered = [when[id] for id in mail.answers if id in when and id != mail.id]
            when[mail.id] = max([mail.sent or _FIRST, *answered])
        if when == before:
            break
    return sorted(talk, key=lambda mail: (when[mail.id], len(mail.answers), mail.place))


def _said(mail: Mail, counts: Counter[str]) -> _Said:
    own, *below = chains.parts(mail.text)
    text, removed = surroundings.without(own.text, mail.author)
    counts.update(removed)
    parts = list[chains.Part]()
    for part in below:
        words, removed = surroundings.without(part.text, part.author or "")
        counts.update(removed)
        parts += [chains.Part(part.author, part.sent, words)] if words else []
    return _Said(mail, text, tuple(parts))


def _issued(id: str, said: Sequence[_Said], fields: Fields) -> Excerpt | None:
    """A mail alone that was sent to many and asks nothing: its sender, who is no person, is its source."""
    if len(said) > 1 or said[0].below or _answers(said[0].mail):
        return None
    mail, text = said[0].mail, said[0].text
    effective, until = fields.period("effective", "until")
    source = fields.value("source") or mail.author
    if not mail.bulk or not text or people.asks(text) or not source or privacy.locate(f"Dear {source},"):
        return None
    return Excerpt(
        id=id,
        title=fields.value("title") or subject_of(mail.subject) or source,
        source=source,
        published=PartialDate(mail.sent.year, mail.sent.month, mail.sent.day) if mail.sent else None,
        volume=None,
        issue=None,
        section=None,
        seen_in=fields.address("url"),
        superseded_by=fields.value("superseded_by"),
        text=text,
        retold=fields.flag("retold"),
        effective=effective,
        until=until,
    )


def _cleaned(excerpt: Excerpt, counts: Counter[str]) -> Excerpt:
    def clean(words: str) -> str:
        mended = mend(words).text
        found = tuple(masks.guarded(mended))
        counts.update(f"masked: {mask.kind}" for mask in found)
        return masks.masked(mended, found).strip()

    return replace(excerpt, title=clean(excerpt.title), text=clean(excerpt.text))


def _thread(
    id: str, said: Sequence[_Said], fields: Fields, counts: Counter[str], today: datetime.date
) -> Iterator[Thread | Note]:
    """Nobody is known to have asked where the first mail answers one that is not here, or alone asks nothing."""
    first = said[0]
    written = [Told(part.author or "guest", part.sent, part.text, first.mail.line) for part in reversed(first.below)]
    written.append(_told(first.mail, first.text))
    for one in said[1:]:
        written.append(_told(one.mail, "\n\n".join(filter(None, [one.text, *map(chains.quoted, one.below)]))))
    goes_on = (not first.below and _answers(first.mail)) or (len(written) == 1 and not people.asks(first.text))
    names = tuple(dict.fromkeys(name for one in said for name in one.mail.people))
    title = fields.value("title") or subject_of(first.mail.subject)
    read = converse(title, written, today, page=2 if goes_on else 1, others=names)
    (conversation,) = read.conversations
    effective, until = fields.period("effective", "until")
    counts.update(dict(read.counts))
    yield Thread(
        id=id,
        title=conversation.title,
        source=fields.value("source") or next((one.mail.by_list for one in said if one.mail.by_list), None) or UNNAMED,
        url=fields.address("url"),
        posts=tuple(Post(one.role, one.posted, one.text, one.nothing, one.quoted) for one in conversation.postings),
        retold=fields.flag("retold"),
        superseded_by=fields.value("superseded_by"),
        effective=effective,
        until=until,
    )
    yield from read.notes


def _told(mail: Mail, text: str) -> Told:
    return Told(mail.author or "guest", mail.sent.strftime("%Y-%m-%d %H:%M") if mail.sent else None, text, mail.line)
