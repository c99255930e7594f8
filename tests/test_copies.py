"""What an open index maps: copies that nobody else can change, and that do not outlive the process that made them."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import Place

from indexer import copies

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a mapped file from being changed")

TEXT = "Report 62368 when the pump is reprogrammed at the refill."
# Ends itself while the folder ``argv[1]`` is copied and open.
KILLED = """
import os, signal, sys
from pathlib import Path
from indexer import copies
with copies.private(Path(sys.argv[1]), ["words", "lines"]) as copy:
    assert (copy / "words/terms").read_text() == (copy / "lines").read_text() == sys.argv[2]
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    (made / "words").mkdir(parents=True)
    (made / "words/terms").write_text(TEXT)
    (made / "lines").write_text(TEXT)
    return made


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files."""
    made = tmp_path / "scratch"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))
    monkeypatch.setenv("TMPDIR", str(made))
    return made


def holding(folder: Path) -> list[Path]:
    """The files in which the text stands; a link that leads nowhere is none."""
    return [path for path in folder.rglob("*") if path.is_file() and TEXT.encode() in path.read_bytes()]


def test_a_copy_is_mapped_on_when_its_folder_is_gone(folder: Path, scratch: Path) -> None:
    with copies.private(folder, ["words", "lines"]) as copy, (copy / "lines").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    os.truncate(folder / "lines", 0)
    assert mapped[:] == TEXT.encode()
    assert list(scratch.iterdir()) == []


def test_a_thread_that_still_lays_files_in_the_copy_stops_nothing(folder: Path, scratch: Path) -> None:
    ended = threading.Event()

    def lay(beside: Path) -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                (beside / f"lock-{time.monotonic_ns()}").touch()

    with copies.private(folder, ["words"]) as copy:
        threads = [threading.Thread(target=lay, args=(copy / "words",)) for _ in range(8)]
        for thread in (*threads, threading.Timer(0.3, ended.set)):
            thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    assert list(scratch.iterdir()) == []


@pytest.mark.skipif(not copies.DESCRIPTORS.is_dir(), reason="files without a name cannot be opened anew")
def test_a_process_that_is_killed_leaves_no_text(folder: Path, scratch: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(folder), TEXT]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert len(list(scratch.iterdir())) == 1
    assert holding(scratch) == []


@pytest.mark.slow
def test_an_open_index_leaves_nothing_when_it_is_killed(place: Place, scratch: Path) -> None:
    place.excerpt("pump.md", "Pump refill", TEXT)
    place.build()
    script = (
        "import os, signal, sys; from pathlib import Path; from indexer.index import open_index; "
        "index = open_index(Path(sys.argv[1])); print(index.store.passages([0])[0].text, flush=True); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", script, place.index], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (-signal.SIGKILL, f"{TEXT}\n")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("missing", ["links", "descriptors"])
def test_where_a_file_needs_a_name_its_copy_has_one_and_goes_with_the_block(
    folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("as on a file system without links")

    if missing == "links":
        monkeypatch.setattr(Path, "symlink_to", refuse)
    else:
        monkeypatch.setattr(copies, "DESCRIPTORS", scratch / "nowhere")
    with copies.private(folder, ["words", "lines"]) as copy:
        assert not (copy / "lines").is_symlink()
        assert holding(scratch) == holding(copy)
        assert len(holding(copy)) == 2
    assert list(scratch.iterdir()) == []


def test_what_a_killed_process_left_is_deleted_once_it_is_surely_left(folder: Path, scratch: Path) -> None:
    ages = {"citedesk-copy-old": 7200, "citedesk-copy-young": 60, "citedesk-beir-old": 7200, "other": 7200}
    for name, seconds in ages.items():
        (scratch / name).mkdir()
        (scratch / name / "lines").write_text(TEXT)
        os.utime(scratch / name, (time.time() - seconds,) * 2)
    (scratch / "citedesk-copy-link").symlink_to(scratch / "other")
    with copies.private(folder, ["lines"]):
        pass
    left = {"citedesk-copy-young", "citedesk-copy-link", "citedesk-beir-old", "other"}
    assert {path.name for path in scratch.iterdir()} == left
    assert (scratch / "other/lines").exists()
