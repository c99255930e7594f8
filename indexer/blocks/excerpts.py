"""Blocks cut at their headings into excerpts, with the particulars that the document, or its sidecar, states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from indexer.accounts import Count, Note
from indexer.blocks import Block, stating
from indexer.blocks.stating import Stated
from indexer.documents import Excerpt, Page
from indexer.formats import Source
from indexer.front_matter import Fields, beside
from indexer.text import front
from indexer.threads import masks

# A heading with no number of its own and less text than this below it stays in the text.
_SHORT = 200
# Titles that programs give, and no author.
_NO_TITLES = ("untitled", "microsoft word", "document1", "slide 1", "powerpoint presentation")
_DEEPEST = 3
# What a document is stands in so many blocks, and lines of one, at its top.
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says besides its blocks: its ``properties``' title, the ``head`` in which it states what it is (lines
    of its first page, running heads), and where that was found.
    """

    title: str | None = None
    head: tuple[str, ...] = ()
    kind: str = "document"


@dataclass(slots=True)
class _Section:
    """The headings above it, with the text below them; ``number`` counts from 1."""

    titles: tuple[str, ...]
    chapter: str | None
    section: str | None
    blocks: list[Block] = field(default_factory=list)


def of(source: Source, blocks: Sequence[Block], told: Told) -> Iterator[Excerpt | Note | Count]:
    """An excerpt for each part below a heading, the footnotes as one of their own, and what was taken from where.

    Raises DocumentError for a wrong sidecar.
    """
    fields = beside(source, front.KEYS)
    title, where, rest = _title(source, fields, blocks, told)
    lines = (line for block in blocks[:_HEAD] if not block.apart for line in block.text.split("\n")[:_HEAD])
    stated = stating.of([*told.head, *lines])
    if where:
        yield Note(f"title: {where}")
    if not (fields.value("source") or stated.source):
        yield Note(f"no source is stated in the {told.kind}; to name it, write 'source: NAME' into {source.name}.yaml")
    if not (fields.date("date") or stated.published):
        yield Note(
            f"no date is stated in the {told.kind}; to give it, write 'date: 2026-01-31' into {source.name}.yaml"
        )
    yield from fields.doubts("seen_in")
    masked = Counter[str]()
    title = _masked(title, masked)[0]
    whole = _whole(source, fields, stated, title)
    for number, one in enumerate(_sections(rest, title), 1):
        text, pages = _text(one.blocks, masked)
        if text.strip():
            titles = [_masked(words, masked)[0] for words in one.titles]
            yield _excerpt(whole, source, number, replace(one, titles=tuple(titles)), text, pages)
    notes = [block for block in blocks if block.apart]
    text, pages = _text(notes, masked)
    if text.strip():
        yield replace(whole, id=source.part("notes"), title=f"{title}: footnotes", text=text, pages=pages)
    yield from (Count(f"masked: {kind}", times) for kind, times in sorted(masked.items()))


def _title(
    source: Source, fields: Fields, blocks: Sequence[Block], told: Told
) -> tuple[str, str | None, Sequence[Block]]:
    """The title, where it is from if neither sidecar nor text states it, and the blocks without it."""
    first = next((place for place, block in enumerate(blocks) if not block.apart), 0)
    heading = blocks[first] if blocks and blocks[first].level else None
    rest = [*blocks[:first], *blocks[first + 1 :]] if heading else blocks
    if written := fields.value("title"):
        return written, None, blocks
    if heading:
        return heading.text, None, rest
    if told.title and not told.title.casefold().startswith(_NO_TITLES):
        return told.title, "taken from the properties of the file, for the text states none", blocks
    return PurePosixPath(source.name).stem, "the file's name, for nothing in it states one", blocks


def _whole(source: Source, fields: Fields, stated: Stated, title: str) -> Excerpt:
    """What every part of the document shares."""
    effective, until = fields.period("effective", "until")
    return Excerpt(
        id=source.id,
        title=title,
        source=fields.value("source") or stated.source or "",
        published=fields.date("date") or stated.published,
        volume=fields.value("volume") or stated.volume,
        issue=fields.value("issue") or stated.issue,
        section=fields.value("section"),
        seen_in=fields.address("seen_in"),
        superseded_by=fields.value("superseded_by"),
        text="",
        chapter=fields.value("chapter") or stating.chapter(title),
        page=fields.value("page"),
        signed=fields.value("signed"),
        retold=fields.flag("retold"),
        effective=effective,
        until=until,
    )


def _excerpt(whole: Excerpt, source: Source, number: int, one: _Section, text: str, pages: tuple[Page, ...]) -> Excerpt:
    return replace(
        whole,
        id=source.id if number == 1 else source.part(number),
        title=": ".join(dict.fromkeys([whole.title, *one.titles])),
        chapter=whole.chapter or one.chapter,
        section=whole.section or one.section,
        text=text,
        pages=pages,
    )


def _sections(blocks: Sequence[Block], title: str) -> list[_Section]:
    """One for each heading that has a number or enough text below it; others are lines of the text.

    A heading with none below it stands above the next.
    """
    body = [block for block in blocks if not block.apart]
    found = [_Section((), None, stating.section(title))]
    path: list[tuple[int, str]] = []
    chapter = None
    for place, block in enumerate(body):
        if not block.level:
            found[-1].blocks.append(block)
            continue
        path = [*(one for one in path if one[0] < block.level), (block.level, block.text)][-_DEEPEST:]
        chapter = stating.chapter(block.text) or chapter
        below = _below(body, place)
        if not below:
            continue
        if below < _SHORT and not (stating.section(block.text) or stating.chapter(block.text)):
            found[-1].blocks.append(block)
            continue
        section = next((value for _, text in reversed(path) if (value := stating.section(text))), None)
        found.append(_Section(tuple(text for _, text in path), chapter, section))
    return [one for one in found if one.blocks]


def _below(body: Sequence[Block], place: int) -> int:
    """Letters between a heading and the next."""
    letters = 0
    for block in body[place + 1 :]:
        if block.level:
            break
        letters += len(block.text)
    return letters


def _masked(words: str, masked: Counter[str]) -> tuple[str, tuple[masks.Mask, ...]]:
    """Without identifiers of persons, by the guard of questions; each is counted by its kind."""
    found = tuple(masks.guarded(words))
    masked.update(mask.kind for mask in found)
    return masks.masked(words, found), found


def _text(blocks: Sequence[Block], masked: Counter[str]) -> tuple[str, tuple[Page, ...]]:
    """The blocks as one text without identifiers of persons, and where in it each page begins."""
    text, pages = "", list[Page]()
    for block in blocks:
        said, found = _masked(block.text, masked)
        listed = said.startswith("- ") and text
        text += "" if not text else "\n" if listed else "\n\n"
        marks = f"{'#' * (block.level + 1)} " if block.level else ""
        for page in block.pages:
            if not pages or pages[-1].label != page.label:
                place = len(marks) + masks.shifted(page.start, found) if page.start else 0
                pages.append(Page(len(text) + place, page.label))
        text += marks + said
    return text, tuple(pages)
