"""What stands around a passage: every posting of its thread, or the whole of its excerpt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Quotation
from indexer.documents import PartialDate
from indexer.index import Index
from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Part:
    """A posting, or an excerpt, in its passages. ``spans`` of each passage's text are quoted; ``role`` tells who posts
    in place of a name, None where nobody does.
    """

    role: str | None
    date: PartialDate | None
    passages: tuple[Passage, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def quoted(self) -> bool:
        return any(self.spans)


def of(document: str, quotations: Sequence[Quotation], index: Index) -> tuple[Part, ...]:
    """In the document's order; none where the base lacks it."""
    stored = [one.passage for one in index.store.documents([document]).get(document, [])]
    parts: dict[str, list[Passage]] = {}
    for passage in stored:
        # The posting "post-2" is cut into "post-2.1" and "post-2.2".
        parts.setdefault(passage.part.partition(".")[0], []).append(passage)
    return tuple(
        Part(held[0].role, held[0].date, tuple(held), tuple(_spans(one, quotations) for one in held))
        for held in parts.values()
    )


def _spans(passage: Passage, quotations: Sequence[Quotation]) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in quotations if one.passage.id == passage.id)
