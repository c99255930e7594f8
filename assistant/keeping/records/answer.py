"""An answer that `citedesk ask --save FILE` wrote."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.keeping import saved
from assistant.keeping.records import Recorded, Today
from assistant.keeping.saved import Saved

LABEL = "answer"
ENDINGS = (".json",)


def holds(data: bytes) -> bool:
    return b'"citedesk_answer"' in data


def read(data: bytes) -> Sequence[Recorded]:
    kept = saved.parse(data)
    return [Recorded("", kept.question, _lines(kept.answer["text"]), lambda today: _now(kept, today))]


def _now(kept: Saved, today: Today) -> Sequence[str]:
    return _lines(today.answer(kept.asking).text)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
