"""One mail as Outlook saves it, with the mails below it, as a conversation; what is attached is read beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from indexer.accounts import Count, Note
from indexer.documents import Document
from indexer.formats import Damage, Source
from indexer.front_matter import beside
from indexer.mails import attached, conversations, outlook
from indexer.plugins import NoSettings

FORM = "a mail of Outlook (.msg)"
MAX_BYTES = 100_000_000
ENDINGS = frozenset({".msg"})
CONFINED = True


def accepts(source: Source) -> float:
    """By the names in its directory, for old documents of Word begin with the same bytes; a damaged one by its own."""
    if not source.data.startswith(outlook.SIGNATURE):
        return 0.0
    return 0.95 if outlook.NAMES in source.data else 0.5 if source.suffix == ".msg" else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Document | Damage | Note | Count]:
    """Raises DocumentError where the file is damaged or holds no mail, or the sidecar is wrong."""
    fields = beside(source, conversations.KEYS)
    mails = [outlook.read(source.data)]
    yield from conversations.documents(source, mails, fields, datetime.date.today())
    yield from attached.read(source, mails)
