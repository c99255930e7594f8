"""A small OpenAI-compatible server on this machine, started by the tests that need one."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], "Answered | str"]


@dataclass(frozen=True)
class Answered:
    """How the server answers one request. ``pieces`` are sent as a stream of events with ``pause`` seconds between."""

    status: int = 200
    pieces: tuple[str, ...] = ()
    body: bytes | None = None
    kind: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0


@dataclass
class Served:
    address: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextlib.contextmanager
def serve(reply: Reply) -> Iterator[Served]:
    """``reply`` gets a request's JSON and gives the text of the answer, or in which other way to answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.requests.append(request)
            served.paths.append(self.path)
            served.keys.append(self.headers["Authorization"])
            answered = reply(request)
            if isinstance(answered, str):
                answered = Answered(pieces=tuple(answered.splitlines(keepends=True)))
            with contextlib.suppress(ConnectionError):
                self._send(answered)

        def _send(self, answered: Answered) -> None:
            self.send_response(answered.status)
            self.send_header("Content-Type", answered.kind)
            for name, value in answered.headers:
                self.send_header(name, value)
            self.end_headers()
            if answered.body is not None:
                self.wfile.write(answered.body)
                return
            for piece in answered.pieces:
                event = {"choices": [{"index": 0, "delta": {"content": piece}}]}
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
                time.sleep(answered.pause)
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
