"""A file of many mails, as mailing lists and mail programs keep them: each conversation is a thread."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from indexer.accounts import Count, Note
from indexer.documents import Document
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.front_matter import beside
from indexer.mails import attached, conversations, mime
from indexer.mails.values import Mail
from indexer.plugins import NoSettings

FORM = "a mailbox (.mbox) has a line 'From ADDRESS DATE' above each mail"
MAX_BYTES = 500_000_000
ENDINGS = frozenset({".mbox", ".mbx"})
CONFINED = True
_SUFFIXES = frozenset({".mbox", ".mbx", ".mail", ".txt", ""})


def accepts(source: Source) -> float:
    """By its first line, and that a mail's head stands below it."""
    if source.suffix not in _SUFFIXES or not source.data[:200].lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From "):
        return 0.0
    below = source.data[:64_000].lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")[2]
    return 0.97 if mime.looks_like(below) else 0.6 if source.suffix in {".mbox", ".mbx"} else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Document | Damage | Note | Count]:
    """The conversations, then what is attached; a damage for a mail that cannot be read.

    Raises DocumentError where no mail stands in it, or the sidecar is wrong.
    """
    fields = beside(source, conversations.KEYS)
    mails = list[Mail]()
    for place, (line, data) in enumerate(mime.apart(source.data), 1):
        try:
            mails.append(mime.read(data, place, line))
        except DocumentError as error:
            yield Damage(error.reason, error.line)
    if not mails:
        raise DocumentError("no mail stands in it; export the mailbox as mbox, or save single mails as .eml")
    yield from conversations.documents(source, mails, fields, datetime.date.today())
    yield from attached.read(source, mails)
