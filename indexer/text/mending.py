"""All mends in their order, with the source's line of every line that results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.accounts import Note
from indexer.text import characters, hyphens, markup


@dataclass(frozen=True, slots=True)
class Mended:
    """``lines`` holds, for each line of ``text``, the number of the source's line, from 1. Of many empty lines in a row
    some are kept.

    ``kinds`` counts what was mended, ``left`` what looks spoilt and could be mended in more than one way. ``first`` is
    the first of the source's lines that changed, ``spoilt`` the first whose characters may still be spoilt.
    """

    text: str
    lines: tuple[int, ...]
    kinds: tuple[tuple[str, int], ...]
    left: tuple[tuple[str, int], ...]
    first: int | None
    spoilt: int | None

    @property
    def notes(self) -> Iterator[Note]:
        """What the user should know: what was mended and how often, and where characters may be spoilt."""
        if self.kinds:
            yield Note(f"mended: {_words(self.kinds)}", self.first)
        if self.spoilt:
            yield Note("characters may be spoilt from here on and are left as they are; compare them", self.spoilt)


# Markup before entities: "&lt;with&gt;" was written with its signs. Wrong decoding before spaces: half of it is spaces.
_STEPS: tuple[tuple[str, Callable[[str], tuple[str, int]]], ...] = (
    ("terminal escape", characters.without_escapes),
    ("control character", characters.without_controls),
    ("page or line break", markup.with_breaks),
    ("script or comment", markup.without_scripts),
    ("HTML tag", markup.without_tags),
    ("entity", markup.without_entities),
    ("UTF-8 read as Windows-1252", characters.with_utf8),
    ("Windows-1252 read as Latin-1", characters.with_windows_characters),
    ("terminal escape", characters.without_escapes),
    ("direction mark", characters.without_direction_marks),
    ("image", markup.without_images),
    ("link", markup.without_links),
    ("BB code", markup.without_bb_code),
)
_LAST_STEPS = (
    ("unseen character", characters.without_unseen),
    ("ligature", characters.without_ligatures),
    ("odd space", characters.with_plain_spaces),
)


_EMPTY = 20  # lines in a row that are kept
_SPOILT = "characters that may be spoilt"


def mend(text: str) -> Mended:
    kinds, left = dict[str, int](), dict[str, int]()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = text.split("\n")
    for kind, step in _STEPS:
        text, found = step(text)
        kinds[kind] = kinds.get(kind, 0) + found
    text, kinds["word divided at a line's end"], left["word divided at a line's end"] = hyphens.joined(text)
    for kind, step in _LAST_STEPS:
        text, kinds[kind] = step(text)
    left[_SPOILT] = characters.doubtful(text)
    pieces, empty = list[tuple[int, str]](), 0
    for number, line in enumerate(text.split("\n"), 1):
        empty = 0 if line else empty + 1
        if empty <= _EMPTY:
            pieces += [(number, piece) for piece in _pieces(line)]
    return Mended(
        "\n".join(piece for _, piece in pieces),
        tuple(number for number, _ in pieces),
        _counted(kinds),
        _counted(left),
        _changed(source, pieces),
        next((number for number, piece in pieces if left[_SPOILT] and characters.doubtful(piece)), None),
    )


def _changed(source: Sequence[str], pieces: Sequence[tuple[int, str]]) -> int | None:
    return next((number for number, piece in pieces if source[number - 1] != piece), None)


def _words(counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} ({number:,})" for kind, number in counted)


def _pieces(line: str) -> list[str]:
    """The parts of a line that tags broke, without the empty ones."""
    if markup.BREAK not in line:
        return [line]
    return [piece.strip() for piece in line.split(markup.BREAK) if piece.strip()] or [""]


def _counted(kinds: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((kind, number) for kind, number in kinds.items() if number)
