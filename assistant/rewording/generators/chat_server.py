"""An OpenAI-compatible chat server at the address that the user named (Ollama, vLLM, llama.cpp's server), and no other.

Plain http.client: it follows no redirect and asks no proxy, so that nothing goes anywhere else. What goes out is the
masked question and the quoted evidence.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import ssl
import time
from collections.abc import Generator, Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from assistant.rewording.generators import MOST_CHARACTERS, MOST_TOKENS, Show
from assistant.rewording.prompts import Prompt
from assistant.settings import AssistantSettings
from indexer.errors import GeneratorError, SettingsError
from indexer.plugins import NoSettings

# Pauses before the second and the third try, in seconds; only a server that says it is busy or broken is asked again.
PAUSES = (0.5, 2.0)
# A server may want a key; it is read from here and is written nowhere.
KEY = "CITEDESK_CHAT_KEY"
_LARGEST = 4_000_000


def open(assistant: AssistantSettings, settings: NoSettings) -> ChatServer:
    for name, value in (("address", assistant.address), ("model", assistant.model)):
        if not value:
            raise SettingsError(
                f"assistant.{name}: chat_server needs the server's address and the model's name there, "
                'for example address = "http://localhost:11434/v1", model = "llama3.2"'
            )
    try:
        address = urlsplit(str(assistant.address))
        sound = address.scheme in {"http", "https"} and bool(address.hostname) and (address.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or address.username or address.query or address.fragment:
        raise SettingsError(
            f"assistant.address: {assistant.address!r} is no address of a server; "
            "write it like http://localhost:11434/v1"
        )
    return ChatServer(address, str(assistant.model), assistant.timeout)


class _Busy(GeneratorError):
    """429 or 5xx: worth another try, after ``wait`` seconds where the server names them."""

    def __init__(self, text: str, wait: float | None) -> None:
        super().__init__(text)
        self.wait = wait


class ChatServer:
    apart = False

    def __init__(self, address: SplitResult, model: str, timeout: float) -> None:
        self.name = model
        self._address = address
        self._timeout = timeout
        self._where = f"the chat server at {address.scheme}://{address.netloc}"

    def write(self, prompt: Prompt, show: Show) -> str:
        """Raises GeneratorError where the server refuses, is late, answers with an error, no JSON or nothing."""
        deadline = time.monotonic() + self._timeout
        for pause in (*PAUSES, None):
            try:
                text = self._try(prompt, show, deadline)
            except _Busy as error:
                wait = max(pause or 0.0, error.wait or 0.0)
                if pause is None or time.monotonic() + wait >= deadline:
                    raise GeneratorError(f"{error}; try again later") from error
                time.sleep(wait)
            else:
                break
        if not text.strip():
            raise GeneratorError(f"{self._where} gave an empty answer; is {self.name!r} a chat model?")
        return text.strip()

    def _try(self, prompt: Prompt, show: Show, deadline: float) -> str:
        pieces: list[str] = []
        connection = self._connection(deadline)
        try:
            with contextlib.closing(self._pieces(connection, prompt, deadline)) as arriving:
                for piece in arriving:
                    pieces.append(piece)
                    show(piece)
                    if sum(map(len, pieces)) > MOST_CHARACTERS:
                        break
        except TimeoutError as error:
            raise GeneratorError(
                f"{self._where} gave no whole answer in {self._timeout:g} s; "
                "raise assistant.timeout or name a smaller model"
            ) from error
        except ssl.SSLError as error:
            raise GeneratorError(
                f"{self._where}: no secure connection ({error.reason}); check its certificate"
            ) from error
        except ConnectionRefusedError as error:
            raise GeneratorError(f"{self._where} refuses the connection; is it running?") from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise GeneratorError(f"{self._where} cannot be reached or broke off ({reason}); is it running?") from error
        finally:
            connection.close()
        return "".join(pieces)

    def _connection(self, deadline: float) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(str(self._address.hostname), self._address.port, timeout=_left(deadline))

    def _pieces(
        self, connection: http.client.HTTPConnection, prompt: Prompt, deadline: float
    ) -> Generator[str, None, None]:
        path = self._address.path.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        connection.connect()
        line = connection.sock
        line.settimeout(_left(deadline))
        connection.request("POST", path, self._body(prompt), headers)
        with connection.getresponse() as response:
            if response.status != 200:
                raise self._failed(response)
            lines = _lines(response, line, deadline)
            if response.headers.get_content_type() == "text/event-stream":
                for text in lines:
                    if text.startswith("data:") and text.removeprefix("data:").strip() != "[DONE]":
                        yield self._content(text.removeprefix("data:"), "delta")
            else:
                yield self._content("\n".join(lines), "message")

    def _body(self, prompt: Prompt) -> bytes:
        return json.dumps(
            {
                "model": self.name,
                "messages": [
                    {"role": "system", "content": prompt.rules},
                    {"role": "user", "content": prompt.request},
                ],
                "temperature": 0,
                "seed": 0,
                "max_tokens": MOST_TOKENS,
                "stream": True,
            }
        ).encode()

    def _content(self, text: str, part: str) -> str:
        """One piece of a stream ("delta") or a whole reply ("message"). A server may end a stream with usage alone."""
        try:
            found: Any = json.loads(text)
            choices = found["choices"]
            content = choices[0][part].get("content") if choices else None
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
            raise GeneratorError(
                f"{self._where} did not answer as an OpenAI-compatible server does; does the address end in /v1?"
            ) from error
        return content if isinstance(content, str) else ""

    def _failed(self, response: http.client.HTTPResponse) -> GeneratorError:
        """The server's own words are left out: they may repeat the question."""
        status = (
            f"{response.status} {http.HTTPStatus(response.status).phrase if _known(response.status) else ''}".strip()
        )
        said = f"{self._where} answered {status}"
        if response.status == 429 or response.status >= 500:
            asked = response.getheader("Retry-After") or ""
            return _Busy(said, float(asked) if asked.isascii() and asked.isdigit() else None)
        if 300 <= response.status < 400:
            return GeneratorError(f"{said}; it is not followed, name the final address in assistant.address")
        if response.status in {401, 403}:
            return GeneratorError(f"{said}; put its key into the environment variable {KEY}")
        if response.status == 404:
            return GeneratorError(f"{said}; does the address end in /v1, and does the server have {self.name!r}?")
        return GeneratorError(f"{said}; look at its log")


def _lines(response: http.client.HTTPResponse, line: socket.socket, deadline: float) -> Iterator[str]:
    """Lines as they come. A server that drips gets no more time than one that is silent."""
    rest, size = b"", 0
    while piece := _read(response, line, deadline):
        size += len(piece)
        if size > _LARGEST:
            raise http.client.HTTPException("too much text")
        *whole, rest = (rest + piece).split(b"\n")
        yield from (text.decode("utf-8", "replace").rstrip("\r") for text in whole)
    if rest:
        yield rest.decode("utf-8", "replace")


def _read(response: http.client.HTTPResponse, line: socket.socket, deadline: float) -> bytes:
    line.settimeout(_left(deadline))
    return response.read1(65_536)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _known(status: int) -> bool:
    return status in {known.value for known in http.HTTPStatus}
