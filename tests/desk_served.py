"""A service of this process on a free port, and what is sent to it."""

from __future__ import annotations

import contextlib
import functools
import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.ask import Desk
from assistant.serving import server
from assistant.serving.keys import Keys
from assistant.serving.limits import Limits
from assistant.serving.service import Service
from assistant.settings import AssistantSettings


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def kind(self) -> str:
        """What a problem is called."""
        assert self.headers["content-type"] == "application/problem+json"
        told = self.json
        assert told["status"] == self.status
        assert told["title"]
        assert "\n" not in told["detail"]
        return str(told["type"]).removeprefix("urn:citedesk:problem:")


@dataclass(frozen=True)
class Running:
    port: int
    service: Service | None = None

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """``body`` is sent as it is where it is bytes or comes in pieces, else as JSON."""
        connection = self.connect()
        sent = json.dumps(body).encode() if isinstance(body, dict) else body
        try:
            connection.request(method, path, sent, {"Content-Type": "application/json", **(headers or {})})  # type: ignore[arg-type]
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Reply:
        return self.send("POST", path, body, headers)

    def wait(self) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError):
                if self.get("/healthz").status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError


@contextlib.contextmanager
def running(
    folder: Path,
    settings: AssistantSettings | None = None,
    keys: Keys | None = None,
    limits: Limits | None = None,
    opening: type[Desk] = Desk,
) -> Iterator[Running]:
    chosen = settings or AssistantSettings(reader=False)
    service = Service(
        folder, functools.partial(opening.open, folder, chosen), keys or Keys(), limits or Limits(threads=2)
    )
    listener = server.listening("127.0.0.1", 0)
    uvicorn = server.over(service)
    thread = threading.Thread(target=uvicorn.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    found = Running(listener.getsockname()[1], service)
    try:
        found.wait()
        yield found
    finally:
        uvicorn.should_exit = True
        thread.join(60)
        assert not thread.is_alive()
