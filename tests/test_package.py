"""The program as a package: what the wheel holds, which base and index are meant, commands and pages as plug-ins."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
import typer
from conftest import SHIPPED_KB, Outcome, Place, Plugins
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from assistant import cli, commands, pages, web
from indexer import shipped

Command = Callable[..., Outcome]
ROOT = Path(__file__).parents[1]
QUESTION = "is 62368 for reprogramming?"
SCRIPT = Path(web.__file__).with_name("streamlit_app.py")


def files(folder: Path) -> set[str]:
    """Every file below the folder, but what Python compiled."""
    paths = {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    return {path.relative_to(folder).as_posix() for path in paths}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution of a copy of this tree, and unpacked."""
    folder = tmp_path_factory.mktemp("package")
    source = folder / "source"
    source.mkdir()
    for name in ("assistant", "indexer", "kb"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "pyproject.toml", "setup.py"):
        shutil.copy(ROOT / name, source)
    build = "import sys; from setuptools import build_meta as made; print(getattr(made, sys.argv[1])(sys.argv[2]))"
    for step, where in (("build_sdist", source), ("build_wheel", folder / "sdist")):
        command = [sys.executable, "-c", build, step, str(folder)]
        told = subprocess.run(command, cwd=where, capture_output=True, text=True, check=True).stdout.split()[-1]
        if step == "build_sdist":
            shutil.unpack_archive(folder / told, folder, filter="data")
            (folder / told.removesuffix(".tar.gz")).rename(folder / "sdist")
        else:
            zipfile.ZipFile(folder / told).extractall(folder / "wheel")
    return folder / "wheel"


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_program_and_of_the_shipped_base(unpacked: Path) -> None:
    assert files(unpacked / "assistant") == files(ROOT / "assistant")
    assert files(unpacked / "indexer" / "kb") == files(ROOT / "kb")
    assert files(unpacked / "indexer") == files(ROOT / "indexer") | {f"kb/{name}" for name in files(ROOT / "kb")}
    assert {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"} == {"assistant", "indexer"}
    (entries,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "citedesk = assistant.cli:main" in entries.read_text()


@pytest.mark.slow
def test_the_wheel_answers_from_an_empty_folder(unpacked: Path, shipped_index: Path, tmp_path: Path) -> None:
    shutil.copytree(shipped_index, tmp_path / ".citedesk")

    def citedesk(*words: str) -> str:
        command = [sys.executable, "-P", "-c", "from assistant.cli import main; main()", *words]
        environment = os.environ | {"PYTHONPATH": str(unpacked)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout

    assert json.loads(citedesk("ask", "--json", "is a volume check reprogramming?"))["supported"]
    base = unpacked / "indexer" / "kb"
    assert f"ok   knowledge base {base}: still what was indexed" in citedesk("doctor", "--kb", str(base))


def test_the_base_of_a_checkout_stands_beside_the_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shipped.folder() == shipped.nearest() == SHIPPED_KB
    assert shipped.notice() == (SHIPPED_KB / "NOTICE.md").read_text("utf-8")
    (tmp_path / "kb").mkdir()
    assert shipped.nearest() == Path("kb")


@pytest.fixture
def fresh(place: Place, tmp_path: Path) -> Place:
    """A folder with a knowledge base and, where its index will stand, only the compiled model."""
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.index.rename(tmp_path / ".citedesk")
    return Place(place.kb, tmp_path / ".citedesk")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_first_question_builds_the_index(citedesk: Command, fresh: Place, command: str) -> None:
    first = citedesk(command, "--json", QUESTION)
    assert first.code == 0
    assert first.err.splitlines()[0] == f"there is no index here yet; indexing kb into {fresh.index}"
    found = json.loads(first.out)
    assert "pump" in {*found.get("documents", []), *(one["document"] for one in found.get("passages", []))}
    assert citedesk(command, "--json", QUESTION) == Outcome(0, first.out, "")


def test_an_index_that_was_named_or_is_damaged_is_not_built_unasked(citedesk: Command, fresh: Place) -> None:
    named = citedesk("ask", "--index", fresh.index, QUESTION)
    assert (named.code, named.err) == (2, f"citedesk: {fresh.index}: there is no index yet; run: citedesk index\n")
    (fresh.index / "CURRENT").write_text("generation-1\n")
    damaged = citedesk("ask", QUESTION)
    assert (damaged.code, damaged.err.startswith("citedesk: ")) == (2, True)
    assert damaged.err.endswith("the index is damaged; run: citedesk index --kb DIR\n")


def test_a_base_that_cannot_be_indexed_is_told(citedesk: Command, fresh: Place) -> None:
    (fresh.kb / "pump.md").unlink()
    asked = citedesk("ask", "--json", QUESTION)
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.splitlines()[-1].startswith("citedesk: kb: the knowledge base is empty; ")


def test_a_busy_port_is_told_before_anything_starts(citedesk: Command, tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        busy = citedesk("chat", "--port", str(port))
    assert (busy.code, busy.out) == (2, "")
    assert busy.err.startswith(f"citedesk: port {port} cannot be had (Address already in use); name another: ")
    assert int(busy.err.split("--port ")[1]) != port
    assert not (tmp_path / ".citedesk").exists()


GREET = '''
def run(name: str) -> None:
    """Greet somebody."""
    print("good morning", name)
'''


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import a_library_that_is_not_here", "No module named 'a_library_that_is_not_here'"),
        ("def run(:", "invalid syntax"),
        ("def start() -> None: ...", "run"),
        ("from __future__ import annotations\ndef run(answer: Nowhere) -> None: ...", "name 'Nowhere' is not defined"),
    ],
)
def test_a_command_that_cannot_be_loaded_is_named_and_leaves_the_others(
    plugins_added: Plugins, text: str, why: str
) -> None:
    plugins_added.write(commands, "greet", GREET)
    plugins_added.write(commands, "broken", text)
    app, runner = cli._registered(), CliRunner()
    assert runner.invoke(app, ["greet", "Marci"]).output == "good morning Marci\n"
    listed = runner.invoke(app, ["--help"]).output
    assert "Greet somebody." in listed
    assert "Cannot be loaded." in listed
    for words in (["broken"], ["broken", "--help"], ["broken", "a", "--b"]):
        called = runner.invoke(app, words)
        assert called.exit_code == 1
        assert "broken" in str(called.exception)
        assert why in str(called.exception)
        assert "\n" not in str(called.exception)


def test_every_command_has_a_file_of_its_name() -> None:
    group = typer.main.get_group(cli.app)
    own = {path.stem for path in Path(str(commands.__file__)).parent.glob("*.py")} - {"__init__"}
    assert set(group.commands) == own


PAGE = """
import streamlit as st

TITLE, ORDER = "{title}", {order}


def page(index):
    st.caption(f"{title} over {{index.name}}")
"""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, shipped_index: Path) -> Callable[[], AppTest]:
    st.cache_resource.clear()
    monkeypatch.setenv(web.INDEX, str(shipped_index))
    return lambda: AppTest.from_file(str(SCRIPT), default_timeout=60).run()


def test_a_page_of_a_lower_order_stands_first(plugins_added: Plugins, drawn: Callable[[], AppTest]) -> None:
    plugins_added.write(pages, "front", PAGE.format(title="Front", order=0))
    page = drawn()
    assert not page.exception
    assert [caption.value for caption in page.caption] == ["Front over index"]


def test_a_page_that_cannot_be_loaded_is_named_and_leaves_the_others(
    plugins_added: Plugins, drawn: Callable[[], AppTest]
) -> None:
    plugins_added.write(pages, "broken", "import a_library_that_is_not_here")
    page = drawn()
    assert not page.exception
    (problem,) = [one.proto.body for one in page.get("html") if 'role="alert"' in one.proto.body]
    assert "broken" in problem
    assert "a_library_that_is_not_here" in problem
    assert page.chat_input
