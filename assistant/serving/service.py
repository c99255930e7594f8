"""Everything that the routes share, and how work is done for one of them: in its turn, in a thread of the service's."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from assistant.ask import Desk
from assistant.serving.desks import Desks
from assistant.serving.keys import Keys
from assistant.serving.limits import Limits
from assistant.serving.measures import Measures
from assistant.serving.turns import Turns

T = TypeVar("T")


class Service:
    """One desk for every client. Raises as ``Desk.open`` does where there is nothing to answer from."""

    def __init__(self, folder: Path, opening: Callable[[], Desk], keys: Keys, limits: Limits) -> None:
        self.folder = folder
        self.keys = keys
        self.limits = limits
        self.desks = Desks(folder, opening)
        self.turns = Turns(limits)
        self.measures = Measures(self.turns, self.desks)
        # Who gives way keeps a thread while others work.
        self._threads = ThreadPoolExecutor(limits.threads + limits.waiting, thread_name_prefix="answer")

    async def work(self, request: Request, work: Callable[[], T]) -> T:
        """What ``work`` gives, done when it is the client's turn. Raises Problem where too many wait, and
        ClientDisconnect where nobody waits for it any more.
        """
        async with self.turns.taken(request.state.client):
            if await request.is_disconnected():
                raise ClientDisconnect
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def gives_way(self, request: Request) -> Callable[..., None]:
        """To be called between the steps of long work, in its thread: lets those who wait go first."""
        again = functools.partial(self.turns.again, request.state.client)
        loop = asyncio.get_running_loop()
        return lambda *_: asyncio.run_coroutine_threadsafe(again(), loop).result()

    def close(self) -> None:
        self.desks.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
