"""A process of its own for what strangers made: limits, what may come back, and what may not be done in it."""

from __future__ import annotations

import io
import os
import pickle
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Plugins
from toys import harmful

from indexer import confined, reader
from indexer.confined import Limits
from indexer.documents import Excerpt, Page, PartialDate, Post, Quoted, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Note

ENOUGH = Limits(60, 1_000_000_000)


def numbers(until: int) -> Iterator[int]:
    yield from range(until)


def process() -> Iterator[int]:
    yield os.getpid()


def lasting(seconds: float) -> Iterator[str]:
    yield "begun"
    time.sleep(seconds)
    yield "ended"


def computing() -> Iterator[str]:
    yield "begun"
    while True:
        pass


def growing(size: int) -> Iterator[int]:
    yield 1
    yield len(bytearray(size))


def flooding() -> Iterator[str]:
    while True:
        yield "x" * 1_000_000


def dying() -> Iterator[str]:
    yield "begun"
    os.kill(os.getpid(), 9)


def documents() -> Iterator[object]:
    date = PartialDate(2010, 3)
    yield Excerpt("a", "T", "S", date, None, None, None, None, None, "x", pages=(Page(0, "I-4"),))
    yield Thread("b", "T", "S", None, (Post("asker", date, "x", None, (Quoted(0, 1, "by"),)),))
    yield Damage("torn", page="7")
    yield Note("so", 3)


def function_of_os() -> Iterator[object]:
    yield os.system


def noisy() -> Iterator[int]:
    print("a library speaks", flush=True)
    os.write(1, b"and its C too")
    yield 1


def attempts(path: str) -> Iterator[str]:
    def tried(what: object) -> str:
        try:
            what()  # type: ignore[operator]
        except PermissionError:
            return "refused"
        return "done"

    yield tried(lambda: Path(path).write_text("x"))
    yield tried(lambda: os.open(path, os.O_CREAT | os.O_WRONLY))
    yield tried(lambda: os.mkdir(path))
    yield tried(lambda: os.remove(__file__))
    yield tried(lambda: subprocess.run(["true"], check=False))
    yield tried(lambda: os.system("true"))
    yield tried(lambda: socket.create_connection(("127.0.0.1", 9)))
    yield tried(lambda: open(__file__).close())


def within(until: int) -> Iterator[int]:
    yield from confined.each(numbers, until, limits=ENOUGH)


def test_what_a_function_yields_comes_back_in_its_order() -> None:
    assert list(confined.each(numbers, 1000, limits=ENOUGH)) == list(range(1000))
    assert list(confined.each(within, 3, limits=ENOUGH)) == [0, 1, 2]


def test_documents_come_back_as_they_were() -> None:
    assert list(confined.each(documents, limits=ENOUGH)) == list(documents())


def test_one_process_serves_many_files_and_is_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ((first,), (second,)) = (tuple(confined.each(process, limits=ENOUGH)) for _ in range(2))
    assert first == second != os.getpid()
    monkeypatch.setattr(confined, "_FILES", 1)
    ((third,), (fourth,)) = (tuple(confined.each(process, limits=ENOUGH)) for _ in range(2))
    assert third == first != fourth


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "arguments", "limits", "before", "reason"),
    [
        (computing, (), Limits(2, 1_000_000_000), ["begun"], "took more than 2 seconds and was stopped"),
        (lasting, (60.0,), Limits(2, 1_000_000_000), ["begun"], "took more than 2 seconds and was stopped"),
        (growing, (2_000_000_000,), ENOUGH, [1], "took more than 1.0 GB of memory and was stopped"),
        (dying, (), ENOUGH, ["begun"], r"broke off, since it is damaged or made to do harm \(process ended with -9\)"),
    ],
)
def test_a_limit_ends_that_file_alone(
    function: object, arguments: tuple[object, ...], limits: Limits, before: list[object], reason: str
) -> None:
    found: list[object] = []
    with pytest.raises(DocumentError, match=reason):
        found.extend(confined.each(function, *arguments, limits=limits))  # type: ignore[arg-type]
    assert found == before
    assert list(confined.each(numbers, 2, limits=ENOUGH)) == [0, 1]


@pytest.mark.slow
def test_what_harms_its_reader_costs_that_file_alone(
    tmp_path: Path, plugins_added: Plugins, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins_added.install("citedesk-toys", {"formats": {"harmful": "toys.harmful"}})
    monkeypatch.setattr(Limits, "of", lambda size: Limits(2, 1_000_000_000))
    for number, harm in enumerate(["none", "hang", "none", "grow", "die", "write", "none"]):
        (tmp_path / f"{number}.harmful").write_bytes(harmful.MARK + harm.encode())
    found = list(reader.read(tmp_path))
    assert [one.id for one in found if isinstance(one, Excerpt)] == ["0", "2", "6"]
    told = {one.path.name: one.reason for one in found if isinstance(one, reader.Problem)}
    assert [(name, reason.partition(" (")[0].partition("; ")[0]) for name, reason in sorted(told.items())] == [
        ("1.harmful", "reading it took more than 2 seconds and was stopped"),
        ("3.harmful", "reading it took more memory than a file may take"),
        ("4.harmful", "reading it broke off, since it is damaged or made to do harm"),
        ("5.harmful", "the format harmful failed on it"),
    ]


def test_what_a_file_gives_is_bounded_too() -> None:
    with pytest.raises(DocumentError, match=r"more than 0\.3 GB"):
        list(confined.each(flooding, limits=Limits(60, 300_000_000)))


def test_nothing_but_values_comes_back() -> None:
    with pytest.raises(DocumentError, match="broke off"):
        list(confined.each(function_of_os, limits=ENOUGH))
    for told in (
        b"cposix\nsystem\n(S'true'\ntR.",
        b"cindexer.formats\nIterator\n.",
        b"cindexer.formats\ntext_.decode\n.",
    ):
        with pytest.raises(pickle.UnpicklingError, match="is no value"):
            confined._Values(io.BytesIO(told)).load()


def test_what_a_library_prints_does_not_get_between() -> None:
    assert list(confined.each(noisy, limits=ENOUGH)) == [1]


def test_nothing_is_written_started_or_fetched(tmp_path: Path) -> None:
    *refused, read = confined.each(attempts, str(tmp_path / "new"), limits=ENOUGH)
    assert (refused, read) == (["refused"] * 7, "done")
    assert list(tmp_path.iterdir()) == []


def test_the_limits_are_of_that_process_alone() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    list(confined.each(numbers, 1, limits=ENOUGH))
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.slow
def test_the_process_ends_with_the_program(tmp_path: Path) -> None:
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); import test_confined as t; from indexer import confined\n"
        "print(*confined.each(t.process, limits=t.ENOUGH), flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent)], capture_output=True, text=True, check=False
    )
    (number,) = ran.stdout.split()
    until = time.monotonic() + 10
    while Path(f"/proc/{number}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{number}").exists()


@pytest.mark.parametrize(("size", "seconds", "memory"), [(0, 60, 1_000_000_000), (10_000_000, 110, 1_080_000_000)])
def test_a_large_file_may_take_more(size: int, seconds: float, memory: int) -> None:
    assert Limits.of(size) == Limits(seconds, memory)
