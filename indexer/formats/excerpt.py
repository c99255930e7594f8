"""An excerpt: front matter with the citation's particulars, a title, then the text; a further title, a further one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import accounts
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Fate, Note, Source
from indexer.front_matter import Fields, Header, above
from indexer.plugins import NoSettings
from indexer.sources import HOUSE_RULING
from indexer.text import front
from indexer.threads import masks

FORM = "an excerpt (.md or .txt) starts with '---' front matter"
KEYS = front.KEYS
_SUFFIXES = frozenset({".md", ".txt", ".markdown"})
# The first title may be of any level; a further one is of the first, and no "# of units" within a sentence.
_TITLE = re.compile(r"#{1,6}[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?[ \t]*$")
_FURTHER = re.compile(r"#[ \t]+(?P<words>(?![a-z])\S.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"={3,}[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Titled:
    """A title's words; its text stands in the lines from ``start`` to ``end``, excluded."""

    words: str
    start: int
    end: int


def accepts(source: Source) -> float:
    """Front matter may head a thread too, which knows itself by its postings."""
    if source.suffix not in _SUFFIXES:
        return 0.0
    found = front.find(source.glance.split("\n"))
    return 0.0 if found is None else 0.9 if found.marked else 0.7


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Note | Fate | Count]:
    """One excerpt for each title of the first level, with the front matter's particulars, and what became of each line.

    Raises DocumentError where the title, the source or the text is missing, or a key or date is wrong. A house ruling
    names who signed it and when, and nothing else is signed.
    """
    head = above(source, KEYS)
    publication = _publication(head.fields)
    period = head.fields.period("effective", "until")
    lines = source.mended.text.split("\n")
    titled = _titled(source, lines, head)
    masked = Counter[str]()
    for number, one in enumerate(titled, 1):
        title = _masked(one.words, masked)
        text = _masked("\n".join(lines[one.start : one.end]).strip(), masked)
        written = _excerpt(head.fields, source.part(number) if number > 1 else source.id, publication, title, text)
        yield replace(written, effective=period[0], until=period[1])
    yield from (Count(f"masked: {kind}", times) for kind, times in masked.items())
    yield from _notes(source, head)
    yield from _fates(source, head, titled)
    for kind, times in source.mended.kinds:
        yield Count(f"mended: {kind}", times)
    for kind, times in source.mended.left:
        yield Count(f"not mended: {kind}", times)


def _masked(words: str, counted: Counter[str]) -> str:
    """Without identifiers of persons, by the guard of questions; each is counted by its kind."""
    found = tuple(masks.guarded(words))
    counted.update(mask.kind for mask in found)
    return masks.masked(words, found)


def _publication(fields: Fields) -> str:
    found = fields.value("source")
    if found is None:
        raise DocumentError("the front matter names no source; add a line 'source: ...'")
    ruling = found.casefold() == HOUSE_RULING.casefold()
    if ruling and not (fields.value("signed") and fields.value("date")):
        raise DocumentError("a house ruling is signed and dated; add the lines 'signed: NAME' and 'date: 2026-01-31'")
    if fields.value("signed") and not ruling:
        raise DocumentError(f"only a house ruling is signed; write 'source: {HOUSE_RULING}'", fields.line("signed"))
    return found


def _titled(source: Source, lines: Sequence[str], head: Header) -> list[_Titled]:
    """Each title with its text. One without any goes before the next one's words, the last one into the text.

    Where no title stands above the text, it is the front matter's.
    """
    numbers, named = source.mended.lines, head.fields.value("title")
    top = next((place for place in range(head.lines, len(lines)) if lines[place].strip()), None)
    if top is None:
        raise DocumentError("there is no title line '# ...'", max(1, numbers[-1] - (not lines[-1])))
    first = _underlined(lines, top) or _TITLE.match(lines[top])
    if first is None and named is None:
        raise DocumentError("a title line '# ...' must come before the text", numbers[top])
    found = [(first["words"] if first else str(named), top), *_further(lines, top + 1)]
    titled, words = list[_Titled](), ""
    for (title, place), end in zip(found, [*(place for _, place in found[1:]), len(lines)], strict=True):
        words = f"{words}: {title}" if words else title
        height = 0 if place == top and first is None else 1 if _TITLE.match(lines[place]) else 2
        start = place + height
        if any(line.strip() for line in lines[start:end]):
            titled.append(_Titled(words, start, end))
            words = ""
    if not titled:
        raise DocumentError(
            "there is no text below the title; write it there, or take the file away",
            numbers[min(top + 1, len(numbers) - 1)],
        )
    if words:
        titled[-1] = replace(titled[-1], end=len(lines))
    return titled


def _further(lines: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    fenced = False
    for place in range(start, len(lines)):
        fenced ^= lines[place].startswith("```")
        if fenced or lines[place - 1].strip():
            continue
        if match := _FURTHER.match(lines[place]) or _underlined(lines, place):
            yield match["words"], place


def _underlined(lines: Sequence[str], place: int) -> re.Match[str] | None:
    """A line of words above one of "=" signs."""
    below = place + 1 < len(lines) and _UNDERLINE.match(lines[place + 1])
    return re.match(r"[ \t]*(?P<words>\S.*?)[ \t]*$", lines[place]) if below else None


def _excerpt(fields: Fields, document_id: str, publication: str, title: str, text: str) -> Excerpt:
    return Excerpt(
        id=document_id,
        title=title,
        source=publication,
        published=fields.date("date"),
        volume=fields.value("volume"),
        issue=fields.value("issue"),
        section=fields.value("section"),
        seen_in=fields.address("seen_in"),
        superseded_by=fields.value("superseded_by"),
        text=text,
        chapter=fields.value("chapter"),
        page=fields.value("page"),
        signed=fields.value("signed"),
        retold=fields.flag("retold"),
    )


def _notes(source: Source, head: Header) -> Iterator[Note]:
    yield from source.decoded.notes
    yield from source.mended.notes
    yield from head.fields.doubts("seen_in")
    if not head.marked:
        yield Note("read as front matter, though no '---' stands around it", source.mended.lines[0])


def _fates(source: Source, head: Header, titled: Sequence[_Titled]) -> Iterator[Fate]:
    numbers, fates = source.mended.lines, dict[int, dict[str, None]]()
    lines = source.mended.text.split("\n")

    def tell(places: range, what: str) -> None:
        for place in places:
            if lines[place].strip():
                fates.setdefault(numbers[place], {})[what] = None

    tell(range(head.lines), "front matter")
    for number, one in enumerate(titled, 1):
        which = f" of part {number}" if len(titled) > 1 else ""
        tell(range(titled[number - 2].end if number > 1 else head.lines, one.start), f"title{which}")
        tell(range(one.start, one.end), f"text{which}")
    yield from accounts.rows(source.text, fates)
