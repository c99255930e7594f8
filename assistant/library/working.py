"""Indexing while a desk stays open: in a process of its own, so that whoever asks meanwhile is answered as before.

Whoever watches, and however many, it goes on when a browser is closed. The process says what it does in lines of JSON,
and ends with the program: it can no longer say anything.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer import advice
from indexer.errors import CitedeskError

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from assistant.library import working; working.serve(json.loads(sys.argv[2]))"
)
_BEHIND = 10  # steps of priority


@dataclass(frozen=True, slots=True)
class Step:
    """``done`` of ``total`` parts of a stage; the time that it takes is told by the last."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it. ``new`` passages were embedded; ``added`` tells of reference files, a line each.

    ``error`` says why there is no new index, and what to do; the last one then stands.
    """

    documents: int = 0
    passages: int = 0
    new: int = 0
    left_out: int = 0
    added: tuple[str, ...] = ()
    error: str | None = None


class Work:
    """The indexings of one index, one after the other, for everybody who has the desk open."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._started = self._wanted = 0
        self._step: Step | None = None
        self._done: dict[int, Done] = {}

    @property
    def step(self) -> Step | None:
        """What is going on; None where nothing is."""
        with self._lock:
            return self._step

    def index(self) -> int:
        """Asks for the index to be renewed, and gives the number under which ``done`` tells of it.

        One that runs already may have passed a file that was just added: then another follows.
        """
        with self._lock:
            self._wanted = self._started + 1
            if self._step is None:
                self._step = Step("starting", 0, 1)
                threading.Thread(target=self._run, daemon=True).start()
            return self._wanted

    def done(self, number: int) -> Done | None:
        """None while it is not over."""
        with self._lock:
            return self._done.get(number)

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._started == self._wanted:
                    self._step = None
                    return
                self._started += 1
                number = self._started
            found = _worked({"act": "index", "index": str(self._index)}, self._hear)
            with self._lock:
                self._done[number] = found

    def _hear(self, step: Step) -> None:
        with self._lock:
            self._step = step


def add_reference(index: Path, files: Mapping[str, bytes]) -> Done:
    """Keeps the rows of public reference files, read in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        named = [str(Path(folder, name)) for name in files]
        return _worked({"act": "reference", "index": str(index), "files": named}, lambda step: None)


def _worked(request: Mapping[str, Any], hear: Callable[[Step], None]) -> Done:
    path = json.dumps([os.path.abspath(one) for one in sys.path])
    # -P: no module of the folder where the program runs stands in for Python's own.
    command = [sys.executable, "-P", "-W", "ignore", "-c", _START, path, json.dumps(request)]
    again = f"the last index stands; run: {advice.index(Path(request['index']))}"
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except OSError as error:
        return Done(error=f"no process can be started ({error.strerror}); {again}")
    assert process.stdout
    with process, process.stdout:
        for line in process.stdout:
            told = json.loads(line)
            if "stage" in told:
                hear(Step(**told))
            else:
                return Done(**told | {"added": tuple(told["added"])})
    return Done(error=f"the work broke off (its process ended with {process.returncode}); {again}")


def serve(request: Mapping[str, Any]) -> None:
    """What the process does."""
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    # What a library prints must not stand between the lines.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(record: Mapping[str, Any]) -> None:
        out.write(json.dumps(record) + "\n")
        out.flush()

    with contextlib.suppress(BrokenPipeError):
        try:
            folder = Path(request["index"])
            found = _references(folder, request["files"]) if request["act"] == "reference" else _indexed(folder, tell)
        except CitedeskError as error:
            found = Done(error=str(error))
        tell(asdict(found))


def _indexed(folder: Path, tell: Callable[[Mapping[str, Any]], None]) -> Done:
    from indexer import build, settings

    def hear(stage: str, done: int, total: int) -> None:
        tell(asdict(Step(stage, done, total)))

    report = build.build([], folder, settings.read("index", settings.IndexSettings), hear)
    left_out = sum(one.left_out for one in report.problems)
    return Done(report.manifest.documents, report.manifest.passages, report.embedded, left_out)


def _references(folder: Path, files: list[str]) -> Done:
    from indexer import reference

    store, added = reference.Store(reference.beside(folder)), list[str]()
    for path in files:
        for one in reference.sources(Path(path)):
            published = reference.read(one)
            held = store.add(published, one.data)
            what = " ".join(filter(None, (published.kind, published.setting, published.quarter)))
            added.append(f"{one.name}: {what}, {f'{held.rows:,} rows' if held else 'held already'}")
    return Done(added=tuple(added))
