"""On the machines of a Ray cluster: texts go out in slices, vectors come back as they are made.

Ray gives a slice whose worker or machine dies to another one. The cluster is spoken to from a process of its own.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import pickle
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from indexer import advice, copies, embedders, graphs, plugins
from indexer.errors import WorkersError
from indexer.index import program_version
from indexer.workers import Done, Prepared
from indexer.workers.ray.messages import SCRATCH, Failed, Made, Order, Room, Slice

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from indexer.workers.ray import driver; driver.serve()"
)
_LOG = "log"
# Seconds in which the process may take its leave of the cluster.
_LEAVE = 5
_GIVEN_UP = "it was given up", "wait for what ended it"


class Settings(BaseModel):
    """``address``: of the cluster's head as HOST:PORT; "auto" is the cluster that this machine is part of, and "local"
    one of this machine alone, for this indexing.

    ``gpus``: the part of a GPU that a worker gets. ``workers``: no more than so many at a time. ``timeout``: seconds
    after which a cluster that tells nothing is given up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(default="auto", pattern=r"^(auto|local|[^/\s]+:\d+)$")
    gpus: float = Field(default=0, ge=0)
    workers: int | None = Field(default=None, ge=1)
    timeout: float = Field(default=120, gt=0)


def start(prepared: Prepared, settings: Settings) -> Cluster:
    if importlib.util.find_spec("ray") is None:
        raise WorkersError('workers = "ray": Ray is not installed; run: pip install "citedesk[ray]"')
    return Cluster(prepared, settings)


class Cluster:
    """Connects with the first text, so that an index that needs no new vector needs no cluster."""

    def __init__(self, prepared: Prepared, settings: Settings) -> None:
        self._prepared, self._settings = prepared, settings
        self._stack = contextlib.ExitStack()
        # Of what ``close`` and the thread that embeds both touch.
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: queue.SimpleQueue[Room | Made | Failed | None] = queue.SimpleQueue()
        self._scratch = Path()
        self._under_way: dict[int, Done] = {}
        self._given = self._room = 0

    def embed(self, texts: Sequence[str], asked: bool, done: Done) -> None:
        if self._process is None:
            self._connect()
        while len(self._under_way) >= self._room:
            self._hear()
        self._given += 1
        self._under_way[self._given] = done
        self._tell(Slice(self._given, texts, asked))

    def finish(self) -> None:
        while self._under_way:
            self._hear()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._heard.put(None)
            self._stack.close()

    def _connect(self) -> None:
        with self._lock:
            if self._closed:
                raise self._error(*_GIVEN_UP)
            scratch = tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True)
            self._scratch = Path(self._stack.enter_context(scratch))
            path = json.dumps([os.path.abspath(one) for one in sys.path])
            with (self._scratch / _LOG).open("wb") as log:
                # Ray has its workers import from the folder where it is started: one that is empty. An interruption at
                # the keyboard is the indexer's, who then ends this process.
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-W", "ignore", "-c", _START, path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=self._scratch,
                    start_new_session=True,
                )
            assert self._process.stdout
            listener = threading.Thread(target=_listen, args=(self._process.stdout, self._heard), daemon=True)
            listener.start()
            self._stack.callback(_end, self._process, listener)
        self._tell((self._settings, order(self._prepared)))

    def _tell(self, said: object) -> None:
        assert self._process
        assert self._process.stdin
        # Where the process is gone, that is what is heard next.
        with contextlib.suppress(OSError, ValueError):
            pickle.dump(said, self._process.stdin)
            self._process.stdin.flush()

    def _hear(self) -> None:
        if self._closed:
            raise self._error(*_GIVEN_UP)
        try:
            said = self._heard.get(timeout=self._settings.timeout)
        except queue.Empty:
            silent = f"nothing was heard of it for {self._settings.timeout:g} seconds"
            said = Failed(silent, "see that its machines run and are free, or set a longer timeout under [workers.ray]")
        match said:
            case Made(number, vectors):
                self._under_way.pop(number)(vectors)
            case Room(slices):
                self._room = slices
            case Failed(what, mend):
                raise self._error(what, mend)
            case None:
                raise self._error(f"it is gone ({self._last_words()})", "see that it runs")

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = (self._scratch / _LOG).read_text("utf-8", "replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "it told nothing")
            return re.sub(r"^\[.*?\] (\S+:\d+: )?", "", last.strip()).partition(". ")[0][:300]
        return "it told nothing"

    def _error(self, what: str, mend: str) -> WorkersError:
        again = advice.index(self._prepared.folder.parent.parent)
        where = f"Ray, address {self._settings.address!r}"
        return WorkersError(f"{where}: {what}; what is embedded so far is kept; {mend}, then run: {again}")


def order(prepared: Prepared) -> Order:
    """What the workers are told once. Raises OSError where the prepared model cannot be read."""
    portable = getattr(plugins.load(embedders, prepared.name), "PORTABLE", False)
    files = copies.files(prepared.folder) if portable else ()
    return Order(
        program_version(),
        prepared.name,
        prepared.folder.name,
        prepared.model.folder.resolve(),
        prepared.model.sha256,
        prepared.tables,
        {path.relative_to(prepared.folder).as_posix(): np.fromfile(path, dtype=np.uint8) for path in files},
        prepared.embedder.passages(graphs.PROBES),
    )


def _listen(given: IO[bytes], heard: queue.SimpleQueue[Room | Made | Failed | None]) -> None:
    with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            heard.put(pickle.load(given))
    heard.put(None)


def _end(process: subprocess.Popen[bytes], listener: threading.Thread) -> None:
    """Leaves no process, no thread and no pipe behind."""
    process.terminate()
    try:
        process.wait(_LEAVE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    listener.join()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
