"""Which document stands today in place of a text that was replaced, step by step to the end of the chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answers import Candidate
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier

# Nobody needs more steps from an old text to the one that stands; it also ends a circle of references.
STEPS = 5


class Successors:
    """Read for many texts at once, a call to the store for each step; ``candidates`` are all that were found."""

    def __init__(self, candidates: Sequence[Candidate], index: Index) -> None:
        self._candidates = candidates
        self._store = index.store
        # Of each document that was looked for: what replaced it, where the base has it.
        self._following: dict[str, str | None] = {}
        self._read: set[str] = set()

    def read(self, passages: Iterable[Passage], documents: Iterable[str] = ()) -> None:
        """Reads what ``of`` will be asked about these passages, and about those of ``documents``."""
        wanted = {last for passage in passages if (last := self._replaced_by(passage))} | set(documents)
        # The passages of ``documents`` are one step away from what replaced them.
        for _ in range(STEPS + 1):
            wanted -= self._read
            if not wanted:
                return
            self._read |= wanted
            found = self._store.documents(sorted(wanted))
            following = {id: stored[0].passage.superseded_by for id, stored in found.items() if stored}
            self._following |= following
            wanted = {last for last in following.values() if last}

    def of(self, passage: Passage) -> str | None:
        """The document that stands in place of ``passage``; None where nothing does, or the base lacks it."""
        last = self._replaced_by(passage)
        self.read([passage])
        for _ in range(STEPS):
            if last is None or last not in self._following:
                return None
            if self._following[last] is None:
                return last
            last = self._following[last]
        return last

    def _replaced_by(self, passage: Passage) -> str | None:
        """A reply that quotes a publication shares the fate of that publication's own excerpt."""
        if passage.superseded_by or not (passage.role and passage.tier == Tier.CPT and passage.date):
            return passage.superseded_by
        same = (one.passage for one in self._candidates)
        mark = (Tier.CPT, passage.date)
        return next((one.superseded_by for one in same if (one.tier, one.date) == mark and one.superseded_by), None)
