"""`citedesk serve` and `citedesk mcp` as they are started: what they refuse, how they stop, what they say."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from conftest import Outcome, Place
from desk_served import Reply, Running
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ResourceLink, TextContent, TextResourceContents
from served import Answered, serve

Command = Callable[..., Outcome]
T = TypeVar("T")
QUESTION = "is 62368 for reprogramming?"
KEY = "a-key-of-this-service"
PUMP = "Report 62368 when the pump is reprogrammed at the refill."


@pytest.fixture
def small(place: Place) -> Place:
    place.excerpt("pump.md", "Pump refill", PUMP)
    place.build()
    return place


@contextlib.contextmanager
def started(
    small: Place, folder: Path, *options: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], Running]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("citedesk")), "serve", "--index", str(small.index)]
    process = subprocess.Popen(
        [*command, "--port", str(port), *options],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        found = Running(port)
        found.wait()
        yield process, found
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_who_was_let_in_is_answered_before_the_service_stops(small: Place, tmp_path: Path) -> None:
    began, replies = threading.Event(), list[Reply]()

    def write(request: dict[str, Any]) -> Answered:
        began.set()
        return Answered(pieces=("Report 62368 [1]. ",) * 20, pause=0.1)

    with serve(write) as model:
        settings = f'[assistant]\ngenerator = "chat_server"\naddress = "{model.address}"\nmodel = "m"\n'
        (tmp_path / "settings.toml").write_text(settings, "utf-8")
        with started(small, tmp_path) as (process, desk):
            asking = threading.Thread(target=lambda: replies.append(desk.post("/ask", {"question": QUESTION})))
            asking.start()
            assert began.wait(30)
            process.send_signal(signal.SIGTERM)
            asking.join(60)
            said = process.communicate(timeout=60)[0]
            with pytest.raises(OSError, match="refused"):
                desk.get("/healthz")
    assert replies[0].status == 200
    assert replies[0].json["citations"]
    # What a model says of other codes fails its check; that the question stands nowhere in the log is what counts.
    assert QUESTION not in said
    assert said.startswith("Citedesk serves http://127.0.0.1:")


@pytest.mark.slow
def test_keys_of_the_environment_open_the_service_and_stand_in_no_output(small: Place, tmp_path: Path) -> None:
    shown = {"Authorization": f"Bearer {KEY}"}
    with started(small, tmp_path, "--rate", "0.5", CITEDESK_SERVE_KEYS=KEY) as (process, desk):
        assert desk.get("/documents/pump").status == 401
        # Twice half a request a second at once.
        assert [desk.get("/documents/pump", shown).status for _ in range(2)] == [200, 429]
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]
    assert "to whoever has a key" in said
    assert KEY not in said
    assert process.returncode == 0


def test_without_keys_no_other_machine_is_served(
    small: Place, citedesk: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITEDESK_SERVE_KEYS", raising=False)
    for host in ("0.0.0.0", "192.0.2.1", "::", "desk.example"):
        told = citedesk("serve", "--index", small.index, "--host", host)
        assert told.code == 2
        assert "can be reached from other machines, and there are no keys" in told.err


def test_what_cannot_be_served_is_told_in_one_line(small: Place, citedesk: Command, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = citedesk("serve", "--index", small.index, "--port", port)
    missing = citedesk("serve", "--index", tmp_path / "nowhere")
    (tmp_path / "keys").write_text("short", "utf-8")
    short = citedesk("serve", "--index", small.index, "--keys", tmp_path / "keys")
    for told, said in ((busy, f"port {port} cannot be had"), (missing, "there is no index yet"), (short, "is no key")):
        assert told.code == 2
        assert said in told.err
        assert told.err.count("\n") == 1


@pytest.mark.parametrize(("command", "extra"), [("serve", "fastapi"), ("mcp", "mcp")])
def test_a_missing_extra_is_named(citedesk: Command, monkeypatch: pytest.MonkeyPatch, command: str, extra: str) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == extra else found(name))
    told = citedesk(command)
    assert told.code == 2
    assert f"citedesk {command} needs {extra}; install the extra with: pip install 'citedesk[{command}]'" in told.err


def assisted(small: Place, work: Callable[[Client], Awaitable[T]]) -> T:
    """What ``work`` gives, over a client of the protocol's own SDK that has started the command."""
    command = Path(sys.executable).with_name("citedesk")
    parameters = StdioServerParameters(
        command=str(command),
        args=["mcp", "--no-reader", "--index", str(small.index)],
        env=dict(os.environ),
        cwd=small.kb.parent,
    )

    async def run() -> T:
        async with Client(stdio_client(parameters)) as client:
            return await work(client)

    return asyncio.run(run())


