"""A function run in a process of its own, with limits of time and memory: what reads files that strangers made.

``each`` is the one door. The process is kept for the next call, since starting one takes a third of a second, and is
ended when a limit is met. In it nothing is written, started or fetched. It ends with the program, however that ends.

What comes back is told in a form that can hold values alone (dataclasses of ``_ALLOWED``, texts, numbers, tuples), so
that a process that a file has taken over can still not reach this one. A system without limits of memory (Windows)
bounds the time alone.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import importlib.util
import io
import json
import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from indexer.errors import DocumentError

T = TypeVar("T")
_ALLOWED = frozenset({"indexer.accounts", "indexer.documents", "indexer.formats"})
# A process that has read so many files is replaced: what a library failed to give back goes with it.
_FILES = 200
_LENGTH = struct.Struct("<Q")
_OUT_OF_MEMORY = 77
_PATIENCE = 5
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from indexer import confined; confined.serve()"
_AGAIN = "save it anew with the program that made it, split it, or take it away"
# What Python reports before it does it. A library of Python does nothing of this while it reads.
_STARTS = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile")
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.ch",
    "shutil.",
)
_REFUSED = ("socket.", *_STARTS, *_CHANGES)
# The limits of a process, where the system has them.
_RESOURCE: Any = importlib.import_module("resource") if importlib.util.find_spec("resource") else None
_inside = False


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of computing; a process that waits, or a machine that is busy, may take ``_PATIENCE`` times as long.

    ``memory`` is in bytes, for the process whole, and bounds also what it may give.
    """

    seconds: float
    memory: int

    @classmethod
    def of(cls, size: int) -> Limits:
        """For a file of ``size`` bytes: a minute and a gigabyte, and more for a large one."""
        return cls(60 + 5 * size / 1_000_000, 1_000_000_000 + 8 * size)


def each(function: Callable[..., Iterator[T]], *arguments: object, limits: Limits) -> Iterator[T]:
    """What ``function(*arguments)`` yields. Inside such a process it runs there.

    ``function`` stands at the top of a module, arguments can be pickled. Raises DocumentError, after what came before,
    where a limit is met or the process dies.
    """
    if _inside:
        yield from function(*arguments)
        return
    worker = _idle.pop() if _idle else _Worker()
    found, broken = worker.call(function, arguments, limits)
    if broken is None and worker.calls < _FILES:
        _idle.append(worker)
    else:
        worker.end()
    yield from found
    if broken:
        raise DocumentError(broken)


class _Worker:
    """A process and the pipes to it. One call at a time."""

    def __init__(self) -> None:
        path = json.dumps([os.path.abspath(one) for one in sys.path])
        # -P: no module of the folder where the program runs stands in for Python's own.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-W", "ignore", "-c", _START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.calls = 0

    def call(
        self, function: Callable[..., Iterator[T]], arguments: tuple[object, ...], limits: Limits
    ) -> tuple[list[T], str | None]:
        """What was yielded, and why there is no more of it; None where it came to its end."""
        assert self._process.stdin
        assert self._process.stdout
        self.calls += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(_PATIENCE * limits.seconds, stop)
        watch.daemon = True
        watch.start()
        found: list[T] = []
        try:
            pickle.dump((function, arguments, limits), self._process.stdin)
            self._process.stdin.flush()
            size = 0
            while (message := _message(self._process.stdout, limits.memory - size)) is not None:
                found.append(_Values(io.BytesIO(message)).load())
                size += len(message)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._process.kill()
            return found, self._why(late.is_set(), limits, error)
        finally:
            watch.cancel()
        return found, None

    def _why(self, late: bool, limits: Limits, error: Exception) -> str:
        code = self._process.wait()
        if late or code == -getattr(signal, "SIGXCPU", 0) < 0:
            return f"reading it took more than {limits.seconds:,.0f} seconds and was stopped; {_AGAIN}"
        if code == _OUT_OF_MEMORY or isinstance(error, _TooMuch):
            return f"reading it took more than {limits.memory / 1e9:,.1f} GB of memory and was stopped; {_AGAIN}"
        return f"reading it broke off, since it is damaged or made to do harm (process ended with {code}); {_AGAIN}"

    def end(self) -> None:
        """Leaves no process and no pipe behind."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


_idle: list[_Worker] = []


@atexit.register
def _end() -> None:
    while _idle:
        _idle.pop().end()


if hasattr(os, "register_at_fork"):
    # The pipes of a process that was forked are those of its parent.
    os.register_at_fork(after_in_child=_idle.clear)


class _TooMuch(EOFError):
    pass


def _message(pipe: IO[bytes], most: int) -> bytes | None:
    """None at the end of a call. Raises EOFError where the pipe ends, or more than ``most`` bytes come."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > most:
        raise _TooMuch
    return _exactly(pipe, length) if length else None


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found


class _Values(pickle.Unpickler):
    """Reads values of dataclasses that may pass, and no function or other class."""

    def find_class(self, module: str, name: str) -> type:
        found = super().find_class(module, name) if module in _ALLOWED and "." not in name else None
        if isinstance(found, type) and dataclasses.is_dataclass(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def serve() -> None:
    """What the process does: calls, one after the other, until nobody is left to ask."""
    global _inside
    _inside = True
    # What a library prints must not stand between the messages.
    given = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _restrain()
    while True:
        try:
            function, arguments, limits = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _bound(limits)
        try:
            for one in function(*arguments):
                message = pickle.dumps(one)
                given.write(_LENGTH.pack(len(message)) + message)
                given.flush()
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        given.write(_LENGTH.pack(0))
        given.flush()


def _restrain() -> None:
    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        written = event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        if written or event.startswith(_REFUSED):
            raise PermissionError(f"{event} is refused while a file is read")

    sys.addaudithook(refuse)
    # No file grows, whoever writes it, and none tells of a crash.
    for kind in (_RESOURCE.RLIMIT_FSIZE, _RESOURCE.RLIMIT_CORE) if _RESOURCE else ():
        _RESOURCE.setrlimit(kind, (0, 0))


def _bound(limits: Limits) -> None:
    if _RESOURCE is None:
        return
    # macOS has the limit of memory and may refuse to set it.
    with contextlib.suppress(ValueError, OSError):
        used = _RESOURCE.getrusage(_RESOURCE.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + limits.seconds)
        _RESOURCE.setrlimit(_RESOURCE.RLIMIT_CPU, (until, _RESOURCE.getrlimit(_RESOURCE.RLIMIT_CPU)[1]))
        _RESOURCE.setrlimit(_RESOURCE.RLIMIT_AS, (limits.memory, _RESOURCE.getrlimit(_RESOURCE.RLIMIT_AS)[1]))
