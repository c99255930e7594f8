"""Plain text and Markdown as blocks: headings, paragraphs, points of lists and tables, as the lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.blocks import Block

_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*$")
_CELLS = re.compile(r"\||\t|\S {3,}\S")
# A title above a text without marks is one line, so long, without a full stop, and stands alone.
_LONGEST = 120


def blocks(text: str) -> Iterator[Block]:
    lines = text.split("\n")
    titled = _titled(lines)
    paragraph: list[str] = []
    place = 0
    while place < len(lines):
        line, below = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
        heading = _HEADING.match(line)
        underlined = bool(line.strip() and not paragraph and _UNDERLINE.match(below) and not _CELLS.search(line))
        if heading or underlined or place == titled or not line.strip():
            yield from _paragraph(paragraph)
            paragraph = []
        if heading:
            yield Block(heading["words"], len(heading["marks"]))
        elif underlined:
            yield Block(line.strip(), 1 if below.startswith("=") else 2)
            place += 1
        elif place == titled:
            yield Block(line.strip(), 1)
        elif line.strip():
            paragraph.append(line.rstrip())
        place += 1
    yield from _paragraph(paragraph)


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Block("\n".join(lines).strip("\n"))


def _titled(lines: Sequence[str]) -> int | None:
    """The first line, where it stands alone above the text and is no sentence."""
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    headings = [match["marks"] for match in map(_HEADING.match, lines) if match]
    if first is None or "#" in headings or _HEADING.match(lines[first]):
        return None
    line, below = lines[first].strip(), lines[first + 1 : first + 2]
    alone = bool(below) and not below[0].strip() and any(map(str.strip, lines[first + 1 :]))
    worded = (
        any(map(str.isalpha, line)) and line[0] not in "-*•>|" and not line.endswith((".", ",", ";", ":", "?", "!"))
    )
    return first if alone and worded and len(line) <= _LONGEST else None
