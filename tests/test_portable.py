"""What runs on Windows and macOS too: no module of one system alone, no name of a file that another system refuses."""

from __future__ import annotations

import ast
import multiprocessing
import os
import re
import subprocess
import sys
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from conftest import Place

from indexer import locks

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("assistant/**/*.py")])
# There is none of them on Windows.
POSIX = ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "syslog", "readline", "_posixshmem")
FUNCTIONS = {"fork", "pread", "pwrite", "fchmod", "chown", "getuid", "geteuid", "mkfifo", "O_DIRECTORY", "O_NOFOLLOW"}
SIGNALS = {"SIGALRM", "SIGKILL", "SIGHUP", "SIGPIPE", "SIGXFSZ", "alarm", "setitimer"}
WITHOUT = f"""
import os, sys
for name in {POSIX}:
    sys.modules[name] = None
for name in ("fork", "pread", "pwrite", "fchmod"):
    delattr(os, name)
"""


def without(place: Place, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs in a process that has no module and no function of POSIX alone."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + script, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=place.kb.parent,
        check=False,
    )


def test_index_and_ask_work_without_what_only_posix_has(place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    command = "from assistant.cli import main\nmain()\n"
    for words in (("index", "--kb", "kb"), ("index",), ("ask", "is 62368 for reprogramming?"), ("doctor",)):
        ran = without(place, command, *words, "--index", str(place.index))
        assert ran.returncode == 0, ran.stderr
        assert "Traceback" not in ran.stderr
    assert place.found("reprogrammed") == ["pump#text"]


def test_every_module_of_the_program_is_imported_without_what_only_posix_has(place: Place) -> None:
    names = [
        path.relative_to(ROOT).as_posix().removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in MODULES
        # The protocol's SDK asks which system this is, not what it has.
        if "testing" not in path.parts and path != ROOT / "assistant/serving/tools.py"
    ]
    ran = without(place, f"import importlib\nfor name in {names}:\n    importlib.import_module(name)\n")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_asks_for_nothing_of_one_system_and_names_its_encoding(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {one.name for one in node.names} & set(POSIX), node.lineno
        if isinstance(node, ast.ImportFrom):
            assert node.module not in POSIX, node.lineno
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert node.value.id != "os" or node.attr not in FUNCTIONS, node.lineno
            assert node.value.id != "signal" or node.attr not in SIGNALS, node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = [*node.args, *(one.value for one in node.keywords)]
            if node.func.attr in {"read_text", "write_text"}:
                constants = {one.value for one in given if isinstance(one, ast.Constant)}
                assert constants & {"utf-8", "utf-8-sig"}, node.lineno


def test_what_is_written_has_names_that_windows_takes(shipped_index: Path) -> None:
    for path in shipped_index.rglob("*"):
        assert not re.search(r'[<>:"|?*\\]|[. ]$', path.name), path


def _hold(path: Path, held: Event, let_go: Event) -> None:
    with locks.held(path):
        held.set()
        let_go.wait(30)


def test_a_lock_is_held_once_and_ends_with_its_process(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, let_go = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=_hold, args=(tmp_path / "lock", held, let_go))
    holder.start()
    assert held.wait(30)
    with pytest.raises(BlockingIOError), locks.held(tmp_path / "lock"):
        pass
    holder.terminate()
    holder.join()
    with locks.held(tmp_path / "lock"), pytest.raises(BlockingIOError), locks.held(tmp_path / "lock"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]
    assert (tmp_path / "lock").stat().st_size == 0


def test_a_lock_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), locks.held(tmp_path / "nowhere" / "lock"):
        pass
    (tmp_path / "lock").write_bytes(b"no lock of ours " * 100)
    with pytest.raises(OSError, match="not a database"), locks.held(tmp_path / "lock"):
        pass
