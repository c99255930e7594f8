"""A forum thread in Markdown: the knowledge base's own form, and raw dumps as forums print them.

What a thread looks like, who says what in it and whom it names is read in ``indexer/threads``; here its values become
documents.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from indexer import threads
from indexer.documents import Thread
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.forums import telling
from indexer.front_matter import above
from indexer.plugins import NoSettings
from indexer.threads import reading

FORM = "a thread (.md or .txt) has '## author (date)' lines"
KEYS = reading.KEYS
_LEFT_OUT = "left out: "
SURE = 0.5  # from here on a file is taken for a thread


def accepts(source: Source) -> float:
    """Surer than an excerpt, whose front matter may head a thread too."""
    if source.suffix not in {".md", ".txt", ".markdown"}:
        return 0.0
    sure = threads.looks_like(source.glance)
    return 0.9 + sure / 10 if sure >= SURE else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Thread | Damage | Note | Fate | Count]:
    """Every thread of the file, the further ones as parts of it, a note on each date that is none, what became of each
    line and which belong to no posting, and how much was masked and mended.

    Raises DocumentError for broken front matter and for a thread without text.
    """
    yield from documents(source, datetime.date.today())


def documents(source: Source, today: datetime.date) -> Iterator[Thread | Damage | Note | Fate | Count]:
    """As ``read``; a posting dated later than the end of the year after ``today`` is undated."""
    fields = above(source, KEYS).fields
    reading = threads.read(source.text, today)
    for number, conversation in enumerate(reading.conversations, 1):
        id = source.part(number) if number > 1 else source.id
        yield telling.thread(conversation, id, fields, fields.address("url"))
    yield from source.decoded.notes
    yield from source.mended.notes
    yield from fields.doubts("url")
    yield from reading.notes
    yield from reading.fates
    for fate in reading.fates:
        if fate.what.startswith(_LEFT_OUT):
            yield Damage(fate.what.removeprefix(_LEFT_OUT), fate.first)
    for what, number in reading.counts:
        yield Count(what, number)
