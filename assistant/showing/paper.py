"""A paper to be handed out, in parts: ``papers/`` writes it in each form. It knows nothing of what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.showing import phrases
from indexer.errors import RecordError

# What XML, and so a DOCX, cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``label`` stands before it in bold."""

    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the base as they are shown, and who says them."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Points:
    """Lines below one another; ``chosen`` are lines to be ticked."""

    lines: tuple[str, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A field to be filled in by hand."""

    label: str


Block = Words | Quoted | Points | Table | Blank


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under a heading; ``page``: it begins a page of its own."""

    heading: str
    blocks: tuple[Block, ...]
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """``notices`` are what whoever holds it must know. The same paper gives the same bytes."""

    title: str
    parts: tuple[Part, ...]
    signature: str
    notices: tuple[str, ...]


def form(path: Path) -> Callable[[Paper], bytes]:
    """What writes a file of that ending. Raises RecordError where there is none."""
    from assistant.showing.papers import docx, html, md

    forms: Mapping[str, Callable[[Paper], bytes]] = {".docx": docx.write, ".html": html.write, ".md": md.write}
    if path.suffix.lower() not in forms:
        raise RecordError(f"{path}: a paper is written as {', '.join(forms)}; give the file one of these endings")
    return forms[path.suffix.lower()]


def write(paper: Paper, path: Path) -> None:
    """Raises RecordError where the ending is no form or the file cannot be written."""
    written = form(path)(paper)
    try:
        path.write_bytes(written)
    except OSError as error:
        raise RecordError(f"{path}: the paper cannot be written ({error.strerror}); name another file") from error


def clean(text: str) -> str:
    """On one line, without what no form can hold."""
    return _UNWRITABLE.sub("\ufffd", phrases.line(text))


def cleaned(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(clean, lines))
