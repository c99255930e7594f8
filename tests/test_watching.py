"""Following folders: an indexing for each change that has come to rest, and none for anything else."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Place

from indexer import folders, watching

QUIET = 0.2


def soon(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it comes to hold: files are looked at by another thread, on a busy machine."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


class Followed:
    """Follows a folder in a thread; ``seen`` has what stood there at each call, ``good`` what the calls say."""

    def __init__(self, folder: Path, target: Path, again: float = 0.3) -> None:
        self.seen: list[dict[str, str]] = []
        self.good = True
        self._folder, self.stop = folder, threading.Event()
        arguments = ([folder], target, self._act, self.stop, QUIET, again)
        self.thread = threading.Thread(target=watching.follow, args=arguments)

    def _act(self) -> bool:
        self.seen.append({path.name: path.read_text() for path in self._folder.iterdir() if path.is_file()})
        return self.good


@contextlib.contextmanager
def following(folder: Path, target: Path) -> Iterator[Followed]:
    followed = Followed(folder, target)
    followed.thread.start()
    try:
        yield followed
    finally:
        followed.stop.set()
        followed.thread.join()


def test_what_changed_is_taken_once_it_has_come_to_rest(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    kb.mkdir()
    (kb / "a.md").write_text("a")
    with following(kb, kb / "index") as followed:
        assert soon(lambda: followed.seen == [{"a.md": "a"}])
        with (kb / "b.md").open("w") as file:
            for part in ("half", "of", "it", "and", "the", "rest"):
                file.write(part)
                file.flush()
                time.sleep(QUIET / 3)
        assert soon(lambda: len(followed.seen) == 2)
        assert followed.seen[1] == {"a.md": "a", "b.md": "halfofitandtherest"}
        (kb / "a.md").rename(kb / "c.md")
        assert soon(lambda: set(followed.seen[-1]) == {"b.md", "c.md"})
        # Nothing of this is a change of the base.
        calls = len(followed.seen)
        (kb / ".hidden").write_text("x")
        (kb / "index").mkdir()
        (kb / "index" / "CURRENT").write_text("generation-1")
        time.sleep(6 * QUIET)
        assert len(followed.seen) == calls


def test_what_failed_is_tried_again_without_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    with following(tmp_path, tmp_path / "index") as followed:
        followed.good = False
        assert soon(lambda: len(followed.seen) >= 3)
        followed.good = True
        time.sleep(3 * QUIET)
        calls = len(followed.seen)
        time.sleep(6 * QUIET)
        assert len(followed.seen) == calls


@pytest.mark.slow
def test_a_followed_folder_is_indexed_whatever_comes_into_it(place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed.")
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "index", "--watch"]
    words = [*command, "--kb", str(place.kb), "--index", str(place.index)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout
        lines = iter(running.stdout.readline, "")
        try:
            assert any("1 documents, 1 passages, 1 embedded" in line for line in lines)
            # One that moves keeps its vector; a bad one is named and stops nothing.
            (place.kb / "pump.md").rename(place.kb / "moved.md")
            (place.kb / "bad.md").write_text("---\nsource: x\n")
            assert any("left out: " in line and "bad.md" in line for line in lines)
            assert any("1 documents, 1 passages, 0 embedded, 1 left out" in line for line in lines)
            with folders.locked(place.index):
                place.excerpt("new.md", "New", "Something new.")
                assert any("another indexer is at work" in line for line in lines)
        finally:
            running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
        assert running.wait() == 0, rest
