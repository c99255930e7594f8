"""What the doctor says of the lessons over an index: which ones stand, and what of the others does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from assistant.teaching import places, playing
from indexer.doctor import Finding
from indexer.errors import CitedeskError
from indexer.reader import Problem


def examine(folder: Path, settings: AssistantSettings) -> Iterator[Finding]:
    """Nothing where there is no lesson; without an index it has been said what to do."""
    found = places.lessons(folder)
    if not found:
        return
    try:
        desk = Desk.open(folder, settings)
    except CitedeskError:
        return
    for one in found:
        if isinstance(one, Problem):
            yield Finding(False, f"lesson left out: {one}; mend the file")
            continue
        played = playing.play(one, desk)
        for problem in played.problems:
            yield Finding(False, f"lesson {one.name}: {problem}; {played.standing}")
        if not played.problems:
            yield Finding(True, f"lesson {one.name}: {played.standing}")
