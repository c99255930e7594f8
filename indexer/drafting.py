"""The passages of a base in their order, on the disk until a store takes them, and what is counted of them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer import embedding, points, records, vocabulary
from indexer.likenesses import Likenesses
from indexer.passages import Passage


class Draft:
    """``digests``: of each passage's text. ``named``: passages of the sources that ``wanted`` names, for the record.

    The file has no name where the system allows that, and goes with the process. Raises OSError where it cannot be
    written.
    """

    def __init__(self, folder: Path, wanted: frozenset[str]) -> None:
        self.digests: list[bytes] = []
        self.named: list[Passage] = []
        self.words = Counter[str]()
        self.likenesses = Likenesses()
        self.documents = 0
        self.newest: int | None = None
        self._wanted = wanted
        self._hash = hashlib.sha256()
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (it is closed with the draft)

    def __len__(self) -> int:
        return len(self.digests)

    def add(self, document: Sequence[Passage], path: Path) -> dict[bytes, str]:
        """All passages of one document of the file ``path``; gives their texts by their digests."""
        self.documents += bool(document)
        self.likenesses.add(document, path)
        texts: dict[bytes, str] = {}
        for passage in document:
            line = json.dumps(records.plain(passage), sort_keys=True, ensure_ascii=False).encode()
            self._hash.update(line)
            self._file.write(line + b"\n")
            digest = embedding.digest(passage.searched)
            self.digests.append(digest)
            texts[digest] = passage.searched
            self.words.update(vocabulary.words(passage))
            if passage.date:
                self.newest = max(self.newest or 0, passage.date.year)
            if not self._wanted.isdisjoint(points.plain_names(passage)):
                self.named.append(passage)
        return texts

    def knowledge_base(self, recorded: Sequence[points.Point]) -> str:
        """As ``index.knowledge_base_hash``."""
        whole = self._hash.copy()
        for point in points.plain(recorded):
            whole.update(json.dumps(point, sort_keys=True, ensure_ascii=False).encode())
        return whole.hexdigest()

    def batches(self, size: int) -> Iterator[tuple[Sequence[Passage], Sequence[bytes]]]:
        """The passages with their digests, so many at a time."""
        self._file.seek(0)
        for start in range(0, len(self), size):
            digests = self.digests[start : start + size]
            yield [records.passage(json.loads(self._file.readline())) for _ in digests], digests

    def close(self) -> None:
        self._file.close()
