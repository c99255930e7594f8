"""Whose question is answered next: as many at a time as there are threads, the others in a bounded line.

Clients take turns, so that one who sends a thousand questions keeps nobody else waiting longer than one of them takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections import deque
from collections.abc import AsyncIterator

from assistant.serving.limits import Limits
from assistant.serving.problems import Kind, Problem

# How much the newest answer counts in the running mean of how long one takes.
_NEWEST = 0.1


class Turns:
    """For the threads of one event loop: nothing here is locked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = limits.threads
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._seconds = 0.1

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> int:
        return self._limits.threads - self._free

    @contextlib.asynccontextmanager
    async def taken(self, client: str) -> AsyncIterator[None]:
        """A place to answer in, once it is the client's turn. Raises Problem at once where too many wait, and where its
        turn does not come for too long.
        """
        if self._free == 0 and (
            self.waiting >= self._limits.waiting or len(self._waiting.get(client, ())) >= self._limits.share
        ):
            raise self._busy()
        try:
            async with asyncio.timeout(self._limits.longest):
                await self._enter(client)
        except TimeoutError:
            raise self._busy() from None
        start = time.monotonic()
        try:
            yield
        finally:
            self._seconds += _NEWEST * (time.monotonic() - start - self._seconds)
            self._leave()

    async def again(self, client: str) -> None:
        """Lets those who wait go first; for who holds a place and works in many steps."""
        if self._waiting:
            self._leave()
            await self._enter(client)

    @property
    def wait(self) -> int:
        """In whole seconds: until those who wait now are through, as answers went of late."""
        return max(1, math.ceil(self.waiting * self._seconds / self._limits.threads))

    def _busy(self) -> Problem:
        said = f"{self.waiting} questions wait; ask again in {self.wait} s, and no more than a few at a time"
        return Problem(Kind.BUSY, said, self.wait)

    async def _enter(self, client: str) -> None:
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            self._give_up(client, mine)
            raise

    def _give_up(self, client: str, mine: asyncio.Future[None]) -> None:
        line = self._waiting.get(client, deque())
        if mine in line:
            line.remove(mine)
            if not line:
                del self._waiting[client]
        elif not mine.cancelled():
            # It was called up in the same moment, and passes the place on.
            self._leave()

    def _leave(self) -> None:
        """The place goes to the client whose turn it is, which then stands behind all others."""
        while self._waiting:
            client = next(iter(self._waiting))
            line = self._waiting.pop(client)
            first = line.popleft()
            if line:
                self._waiting[client] = line
            if not first.done():
                first.set_result(None)
                return
        self._free += 1
