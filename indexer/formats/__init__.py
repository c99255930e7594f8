"""File formats, one module each: a file comes in as a ``Source``, documents go out.

What a module must offer is ``Module``. Four things it may offer besides:

``MAX_BYTES``
    the largest file that it reads; ``indexer.choosing.MAX_BYTES`` where it says nothing.
``ENDINGS``
    of which files it reads as much as that (``frozenset({".csv"})``): no other that large is taken into memory.
``CONFINED = True``
    its ``read`` runs in a process of its own, with limits of time and memory (``indexer/confined.py``): each format
    whose library takes apart bytes that strangers made. ``accepts`` runs outside it, and looks at bytes alone.
``group(name) -> str | None``
    the id of the document that the file ``name`` is a part of, where several files make one (a topic saved as pages).
    It judges by the name alone and never raises. The files of one id are read at once, as a source with ``further``
    ones, if this format is the surest of the first of them.

Ids come from where a text stands and never from chance: a file's one document has the id ``source.id``, one of several
``source.part(KEY)``, where the key is its number or what the file itself calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Protocol

from indexer import content_types
from indexer import text as text_
from indexer.accounts import Count, Fate, Note
from indexer.documents import Document
from indexer.errors import DocumentError
from indexer.plugins import OwnSettings
from indexer.text import Decoded, Mended

__all__ = ["Count", "Damage", "Fate", "Module", "Note", "Source"]


@dataclass(frozen=True)
class Source:
    """A file of the knowledge base, whole.

    ``name`` is its path below the knowledge base, ``id`` the same without the ending, or what ``group`` gave.
    ``content_type`` is told by its first bytes, or by the ending; None where neither does. ``sidecar`` is the file
    ``NAME.yaml`` beside it: front matter of a file that can hold none. ``further`` are the other files of its group,
    by name, numbers in their order. ``inside`` counts the archives and mails that it lies in.
    """

    id: str
    name: str
    data: bytes
    content_type: str | None = None
    sidecar: Source | None = None
    further: tuple[Source, ...] = ()
    inside: int = 0

    @property
    def suffix(self) -> str:
        """The ending in small letters, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @cached_property
    def decoded(self) -> Decoded:
        """Raises DocumentError, with the line, for a byte whose meaning is not certain."""
        try:
            return text_.decode(self.data)
        except DocumentError as error:
            words = content_types.words(self.data)
            reason = f"this is {words} and no text; save its text as UTF-8" if words else error.reason
            raise DocumentError(reason, error.line, self.name) from error

    @property
    def text(self) -> str:
        """Each line end is a newline. Raises DocumentError as ``decoded`` does."""
        return _newlines(self.decoded.text)

    @cached_property
    def mended(self) -> Mended:
        """The text as it was meant, with the line of each of its lines. Raises DocumentError as ``decoded`` does."""
        return text_.mend(self.text)

    @cached_property
    def glance(self) -> str:
        """The text for ``accepts``: what cannot be decoded is a replacement mark, and nothing is raised."""
        try:
            return self.text
        except DocumentError:
            return _newlines(self.data.decode("utf-8-sig", "replace"))

    def part(self, key: str | int) -> str:
        """The id of one document of several."""
        return f"{self.id}/{key}"


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a file that cannot be read while others can: its line, from 1, or its page.

    ``name`` is the file's, where it is another of the group.
    """

    reason: str
    line: int | None = None
    page: str | None = None
    name: str | None = None


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Module(Protocol):
    """What each module of this folder offers.

    ``FORM`` says in a few words how to know such a file; the reader's messages list them.
    """

    FORM: str

    def accepts(self, source: Source) -> float:
        """How sure it is that the file is its own, from 0 to 1; the surest format reads it. Never raises."""

    def read(self, source: Source, settings: OwnSettings) -> Iterator[Document | Damage | Note | Fate | Count]:
        """The documents as they are met, each damaged part, and what the user should know of the reading.

        A format of text also tells what became of each line, and counts what it mended or masked. Raises DocumentError
        where the rest cannot be read.
        """
