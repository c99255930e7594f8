"""The adapter to an OpenAI-compatible server: what it sends, what it takes, and what it says when there is nothing."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from served import Answered, Reply, serve

from assistant.rewording.generators import chat_server
from assistant.rewording.generators.chat_server import ChatServer
from assistant.rewording.prompts import Prompt
from assistant.settings import AssistantSettings
from indexer.errors import GeneratorError, SettingsError
from indexer.plugins import NoSettings

PROMPT = Prompt("the rules", "the request", ())


def opened(address: str, timeout: float = 5.0) -> ChatServer:
    return chat_server.open(AssistantSettings(address=address, model="tiny", timeout=timeout), NoSettings())


def written(reply: Reply, timeout: float = 5.0) -> str:
    with serve(reply) as served:
        return opened(served.address, timeout).write(PROMPT, lambda piece: None)


def said(reply: Reply, timeout: float = 5.0) -> str:
    with pytest.raises(GeneratorError) as error:
        written(reply, timeout)
    assert "\n" not in str(error.value)
    return str(error.value)


def whole(content: object) -> Answered:
    body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    return Answered(body=body, kind="application/json")


def test_it_asks_greedily_and_shows_each_piece_as_it_comes() -> None:
    pieces: list[str] = []
    with serve(lambda request: Answered(pieces=("Use ", "95990 [1]."))) as served:
        text = opened(served.address).write(PROMPT, pieces.append)
    assert (text, pieces) == ("Use 95990 [1].", ["Use ", "95990 [1]."])
    assert served.paths == ["/v1/chat/completions"]
    (request,) = served.requests
    assert request["messages"] == [
        {"role": "system", "content": "the rules"},
        {"role": "user", "content": "the request"},
    ]
    assert (request["model"], request["temperature"], request["seed"]) == ("tiny", 0, 0)
    assert served.keys == [None]


def test_an_answer_in_one_piece_is_taken_too() -> None:
    assert written(lambda request: whole("All at once [1].")) == "All at once [1]."


def test_the_whole_path_may_be_named() -> None:
    with serve(lambda request: "x [1].") as served:
        opened(f"{served.address}/chat/completions").write(PROMPT, lambda piece: None)
    assert served.paths == ["/v1/chat/completions"]


def test_a_key_goes_out_only_where_the_variable_holds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chat_server.KEY, "secret")
    with serve(lambda request: Answered(status=401)) as served, pytest.raises(GeneratorError) as error:
        opened(served.address).write(PROMPT, lambda piece: None)
    assert served.keys == ["Bearer secret"]
    assert "answered 401 Unauthorized; put its key into the environment variable CITEDESK_CHAT_KEY" in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_server, "PAUSES", (0.01, 0.02))
    replies: Iterator[Answered] = iter([Answered(status), Answered(status), Answered(pieces=("At last [1].",))])
    assert written(lambda request: next(replies)) == "At last [1]."


def test_a_server_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_server, "PAUSES", (0.01, 0.02))
    with serve(lambda request: Answered(503)) as served, pytest.raises(GeneratorError) as error:
        opened(served.address).write(PROMPT, lambda piece: None)
    assert len(served.requests) == 3
    assert str(error.value).endswith("answered 503 Service Unavailable; try again later")


def test_a_wait_beyond_the_time_allowed_is_not_waited() -> None:
    began = time.monotonic()
    text = said(lambda request: Answered(429, headers=(("Retry-After", "3600"),)), timeout=2.0)
    assert "429 Too Many Requests; try again later" in text
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("answered", "says"),
    [
        (Answered(400, body=b"your question was: SECRET"), "answered 400 Bad Request; look at its log"),
        (Answered(404), "answered 404 Not Found; does the address end in /v1, and does the server have 'tiny'?"),
        (Answered(418), "answered 418"),
        (Answered(599), "answered 599; try again later"),
        (Answered(body=b"<html>", kind="text/html"), "did not answer as an OpenAI-compatible server does"),
        (Answered(body=b"data: not json\n\n"), "did not answer as an OpenAI-compatible server does"),
        (Answered(body=b'{"choices": 3}', kind="application/json"), "did not answer as an OpenAI-compatible server"),
        (Answered(body=b"[" * 100_000, kind="application/json"), "did not answer as an OpenAI-compatible server"),
        (Answered(body=b"data: [DONE]\n\n"), "gave an empty answer; is 'tiny' a chat model?"),
        (Answered(pieces=("  ", "\n")), "gave an empty answer"),
        (Answered(body=b'{"choices": []}', kind="application/json"), "gave an empty answer"),
    ],
)
def test_each_failure_has_one_clear_line(answered: Answered, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_server, "PAUSES", (0.01, 0.02))
    text = said(lambda request: answered)
    assert text.startswith("the chat server at http://127.0.0.1:")
    assert says in text
    assert "SECRET" not in text


def test_no_content_is_no_text() -> None:
    assert "gave an empty answer" in said(lambda request: whole(None))


def test_a_redirect_is_not_followed() -> None:
    with serve(lambda request: "elsewhere [1].") as other:
        moved = Answered(307, headers=(("Location", f"{other.address}/chat/completions"),))
        assert "it is not followed, name the final address" in said(lambda request: moved)
    assert other.requests == []


def test_a_proxy_in_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert written(lambda request: "Direct [1].") == "Direct [1]."


def test_a_refused_connection_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(GeneratorError, match=r"refuses the connection; is it running\?"):
        opened(f"http://127.0.0.1:{port}/v1").write(PROMPT, lambda piece: None)


def test_a_server_that_hangs_up_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        hanging = threading.Thread(target=lambda: server.accept()[0].close())
        hanging.start()
        with pytest.raises(GeneratorError, match=r"cannot be reached or broke off \(\w+"):
            opened(f"http://127.0.0.1:{server.getsockname()[1]}/v1").write(PROMPT, lambda piece: None)
        hanging.join()


@pytest.mark.parametrize("answered", [Answered(pieces=("a ",) * 50, pause=0.1), Answered(pieces=("a",), pause=9.0)])
def test_a_slow_server_gets_no_more_than_its_time(answered: Answered) -> None:
    began = time.monotonic()
    assert "gave no whole answer in 0.5 s; raise assistant.timeout" in said(lambda request: answered, timeout=0.5)
    assert time.monotonic() - began < 2.0


def test_an_endless_answer_is_cut() -> None:
    assert len(written(lambda request: Answered(pieces=("word " * 400,) * 400))) < 12_000


def test_no_secure_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(lambda request: "x") as served, pytest.raises(GeneratorError) as error:
        opened(served.address.replace("http:", "https:"), 2.0).write(PROMPT, lambda piece: None)
    assert "no secure connection" in str(error.value)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"model": "m"}, "assistant.address: chat_server needs"),
        ({"address": "http://localhost:11434/v1"}, "assistant.model: chat_server needs"),
        ({"model": "m", "address": "localhost:11434"}, "is no address of a server"),
        ({"model": "m", "address": "http://localhost:port/v1"}, "is no address of a server"),
        ({"model": "m", "address": "http://me:secret@localhost/v1"}, "is no address of a server"),
        ({"model": "m", "address": "file:///etc/passwd"}, "is no address of a server"),
        ({"model": "m", "address": "http://[half"}, "is no address of a server"),
    ],
)
def test_what_the_settings_lack_is_told(settings: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=r"^assistant\.") as error:
        chat_server.open(AssistantSettings.model_validate(settings), NoSettings())
    assert says in str(error.value)
