"""The progress of a build on standard error: bars on a terminal, else now and then a line."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from indexer.build import Progress

# Seconds between two lines of a stage.
_EVERY = 10.0


@contextlib.contextmanager
def shown() -> Iterator[Progress]:
    """Each stage with how much is done, of how much that is known by now, how fast, and how long it still takes."""
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with _bars(console) as told:
            yield told
    else:
        lines = Lines()
        try:
            yield lines.told
        finally:
            lines.end()


@contextlib.contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    from rich import progress
    from rich.text import Text

    class Rate(progress.ProgressColumn):
        def render(self, task: progress.Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed and task.total != 1 else "", style="progress.data.speed")

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        Rate(),
        progress.TimeRemainingColumn(elapsed_when_finished=True),
    )
    with progress.Progress(*columns, console=console) as bars:
        tasks: dict[str, progress.TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield told


class Lines:
    """What a log can hold: a line when a stage begins, every ten seconds, and at the end."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._state: dict[str, tuple[int, int]] = {}

    def told(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage not in self._began:
            self._began[stage] = self._last[stage] = now
            _line(stage)
        elif now - self._last[stage] >= _EVERY:
            self._last[stage] = now
            _line(f"{stage}: {line(done, total, now - self._began[stage])}")
        self._state[stage] = done, total

    def end(self) -> None:
        for stage, (done, total) in self._state.items():
            if total > 1:
                _line(f"{stage}: {done:,} of {total:,}")


def line(done: int, total: int, seconds: float) -> str:
    """How far a stage is after so many seconds: "1,200 of 4,800, 40/s, 1 min 30 s left"."""
    rate = done / seconds if seconds else 0.0
    told = f"{done:,} of {total:,}, {rate:,.1f}/s" if rate < 10 else f"{done:,} of {total:,}, {rate:,.0f}/s"
    return f"{told}, {_time((total - done) / rate)} left" if rate else told


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
