"""What stands before every route: who asks, how often, with what kind of body; and what leaves when a route fails.

Nothing of a request is logged but its method, its route and where in the program it failed.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving import failures, problems
from assistant.serving.keys import Keys
from assistant.serving.limits import Limits
from assistant.serving.measures import Measures
from assistant.serving.problems import Kind, Problem
from assistant.serving.rates import Rates

# Whoever watches over the service has no key and is never refused.
PROBES = ("/healthz", "/readyz")
# Names of this machine: with another one in its head a request was led here by a page of a stranger.
_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
# So much of a body that is too large is read and thrown away, so that who sends it hears why.
_THROWN_AWAY = 64_000_000
# One that does not end runs to the body's end, so that no body takes longer than its length.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
logger = logging.getLogger("citedesk.serving")


class Gate:
    """An ASGI application around another one, whose requests find their client under ``client`` in ``scope["state"]``.

    Without keys only this machine is served, and the client is an address.
    """

    def __init__(self, app: ASGIApp, keys: Keys, limits: Limits, measures: Measures) -> None:
        self._app = app
        self._keys = keys
        self._limits = limits
        self._measures = measures
        self._rates = Rates(limits.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._measured(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1003})

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, status = time.monotonic(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        try:
            await self._passed(scope, receive, sent)
        except Problem as problem:
            await respond(problem, scope, receive, sent)
        except Exception as error:  # whatever a route fails with
            logger.error("%s %s: %s", scope["method"], route(scope), failures.where(error))
            if not status:
                await respond(problems.defect(), scope, receive, sent)
        finally:
            self._measures.request(route(scope), status, time.monotonic() - start)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["client"] = self._client(scope, headers)
        await self._app(scope, await self._body(headers, receive), send)

    def _client(self, scope: Scope, headers: Headers) -> str:
        """Raises Problem where it has no key, or asks too often."""
        address = str((scope.get("client") or ("nowhere", 0))[0])
        if not self._keys:
            name = re.sub(r":\d+$", "", headers.get("host", ""))
            if name.lower() not in _LOCAL:
                raise Problem(
                    Kind.HOST, "without keys only this machine is served, as localhost; set keys to serve others"
                )
            self._within_rate(address)
            return address
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        client = self._keys.client(shown.strip())
        if client is None or scheme.lower() != "bearer":
            # Who guesses is slowed down as who asks.
            self._within_rate(address)
            raise Problem(Kind.KEY, "send a key of this service in the header: Authorization: Bearer KEY")
        self._within_rate(client)
        return client

    def _within_rate(self, client: str) -> None:
        if wait := self._rates.wait(client, time.monotonic()):
            raise Problem(
                Kind.RATE, f"more than {self._limits.rate:g} requests a second; ask more slowly", max(1, round(wait))
            )

    async def _body(self, headers: Headers, receive: Receive) -> Receive:
        """A way to receive the body, which has been read whole. Raises Problem where it is none to be had."""
        try:
            async with asyncio.timeout(self._limits.patience):
                body, last = await self._read(headers, receive)
        except TimeoutError as error:
            said = f"the body did not arrive within {self._limits.patience:g} seconds; send it at once"
            raise Problem(Kind.SLOW, said) from error
        if depth(body) > self._limits.depth:
            raise Problem(Kind.BODY, f"the JSON is nested more than {self._limits.depth} deep; no body needs that")
        first: list[Message] = [last if last["type"] == "http.disconnect" else {"type": "http.request", "body": body}]

        async def replayed() -> Message:
            return first.pop() if first else await receive()

        return replayed

    async def _read(self, headers: Headers, receive: Receive) -> tuple[bytes, Message]:
        told = headers.get("content-length", "0")
        large = not told.isdecimal() or int(told) > self._limits.body
        # Who asks before sending is told before sending.
        if large and headers.get("expect"):
            raise self._too_large()
        pieces, size = [], 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return b"", message
            size += len(message.get("body", b""))
            large = large or size > self._limits.body
            if not large:
                pieces.append(message.get("body", b""))
            if not message.get("more_body") or size > _THROWN_AWAY:
                if large:
                    raise self._too_large()
                return b"".join(pieces), message

    def _too_large(self) -> Problem:
        return Problem(Kind.LARGE, f"a body has at most {self._limits.body:,} bytes; send less at a time")


def depth(body: bytes) -> int:
    """How deep arrays and objects of JSON stand in one another; of what is no JSON some number."""
    now = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        now += 1 if bracket in b"[{" else -1
        deepest = max(deepest, now)
    return deepest


async def respond(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    await Response(problem.body, problem.kind.status, dict(problem.headers))(scope, receive, send)


def route(scope: Scope) -> str:
    """As the program writes it, ``/codes/{code}``: what was asked for stands in no log and no measure."""
    found = getattr(scope.get("route"), "path", None)
    return str(found) if found else "none"
