"""A quiz: the text behind every option still stands."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.keeping.records import Recorded
from assistant.keeping.records import lesson as lesson_
from assistant.teaching import quiz_file, yaml_file
from indexer.errors import RecordError
from indexer.reader import Problem

LABEL = "quiz"
ENDINGS = lesson_.ENDINGS
_ITEMS = re.compile(rb"^items\s*:", re.MULTILINE)
_OPTION = re.compile(rb"\boption\s*:")
_NOWHERE = Path(os.devnull, "quiz.yaml")


def holds(data: bytes) -> bool:
    return bool(_ITEMS.search(data) and _OPTION.search(data)) and not lesson_.holds(data)


def read(data: bytes) -> Sequence[Recorded]:
    found = yaml_file.parsed(data.decode("utf-8", "replace"), _NOWHERE, "a mapping with items")
    if isinstance(found, Problem):
        raise RecordError(lesson_.told(found))
    recorded = list[Recorded]()
    for item in quiz_file.items(found):
        if isinstance(item, Problem):
            recorded.append(lesson_.problem(item))
            continue
        quotes = [option.quote for option in item.options if option.quote]
        recorded += [replace(lesson_.quoted(quote), question=item.ask) for quote in quotes]
    return recorded
