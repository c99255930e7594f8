"""Following folders: what tells that files changed, and that whoever writes them has ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from indexer.files import SIDECAR

# Seconds. So long no file changes before all are taken for whole; so often the folders are looked at all the same, as a
# network drive tells nobody what happens on it; after so many a file that never rests is taken as it is.
QUIET, AGAIN, LONGEST = 2.0, 60.0, 900.0
# Size, time and number of each file by its path.
State = dict[str, tuple[int, int, int]]


def follow(
    roots: Sequence[Path],
    target: Path,
    act: Callable[[], bool],
    stop: Event,
    quiet: float = QUIET,
    again: float = AGAIN,
) -> None:
    """Calls ``act`` at once and each time that files changed and nobody writes them any more, until ``stop`` is set.

    ``target`` is the index, which may stand in one of ``roots``. Where ``act`` says that it failed, it is called again
    without a change.
    """
    seen: State | None = None
    with _woken(roots) as woken:
        while not stop.is_set():
            now = _state(roots, target)
            if now == seen:
                woken.wait(again)
                woken.clear()
                continue
            # What comes while ``act`` works is a change after it.
            now = now if seen is None else _settled(roots, target, now, stop, quiet)
            if not stop.is_set():
                seen = now if act() else None
                if seen is None:
                    stop.wait(again)


def _settled(roots: Sequence[Path], target: Path, now: State, stop: Event, quiet: float) -> State:
    started = time.monotonic()
    while not stop.wait(quiet):
        before, now = now, _state(roots, target)
        if now == before or time.monotonic() - started > LONGEST:
            break
    return now


def _state(roots: Sequence[Path], target: Path) -> State:
    """What stands in the folders now, hidden files aside; a file that goes meanwhile is not there."""
    found: State = {}
    for path in (path for root in roots for path in _files(root, os.path.realpath(target))):
        with suppress(OSError):
            stamp = path.stat()
            found[str(path)] = stamp.st_size, stamp.st_mtime_ns, stamp.st_ino
    return found


def _files(root: Path, target: str) -> Iterator[Path]:
    if root.is_file():
        yield from (root, root.with_name(root.name + SIDECAR))
    for folder, folders, names in os.walk(root):
        folders[:] = [
            name for name in folders if not name.startswith(".") and os.path.realpath(Path(folder, name)) != target
        ]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


@contextmanager
def _woken(roots: Sequence[Path]) -> Iterator[Event]:
    """Is set whenever the system tells of a change; never where it cannot."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    woken = Event()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type not in {"opened", "closed_no_write"}:
                woken.set()

    observer = Observer()
    for root in roots:
        try:
            observer.schedule(Handler(), str(root if root.is_dir() else root.parent), recursive=True)
        except OSError:  # too many folders, or a file system without it: looking again every minute is enough
            continue
    observer.start()
    try:
        yield woken
    finally:
        observer.stop()
        observer.join()
