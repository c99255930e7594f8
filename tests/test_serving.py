"""The service over HTTP: what each address gives, what it refuses and how, and what happens when the index changes."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import logging
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import Outcome, Place
from desk_served import Reply, Running, running
from served import Answered, serve

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.reading.facts import Facts
from assistant.serving import answer_shapes, base_shapes, bodies, problems
from assistant.serving.desks import Desks
from assistant.serving.keys import Keys
from assistant.serving.limits import Limits
from assistant.serving.problems import Kind
from assistant.settings import AssistantSettings
from indexer.errors import NoIndexError, QuestionError
from indexer.place import CURRENT

Command = Callable[..., Outcome]
FOUNDING = "is a volume check reprogramming?"
QUESTION = "is 62368 for reprogramming?"
LETTER = "Code 62368 is reported when the pump is reprogrammed at the refill."
KEY = "a-key-of-this-service"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Iterator[Running]:
    with running(shipped_index, AssistantSettings()) as found:
        yield found


@pytest.fixture
def small(place: Place) -> Place:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    return place


def events(reply: Reply) -> list[tuple[str, Any]]:
    assert reply.headers["content-type"].startswith("text/event-stream")
    found = [block.split("\n") for block in reply.body.decode().split("\n\n") if block and not block.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sent"),
    [
        (["ask", FOUNDING], {"question": FOUNDING}),
        (["ask", "62367 vs 62368", "--full", "-k", "3"], {"question": "62367 vs 62368", "full": True, "top": 3}),
        (["ask", "who won the world cup?"], {"question": "who won the world cup?"}),
        (["ask", "thanks"], {"question": "thanks"}),
        (["ask", "for MRN 00123456: is 62368 right?"], {"question": "for MRN 00123456: is 62368 right?"}),
        (
            ["ask", "Medicare", "--after", FOUNDING, "--dos", "2008", "--setting", "office"],
            {"question": "Medicare", "history": [FOUNDING], "dos": 2008, "setting": "office"},
        ),
        (["search", FOUNDING, "-k", "4"], {"question": FOUNDING, "top": 4}),
    ],
)
def test_an_answer_is_the_very_bytes_that_the_command_prints(
    shipped_index: Path, desk: Running, citedesk: Command, words: list[str], sent: dict[str, object]
) -> None:
    printed = citedesk(*words, "--json", "--index", shipped_index)
    replied = desk.post(f"/{words[0]}", sent)
    assert (printed.code, replied.status) == (0, 200)
    assert replied.body == printed.out.encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["code", "62370"], "/codes/62370"),
        (["code", "62360-62370"], "/codes/62360-62370"),
        (["code", "pumps"], "/codes/pumps"),
        (["code"], "/codes"),
        (["compare", "62367", "62368"], "/codes/62367?with=62368"),
        (["reviews"], "/reviews"),
        (
            ["document", "excerpts/cpta-2012-pump-examples-rate-or-dose"],
            "/documents/excerpts/cpta-2012-pump-examples-rate-or-dose",
        ),
    ],
)
def test_what_the_base_has_is_the_very_bytes_that_the_command_prints(
    shipped_index: Path, desk: Running, citedesk: Command, words: list[str], path: str
) -> None:
    assert desk.get(path).body == citedesk(*words, "--json", "--index", shipped_index).out.encode()


def test_a_checked_text_and_a_line_of_questions_are_those_of_the_commands(
    small: Place, citedesk: Command, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    line = {"id": "7", "question": "and with a refill?", "history": [QUESTION]}
    (tmp_path / "asked.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    options = "--no-reader", "--index", small.index
    with running(small.index) as desk:
        checked = desk.post("/check", {"text": LETTER})
        asked = desk.post("/ask", line)
    assert checked.body == citedesk("check", tmp_path / "letter.txt", "--json", *options).out.encode()
    assert asked.body == citedesk("ask", "--questions", tmp_path / "asked.jsonl", *options).out.encode()


ASKED = (
    FOUNDING,
    "62367 vs 62368",
    "what is 62370?",
    "99999",
    "G2211",
    "skin tags",
    "who won the world cup?",
    "what does Aetna pay for 62368 in 2031?",
    "is modifier 25 needed?",
    "rvu for 62370",
)


@pytest.mark.slow
def test_what_is_given_is_what_the_description_says(desk: Running) -> None:
    """A key that is new in ``assistant/showing`` belongs into ``assistant/serving/*_shapes.py`` too."""
    answers = [desk.post("/ask", {"question": question}).body for question in ASKED]
    found = [answer_shapes.Answer.model_validate_json(one) for one in answers]
    assert {one.voice for one in found} == {"answers", "nearest", "nothing"}
    assert all(any(getattr(one, part) for one in found) for part in ("headline", "cases", "known", "refusal", "named"))
    assert all(any(getattr(one, part) for one in found) for part in ("disagreement", "ask_first", "basis", "nearest"))
    answer_shapes.Courtesy.model_validate_json(desk.post("/ask", {"question": "thanks"}).body)
    answer_shapes.Search.model_validate_json(desk.post("/search", {"question": FOUNDING}).body)
    answer_shapes.Checked.model_validate_json(desk.post("/check", {"text": LETTER}).body)
    for code in ("62370", "62368", "25", "95990", "G2211"):
        base_shapes.Dossier.model_validate_json(desk.get(f"/codes/{code}").body)
    base_shapes.Comparison.model_validate_json(desk.get("/codes/62367?with=62368").body)
    base_shapes.Shelves.model_validate_json(desk.get("/codes").body)
    for document in found[0].documents:
        base_shapes.Document.model_validate_json(desk.get(f"/documents/{document}").body)


def test_a_document_is_given_whole_under_the_id_that_an_answer_cites(desk: Running, shipped_index: Path) -> None:
    (first, *_) = desk.post("/ask", {"question": FOUNDING}).json["quotations"]
    found = desk.get(f"/documents/{first['document']}").json
    assert found["id"] == first["document"]
    (passage,) = (one for part in found["parts"] for one in part["passages"] if one["id"] == first["passage"])
    assert passage["text"][first["start"] : first["end"]] == first["text"]
    assert passage["citation"]


def test_probes_say_whether_it_runs_and_from_what_it_answers(desk: Running) -> None:
    assert desk.get("/healthz").json == {"status": "ok"}
    assert desk.service is not None
    fingerprint = desk.service.desks.current().desk.fingerprint
    assert desk.get("/readyz").json == {"status": "ok", "fingerprint": fingerprint, "problem": None}


def test_the_description_is_served_without_a_page_that_loads_from_elsewhere(desk: Running) -> None:
    described = desk.get("/openapi.json")
    assert {"/ask", "/search", "/check", "/codes/{code}", "/documents/{id}", "/reviews", "/healthz", "/metrics"} <= set(
        described.json["paths"]
    )
    assert "HTTPBearer" not in described.body.decode()
    types = described.json["paths"]["/ask"]["post"]["responses"]["default"]["content"][problems.MEDIA_TYPE]["schema"]
    assert set(types["properties"]["type"]["enum"]) == {f"urn:citedesk:problem:{kind.name.lower()}" for kind in Kind}
    assert b"http://" not in described.body.replace(b"http://json-schema.org", b"")
    assert {desk.get(path).kind for path in ("/docs", "/redoc")} == {"unknown"}


def test_the_docs_name_every_address_every_field_and_every_problem(desk: Running) -> None:
    page = (Path(__file__).parents[1] / "docs" / "serving.md").read_text("utf-8")
    described = desk.get("/openapi.json").json
    for path, methods in described["paths"].items():
        assert all(f"`{method.upper()} {path}`" in page for method in methods)
    sent = (bodies.AskedInFull, bodies.Sought, bodies.Pasted, bodies.Reviewed)
    fields = {name for shape in sent for name in shape.model_fields}
    assert {shape.__name__ for shape in sent} <= set(described["components"]["schemas"])
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (\d{3}) \|", page))
    assert rows == {kind.name.lower(): str(kind.status) for kind in Kind}


def nested(depth: int) -> bytes:
    return b'{"question": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "kind", "said"),
    [
        ("POST", "/ask", {"question": " "}, {}, 422, "question", "the question is empty"),
        ("POST", "/ask", {"question": "x" * 4_001}, {}, 422, "question", "at most 4,000"),
        ("POST", "/ask", {"question": "a\ud800b?", "history": ["\ud800"]}, {}, 422, "question", "history"),
        ("POST", "/ask", {"question": "is it?", "dos": "2/30/2012"}, {}, 422, "question", "no date of service"),
        ("POST", "/ask", {"question": "is it?", "dos": True}, {}, 422, "question", "body.dos"),
        ("POST", "/ask", {"question": "is it?", "history": ["?"] * 51}, {}, 422, "question", "body.history"),
        ("POST", "/ask", {"question": "is it?", "history": ["x" * 4_001]}, {}, 422, "question", "body.history.0"),
        ("POST", "/ask", {"question": "is it?", "top": 21}, {}, 422, "question", "body.top"),
        ("POST", "/ask", {"question": "is it?", "full": "yes"}, {}, 422, "question", "body.full"),
        ("POST", "/ask", {"question": "is it?", "colour": "red"}, {}, 422, "question", "body.colour: extra"),
        ("POST", "/ask", {"question": None}, {}, 422, "question", "body.question"),
        ("POST", "/ask", {}, {}, 422, "question", "body.question: field required"),
        ("POST", "/ask", b"", {}, 400, "body", "no JSON object"),
        ("POST", "/ask", b"[]", {}, 400, "body", "no JSON object"),
        ("POST", "/ask", b'{"question": "is', {}, 400, "body", "no JSON (at character 13)"),
        ("POST", "/ask", b"\xff\xfe\x00", {}, 400, "body", "cannot be read as JSON"),
        ("POST", "/ask", b'{"question": NaN}', {}, 422, "question", "body.question"),
        (
            "POST",
            "/ask",
            b'{"question": "is it?", "dos": ' + b"9" * 5_000 + b"}",
            {},
            400,
            "body",
            "cannot be read as JSON",
        ),
        (
            "POST",
            "/ask",
            b'{"question": "is it?", "dos": ' + b"9" * 500 + b"}",
            {},
            422,
            "question",
            "no date of service",
        ),
        ("POST", "/ask", b'{"question": "is it?", "question": ' + b"1}", {}, 422, "question", "body.question"),
        ("POST", "/ask", nested(9), {}, 400, "body", "nested more than 8 deep"),
        ("POST", "/ask", nested(100_000), {}, 400, "body", "nested more than 8 deep"),
        ("POST", "/ask", b'{"question": "is it?"}', {"Content-Type": "text/plain"}, 400, "body", "application/json"),
        ("POST", "/ask", b"x" * 10_000_000, {}, 413, "large", "at most 256,000 bytes"),
        ("POST", "/ask", [b"x" * 100_000] * 100, {}, 413, "large", "at most 256,000 bytes"),
        ("POST", "/ask", b"x" * 300_000, {"Expect": "100-continue"}, 413, "large", "at most 256,000 bytes"),
        ("POST", "/check", {"text": "x " * 10_001}, {}, 422, "question", "at most 20,000"),
        ("POST", "/check", {"text": "62367 62368"}, {}, 422, "question", "nothing but codes"),
        ("POST", "/reviews", {"question": "is it?"}, {}, 422, "question", "body.fingerprint"),
        ("GET", "/codes/99999", None, {}, 404, "unknown", "no document of this base names 99999"),
        ("GET", "/codes/quux", None, {}, 404, "unknown", "is no code"),
        ("GET", "/codes/62367?with=nothing", None, {}, 404, "unknown", "is no code of CPT"),
        ("GET", "/codes/62367?with=62367", None, {}, 404, "unknown", "named twice"),
        ("GET", "/documents/no/such", None, {}, 404, "unknown", "no document of this base"),
        ("GET", "/documents/..%2f..%2fetc/passwd", None, {}, 404, "unknown", "no document of this base"),
        ("GET", "/nowhere", None, {}, 404, "unknown", "no such address"),
        ("GET", "/ask", None, {}, 405, "method", "another method"),
        ("OPTIONS", "/ask", None, {"Origin": "http://elsewhere"}, 405, "method", "another method"),
        ("GET", "/codes", None, {"Host": "elsewhere.example"}, 421, "host", "set keys"),
    ],
)
def test_bad_input_is_one_clear_problem(
    desk: Running,
    method: str,
    path: str,
    body: object,
    headers: dict[str, str],
    status: int,
    kind: str,
    said: str,
) -> None:
    reply = desk.send(method, path, body, headers)
    assert (reply.status, reply.kind) == (status, kind)
    assert said in reply.json["detail"]
    assert not {name for name in reply.headers if name.lower().startswith("access-control")}


def test_half_a_character_is_replaced_and_stops_nothing(desk: Running) -> None:
    half = b'"Report 62368 \\ud800 when the pump is reprogrammed at the refill."'
    for path, field in (("/ask", b"question"), ("/search", b"question"), ("/check", b"text")):
        assert desk.post(path, b'{"' + field + b'": ' + half + b"}").status == 200
    assert {desk.get(f"/{name}/%ff%fe%00").status for name in ("codes", "documents")} <= {404, 422}


def test_an_unknown_code_is_told_with_its_family_and_its_neighbours(desk: Running) -> None:
    told = desk.get("/codes/62363").json
    assert told["code"] == {"system": "CPT", "value": "62363"}
    assert "pumps" in told["family"]
    assert {"system": "CPT", "value": "62362"} in told["near"]


def test_a_body_that_drips_is_given_up(small: Place) -> None:
    with running(small.index, limits=Limits(threads=1, patience=0.2)) as desk:
        with socket.create_connection(("127.0.0.1", desk.port), timeout=30) as line:
            line.sendall(b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{")
            told = line.makefile("rb").read()
        assert told.startswith(b"HTTP/1.1 408 ")
        assert b"urn:citedesk:problem:slow" in told
        assert desk.post("/ask", {"question": QUESTION}).status == 200


def test_with_keys_nothing_but_the_probes_is_given_to_who_has_none(small: Place) -> None:
    held = Keys((hashlib.sha256(b"another-key-of-this-one").digest(), hashlib.sha256(KEY.encode()).digest()))
    with running(small.index, keys=held, limits=Limits(threads=1, rate=5.0)) as desk:
        shown = {"Authorization": f"Bearer {KEY}", "Host": "desk.example"}
        assert desk.post("/ask", {"question": QUESTION}, shown).status == 200
        assert desk.get("/metrics", shown).status == 200
        assert "HTTPBearer" in desk.get("/openapi.json", shown).body.decode()
        assert {desk.get(path).status for path in ("/healthz", "/readyz")} == {200}
        wrong = [
            {},
            {"Authorization": "Bearer "},
            {"Authorization": f"Bearer {KEY}x"},
            {"Authorization": f"Basic {KEY}"},
        ]
        for headers in wrong:
            reply = desk.post("/ask", {"question": QUESTION}, headers)
            assert (reply.status, reply.kind, reply.headers["www-authenticate"]) == (401, "key", "Bearer")
        # Who guesses is slowed down, and nobody else with him.
        guessed = [desk.get("/codes", {"Authorization": f"Bearer {number:030}"}).status for number in range(20)]
        assert set(guessed) == {401, 429}
        assert desk.get("/codes", shown).status == 200


@pytest.mark.slow
def test_a_thousand_questions_at_once_are_answered_or_refused_and_the_probe_answers(small: Place) -> None:
    with running(small.index, limits=Limits(threads=2, waiting=40, rate=400.0)) as desk:
        slowest, stop = [0.0], threading.Event()

        def watch() -> None:
            while not stop.wait(0.05):
                start = time.perf_counter()
                assert desk.get("/healthz").status == 200
                slowest[0] = max(slowest[0], time.perf_counter() - start)

        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(250) as pool:
            replies = list(pool.map(lambda _: desk.post("/ask", {"question": QUESTION}), range(1_000)))
        stop.set()
        watcher.join()
        assert {reply.status for reply in replies} <= {200, 429, 503}
        assert len({reply.body for reply in replies if reply.status == 200}) == 1
        refused = [reply for reply in replies if reply.status != 200]
        assert refused
        assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
        assert {(reply.status, reply.kind) for reply in refused} <= {(429, "rate"), (503, "busy")}
        assert slowest[0] < 5
        assert desk.service is not None
        assert (desk.service.turns.running, desk.service.turns.waiting) == (0, 0)
        counted = desk.get("/metrics").body.decode()
    answered = sum(reply.status == 200 for reply in replies)
    assert f'citedesk_requests_total{{route="/ask",status="200"}} {float(answered)}' in counted
    assert "62368" not in counted


def test_another_index_is_taken_and_deleted_text_is_no_longer_quoted(small: Place) -> None:
    with running(small.index) as desk:
        before = desk.post("/ask", {"question": QUESTION}).json
        assert before["documents"] == ["pump"]
        (small.kb / "pump.md").unlink()
        small.excerpt(
            "newer.md", "Pump refill", "Report 62370 when the pump is reprogrammed and refilled by a physician."
        )
        small.build()
        assert desk.service is not None
        desk.service.desks.look()
        after = desk.post("/ask", {"question": QUESTION}).json
        assert after["documents"] == ["newer"]
        assert after["fingerprint"] != before["fingerprint"]
        assert desk.get("/documents/pump").status == 404
        assert [desk.get(path).status for path in ("/codes/62368", "/codes/62370")] == [404, 200]
        assert b"citedesk_renewals 1.0" in desk.get("/metrics").body


def test_who_asks_while_the_index_changes_is_always_answered_and_never_from_the_old_one_again(small: Place) -> None:
    replies, stop = list[Reply](), threading.Event()
    with running(small.index) as desk:
        assert desk.service is not None

        def ask() -> None:
            while not stop.is_set():
                replies.append(desk.post("/ask", {"question": QUESTION}))

        asking = threading.Thread(target=ask)
        asking.start()
        for number in range(3):
            small.excerpt(f"more-{number}.md", "Pump refill", f"Report 62368 when pump {number} is reprogrammed.")
            small.build()
            desk.service.desks.look()
            last = desk.service.desks.current().desk.fingerprint
        seen = len(replies)
        while len(replies) < seen + 2:
            time.sleep(0.02)
        stop.set()
        asking.join()
    assert {reply.status for reply in replies} == {200}
    told = [key for key, _ in itertools.groupby(reply.json["fingerprint"] for reply in replies)]
    assert len(told) == len(set(told))
    assert told[-1] == last


def test_the_service_looks_for_another_index_by_itself(small: Place) -> None:
    with running(small.index) as desk:
        small.excerpt("newer.md", "Second", "Report 62370 when the pump is reprogrammed.")
        small.build()
        for _ in range(200):
            if desk.get("/documents/newer").status == 200:
                break
            time.sleep(0.1)
        assert desk.get("/documents/newer").status == 200


def test_an_index_that_was_taken_away_answers_nobody_until_there_is_one(small: Place) -> None:
    with running(small.index) as desk:
        assert desk.service is not None
        aside = small.index.with_name("aside")
        small.index.rename(aside)
        desk.service.desks.look()
        for reply in (desk.post("/ask", {"question": QUESTION}), desk.get("/readyz"), desk.get("/documents/pump")):
            assert (reply.status, reply.kind) == (503, "index")
            assert "citedesk index --index" in reply.json["detail"]
            assert int(reply.headers["retry-after"]) >= 1
        assert desk.get("/healthz").status == 200
        aside.rename(small.index)
        desk.service.desks.look()
        assert desk.post("/ask", {"question": QUESTION}).status == 200


def test_an_index_that_cannot_be_opened_replaces_nothing(small: Place, caplog: pytest.LogCaptureFixture) -> None:
    with running(small.index) as desk:
        assert desk.service is not None
        before = desk.post("/ask", {"question": QUESTION}).body
        pointer = (small.index / CURRENT).read_bytes()
        (small.index / CURRENT).write_text("generation-1 spoilt\n", "utf-8")
        desk.service.desks.look()
        assert desk.post("/ask", {"question": QUESTION}).body == before
        assert "the index is damaged" in desk.get("/readyz").json["problem"]
        assert b"citedesk_index_problem 1.0" in desk.get("/metrics").body
        (small.index / CURRENT).write_bytes(pointer)
        desk.service.desks.look()
        assert desk.get("/readyz").json["problem"] is None
    assert "cannot be opened" in caplog.text


def test_without_an_index_there_is_no_service(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="there is no index yet"):
        Desks(tmp_path, lambda: Desk.open(tmp_path))


def chatty(address: str) -> AssistantSettings:
    return AssistantSettings(generator="chat_server", address=address, model="m", reader=False)


WORDED = "Report 62368 when the pump is reprogrammed at the refill [1]."


def test_what_a_model_writes_is_streamed_and_the_answer_comes_last(shipped_index: Path) -> None:
    pieces = tuple(f"{word} " for word in WORDED.split())
    streamed = {"Accept": "text/event-stream"}
    with serve(lambda _: Answered(pieces=pieces)) as model, running(shipped_index, chatty(model.address)) as desk:
        told = events(desk.post("/ask", {"question": FOUNDING}, streamed))
        plain = desk.post("/ask", {"question": FOUNDING})
        assert {name for name, _ in told[:-1]} == {"draft"}
        assert "".join(piece for _, piece in told[:-1]) == "".join(pieces)
        assert told[-1] == ("answer", plain.json)
        assert len(told) > 2
        # What is wrong with the question itself is told before anything is streamed.
        assert desk.post("/ask", {"question": " "}, streamed).kind == "question"


def test_without_a_model_the_answer_is_the_only_event(small: Place) -> None:
    with running(small.index) as desk:
        (told,) = events(desk.post("/ask", {"question": QUESTION}, {"Accept": "text/event-stream"}))
        assert told == ("answer", desk.post("/ask", {"question": QUESTION}).json)


def test_a_model_stops_writing_for_who_hangs_up(shipped_index: Path) -> None:
    def write(request: dict[str, Any]) -> Answered:
        return Answered(pieces=("word ",) * 500, pause=0.01)

    with serve(write) as model, running(shipped_index, chatty(model.address), limits=Limits(threads=1)) as desk:
        with contextlib.closing(desk.connect()) as connection:
            body = json.dumps({"question": FOUNDING})
            connection.request(
                "POST", "/ask", body, {"Content-Type": "application/json", "Accept": "text/event-stream"}
            )
            assert connection.getresponse().read(20).startswith(b"event: draft")
        start = time.perf_counter()
        assert desk.get("/documents/no").status == 404
        # The one thread was free again before all words were written.
        assert time.perf_counter() - start < 500 * 0.01


def test_a_review_is_of_the_answer_that_was_given_and_can_be_withdrawn(small: Place) -> None:
    with running(small.index) as desk:
        answer = desk.post("/ask", {"question": QUESTION}).json
        told = {
            "question": QUESTION,
            "fingerprint": answer["fingerprint"],
            "verdict": "down",
            "reason": "call 555-010-4477",
        }
        given = desk.post("/reviews", told).json
        assert given["documents"] == ["pump"]
        assert "4477" not in given["reason"]
        assert given["text"] is None
        assert desk.get("/reviews").json == {"reviews": [given]}
        base_shapes.Reviews.model_validate(desk.get("/reviews").json)
        stale = desk.post("/reviews", {**told, "fingerprint": "of-another-day"})
        assert (stale.status, stale.kind) == (409, "changed")
        desk.post("/reviews", {**told, "verdict": "withdrawn", "asked": given["asked"]})
        assert desk.get("/reviews").json == {"reviews": []}


class Breaking(Desk):
    """Fails after the first words of a draft."""

    __slots__ = ()

    def ask(
        self,
        text: str,
        after: Sequence[str] = (),
        top: int = 20,
        draft: Callable[[str], None] | None = None,
        without: Collection[str] = (),
        full: bool = False,
        facts: Facts | None = None,
    ) -> Answer:
        if draft is None:
            raise QuestionError("it is not asked here")
        draft("so far")
        raise ValueError(f"secret {text}")


def test_a_stream_that_breaks_off_ends_with_a_problem(small: Place, caplog: pytest.LogCaptureFixture) -> None:
    with running(small.index, opening=Breaking) as desk:
        told = events(desk.post("/ask", {"question": "secret"}, {"Accept": "text/event-stream"}))
    assert [name for name, _ in told] == ["draft", "problem"]
    assert told[1][1]["type"] == "urn:citedesk:problem:defect"
    assert "a stream broke off: ValueError in" in caplog.text
    assert "secret" not in caplog.text


class Failing(Desk):
    """Fails at every question but the one that each new desk is asked."""

    __slots__ = ()

    def ask(self, text: str, *arguments: object, **named: object) -> Answer:
        if text == FOUNDING:
            raise QuestionError("it is not asked here")
        raise ValueError(f"secret {text}")


def test_a_defect_is_a_problem_whose_log_says_where_and_not_what(
    small: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with running(small.index, opening=Failing) as desk:
        reply = desk.post("/ask", {"question": "secret question about 62368"})
        streamed = desk.post("/ask", {"question": "secret too"}, {"Accept": "text/event-stream"})
    for one in (reply, streamed):
        assert (one.status, one.kind) == (500, "defect")
    said = caplog.text + "".join(capfd.readouterr()) + reply.body.decode()
    assert "POST /ask: ValueError in" in said
    assert "secret" not in said


def test_fastapi_s_own_telemetry_is_off_whatever_the_environment_says(
    small: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example")
    with running(small.index) as desk:
        assert desk.get("/readyz").status == 200
    # Where it is on, it wants its exporter and warns that there is none.
    assert "telemetry" not in caplog.text


def test_the_index_s_folder_is_only_read(small: Place) -> None:
    kept = small.index.with_name("kept")
    shutil.copytree(small.index, kept)
    with running(small.index) as desk:
        desk.post("/ask", {"question": QUESTION})
    files = sorted(path.relative_to(kept) for path in kept.rglob("*"))
    assert files == sorted(path.relative_to(small.index) for path in small.index.rglob("*"))
