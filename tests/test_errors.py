"""Every error of ours stands in one tree, and reaches whoever typed the command as one line."""

from __future__ import annotations

import ast
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Outcome, Place

from indexer.errors import CitedeskError

Command = Callable[..., Outcome]
ROOT = Path(__file__).parents[1]
MODULES = [path for folder in ("indexer", "assistant") for path in sorted(ROOT.glob(f"{folder}/**/*.py"))]
PROGRAM = [sys.executable, "-c", "from assistant.cli import main; main()"]
BARE = {"Exception", "KeyError", "OSError", "RuntimeError", "TypeError", "ValueError"}
QUESTION = "is 62368 for reprogramming?"


def module(path: Path) -> str:
    return path.relative_to(ROOT).as_posix().removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def raised(path: Path) -> Iterator[tuple[str, str]]:
    """Each public function with the errors of Python that it raises itself and does not speak of."""
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.FunctionDef) and not found.name.startswith("_"):
            for step in ast.walk(found):
                if isinstance(step, ast.Raise) and isinstance(step.exc, ast.Call):
                    name = ast.unparse(step.exc.func)
                    if name in BARE and name not in (ast.get_docstring(found) or ""):
                        yield found.name, name


@pytest.mark.parametrize("path", MODULES, ids=module)
def test_every_error_of_ours_is_in_the_tree(path: Path) -> None:
    found = vars(importlib.import_module(module(path)))
    own = [kind for kind in found.values() if isinstance(kind, type) and issubclass(kind, BaseException)]
    outside = {kind.__name__ for kind in own if kind.__module__ == module(path) and not issubclass(kind, CitedeskError)}
    # One that never leaves its module is told by its underscore.
    assert {name for name in outside if not name.startswith("_")} == set()


@pytest.mark.parametrize("path", MODULES, ids=module)
def test_a_function_that_raises_an_error_of_python_says_so(path: Path) -> None:
    assert list(raised(path)) == []


# What a user may name in place of a file or folder.
WRONG: dict[str, bytes | None] = {
    "missing": None,
    "folder": None,
    "loop": None,
    "no-text-\udce9": None,
    "name" * 80: None,
    "garbage": bytes(range(256)) * 20,
    "empty": b"",
    "null": b"null\n",
    "number": b"3\n",
    "deep": b"[" * 100_000,
    "long-number": b'{"id": ' + b"9" * 5_000 + b', "question": "x"}\n',
    "surrogate": b'{"id": "\\ud800", "question": "is 62368 \\ud800?", "history": ["\\ud800 pump"]}\n',
    "history": b'{"id": 1, "question": "62368?", "history": [1], "relevant": ["a"]}\n',
    "question": b'{"id": 1, "question": ["62368?"], "relevant": ["a"]}\n',
    "facts": b'{"id": 1, "question": "62368?", "facts": [1], "relevant": "a"}\n',
}
COMMANDS = [
    ["ask", "--questions", "WRONG", "--index", "INDEX"],
    ["search", "--questions", "WRONG", "--index", "INDEX"],
    ["ask", QUESTION, "--index", "WRONG"],
    ["ask", QUESTION, "--index", "INDEX", "--sheet", "WRONG.md"],
    ["ask", QUESTION, "--index", "INDEX", "--save", "WRONG"],
    ["ask", "WRONG", "--index", "INDEX", "--after", "WRONG"],
    ["ask", QUESTION, "--index", "INDEX", "--generator", "WRONG"],
    ["chat", "--index", "WRONG", "--port", "PORT"],
    ["doctor", "--index", "WRONG", "--kb", "KB"],
    ["doctor", "--index", "INDEX", "--kb", "WRONG"],
    ["eval", "WRONG", "--index", "INDEX", "--store", "run.json"],
    ["eval", "labelled.jsonl", "--index", "INDEX", "--store", "WRONG"],
    ["eval", "labelled.jsonl", "--index", "INDEX", "--store", "run.json", "--compare", "WRONG"],
    ["eval", "--beir", "WRONG", "--index", "INDEX"],
    ["index", "--kb", "WRONG", "--index", "OTHER"],
    ["replay", "WRONG", "--index", "INDEX"],
    ["reviews", "--index", "WRONG"],
    ["rule", "Title", "--signed", "A. Reviewer", "--text", "Report 62367.", "--kb", "WRONG"],
    ["rule", "WRONG", "--signed", "WRONG", "--text", "WRONG", "--kb", "KB"],
]


@pytest.fixture(scope="module")
def built(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Only read: an indexing that fails is remembered beside it."""
    folder = tmp_path_factory.mktemp("built")
    place = Place(folder / "kb", folder / "index")
    shutil.copytree(shipped_index / "models", place.index / "models")
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    return place


@pytest.fixture
def port() -> int:
    with socket.create_server(("localhost", 0)) as free:
        number: int = free.getsockname()[1]
        return number


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_wrong_file_or_name_ends_in_a_trace(
    citedesk: Command, built: Place, tmp_path: Path, port: int, command: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "labelled.jsonl").write_text(json.dumps({"id": "1", "question": QUESTION, "relevant": ["pump"]}) + "\n")
    for name, data in WRONG.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        places = {
            "INDEX": built.index,
            "OTHER": tmp_path / "other",
            "KB": built.kb,
            "PORT": port,
            "WRONG": name,
            "WRONG.md": f"{name}.md",
        }
        outcome = citedesk(*(str(places.get(word, word)) for word in command))
        told = [line for line in outcome.err.splitlines() if line.startswith("citedesk: ")]
        assert (outcome.code, len(told)) in {(0, 0), (1, 0), (2, 1)}, (name, outcome)


def test_who_may_not_read_or_write_is_told(citedesk: Command, built: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "locked").touch(0o000)
    # Root may read everything, but finds nothing below a file either.
    locked = tmp_path / "file" / "below" if os.geteuid() == 0 else tmp_path / "locked"
    for words in (["--questions", locked], [QUESTION, "--save", locked]):
        outcome = citedesk("ask", *words, "--index", built.index)
        assert outcome.code == 2
        assert outcome.err.splitlines()[-1].startswith(f"citedesk: {locked}: ")


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--questions", "questions.jsonl"], [QUESTION], ["--json", QUESTION]], ids=" ".join)
def test_a_reader_that_goes_away_gets_no_trace(built: Place, tmp_path: Path, words: list[str]) -> None:
    asked = [{"id": number, "question": QUESTION} for number in range(40)]
    (tmp_path / "questions.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in asked))
    command = [*PROGRAM, "ask", "--index", str(built.index), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as asking:
        assert asking.stdout
        assert asking.stderr
        asking.stdout.close()
        assert asking.stderr.read() == b""
    assert asking.returncode == 1


def test_an_interrupt_is_no_trace(built: Place, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    os.mkfifo(questions)
    command = [*PROGRAM, "ask", "--index", str(built.index), "--questions", str(questions)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking,
        # This waits until the command reads the questions.
        questions.open("w"),
    ):
        asking.send_signal(signal.SIGINT)
        out, err = asking.communicate(timeout=20)
    assert asking.returncode in {1, 130}
    assert (out, "Traceback" in err, len(err.splitlines()) <= 1) == ("", False, True)
