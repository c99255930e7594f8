"""A watch as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from assistant.keeping.watch import Change, Standing, Watch, Watched
from assistant.showing import phrases


def lines(watch: Watch) -> Iterator[str]:
    """What changed with its lines, what is lost with what to do, then what still says the same, and the count."""
    for standing in (Standing.CHANGED, Standing.LOST, Standing.SAME):
        for one in watch.of(standing):
            yield from told(one)
    yield summary(watch)
    yield phrases.fingerprint(watch.fingerprint)


def told(one: Watched) -> Iterator[str]:
    yield short(one)
    if one.reason:
        yield f"    {phrases.line(one.reason)}"
    for change in one.changes:
        yield f"    before: {said(change.before)}"
        yield f"    now: {said(change.now)}"


def short(one: Watched) -> str:
    """What it is, where, and on what."""
    asked = f": {phrases.line(one.question)}" if one.question else ""
    return f"{one.standing.capitalize()}: {one.kind} {one.named}{asked}"


def said(line: str | None) -> str:
    """One side of a change."""
    return "(nothing)" if line is None else phrases.line(line)


def summary(watch: Watch) -> str:
    """ "3 kept answers: 1 changed, 1 lost, 1 the same"."""
    counts = [(standing, len(watch.of(standing))) for standing in (Standing.CHANGED, Standing.LOST, Standing.SAME)]
    parts = ", ".join(f"{count} {standing}" for standing, count in counts if count)
    total = len(watch.kept)
    return f"{total} kept answer{'' if total == 1 else 's'}{f': {parts}' if parts else ''}"


def plain(watch: Watch) -> dict[str, Any]:
    return {
        "kept": [
            {
                "file": one.file,
                "kind": one.kind,
                "place": one.place,
                "question": one.question,
                "standing": one.standing,
                "changes": [_change(change) for change in one.changes],
                "reason": one.reason,
            }
            for one in watch.kept
        ],
        **{standing.name.lower(): len(watch.of(standing)) for standing in Standing},
        "fingerprint": watch.fingerprint,
    }


def _change(change: Change) -> dict[str, str | None]:
    return asdict(change)