def words(result: CallToolResult) -> str:
    (said, *links) = result.content
    assert isinstance(said, TextContent)
    assert all(isinstance(one, ResourceLink) for one in links)
    return said.text


@pytest.mark.slow
def test_an_assistant_is_told_the_answer_its_voice_and_its_citations(small: Place, citedesk: Command) -> None:
    async def work(client: Client) -> tuple[CallToolResult, str, str]:
        answer = await client.call_tool("ask", {"question": QUESTION})
        link = answer.content[1]
        assert isinstance(link, ResourceLink)
        (passage,) = (await client.read_resource(link.uri)).contents
        (document,) = (await client.read_resource("citedesk://documents/pump")).contents
        assert isinstance(passage, TextResourceContents)
        assert isinstance(document, TextResourceContents)
        return answer, passage.text, document.text

    answer, passage, document = assisted(small, work)
    printed = json.loads(citedesk("ask", QUESTION, "--json", "--no-reader", "--index", small.index).out)
    assert answer.structured_content == printed
    said = words(answer)
    assert said.startswith(f"Voice: {printed['voice']}: ")
    assert printed["text"] in said
    assert printed["citations"][0]["label"] in said
    assert printed["fingerprint"] in said
    assert PUMP in passage
    assert "CPT Assistant, July 2006" in passage
    assert "Document: pump" in document
    assert PUMP in document


@pytest.mark.slow
def test_every_tool_answers_and_says_in_one_line_what_is_wrong(small: Place, citedesk: Command) -> None:
    async def work(client: Client) -> dict[str, CallToolResult]:
        assert sorted(tool.name for tool in (await client.list_tools()).tools) == [
            "ask",
            "cite_check",
            "code",
            "search",
        ]
        asked: dict[str, tuple[str, dict[str, Any]]] = {
            "search": ("search", {"question": QUESTION, "top": 3}),
            "code": ("code", {"code": "62368"}),
            "unknown code": ("code", {"code": "62363"}),
            "check": ("cite_check", {"text": PUMP}),
            "thanks": ("ask", {"question": "thanks"}),
            "empty": ("ask", {"question": " "}),
            "no fact": ("ask", {"question": QUESTION, "dos": "2/30/2012"}),
            "no text": ("cite_check", {"text": "62368"}),
        }
        for uri in (f"citedesk://passages/{quote('pump#nothing', safe='')}", "citedesk://documents/nothing"):
            with pytest.raises(MCPError, match=r"there is no|is no document"):
                await client.read_resource(uri)
        return {name: await client.call_tool(*call) for name, call in asked.items()}

    told = assisted(small, work)
    for name, command in (("search", ["search", QUESTION, "-k", "3"]), ("code", ["code", "62368"])):
        options = ["--no-reader"] if name == "search" else []
        printed = citedesk(*command, "--json", "--index", small.index, *options).out
        assert told[name].structured_content == json.loads(printed)
    assert PUMP in words(told["search"])
    assert "62363" in words(told["unknown code"])
    assert "1. " in words(told["check"])
    assert told["thanks"].structured_content["voice"] == "courtesy"
    for name, said in (("empty", "is empty"), ("no fact", "no date of service"), ("no text", "nothing but codes")):
        assert told[name].is_error
        assert said in words(told[name])
