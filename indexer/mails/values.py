"""What a mail is, whatever file it stood in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """``data`` is None where it could not be taken out; ``shown``: a picture that stands in the text."""

    name: str
    data: bytes | None
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """``place`` is its number in the file, from 1, and ``line`` where it begins.

    ``answers`` are the ids of the mails before it, the nearest last. ``sent`` has a zone, or is UTC. ``people`` are the
    names of all whom its head names. ``by_list`` is the name of the mailing list, where its head gives one; ``bulk``:
    it was sent to many.
    """

    place: int
    line: int
    id: str
    answers: tuple[str, ...]
    subject: str
    author: str
    people: tuple[str, ...]
    sent: datetime.datetime | None
    text: str
    attachments: tuple[Attachment, ...] = ()
    by_list: str | None = None
    bulk: bool = False
    doubts: tuple[str, ...] = ()
