"""Which document stands today in place of a text that was replaced, step by step to the end of the chain."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answers import Candidate
from assistant.finding.retrieval import Candidates
from assistant.reading import service_date
from assistant.reading.service_date import Asked, Standing
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier
from indexer.stores import Stored

# Nobody needs more steps from an old text to the one that stands; it also ends a circle of references.
STEPS = 5


class Successors:
    """Read for many texts at once, a call to the store for each step; ``candidates`` are all that were found."""

    def __init__(self, candidates: Candidates, index: Index, asked: Asked) -> None:
        self._candidates = candidates
        self._store = index.store
        self._asked = asked
        # Of each document that was looked for and that the base has, its first passage.
        self._first: dict[str, Passage] = {}
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
            first = {id: stored[0].passage for id, stored in found.items() if stored}
            self._first |= first
            wanted = {passage.superseded_by for passage in first.values() if passage.superseded_by}

    def of(self, passage: Passage) -> str | None:
        """The document that stands in place of ``passage``; None where nothing does, or the base lacks it.

        In place of one that had ended by the day asked about it is the one of that day, where one of them is.
        """
        chain = self._chain(passage)
        then = [id for id in chain if self._asked.standing(self._first[id]).in_force]
        if then and self.standing(passage) is Standing.ENDED:
            return then[0]
        return chain[-1] if chain else None

    def standing(self, passage: Passage) -> Standing:
        """On the day asked about, as far as the passage and the next text in its place tell."""
        self.read([passage])
        following = self._first.get(self._replaced_by(passage) or "")
        return self._asked.standing(passage, service_date.ended_by(following) if following else None)

    def passages(self, document: str) -> list[Candidate]:
        """What may be quoted of ``document``, found or not."""
        stored = self._store.documents([document])[document]
        known = self._candidates.of([one.row for one in stored])
        return [known.get(one.row, _unfound(one)) for one in stored if one.passage.role != "asker"]

    def _chain(self, passage: Passage) -> list[str]:
        """The documents that took its place one after another, as far as the base has them."""
        self.read([passage])
        found: list[str] = []
        last = self._replaced_by(passage)
        while last in self._first and len(found) <= STEPS:
            found.append(last)
            last = self._first[last].superseded_by
        return found if last is None else []

    def _replaced_by(self, passage: Passage) -> str | None:
        """A reply that quotes a publication shares the fate of that publication's own excerpt."""
        if passage.superseded_by or not (passage.role and passage.tier == Tier.CPT and passage.date):
            return passage.superseded_by
        same = (one.passage for one in self._candidates)
        mark = (Tier.CPT, passage.date)
        return next((one.superseded_by for one in same if (one.tier, one.date) == mark and one.superseded_by), None)


def _unfound(stored: Stored) -> Candidate:
    return Candidate(stored.row, stored.passage, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, found_by=())
