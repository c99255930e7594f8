"""What reading a file of threads gives: small values, from the posting up to the whole file."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.accounts import Fate, Note
from indexer.documents import PartialDate, Quoted
from indexer.threads.masks import Mask


@dataclass(frozen=True, slots=True)
class Posting:
    """``words`` are as they were written, ``masks`` places in them; ``text``, which is stored, has the masks instead.

    ``nothing`` says why the posting is never quoted; None where it says something. ``line`` is its heading's, from 1.
    """

    role: str
    posted: PartialDate | None
    text: str
    quoted: tuple[Quoted, ...]
    nothing: str | None
    words: str
    masks: tuple[Mask, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread of a file, oldest posting first. ``page`` is above 1 for a later page whose first is not there."""

    title: str
    line: int
    page: int
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """``fates`` cover every line of the file. ``counts`` name mends, masks, chrome and the like, and how many."""

    conversations: tuple[Conversation, ...]
    fates: tuple[Fate, ...]
    notes: tuple[Note, ...]
    counts: tuple[tuple[str, int], ...]
    sure: float
