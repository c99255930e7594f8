"""One mail as it was sent, with the mails below it, as a conversation; what is attached is read beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from indexer.accounts import Count, Note
from indexer.documents import Document
from indexer.formats import Damage, Source
from indexer.front_matter import beside
from indexer.mails import attached, conversations, mime
from indexer.plugins import NoSettings

FORM = "a mail (.eml) begins with its From, To, Subject and Date"
MAX_BYTES = 100_000_000
ENDINGS = frozenset({".eml"})
CONFINED = True


def accepts(source: Source) -> float:
    """A text with front matter is another format's, whatever keys it has."""
    if source.suffix not in {".eml", ".mail", ""}:
        return 0.0
    return (0.95 if source.suffix == ".eml" else 0.6) * mime.looks_like(source.data)


def read(source: Source, settings: NoSettings) -> Iterator[Document | Damage | Note | Count]:
    """Raises DocumentError where no mail stands in it, or the sidecar is wrong."""
    fields = beside(source, conversations.KEYS)
    mails = [mime.read(source.data)]
    yield from conversations.documents(source, mails, fields, datetime.date.today())
    yield from attached.read(source, mails)
