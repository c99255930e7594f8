"""An answer as server-sent events: what a language model has written so far as it comes, then the answer itself."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from assistant.serving.problems import Problem
from assistant.serving.service import Service

MEDIA_TYPE = "text/event-stream"
# In seconds: so often a line is sent while nothing happens, so that nobody on the way hangs up.
_SIGN_OF_LIFE = 15.0
_HEADERS = {"x-accel-buffering": "no"}


@dataclass(frozen=True, slots=True)
class _Event:
    """``data`` is one line."""

    name: str
    data: str

    @property
    def written(self) -> bytes:
        return f"event: {self.name}\ndata: {self.data}\n\n".encode()


class _Events:
    """What happens while an answer is made. ``heard`` is called in the thread that makes it, the rest in the loop's."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[_Event | Exception] = asyncio.Queue()
        self._gone = threading.Event()
        self._sent = 0

    def heard(self, draft: str) -> None:
        """``draft`` is all that was written so far. Raises ClientDisconnect where nobody listens any more."""
        if self._gone.is_set():
            raise ClientDisconnect
        piece, self._sent = draft[self._sent :], len(draft)
        self._loop.call_soon_threadsafe(self.put, _Event("draft", json.dumps(piece, ensure_ascii=False)))

    def put(self, event: _Event | Exception) -> None:
        self._queue.put_nowait(event)

    async def first(self) -> _Event:
        """Raises what went wrong before anything happened."""
        try:
            event = await self._queue.get()
        except asyncio.CancelledError:
            self._gone.set()
            raise
        if isinstance(event, Exception):
            raise event
        return event

    async def after(self, first: _Event, ended: Callable[[Exception], Problem]) -> AsyncIterator[bytes]:
        event: _Event | Exception | None = first
        try:
            while not (isinstance(event, _Event) and event.name == "answer"):
                if isinstance(event, Exception):
                    yield _Event("problem", ended(event).body.decode().rstrip("\n")).written
                    return
                yield event.written if event else b": the answer is being made\n\n"
                event = await self._next()
            yield event.written
        finally:
            self._gone.set()

    async def _next(self) -> _Event | Exception | None:
        """None where nothing happened for a while."""
        try:
            return await asyncio.wait_for(self._queue.get(), _SIGN_OF_LIFE)
        except TimeoutError:
            return None


async def respond(
    service: Service,
    request: Request,
    answer: Callable[[Callable[[str], None]], str],
    ended: Callable[[Exception], Problem],
) -> Response:
    """``answer`` is given what hears the draft so far, and gives the answer's line. Events are ``draft``, of which each
    has a further piece, and at last ``answer``, or ``problem`` as ``ended`` tells an error.

    What goes wrong before the first event is raised.
    """
    events = _Events()

    async def make() -> None:
        try:
            line = await service.work(request, lambda: answer(events.heard))
            events.put(_Event("answer", line.rstrip("\n")))
        except Exception as error:  # told where the events are read
            events.put(error)

    made = asyncio.create_task(make())
    first = await events.first()
    response = StreamingResponse(events.after(first, ended), media_type=MEDIA_TYPE, headers=_HEADERS)
    # A task that nobody holds may be thrown away before it is done.
    response.background = BackgroundTask(asyncio.wait_for, made, None)
    return response
