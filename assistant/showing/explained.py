"""How a file was read, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.accounts import Count
from indexer.documents import Thread
from indexer.explaining import Explained, Told
from indexer.passages import Passage


def lines(explained: Explained) -> Iterator[str]:
    """Format and how sure, each part with role, date, tier and whose words, the fate of each line, counts, notes."""
    sure = ", ".join(f"{name} {value:.2f}" for name, value in explained.sure)
    how = f"read as {explained.chosen}" if explained.chosen else "not read"
    yield f"{explained.path}: {how}{f' (how sure: {sure})' if sure else ''}"
    for damage in explained.left_out:
        at = f"line {damage.line}: " if damage.line else f"page {damage.page}: " if damage.page else ""
        yield f"left out: {at}{damage.reason}"
    for told in explained.documents:
        yield from _document(told)
    if explained.fates:
        yield "lines"
        width = len(str(explained.fates[-1].last)) * 2 + 1
        for fate in explained.fates:
            at = str(fate.first) if fate.first == fate.last else f"{fate.first}-{fate.last}"
            yield f"  {at:<{width}}  {fate.what}"
    elif explained.documents:
        yield "lines: this format does not tell what became of each"
    yield from counted(explained.counts)
    for note in explained.notes:
        yield f"note: {f'line {note.line}: ' if note.line else ''}{note.what}"


def counted(counts: Sequence[Count]) -> Iterator[str]:
    """One line a kind of thing that was counted: "masked: name 2, phone 1"."""
    kinds = dict[str, list[str]]()
    for one in counts:
        kind, _, which = one.what.partition(": ")
        kinds.setdefault(kind, []).append(f"{which} {one.number:,}".strip())
    yield from (f"{kind}: {', '.join(each)}" for kind, each in kinds.items())


def _document(told: Told) -> Iterator[str]:
    document = told.document
    kind = "thread" if isinstance(document, Thread) else "excerpt"
    yield f"{document.id}: {kind} “{document.title}”, {document.source}"
    for passage in told.parts:
        yield f"  {passage.part}: {_voice(passage)}"
    for silent in told.silent:
        yield f"  {silent.part}: {silent.role}; says nothing ({silent.why}), never quoted"


def _voice(passage: Passage) -> str:
    asks = "; searched, never quoted" if passage.role == "asker" else ""
    who = f"{passage.role}, " if passage.role else ""
    return f"{who}{passage.date or 'undated'}; {passage.tier.words}; {passage.provenance.value}{asks}"
