"""Many documents in one file, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from indexer.documents import Excerpt
from indexer.formats import Damage, Source

FORM = "bulk lines (.jsonl) are one JSON object a line"
MAX_BYTES = 30_000_000


class Settings(BaseModel):
    """``source`` is whose texts they are, where a line does not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = "Bulletin"


def accepts(source: Source) -> float:
    return 0.8 if source.suffix == ".jsonl" and source.glance.lstrip().startswith("{") else 0.0


def read(source: Source, settings: Settings) -> Iterator[Excerpt | Damage]:
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            title, text, key = str(found["title"]), str(found["text"]), found.get("key", number)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield Damage(f"no object with title and text ({type(error).__name__})", number)
            continue
        by = str(found.get("source", settings.source))
        yield Excerpt(source.part(key), title, by, None, None, None, None, None, None, text)
