"""A quiz: the words of the base that stand behind its options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keeping.records import Recorded, Today
from assistant.teaching import holding, quiz_file
from assistant.teaching.holding import Held
from assistant.teaching.quiz import Quote
from indexer.errors import RecordError

LABEL = "quiz"
ENDINGS = (".yaml",)


def holds(data: bytes) -> bool:
    return re.search(rb"(?m)^items:", data) is not None and re.search(rb"(?m)^\s*-?\s*options:", data) is not None


def read(data: bytes) -> Sequence[Recorded]:
    items, problems = quiz_file.parsed(data.decode("utf-8-sig", "replace"))
    if not items:
        raise RecordError(f"line {problems[0].line}: {problems[0].reason}; mend the file")
    return [quoted([option.quote for item in items for option in item.options if option.quote])]


def quoted(quotes: Sequence[Quote]) -> Recorded:
    """What is quoted, a line each; today's line says where words no longer stand."""
    told = tuple(map(_line, quotes))
    return Recorded("quotations", None, told, lambda today: _today(quotes, today))


def _today(quotes: Sequence[Quote], today: Today) -> Sequence[str]:
    texts = holding.held([quote.source for quote in quotes], today.desk.index.store)
    return [_found(quote, texts) for quote in quotes]


def _found(quote: Quote, texts: Held) -> str:
    found = texts.said(quote)
    return found if isinstance(found, str) else _line(quote)


def _line(quote: Quote) -> str:
    return f"{quote.source}: {quote.says}" if quote.says else quote.source
