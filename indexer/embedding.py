"""The vectors of a new generation: those of before, the others embedded in one stream as their texts come."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Self

import numpy as np

from indexer.earlier import Known
from indexer.embedders import Vectors
from indexer.spool import DIGEST, Spool
from indexer.workers import Workers

# Characters that are embedded at once; then the vectors are on the disk, and it is told.
_SLICE = 32_000
# So many texts are put in the order of their length before they are embedded: equal ones share a batch. The first
# window is small and each next one twice as large, so that a small base is embedded while it is read.
_FIRST, _WINDOW = 32, 1024
# So many windows may wait while documents are read; then reading waits.
_WAITING = 4


def digest(text: str) -> bytes:
    """Of a passage's text."""
    return hashlib.sha256(text.encode()).digest()[:DIGEST]


def asked(text: str) -> bytes:
    """Of a text that is embedded as a question is."""
    return hashlib.sha256(b"?\0" + text.encode()).digest()[:DIGEST]


class Embedding:
    """Has ``workers`` embed while documents are read; each vector goes to the spool at once.

    At its end the workers are closed. ``progress`` hears how many texts are done, and of how many that are known by
    now. What goes wrong is raised where a text is given or at ``finish``.
    """

    def __init__(self, workers: Workers, known: Known, spool: Spool, progress: Callable[[int, int], None]) -> None:
        self._workers, self._known, self._spool, self._progress = workers, known, spool, progress
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()
        self._window: dict[bytes, str] = {}
        self._size = min(_FIRST, _WINDOW)
        self._wanted: set[bytes] = set()
        self._done = 0
        self._over = False
        # Texts of passages that were embedded, or are to be.
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._workers.close()
        self._thread.shutdown(cancel_futures=True)

    def passages(self, texts: Mapping[bytes, str]) -> None:
        """Sees to it that each of ``texts``, by its digest, gets a vector."""
        fresh = {one: text for one, text in texts.items() if one not in self._known.rows and self._new(one)}
        self.count += len(fresh)
        self._window |= fresh
        if len(self._window) >= self._size:
            self._give(self._window)
            self._window, self._size = {}, min(2 * self._size, _WINDOW)

    def finish(self, questions: Sequence[str]) -> None:
        """Returns when all is embedded, ``questions`` too."""
        self._give(self._window)
        fresh = {asked(text): text for text in questions if text not in self._known.phrases}
        self._give({one: text for one, text in fresh.items() if self._new(one)}, asked=True)
        self._waiting.append(self._thread.submit(self._workers.finish))
        while self._waiting:
            self._waiting.popleft().result()

    def of(self, digests: Sequence[bytes]) -> Vectors:
        """The vectors of passages, once all is embedded, shape (passages, dimension)."""
        held = self._known.of(digests)
        made = [one for one in dict.fromkeys(digests) if one not in held]
        held |= dict(zip(made, self._spool.of(made), strict=True)) if made else {}
        return self._stacked([held[one] for one in digests])

    def questions(self, texts: Sequence[str]) -> Vectors:
        """As ``of``, of texts that were embedded as questions."""
        known = self._known.phrases
        return self._stacked([known[text] if text in known else self._spool.of([asked(text)])[0] for text in texts])

    def _stacked(self, rows: Sequence[Vectors]) -> Vectors:
        return np.array(rows, dtype=np.float32).reshape(-1, self._spool.dimension)

    def _new(self, one: bytes) -> bool:
        """Whether nobody has embedded or asked for it; from now on somebody has."""
        new = one not in self._wanted and one not in self._spool
        if new:
            self._wanted.add(one)
        return new

    def _give(self, texts: Mapping[bytes, str], asked: bool = False) -> None:
        if not texts:
            return
        while len(self._waiting) >= _WAITING or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()
        longest_first = sorted(texts.items(), key=lambda one: len(one[1]), reverse=True)
        self._waiting.append(self._thread.submit(self._embed, longest_first, asked))

    def _embed(self, texts: Sequence[tuple[bytes, str]], asked: bool) -> None:
        for part in slices(texts):
            if self._over:
                return
            self._workers.embed([text for _, text in part], asked, partial(self._made, [one for one, _ in part]))

    def _made(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        self._spool.add(digests, vectors)
        self._done += len(digests)
        self._progress(self._done, len(self._wanted))


def slices(texts: Sequence[tuple[bytes, str]]) -> Iterator[Sequence[tuple[bytes, str]]]:
    """Texts that are embedded at once, by their digests; the vectors of a slice are kept as soon as it is done."""
    start = room = 0
    for end, (_, text) in enumerate(texts):
        room += len(text)
        if end > start and room > _SLICE:
            yield texts[start:end]
            start, room = end, len(text)
    yield texts[start:]
