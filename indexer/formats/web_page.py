"""A saved page of the web: a forum's topic, one page or several of it, or an article.

The topic is read in ``indexer/forums``, the article in ``indexer/webpages``; here their values become documents.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import forums, threads
from indexer.documents import Excerpt, Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.forums import Topic, joining, telling
from indexer.front_matter import beside
from indexer.plugins import NoSettings
from indexer.text import front, mend
from indexer.threads import masks
from indexer.webpages import article, barred, charset, head, particulars, tree
from indexer.webpages.tree import Parsed

FORM = "a saved page (.html) shows a forum's topic or an article"
CONFINED = True
KEYS = front.KEYS | {"url"}
_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".php", ".asp", ".aspx"})
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<(?:html|head|body|div|p|table|article|br|span|h[1-6])\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_FEWEST = 8  # words of an article
_SURE = 0.5  # from here on the words of a page are taken for a thread


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that could be parsed: its text and its tree, and the topic that it shows, if it shows one."""

    source: Source
    text: str
    page: Parsed
    topic: Topic | None


def group(name: str) -> str | None:
    """Without the number of the page: "topic-page-2.html" belongs to "topic.html"."""
    return joining.topic_of(name, _SUFFIXES)


def accepts(source: Source) -> float:
    """By the first bytes, or by the ending and a tag; which of the two it is, the whole page tells."""
    start = source.data[:4000].replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")
    if _BEGINS.match(start):
        return 0.97
    return 0.8 if source.suffix in _SUFFIXES and _TAG.search(source.data[:100_000].decode("utf-8", "replace")) else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Thread | Excerpt | Damage | Note | Fate | Count]:
    """One thread for a topic, however many pages of it there are; else an excerpt for each page.

    Raises DocumentError where the page is another than was meant (a log-in, an error), holds nothing, or is nested or
    large beyond what is read.
    """
    yield from documents(source, datetime.date.today())


def documents(source: Source, today: datetime.date) -> Iterator[Thread | Excerpt | Damage | Note | Fate | Count]:
    """As ``read``; a posting dated later than the end of the year after ``today`` is undated."""
    opened = list[_Opened]()
    for file in (source, *source.further):
        try:
            text, notes = charset.decode(file)
            page = tree.parse(text)
            opened.append(_Opened(file, text, page, forums.read(page)))
        except DocumentError as error:
            if not source.further:
                raise
            yield Damage(error.reason, error.line, name=file.name)
            continue
        yield from notes
        if not _CLOSED.search(text) and re.search(r"<(?:html|body)\b", text, re.IGNORECASE):
            yield Note("the file ends before its page does; what stands last may be cut short", text.count("\n") + 1)
    topics = [one for one in opened if one.topic]
    number = 0
    for topic in joining.join([one.topic for one in topics if one.topic]):
        number += 1
        # Lines are told where one file is the source of all.
        lines = topics[0].text if len(topics) == 1 else None
        yield from telling.documents(topic, lines, _id(source, number), beside(source, KEYS), today)
        yield Count(f"saved pages of {topic.family}", 1)
    for one in opened:
        if not one.topic:
            try:
                found = list(_article(one, _id(source, number + 1), today))
            except DocumentError as error:
                if not source.further:
                    raise
                found = list[Thread | Excerpt | Damage | Note | Fate | Count]()
                yield Damage(error.reason, error.line, name=one.source.name)
            number += any(isinstance(each, (Thread, Excerpt)) for each in found)
            yield from found


def _id(source: Source, number: int) -> str:
    return source.part(number) if number > 1 else source.id


def _article(
    opened: _Opened, id: str, today: datetime.date
) -> Iterator[Thread | Excerpt | Damage | Note | Fate | Count]:
    """An excerpt, or a thread where the page's words have the form of one.

    Raises DocumentError where the page is another than was meant, or says nothing.
    """
    page, fields = opened.page, beside(opened.source, KEYS)
    part = article.main(page.body)
    if reason := barred.reason(page, part):
        raise DocumentError(reason)
    stated = particulars.read(page)
    title = fields.value("title") or stated.title or head.title(page)
    text = "\n".join(article.lines(part, stated.title))
    if len(text.split()) < _FEWEST:
        raise DocumentError(
            "no posting and no article is found in the page; open the topic or article itself and save that"
        )
    if threads.looks_like(f"# {title}\n\n{text}") >= _SURE:
        reading = threads.read(f"# {title}\n\n{text}", today)
        yield from telling.told(reading, id, fields, stated.address, lines=False)
        return
    mended, masked = mend(text), Counter[str]()
    effective, until = fields.period("effective", "until")
    yield Excerpt(
        id=id,
        title=_masked(title, masked) or "Untitled page",
        source=fields.value("source") or stated.source or "",
        published=fields.date("date") or stated.published,
        volume=fields.value("volume") or stated.volume,
        issue=fields.value("issue") or stated.issue,
        section=fields.value("section") or stated.section,
        seen_in=fields.address("seen_in") or fields.address("url") or stated.address,
        superseded_by=fields.value("superseded_by"),
        text=_masked(mended.text.strip(), masked),
        chapter=fields.value("chapter") or stated.chapter,
        page=fields.value("page") or stated.page,
        signed=fields.value("signed"),
        retold=fields.flag("retold"),
        effective=effective,
        until=until,
    )
    if not (fields.value("source") or stated.source):
        beside_it = f"{opened.source.name.rpartition('/')[2]}.yaml"
        yield Note(f"the page does not say whose text it is; write 'source: NAME' into {beside_it} beside it")
    yield Fate(1, opened.text.count("\n") + 1, "text of an article, and the page around it")
    yield from (Count(f"masked: {kind}", times) for kind, times in masked.items())
    yield from (Count(f"mended: {kind}", times) for kind, times in mended.kinds)
    yield from (Count(f"not mended: {kind}", times) for kind, times in mended.left)
    yield from fields.doubts("url", "seen_in")


def _masked(words: str, counted: Counter[str]) -> str:
    found = tuple(masks.guarded(words))
    counted.update(mask.kind for mask in found)
    return masks.masked(words, found)
